//! Calls the four batch operations, and meets a status that the client does not know.
//!
//! Usage: `OPENAI_BASE_URL=… consumer INPUT_FILE_ID`

use batch_client::{Client, types::{BatchEndpoint, BatchStatus}};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file_id = std::env::args().nth(1).ok_or("usage: consumer INPUT_FILE_ID")?;
    let client = Client::from_env()?;

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
        Err(error) if error.status().is_some_and(|status| status == 409) => {
            println!("cancelled too late: {error}");
        }
        Err(error) => return Err(error.into()),
    }

    println!("met {}", describe(&BatchStatus::from("scheduling")));
    Ok(())
}

fn describe(status: &BatchStatus) -> String {
    match status {
        BatchStatus::Completed => "the end".to_owned(),
        BatchStatus::Unknown(value) => format!("an unknown status, {value:?}"),
        known => known.to_string(),
    }
}
