//! `batch cancel`

use crate::batch_ext::Error;
use crate::batch_ext::wait::WaitForBatch;

use super::batches;
use crate::args::Global;
use crate::error::{CliError, Exit};

/// Cancel a batch.
///
/// What it has answered until then is kept and paid for; `batch results` fetches it.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The batch's id; several can be given.
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,

    /// Wait until it has stopped, which may take ten minutes.
    #[arg(long)]
    wait: bool,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    for id in &args.ids {
        let batch = if args.wait {
            client.cancel_and_wait(id).await?.into_batch()
        } else {
            let cancelled = client.cancel_batch().batch_id(id).send().await;
            cancelled.map_err(Error::from)?.into_inner()
        };
        batches::show(global, &batch)?;
    }
    Ok(Exit::Ok)
}
