//! `batch plan`

use std::path::PathBuf;

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::price::PriceArgs;
use crate::options::split::SplitArgs;
use crate::printer::Printer;
use crate::show;

/// Show how `batch run` would split a file, with estimated tokens and cost
///
/// Nothing is sent, and nothing is written.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch plan requests.jsonl
  batch plan requests.jsonl --price gpt-4.1-mini=0.20:0.80 --output-tokens 300")]
pub(crate) struct Args {
    /// File of requests in JSON Lines format
    #[arg(value_name = "INPUT")]
    input: PathBuf,

    #[command(flatten)]
    split: SplitArgs,

    #[command(flatten)]
    price: PriceArgs,
}

pub(crate) fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    show::plan::show(printer, &args.input, &args.split, &args.price)
}
