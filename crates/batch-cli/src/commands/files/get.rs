//! `batch files get`

use batch_run::batch_ext::Error;
use batch_run::batch_ext::batch_client::Client;

use crate::error::CliError;
use crate::printer::Printer;
use crate::show;

/// Show a file's metadata
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// ID of the file
    #[arg(value_name = "FILE_ID")]
    id: String,
}

pub(super) async fn run(args: Args, client: &Client, printer: Printer) -> Result<(), CliError> {
    let file = client.retrieve_file().file_id(args.id).send().await.map_err(Error::from)?;
    show::file::show(printer, &file)
}
