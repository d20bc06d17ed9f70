//! `batch wait`

use std::time::Duration;

use batch_run::batch_ext::batch_client::types::Batch;
use batch_run::batch_ext::wait::{End, WaitForBatch, WaitPolicy};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::bar::{Bar, Bars};
use crate::error::CliError;
use crate::exit::Exit;
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::show;
use crate::signals::Interrupts;

/// The batches that are polled concurrently.
const CONCURRENCY: usize = 16;

/// Wait until batches reach a final status
///
/// Prints each batch as it finishes. Exits with 1 if a batch failed, expired, or was cancelled.
/// Ctrl-C stops waiting and leaves the batches in progress.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch wait batch_abc123 && batch results batch_abc123 -o results.jsonl
  batch wait batch_abc123 batch_def456 --timeout 90m")]
pub(crate) struct Args {
    /// IDs of the batches
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,

    /// Give up after this time, such as 90m or 24h [default: no limit]
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    timeout: Option<Duration>,

    /// Initial time between two polls of a batch
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = humantime::parse_duration)]
    interval: Duration,

    /// Maximum time between two polls of a batch
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    max_interval: Duration,

    #[command(flatten)]
    server: ServerArgs,
}

impl Args {
    fn policy(&self) -> Result<WaitPolicy, CliError> {
        let mut policy = WaitPolicy::builder()
            .min_interval(self.interval)
            .max_interval(self.max_interval.max(self.interval));
        if let Some(timeout) = self.timeout {
            policy = policy.deadline(timeout);
        }
        policy.build().map_err(|error| CliError::usage(error.to_string()))
    }
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    let policy = args.policy()?;
    let mut interrupts = Interrupts::listen();
    let bars = Bars::new(printer);
    let waits = args.ids.iter().map(|id| {
        let bar = bars.add(id);
        let mut snapshots = client.wait_for_batch(id).policy(policy.clone()).snapshots();
        async move {
            let mut last = None;
            while let Some(batch) = snapshots.try_next().await? {
                draw(&bar, &batch);
                last = Some(batch);
            }
            bar.finish();
            Ok::<_, CliError>(last)
        }
    });
    let mut waits = stream::iter(waits).buffer_unordered(CONCURRENCY);
    let mut exit = Exit::Success;
    loop {
        let next = tokio::select! {
            next = waits.next() => next,
            () = interrupts.next() => {
                let message = "stopped waiting; the batches are still in progress";
                return Err(CliError::interrupted(message));
            }
        };
        let Some(batch) = next else { break };
        if let Some(batch) = batch? {
            bars.suspend(|| show::batch::show(printer, &batch))?;
            if !End::of(batch).is_ok_and(|end| end.is_completed()) {
                exit = Exit::Incomplete;
            }
        }
    }
    Ok(exit)
}

fn draw(bar: &Bar, batch: &Batch) {
    if let Some(counts) = &batch.request_counts {
        let answered = counts.completed.saturating_add(counts.failed);
        bar.set_length(u64::try_from(counts.total).unwrap_or(0));
        bar.set_position(u64::try_from(answered).unwrap_or(0));
    }
    bar.set_message(batch.status.as_str());
}
