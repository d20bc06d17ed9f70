//! `batch get`

use crate::batch_ext::Error;

use super::batches;
use crate::args::Global;
use crate::error::{CliError, Exit};

/// Show a batch: where it stands, its counts, files, times and problems.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  batch get batch_abc123 --json | jq .request_counts")]
pub(crate) struct Args {
    /// The batch's id; several can be given.
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    for id in &args.ids {
        let batch = client.retrieve_batch().batch_id(id).send().await.map_err(Error::from)?;
        batches::show(global, &batch)?;
    }
    Ok(Exit::Ok)
}
