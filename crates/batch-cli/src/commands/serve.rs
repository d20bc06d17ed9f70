//! `batch serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use batch_local::{Clock, FaultPlan, Forward, Responder, Server, ServerLimits, Timing};

use crate::error::{CliError, Exit};
use crate::output::{note, say};
use crate::signals;

/// Be a Batch API server.
///
/// For tests, for development, and in front of servers that have no batches.
///
/// Prints its base URL and stays in the foreground until Ctrl-C. Answers come from a built-in
/// responder that says what it is, or with --forward from any OpenAI-compatible inference server.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch serve --port 8080
  batch serve --port 8080 --data-dir ./batches --forward http://127.0.0.1:11434/v1
  batch serve --speed 3600 --line-time 5m          five minutes a line, an hour a second
  batch serve --faults faults.json                 see how a client copes")]
pub(crate) struct Args {
    /// The port; 0 takes a free one.
    #[arg(short, long, default_value_t = 0)]
    port: u16,

    /// The address. Anything but a loopback address lets others in: set --key then.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// Where files and batches are kept, and found again by the next server. In a temporary
    /// directory if not said, which ends with the server.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Name of the environment variable with the key that clients must send. No key if not said.
    #[arg(long, value_name = "VAR")]
    key_env: Option<String>,

    /// Answer lines by sending them to this server, such as http://127.0.0.1:11434/v1.
    #[arg(long, value_name = "URL")]
    forward: Option<String>,

    /// Name of the environment variable with the key for --forward.
    #[arg(long, value_name = "VAR", requires = "forward")]
    forward_key_env: Option<String>,

    /// Lines that are answered at once.
    #[arg(long, value_name = "N", default_value_t = 64)]
    concurrency: usize,

    /// Let this many seconds pass in one: with 86400, a window of 24 hours lasts a second.
    #[arg(long, value_name = "FACTOR", default_value_t = 1)]
    speed: u32,

    /// Trouble to make on purpose: a file with a fault plan in JSON.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,

    /// Know these models only; can be given several times. All if not said.
    #[arg(long = "model", value_name = "NAME")]
    models: Vec<String>,

    /// Accept these completion windows; can be given several times.
    #[arg(long = "window", value_name = "WINDOW", default_values_t = ["24h".to_owned()])]
    windows: Vec<String>,

    /// Requests that a batch may hold, to meet the limit sooner.
    #[arg(long, value_name = "N")]
    max_requests: Option<u64>,

    /// Tokens of one model that may be enqueued at once.
    #[arg(long, value_name = "N")]
    max_enqueued_tokens: Option<u64>,

    /// Time in `validating`.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    validating_time: Duration,

    /// Pause before each line of a batch.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    line_time: Duration,

    /// Time in `finalizing`.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    finalizing_time: Duration,

    /// Time in `cancelling`.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = humantime::parse_duration)]
    cancelling_time: Duration,
}

pub(crate) async fn run(args: Args) -> Result<Exit, CliError> {
    let mut limits = ServerLimits::default();
    if let Some(requests) = args.max_requests {
        limits.requests_per_batch = requests;
    }
    limits.enqueued_tokens = args.max_enqueued_tokens;
    let timing = Timing::instant()
        .validating(args.validating_time)
        .line(args.line_time)
        .finalizing(args.finalizing_time)
        .cancelling(args.cancelling_time);
    let mut server = Server::builder()
        .address(SocketAddr::new(args.host, args.port))
        .clock(Clock::sped_up(args.speed))
        .concurrency(args.concurrency)
        .completion_windows(args.windows)
        .limits(limits)
        .timing(timing);
    if let Some(dir) = args.data_dir {
        server = server.data_dir(dir);
    }
    if let Some(variable) = &args.key_env {
        server = server.api_key(secret("--key-env", variable)?);
    } else if !args.host.is_loopback() {
        note("warning: others on the network can use this server, for there is no --key-env");
    }
    if !args.models.is_empty() {
        server = server.models(args.models);
    }
    if let Some(url) = &args.forward {
        let usage = |error: batch_local::InvalidForward| CliError::usage(error.to_string());
        let mut forward = Forward::to(url).map_err(usage)?;
        if let Some(variable) = &args.forward_key_env {
            forward = forward.api_key(&secret("--forward-key-env", variable)?).map_err(usage)?;
        }
        server = server.responder(Responder::forward(forward));
    }
    if let Some(path) = &args.faults {
        let text =
            std::fs::read_to_string(path).map_err(|error| CliError::io("read", path, error))?;
        let plan = FaultPlan::from_json(&text)
            .map_err(|error| CliError::usage(format!("{}: {error}", path.display())))?;
        server = server.faults(plan);
    }
    let server =
        server.start().await.map_err(|error| CliError::new(Exit::Local, error.to_string()))?;
    say(server.base_url())?;
    signals::interrupted().await;
    note("stopping");
    tokio::select! {
        () = server.shutdown() => {}
        () = signals::interrupted() => {}
    }
    Ok(Exit::Ok)
}

fn secret(option: &str, variable: &str) -> Result<String, CliError> {
    std::env::var(variable).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        CliError::usage(format!("{option}: the environment variable {variable} is not set"))
    })
}
