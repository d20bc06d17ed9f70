//! Retrieves a batch with a retry policy and prints every step of the call.
//!
//! `cargo run -p batch-ext --example retry -- batch_abc123`

use std::time::Duration;

use batch_ext::batch_client::Client;
use batch_ext::retry::{RetryEvent, RetryPolicy, WithRetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = std::env::args().nth(1).ok_or("usage: retry BATCH_ID")?;
    let policy = RetryPolicy::builder()
        .max_attempts(5)
        .deadline(Duration::from_secs(60))
        .observer(|event: &RetryEvent<'_>| eprintln!("attempt {}: {:?}", event.attempt, event.step))
        .build()?;
    let client = Client::from_env()?.with_retry(policy);
    let batch =
        client.retrieve_batch().batch_id(id).send().await.map_err(batch_ext::Error::from)?;
    println!("{}: {}", batch.id, batch.status);
    Ok(())
}
