//! `batch run`

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use batch_run::{Run, RunBuilder, RunError, RunReport};
use clap::ValueEnum;

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::expiry::expiry;
use crate::options::pair;
use crate::options::price::PriceArgs;
use crate::options::server::{ServerArgs, local_client};
use crate::options::split::SplitArgs;
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{local, show, signals};

/// Send a file of requests and collect the results in a file
///
/// The input is checked, split into batches, uploaded, and submitted. Requests that fail with
/// transient errors are resubmitted. The output has one line per request, in input order; a request
/// without a result gets a line that says so.
///
/// The state of the run is kept in OUTPUT.batch, or in --state-dir. After Ctrl-C, a crash, or a
/// power failure, run the same command again to resume: no request is lost or submitted twice.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch run --local requests.jsonl -o results.jsonl    Try it on this machine, without a key
  batch run requests.jsonl --dry-run                   Show what would be sent
  batch run requests.jsonl -o results.jsonl --price gpt-4.1-mini=0.20:0.80
  batch run requests.jsonl -o results.jsonl --base-url http://127.0.0.1:8000/v1")]
pub(crate) struct Args {
    /// File of requests in JSON Lines format; models and endpoints may be mixed
    ///
    /// Each line is an object with the fields custom_id, method, url, and body.
    #[arg(value_name = "INPUT")]
    input: PathBuf,

    /// File to write the results to
    #[arg(short, long, value_name = "OUTPUT", required_unless_present = "dry_run")]
    output: Option<PathBuf>,

    /// Use a server inside this process, which makes up its answers
    #[arg(long)]
    local: bool,

    /// Show the batches that would be created, and send nothing
    #[arg(long)]
    dry_run: bool,

    /// Directory for the state of the run [default: OUTPUT.batch]
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,

    /// Discard the state of an earlier run and replace its output
    ///
    /// Batches of the earlier run that are in progress are not cancelled, and are billed.
    #[arg(short, long)]
    force: bool,

    /// Send the valid lines of an input that has invalid ones
    #[arg(long)]
    skip_invalid: bool,

    /// Resend the failed requests of a finished run, and write its output anew
    ///
    /// Successful results are kept. Requests whose outcome is unknown are not sent.
    #[arg(long)]
    retry_failed: bool,

    /// Resend the requests of a finished run whose outcome is unknown
    ///
    /// Those that the server answered after all are billed twice.
    #[arg(long)]
    resend_unknown: bool,

    /// Maximum number of times that a request is sent while it fails with transient errors
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: u32,

    /// What Ctrl-C does; a second Ctrl-C always exits at once
    #[arg(long, value_name = "ACTION", default_value = "stop")]
    on_interrupt: Interrupt,

    /// Completion window of each batch; OpenAI accepts only 24h
    #[arg(long, value_name = "WINDOW", default_value = "24h")]
    window: String,

    /// Add a metadata pair to each batch; can be repeated
    #[arg(long = "metadata", value_name = "KEY=VALUE")]
    metadata: Vec<String>,

    /// Keep the uploaded input files on the server after the run
    #[arg(long)]
    keep_files: bool,

    /// Time after which the server deletes the result files, between 1h and 30d
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    expire_results: Option<Duration>,

    #[command(flatten)]
    pace: PaceArgs,

    #[command(flatten)]
    split: SplitArgs,

    #[command(flatten)]
    price: PriceArgs,

    #[command(flatten)]
    server: ServerArgs,
}

/// How much happens at once, and how often.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Pace options")]
struct PaceArgs {
    /// Maximum number of batches in flight
    #[arg(long, value_name = "N", default_value_t = 16)]
    max_batches: usize,

    /// Maximum number of estimated tokens of a model in flight
    ///
    /// By default, the limit is inferred from batches that the server rejects.
    #[arg(long, value_name = "N")]
    max_enqueued_tokens: Option<u64>,

    /// Maximum number of concurrent uploads and downloads
    #[arg(long, value_name = "N", default_value_t = 4)]
    max_transfers: usize,

    /// Maximum number of bytes of input files on the server at once [default: 80000000000]
    ///
    /// Each input file is deleted when its batch has ended. OpenAI limits the files of an
    /// organization to about 100 GB.
    #[arg(long, value_name = "BYTES")]
    max_stored: Option<u64>,

    /// Initial time between two polls of a batch [default: 2s, or 100ms with --local]
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    poll_interval: Option<Duration>,

    /// Maximum time between two polls of a batch [default: 60s, or 2s with --local]
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    max_poll_interval: Option<Duration>,

    /// Initial time to wait when the server's queue is full and no batch finishes
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    hold: Duration,

    /// How long a new batch may be missing from the server's list
    ///
    /// After a crash during the creation of a batch, the list is searched for this long before the
    /// batch is created again.
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = humantime::parse_duration)]
    list_lag: Duration,

    /// How long the server may be unavailable before the run stops
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = humantime::parse_duration)]
    outage_limit: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Interrupt {
    /// Stop the run, and leave its batches in progress
    Stop,
    /// Cancel the batches, and keep their results
    Cancel,
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    if args.dry_run {
        return show::plan::show(printer, &args.input, &args.split, &args.price);
    }
    let progress = Arc::new(Progress::new(printer));
    let done = execute(&args, &progress).await;
    progress.finish();
    match done {
        Ok((report, output)) => {
            show::report::show(printer, &report, &output, &args.price.prices())?;
            Ok(if report.is_success() { Exit::Success } else { Exit::Incomplete })
        }
        Err(Failure::Run(RunError::InvalidInput { path, report })) => {
            show::problems::show(printer, &path, &report)?;
            Err(RunError::InvalidInput { path, report }.into())
        }
        Err(Failure::Run(RunError::Stopped { in_flight })) => Err(stopped(&args, in_flight)),
        Err(Failure::Run(error)) => Err(error.into()),
        Err(Failure::Cli(error)) => Err(error),
    }
}

fn stopped(args: &Args, in_flight: usize) -> CliError {
    CliError::interrupted(match in_flight {
        _ if args.local => "stopped, together with the local server".to_owned(),
        0 => "stopped; no batches are in progress".to_owned(),
        1 => "stopped; 1 batch is still in progress on the server".to_owned(),
        n => format!("stopped; {n} batches are still in progress on the server"),
    })
}

/// A failure of the run, or of the command around it.
enum Failure {
    Run(RunError),
    Cli(CliError),
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Self {
        Self::Cli(error)
    }
}

async fn execute(args: &Args, progress: &Arc<Progress>) -> Result<(RunReport, PathBuf), Failure> {
    let output = args.output.clone().unwrap_or_default();
    let events = Arc::clone(progress);
    let builder = args.builder(&output)?.on_event(move |event| events.show(&event));
    let run = builder.build()?;
    on_interrupt(args.on_interrupt, &run, progress);
    let report = if args.local {
        execute_locally(args, run).await?
    } else {
        run.execute(&args.server.client()?).await?
    };
    Ok((report, output))
}

fn on_interrupt(action: Interrupt, run: &Run, progress: &Arc<Progress>) {
    let (control, progress) = (run.control(), Arc::clone(progress));
    signals::on_interrupt(move || match action {
        Interrupt::Stop => {
            progress.line("stopping; press Ctrl-C again to exit at once");
            control.stop();
        }
        Interrupt::Cancel => {
            progress.line("cancelling the batches; press Ctrl-C again to exit at once");
            control.cancel();
        }
    });
}

/// Executes the run against a server in this process, whose state is part of the run's: that is how
/// an interrupted run finds its batches again.
async fn execute_locally(args: &Args, run: Run) -> Result<RunReport, Failure> {
    if !args.input.is_file() {
        let error = std::io::ErrorKind::NotFound.into();
        return Err(CliError::io("read", &args.input, error).into());
    }
    let state_dir = run.state_dir().to_owned();
    let server_dir = local::data_dir(&state_dir);
    let server = local::start(&server_dir).await?;
    let client = local_client(server.base_url())?;
    let done = run.execute(&client).await;
    server.shutdown().await;
    // Without a state, nothing was begun.
    if done.is_ok() || !state_dir.exists() {
        let _ = std::fs::remove_dir_all(&server_dir);
    }
    Ok(done?)
}

impl Args {
    fn builder(&self, output: &Path) -> Result<RunBuilder, CliError> {
        let pace = &self.pace;
        let mut run = Run::builder(&self.input, output)
            .limits(self.split.limits())
            .endpoints(self.split.endpoints())
            .completion_window(&self.window)
            .max_batches(pace.max_batches)
            .max_transfers(pace.max_transfers)
            .rounds(self.rounds)
            .retry_failed(self.retry_failed)
            .resend_unknown(self.resend_unknown)
            .skip_invalid(self.skip_invalid)
            .start_over(self.force)
            .keep_files(self.keep_files)
            .hold(pace.hold)
            .list_lag(pace.list_lag)
            .outage_limit(pace.outage_limit);
        if self.local {
            run = run
                .server_name(local::NAME)
                .list_lag(Duration::ZERO)
                .list_is_complete(true)
                .hold(Duration::from_millis(500));
        }
        let (initial, longest) = self.poll_intervals();
        run = run.poll_interval(initial, longest);
        if let Some(dir) = &self.state_dir {
            run = run.state_dir(dir);
        }
        if let Some(bytes) = pace.max_stored {
            run = run.max_stored(bytes);
        }
        if let Some(tokens) = pace.max_enqueued_tokens {
            run = run.max_enqueued_tokens(tokens);
        }
        if let Some(time) = self.expire_results {
            run = run.output_expires_after(expiry("--expire-results", time)?);
        }
        for text in &self.metadata {
            let (key, value) = pair::parse("--metadata", text)?;
            run = run.metadata(key, value);
        }
        Ok(run)
    }

    fn poll_intervals(&self) -> (Duration, Duration) {
        let (initial, longest) = match self.local {
            true => (Duration::from_millis(100), Duration::from_secs(2)),
            false => (Duration::from_secs(2), Duration::from_secs(60)),
        };
        let pace = &self.pace;
        let initial = pace.poll_interval.unwrap_or(initial);
        (initial, pace.max_poll_interval.unwrap_or(longest).max(initial))
    }
}
