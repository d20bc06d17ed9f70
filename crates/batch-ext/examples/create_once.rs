//! Uploads a file of requests, creates its batch once, waits, and downloads the results.
//!
//! With the same key, a second run finds the batch of the first one instead of paying twice.
//!
//! `cargo run -p batch-ext --example create_once -- requests.jsonl my-key`

use batch_ext::batch_client::{Client, types::CreateBatchRequest};
use batch_ext::files::{Complete, Source};
use batch_ext::prelude::*;
use batch_ext::retry::RetryPolicy;
use futures_util::TryStreamExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(key)) = (args.next(), args.next()) else {
        return Err("usage: create_once FILE.jsonl KEY".into());
    };
    let client = Client::from_env()?.with_retry(RetryPolicy::default());

    let file = client.upload(Source::path(&path).await?).send().await?;
    let request: CreateBatchRequest = CreateBatchRequest::builder()
        .input_file_id(&file.id)
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()?;
    let created = client.create_batch_once(request).key(key).await?;
    println!("{} (found: {})", created.batch.id, created.found);

    let mut snapshots = client.wait_for_batch(&created.batch.id).snapshots();
    let mut last = created.batch;
    while let Some(batch) = snapshots.try_next().await? {
        eprintln!("{}", batch.status);
        last = batch;
    }
    let ids = [last.output_file_id, last.error_file_id];
    for id in ids.into_iter().flatten().filter(|id| !id.is_empty()) {
        let name = format!("{id}.jsonl");
        let done = client.download(&id).to_file(&name).await?;
        let note = if done.complete == Complete::Unknown { " (may be incomplete)" } else { "" };
        println!("{name}: {} bytes{note}", done.bytes);
    }
    Ok(())
}
