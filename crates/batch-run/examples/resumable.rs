//! Sends a file of requests and writes one file of results. Ctrl-C stops it, and the same command
//! resumes it.
//!
//! `cargo run -p batch-run --example resumable -- requests.jsonl results.jsonl`

use batch_ext::batch_client::Client;
use batch_ext::retry::{RetryPolicy, WithRetry};
use batch_run::{Run, RunError, RunEvent};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: resumable REQUESTS.jsonl RESULTS.jsonl".into());
    };
    let client = Client::from_env()?.with_retry(RetryPolicy::default());
    let run = Run::builder(input, output)
        .on_event(|event| match event {
            RunEvent::Created { shard, batch_id, .. } => eprintln!("{shard}: {batch_id}"),
            RunEvent::Settled { shard, succeeded, requests, .. } => {
                eprintln!("{shard}: {succeeded} of {requests} succeeded");
            }
            RunEvent::Retrying { action, error, .. } => eprintln!("cannot {action}: {error}"),
            _ => {}
        })
        .build()?;

    let control = run.control();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            control.stop();
        }
    });
    match run.execute(&client).await {
        Ok(report) => {
            println!("{} of {} requests succeeded", report.succeeded, report.requests);
            for group in &report.failures {
                println!("{} failed: {} {}", group.count, group.code, group.message);
            }
            Ok(())
        }
        Err(RunError::Stopped { in_flight }) => {
            println!("stopped with {in_flight} batches in flight; run the same command to resume");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
