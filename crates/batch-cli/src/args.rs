//! The command line.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    cancel, completions, create, files, get, list, plan, results, retry, run, serve, validate, wait,
};
use crate::connect::Connection;
use crate::output;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const AFTER_HELP: &str = "\
Exit codes:
  0    all went well
  1    it came to its end, but not all is well: requests failed or are missing, a batch did not
       complete, an input has problems
  2    the command line or the environment makes no sense
  3    the server refused, failed, or was out of reach
  4    a local file could not be read or written, or belongs to another run
  130  interrupted; run the same command again and it goes on

Examples:
  batch run --local examples/requests.jsonl -o results.jsonl    try it, on this machine alone
  batch validate requests.jsonl                                 find what the API would refuse
  batch run requests.jsonl -o results.jsonl                     do it, durably
  batch list --status in_progress                               see what is under way";

/// The OpenAI Batch API in a shell: half the price, a day's outage_limit, any size.
///
/// `batch run` takes a file of requests to a file of results and survives crashes, limits and bad
/// days. The other commands are the API's operations, one by one. All work with any server that
/// speaks the Batch API; `batch serve` is one.
#[derive(Parser, Debug)]
#[command(name = "batch", version, styles = STYLES, after_long_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    #[command(flatten)]
    pub(crate) connection: Connection,

    /// Print JSON, one object a line, instead of tables.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Print nothing but results and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Print each step; twice, also each call.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Global {
    /// Sets up what the whole process shares.
    pub(crate) fn apply(&self) {
        use tracing_subscriber::filter::{LevelFilter, Targets};
        use tracing_subscriber::layer::SubscriberExt;
        use tracing_subscriber::util::SubscriberInitExt;

        match self.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        if self.quiet {
            output::be_quiet();
        }
        let level = match self.verbose {
            0 => LevelFilter::ERROR,
            1 => LevelFilter::INFO,
            _ => LevelFilter::DEBUG,
        };
        let ours = Targets::new().with_targets(
            ["batch", "batch_ext", "batch_client", "batch_local"].map(|name| (name, level)),
        );
        let format = tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .with_target(false);
        tracing_subscriber::registry().with(ours).with(format).init();
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Run(run::Args),
    Validate(validate::Args),
    Plan(plan::Args),
    Create(create::Args),
    Get(get::Args),
    List(list::Args),
    Cancel(cancel::Args),
    Wait(wait::Args),
    Results(results::Args),
    Retry(retry::Args),
    Files(files::Args),
    Serve(serve::Args),
    Completions(completions::Args),
    /// Print the manual page.
    Man,
}
