//! `batch get`

use batch_run::batch_ext::Error;

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::show;

/// Show batches: status, request counts, files, timestamps, and errors
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch get batch_abc123
  batch get batch_abc123 --json | jq .request_counts")]
pub(crate) struct Args {
    /// IDs of the batches
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,

    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    for id in &args.ids {
        let batch = client.retrieve_batch().batch_id(id).send().await.map_err(Error::from)?;
        show::batch::show(printer, &batch)?;
    }
    Ok(Exit::Success)
}
