//! `batch wait`

use std::time::Duration;

use crate::batch_client::types::Batch;
use crate::batch_ext::wait::{End, WaitForBatch, WaitPolicy};
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::batches;
use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::is_quiet;

/// Wait until batches have ended, and show how.
///
/// Ends with 0 if all completed, with 1 if one failed, expired or was cancelled. Ctrl-C ends the
/// waiting, not the batch.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  batch wait batch_abc123 && batch results batch_abc123 -o results.jsonl"
)]
pub(crate) struct Args {
    /// The batch's id; several can be given.
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,

    /// Give up after this time, such as 90m or 24h.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    timeout: Option<Duration>,

    /// The time between two looks, at first; it grows to --max-interval.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = humantime::parse_duration)]
    interval: Duration,

    /// The longest time between two looks.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    max_interval: Duration,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    let mut policy = WaitPolicy::builder()
        .min_interval(args.interval)
        .max_interval(args.max_interval.max(args.interval));
    if let Some(timeout) = args.timeout {
        policy = policy.deadline(timeout);
    }
    let policy = policy.build().map_err(|error| CliError::usage(error.to_string()))?;
    let target =
        if is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bars = MultiProgress::with_draw_target(target);
    let waits = args.ids.iter().map(|id| {
        let bar = bars.add(bar(id));
        let mut snapshots = client.wait_for_batch(id).policy(policy.clone()).snapshots();
        async move {
            let mut last = None;
            while let Some(batch) = snapshots.try_next().await? {
                draw(&bar, &batch);
                last = Some(batch);
            }
            bar.finish_and_clear();
            Ok::<_, CliError>(last)
        }
    });
    let mut exit = Exit::Ok;
    let mut waits = stream::iter(waits).buffer_unordered(16);
    loop {
        let next = tokio::select! {
            next = waits.next() => next,
            () = crate::signals::interrupted() => {
                return Err(CliError::new(Exit::Interrupted, "stopped waiting; the batches go on")
                    .hint("the same command waits on"));
            }
        };
        let Some(batch) = next else { break };
        if let Some(batch) = batch? {
            batches::show(global, &batch)?;
            if !End::of(batch).is_ok_and(|end| end.is_completed()) {
                exit = Exit::Incomplete;
            }
        }
    }
    Ok(exit)
}

fn bar(id: &str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_prefix(id.to_owned());
    let template =
        "{spinner} {prefix} [{elapsed_precise}] {bar:32} {human_pos}/{human_len} {wide_msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn draw(bar: &ProgressBar, batch: &Batch) {
    if let Some(counts) = &batch.request_counts {
        bar.set_length(u64::try_from(counts.total).unwrap_or(0));
        bar.set_position(u64::try_from(counts.completed + counts.failed).unwrap_or(0));
    }
    bar.set_message(batch.status.to_string());
}
