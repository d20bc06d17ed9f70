//! The command line as a whole. Only `main` knows it.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{CommandFactory, Parser, Subcommand};

use crate::commands::{
    cancel, completions, create, files, get, list, man, plan, results, retry, run, serve, validate,
    wait,
};
use crate::error::CliError;
use crate::exit::Exit;
use crate::global::Global;
use crate::printer::Printer;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  batch run --local requests.jsonl -o results.jsonl    Try a run on this machine, without a key
  batch validate requests.jsonl                        Check a file before it is sent
  batch run requests.jsonl -o results.jsonl            Send a file and collect the results
  batch list --status in_progress                      List the batches in progress";

/// A command-line client for the OpenAI Batch API.
///
/// `batch run` turns a file of requests into a file of results and survives crashes, rate limits,
/// and outages. The other commands are single steps. All of them work with OpenAI and with any
/// compatible server; `batch serve` runs one on this machine.
#[derive(Parser, Debug)]
#[command(
    name = "batch",
    version,
    styles = STYLES,
    after_help = "Use `batch help <COMMAND>` for more on a command.",
    after_long_help = format!("{}\n{EXAMPLES}", Exit::help()),
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
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
    /// Print the manual page
    Man,
}

impl Command {
    pub(crate) async fn run(self, printer: Printer) -> Result<Exit, CliError> {
        match self {
            Self::Run(args) => run::run(args, printer).await,
            Self::Validate(args) => validate::run(args, printer),
            Self::Plan(args) => plan::run(args, printer),
            Self::Create(args) => create::run(args, printer).await,
            Self::Get(args) => get::run(args, printer).await,
            Self::List(args) => list::run(args, printer).await,
            Self::Cancel(args) => cancel::run(args, printer).await,
            Self::Wait(args) => wait::run(args, printer).await,
            Self::Results(args) => results::run(args, printer).await,
            Self::Retry(args) => retry::run(args, printer).await,
            Self::Files(args) => files::run(args, printer).await,
            Self::Serve(args) => serve::run(args, printer).await,
            Self::Completions(args) => completions::run(&args, Cli::command(), printer),
            Self::Man => man::run(Cli::command(), printer),
        }
    }
}
