//! Prints the newest batches, 20 unless another number is given.
//!
//! `cargo run -p batch-ext --example paginate -- 250`

use batch_ext::batch_client::Client;
use batch_ext::prelude::*;
use batch_ext::retry::RetryPolicy;
use futures_util::TryStreamExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let total = std::env::args().nth(1).map_or(Ok(20), |total| total.parse())?;
    let client = Client::from_env()?.with_retry(RetryPolicy::default());
    let mut batches = client.list_batches().limit(100).items().total(total).prefetch(true);
    while let Some(batch) = batches.try_next().await? {
        println!("{}\t{}\t{}", batch.id, batch.status, batch.created_at);
    }
    Ok(())
}
