//! Calls the four batch operations, and decodes a status that the client does not know.
//!
//! `batch-client` is the only dependency besides the runtime: all foreign types come from its
//! re-exports.
//!
//! Usage: `OPENAI_BASE_URL=… consumer INPUT_FILE_ID`

use batch_client::http::StatusCode;
use batch_client::tower::util::MapRequestLayer;
use batch_client::types::{Batch, BatchEndpoint, BatchStatus};
use batch_client::{Call, Client, Config, reqwest, serde_json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file_id = std::env::args().nth(1).ok_or("usage: consumer INPUT_FILE_ID")?;
    let http_client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let client: Client = Config::from_env()?.http_client(http_client).build()?;
    let client = client.layer(MapRequestLayer::new(|call: Call| {
        eprintln!("{}", call.operation_id);
        call
    }));

    let created = client
        .create_batch()
        .body_map(|body| {
            body.input_file_id(&file_id)
                .endpoint(BatchEndpoint::V1ChatCompletions)
                .completion_window("24h")
        })
        .send()
        .await?;
    println!("created {}", describe(&created.status));

    let retrieved = client.retrieve_batch().batch_id(&created.id).send().await?;
    println!("retrieved {}", describe(&retrieved.status));

    let page = client.list_batches().limit(50).send().await?;
    let listed = page.data.iter().any(|batch| batch.id == created.id);
    println!("listed {listed}");

    match client.cancel_batch().batch_id(&created.id).send().await {
        Ok(cancelled) => println!("cancelled {}", describe(&cancelled.status)),
        Err(error) if error.status() == Some(StatusCode::CONFLICT) => {
            println!("cancelled too late: {error}");
        }
        Err(error) => return Err(error.into()),
    }

    let unknown: Batch = serde_json::from_str(r#"{"id": "b", "status": "scheduling"}"#)?;
    println!("decoded {}", describe(&unknown.status));
    Ok(())
}

fn describe(status: &BatchStatus) -> String {
    match status {
        BatchStatus::Completed => "the end".to_owned(),
        BatchStatus::Unknown(value) => format!("an unknown status, {value:?}"),
        known => known.to_string(),
    }
}
