//! Lists the newest batches, or shows one.
//!
//! ```sh
//! OPENAI_API_KEY=… cargo run -p batch-client --example batches
//! OPENAI_API_KEY=… cargo run -p batch-client --example batches -- batch_abc123
//! ```
//!
//! Set `OPENAI_BASE_URL` to use a compatible server, such as `http://127.0.0.1:8000/v1`.

use std::error::Error;

use batch_client::Client;
use batch_client::types::Batch;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    match std::env::args().nth(1) {
        Some(id) => {
            let batch = client.retrieve_batch().batch_id(id).send().await?;
            print(&batch);
            for error in batch.errors.iter().flat_map(|errors| errors.data.iter().flatten()) {
                println!("  {}", error.message.as_deref().unwrap_or("unknown error"));
            }
        }
        None => {
            let page = client.list_batches().limit(20).send().await?;
            page.data.iter().for_each(print);
            if page.has_more {
                println!("…");
            }
        }
    }
    Ok(())
}

fn print(batch: &Batch) {
    let counts = match &batch.request_counts {
        Some(counts) => format!("{} of {} requests completed", counts.completed, counts.total),
        None => "no requests counted yet".to_owned(),
    };
    println!("{}  {:<12}  {counts}", batch.id, batch.status);
}
