//! A function that uses the Batch API, and a test of it.
//!
//! ```sh
//! cargo run -p batch-httpmock --example test_a_function
//! ```

use batch_httpmock::MockServerExt;
use batch_httpmock::batch_client::types::{Batch, BatchStatus, ListBatchesResponse};
use batch_httpmock::batch_client::{Client, Config, Error};
use batch_httpmock::httpmock::MockServer;

/// The function under test: cancels every batch on the first page that is still in progress, and
/// returns how many there were.
async fn cancel_all(client: &Client) -> Result<usize, Error> {
    let page = client.list_batches().limit(100).send().await?;
    let running = page.data.iter().filter(|batch| batch.status == BatchStatus::InProgress);
    let mut cancelled = 0;
    for batch in running {
        client.cancel_batch().batch_id(&batch.id).send().await?;
        cancelled += 1;
    }
    Ok(cancelled)
}

fn batch(id: &str, status: BatchStatus) -> Result<Batch, Box<dyn std::error::Error>> {
    let batch = Batch::builder().id(id).status(status).created_at(0);
    Ok(batch.input_file_id("file-1").completion_window("24h").try_into()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockServer::start_async().await;
    let page: ListBatchesResponse = ListBatchesResponse::builder()
        .data(vec![
            batch("batch_1", BatchStatus::InProgress)?,
            batch("batch_2", BatchStatus::Completed)?,
        ])
        .has_more(false)
        .try_into()?;
    let list = server.list_batches(|when, then| {
        let _ = when.limit(100);
        let _ = then.success(200, &page);
    });
    let (id, cancelling) = ("batch_1".try_into()?, batch("batch_1", BatchStatus::Cancelling)?);
    let cancel = server.cancel_batch(|when, then| {
        let _ = when.batch_id(&id);
        let _ = then.success(200, &cancelling);
    });

    let client = Config::new().base_url(server.base_url()).build()?;
    assert_eq!(cancel_all(&client).await?, 1);
    list.assert();
    cancel.assert();
    println!("the batch in progress was cancelled, and the completed one was not");
    Ok(())
}
