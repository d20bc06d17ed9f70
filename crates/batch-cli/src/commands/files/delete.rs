//! `batch files delete`

use batch_run::batch_ext::Error;
use batch_run::batch_ext::batch_client::Client;

use crate::error::CliError;
use crate::printer::Printer;

/// Delete files
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// IDs of the files
    #[arg(required = true, value_name = "FILE_ID")]
    ids: Vec<String>,
}

pub(super) async fn run(args: Args, client: &Client, printer: Printer) -> Result<(), CliError> {
    for id in args.ids {
        let deleted = client.delete_file().file_id(&id).send().await.map_err(Error::from)?;
        if printer.is_json() {
            printer.json(&*deleted)?;
        } else {
            printer.note(format!("deleted {id}"));
        }
    }
    Ok(())
}
