//! `batch serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use batch_local::{Builder, Clock, FaultPlan, Forward, Responder, Server, ServerLimits, Timing};

use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::signals::Interrupts;

/// Run a Batch API server on this machine
///
/// The server is meant for tests and development, and for inference servers without a Batch API. It
/// prints its base URL and runs until Ctrl-C. Requests are answered by a built-in responder, whose
/// answers say so, or with --forward by an OpenAI-compatible inference server.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch serve --port 8080
  batch serve --port 8080 --data-dir ./batches --forward http://127.0.0.1:11434/v1
  batch serve --port 8080 --speed 3600 --line-time 5m     5 minutes per request, 1 hour per second
  batch serve --port 8080 --faults faults.json            Test how a client handles errors")]
pub(crate) struct Args {
    /// Port to listen on; 0 picks a free one
    #[arg(short, long, default_value_t = 0)]
    port: u16,

    /// Address to listen on; use --key-env with any but a loopback address
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// Directory for files and batches, kept across restarts [default: a temporary directory]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Environment variable with the API key that clients must send [default: no key]
    #[arg(long, value_name = "VAR")]
    key_env: Option<String>,

    /// Base URL of an inference server that answers the requests
    #[arg(long, value_name = "URL")]
    forward: Option<String>,

    /// Environment variable with the API key for --forward
    #[arg(long, value_name = "VAR", requires = "forward")]
    forward_key_env: Option<String>,

    /// Maximum number of requests in flight
    #[arg(long, value_name = "N", default_value_t = 64)]
    concurrency: usize,

    /// JSON file with faults to inject
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,

    /// Accept this model; can be repeated [default: any]
    #[arg(long = "model", value_name = "NAME")]
    models: Vec<String>,

    /// Accept this completion window; can be repeated
    #[arg(long = "window", value_name = "WINDOW", default_values_t = ["24h".to_owned()])]
    windows: Vec<String>,

    /// Maximum number of requests in a batch [default: 50000]
    #[arg(long, value_name = "N")]
    max_requests: Option<u64>,

    /// Maximum number of enqueued tokens per model [default: no limit]
    #[arg(long, value_name = "N")]
    max_enqueued_tokens: Option<u64>,

    #[command(flatten)]
    time: TimeArgs,
}

/// How long things take.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Time options")]
struct TimeArgs {
    /// How many times faster than real time the server's clock runs
    #[arg(long, value_name = "FACTOR", default_value_t = 1)]
    speed: u32,

    /// Time that a batch spends in status `validating`
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    validating_time: Duration,

    /// Delay before each request of a batch is answered
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    line_time: Duration,

    /// Time that a batch spends in status `finalizing`
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    finalizing_time: Duration,

    /// Time that a batch spends in status `cancelling`
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    cancelling_time: Duration,
}

impl TimeArgs {
    fn timing(&self) -> Timing {
        Timing::instant()
            .validating(self.validating_time)
            .line(self.line_time)
            .finalizing(self.finalizing_time)
            .cancelling(self.cancelling_time)
    }
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    if args.key_env.is_none() && !args.host.is_loopback() {
        printer.note("warning: without --key-env, anyone on the network can use this server");
    }
    let mut interrupts = Interrupts::listen();
    let server = builder(args)?.start().await;
    let server = server.map_err(|error| CliError::new(Exit::Local, error.to_string()))?;
    printer.line(server.base_url())?;
    interrupts.next().await;
    printer.note("stopping; press Ctrl-C again to stop at once");
    tokio::select! {
        () = server.shutdown() => {}
        () = interrupts.next() => {}
    }
    Ok(Exit::Success)
}

fn builder(args: Args) -> Result<Builder, CliError> {
    let mut limits = ServerLimits::default();
    if let Some(requests) = args.max_requests {
        limits.requests_per_batch = requests;
    }
    limits.enqueued_tokens = args.max_enqueued_tokens;
    let mut server = Server::builder()
        .address(SocketAddr::new(args.host, args.port))
        .clock(Clock::sped_up(args.time.speed))
        .concurrency(args.concurrency)
        .completion_windows(args.windows)
        .limits(limits)
        .timing(args.time.timing());
    if let Some(dir) = args.data_dir {
        server = server.data_dir(dir);
    }
    if let Some(variable) = &args.key_env {
        server = server.api_key(secret("--key-env", variable)?);
    }
    if !args.models.is_empty() {
        server = server.models(args.models);
    }
    if let Some(url) = &args.forward {
        server = server.responder(forward(url, args.forward_key_env.as_deref())?);
    }
    if let Some(path) = &args.faults {
        server = server.faults(fault_plan(path)?);
    }
    Ok(server)
}

fn forward(url: &str, key_env: Option<&str>) -> Result<Responder, CliError> {
    let invalid = |error: batch_local::InvalidForward| CliError::usage(error.to_string());
    let mut forward = Forward::to(url).map_err(invalid)?;
    if let Some(variable) = key_env {
        forward = forward.api_key(&secret("--forward-key-env", variable)?).map_err(invalid)?;
    }
    Ok(Responder::forward(forward))
}

fn fault_plan(path: &Path) -> Result<FaultPlan, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::io("read", path, error))?;
    FaultPlan::from_json(&text)
        .map_err(|error| CliError::usage(format!("{}: {error}", path.display())))
}

fn secret(option: &str, variable: &str) -> Result<String, CliError> {
    std::env::var(variable).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        CliError::usage(format!("{option}: the environment variable {variable} is not set"))
    })
}
