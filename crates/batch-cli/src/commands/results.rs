//! `batch results`

use std::path::PathBuf;

use crate::error::CliError;
use crate::exit::Exit;
use crate::joined::Joined;
use crate::options::server::ServerArgs;
use crate::printer::Printer;

/// Fetch the results of a batch: one line per request, in input order
///
/// Joins the output file and the error file with the input. A request without a result gets a line
/// that says so. Expired and cancelled batches have results too: what they answered is billed.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch results batch_abc123 -o results.jsonl
  batch results batch_abc123 | jq -c 'select(.error != null)'")]
pub(crate) struct Args {
    /// ID of the batch
    #[arg(value_name = "BATCH_ID")]
    id: String,

    /// File to write the results to [default: standard output]
    #[arg(short, long, value_name = "OUTPUT")]
    output: Option<PathBuf>,

    /// Local copy of the input file, if the server no longer has it
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    let joined = Joined::fetch(&client, &args.id, args.input.as_deref()).await?;
    match &args.output {
        Some(path) => {
            joined.write(path)?;
            if printer.is_json() {
                joined.json(printer)?;
            }
        }
        None => joined.print(printer)?,
    }
    Ok(joined.report(printer))
}
