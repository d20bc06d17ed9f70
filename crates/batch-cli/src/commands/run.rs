//! `batch run`

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use batch_run::{Order, Prices, Run, RunBuilder, RunError, RunReport};
use clap::ValueEnum;
use serde::Serialize;

use super::plan::{self, Money, Split};
use super::validate::show_problems;
use crate::args::Global;
use crate::connect::{Connection, pair};
use crate::error::{CliError, Exit};
use crate::output::{self, duration, number};
use crate::progress::Progress;
use crate::{local, signals};

/// Take a file of requests to a file of results, whatever happens in between.
///
/// The input is checked, split into batches that the API takes, uploaded, run, fetched, and put
/// together: one result line for each request, in the order of the input. Requests that failed for
/// reasons that may pass are sent again. Lines without an answer are named, never left out.
///
/// Where it stands is written down at any moment, in OUTPUT.batch or --state-dir. After Ctrl-C, a
/// crash or a power cut, the same command goes on: nothing is lost, nothing is sent or paid twice.
/// Ctrl-C once stops cleanly while the batches go on at the server; twice stops at once.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch run --local examples/requests.jsonl -o results.jsonl   on this machine, no key, no cost
  batch run requests.jsonl -o results.jsonl --dry-run          what would be sent
  batch run requests.jsonl -o results.jsonl --price gpt-4.1-mini=0.20:0.80
  batch run requests.jsonl -o results.jsonl --base-url http://127.0.0.1:8000/v1")]
pub(crate) struct Args {
    /// The requests: JSON lines, each with custom_id, method, url and body. Models and endpoints may
    /// be mixed.
    #[arg(value_name = "INPUT")]
    input: PathBuf,

    /// Where the results go: one line for each request.
    #[arg(short, long, value_name = "OUTPUT", required_unless_present = "dry_run")]
    output: Option<PathBuf>,

    /// Run against a server in this process, which answers by itself. No key, no cost, no network.
    #[arg(long)]
    local: bool,

    /// Show what would be sent, and send nothing.
    #[arg(long)]
    dry_run: bool,

    /// Where the state is kept, instead of OUTPUT.batch.
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,

    /// Start over: forget an earlier run's state, and replace the output. Batches that are under way
    /// go on at the server, and cost what they cost.
    #[arg(short, long)]
    force: bool,

    /// Send the good lines of an input that has bad ones too.
    #[arg(long)]
    skip_invalid: bool,

    /// In which order the results are written.
    #[arg(long, value_name = "ORDER", default_value = "input")]
    order: OrderArg,

    /// How often a request is sent at most while it fails for reasons that may pass.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: usize,

    /// What Ctrl-C does: stop, and let the batches go on at the server; or cancel them, and keep
    /// what they have done.
    #[arg(long, value_name = "WHAT", default_value = "stop")]
    on_interrupt: Interrupt,

    /// The time that each batch may take; OpenAI knows 24h only.
    #[arg(long, value_name = "WINDOW", default_value = "24h")]
    window: String,

    /// A pair for each batch's metadata, as KEY=VALUE; can be given several times.
    #[arg(long = "metadata", value_name = "KEY=VALUE")]
    metadata: Vec<String>,

    /// Leave the uploaded input files on the server; else they are deleted at the end.
    #[arg(long)]
    keep_files: bool,

    /// Delete result files on the server after this time: 1h to 30d.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    expire_results: Option<Duration>,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    split: Split,

    #[command(flatten)]
    money: Money,
}

/// How much at once, and how patient.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Pace")]
struct LimitArgs {
    /// Batches in flight at once.
    #[arg(long, value_name = "N", default_value_t = 16)]
    max_batches: usize,

    /// Estimated tokens of one model that may be enqueued at once. Learnt from the server's refusals
    /// if not said.
    #[arg(long, value_name = "N")]
    max_enqueued_tokens: Option<u64>,

    /// Uploads and downloads at once.
    #[arg(long, value_name = "N", default_value_t = 4)]
    max_transfers: usize,

    /// The time between two looks at a batch, at first; 2s if not said, and less with --local.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    poll_interval: Option<Duration>,

    /// The longest time between two looks at a batch.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    max_poll_interval: Duration,

    /// How long a full queue holds work back at first, while no batch ends.
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    hold: Duration,

    /// How long a batch is looked for after a crash amid its creation, in lists that may lag.
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = humantime::parse_duration)]
    list_lag: Duration,

    /// How long an outage is waited out before the run stops.
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = humantime::parse_duration)]
    outage_limit: Duration,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OrderArg {
    /// That of the input.
    Input,
    /// As the server returned them; faster for very large runs.
    Arrival,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Interrupt {
    Stop,
    Cancel,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    if args.dry_run {
        return plan::show(global, args.input, &args.split, &args.money);
    }
    let progress = Arc::new(Progress::new(global.verbose > 0));
    let done = execute(global, &args, &progress).await;
    progress.finish();
    match done {
        Ok((report, output)) => {
            show_report(global, &report, &output, &args.money.prices())?;
            Ok(if report.is_success() { Exit::Ok } else { Exit::Incomplete })
        }
        Err(Failure::Run(RunError::InvalidInput { path, report })) => {
            show_problems(global, &path, &report)?;
            Err(RunError::InvalidInput { path, report }.into())
        }
        Err(Failure::Run(RunError::Stopped { in_flight })) => {
            let message = match in_flight {
                _ if args.local => "stopped; its server stopped with it".to_owned(),
                0 => "stopped; nothing is under way".to_owned(),
                1 => "stopped; 1 batch goes on at the server".to_owned(),
                n => format!("stopped; {n} batches go on at the server"),
            };
            Err(CliError::new(Exit::Interrupted, message)
                .hint("run the same command again: it goes on where it stopped"))
        }
        Err(Failure::Run(error)) => Err(error.into()),
        Err(Failure::Cli(error)) => Err(error),
    }
}

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

async fn execute(
    global: &Global,
    args: &Args,
    progress: &Arc<Progress>,
) -> Result<(RunReport, PathBuf), Failure> {
    let output = args.output.clone().unwrap_or_default();
    let events = Arc::clone(progress);
    let builder = args.builder(&output)?.on_event(move |event| events.show(&event));
    let run = builder.build()?;
    let control = run.control();
    let cancel = args.on_interrupt == Interrupt::Cancel;
    let line = Arc::clone(progress);
    signals::on_interrupt(move || {
        if cancel {
            line.line("cancelling what is under way; Ctrl-C again ends at once");
            control.cancel();
        } else {
            line.line("stopping; Ctrl-C again ends at once");
            control.stop();
        }
    });
    if !args.local {
        let report = run.execute(&global.connection.client()?).await?;
        return Ok((report, output));
    }
    // The server's memory is part of the run's, or an interrupted run would not find it again.
    if !args.input.is_file() {
        let error = std::io::ErrorKind::NotFound.into();
        return Err(CliError::io("read", &args.input, error).into());
    }
    let dir = run.state_dir().join("server");
    let fresh = !run.state_dir().exists();
    let server = local::start(&dir).await?;
    let client = Connection::local(server.base_url())?;
    let state_dir = run.state_dir().to_owned();
    let done = run.execute(&client).await;
    server.shutdown().await;
    let nothing_began =
        fresh && matches!(done, Err(RunError::InvalidInput { .. } | RunError::OutputExists { .. }));
    if done.is_ok() || nothing_began {
        // All it held is in the output.
        let _ = std::fs::remove_dir_all(&dir);
    }
    if nothing_began {
        let _ = std::fs::remove_dir(&state_dir);
    }
    Ok((done?, output))
}

impl Args {
    fn builder(&self, output: &std::path::Path) -> Result<RunBuilder, CliError> {
        let pace = &self.limits;
        let mut run = Run::builder(&self.input, output)
            .limits(self.split.limits())
            .endpoints(self.split.endpoints())
            .completion_window(&self.window)
            .max_batches(pace.max_batches)
            .max_transfers(pace.max_transfers)
            .rounds(self.rounds)
            .order(match self.order {
                OrderArg::Input => Order::Input,
                OrderArg::Arrival => Order::Arrival,
            })
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
                .hold(Duration::from_millis(500));
        }
        let first = pace.poll_interval.unwrap_or(if self.local {
            Duration::from_millis(100)
        } else {
            Duration::from_secs(2)
        });
        let longest = if self.local { Duration::from_secs(2) } else { pace.max_poll_interval };
        run = run.poll_interval(first, longest);
        if let Some(dir) = &self.state_dir {
            run = run.state_dir(dir);
        }
        if let Some(tokens) = pace.max_enqueued_tokens {
            run = run.max_enqueued_tokens(tokens);
        }
        if let Some(time) = self.expire_results {
            let seconds = u32::try_from(time.as_secs()).ok();
            let seconds = seconds.filter(|seconds| (3_600..=2_592_000).contains(seconds));
            run = run.output_expires_after(
                seconds.ok_or_else(|| CliError::usage("--expire-results wants 1h to 30d"))?,
            );
        }
        for text in &self.metadata {
            let (key, value) = pair("--metadata", text)?;
            run = run.metadata(key, value);
        }
        Ok(run)
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    report: &'a RunReport,
    failed: u64,
    cost: Option<f64>,
    output: String,
}

fn show_report(
    global: &Global,
    report: &RunReport,
    output: &std::path::Path,
    prices: &Prices,
) -> Result<(), CliError> {
    let cost = (!prices.is_empty()).then(|| report.cost(prices)).flatten();
    if global.json {
        return output::json(&JsonReport {
            report,
            failed: report.failed(),
            cost,
            output: output.display().to_string(),
        });
    }
    if output::is_quiet() {
        return Ok(());
    }
    let usage = report.usage();
    let some = |count: u64| (count > 0).then(|| number(count));
    let with = |count: u64, extra: u64, word: &str| match extra {
        0 => number(count),
        extra => format!("{} ({} {word})", number(count), number(extra)),
    };
    let failed = report.failed();
    output::pairs([
        ("requests", Some(number(report.requests))),
        ("succeeded", Some(number(report.succeeded))),
        (
            "failed",
            Some(match failed {
                0 => "0".to_owned(),
                _ => format!(
                    "{} ({} by an HTTP error, {} not run, {} without an answer)",
                    number(failed),
                    number(report.http_errors),
                    number(report.request_errors),
                    number(report.no_response),
                ),
            }),
        ),
        ("missing", Some(number(report.missing))),
        ("not sent", some(report.refused)),
        ("unknown ids", some(report.unknown)),
        ("duplicates", some(report.duplicates)),
        ("unreadable", some(report.bad_lines)),
        ("input tokens", Some(with(usage.input_tokens, usage.cached_tokens, "cached"))),
        ("output tokens", Some(with(usage.output_tokens, usage.reasoning_tokens, "reasoning"))),
        ("cost", cost.map(|cost| format!("{cost:.4}"))),
        (
            "batches",
            Some(match report.rounds {
                1 => report.batches.to_string(),
                rounds => format!("{} in {rounds} rounds", report.batches),
            }),
        ),
        (
            "time",
            Some(match report.seconds {
                0 => "less than a second".to_owned(),
                seconds => duration(Duration::from_secs(seconds)),
            }),
        ),
        ("results", Some(output.display().to_string())),
    ])?;
    for id in &report.first_missing {
        output::say(format!("  missing: {id}"))?;
    }
    if report.missing > report.first_missing.len() as u64 {
        output::say("  and more, with the code missing_result in the results")?;
    }
    if report.models.len() > 1 {
        let mut table = output::table(["MODEL", "SUCCEEDED", "INPUT TOKENS", "OUTPUT TOKENS"]);
        for (model, usage) in &report.models {
            table.add_row([
                model.clone(),
                number(usage.succeeded),
                number(usage.input_tokens),
                number(usage.output_tokens),
            ]);
        }
        output::say("")?;
        output::print(&table)?;
    }
    if report.cancelled {
        output::note("cancelled: what had been done until then is in the results");
    }
    Ok(())
}
