//! `batch cancel`

use batch_run::batch_ext::Error;
use batch_run::batch_ext::wait::WaitForBatch;

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::show;

/// Cancel batches
///
/// Requests that a batch has answered by then are billed; `batch results` fetches them.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// IDs of the batches
    #[arg(required = true, value_name = "BATCH_ID")]
    ids: Vec<String>,

    /// Wait until the batches have stopped, which can take ten minutes
    #[arg(long)]
    wait: bool,

    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    for id in &args.ids {
        let batch = if args.wait {
            client.cancel_and_wait(id).await?.into_batch()
        } else {
            let cancelled = client.cancel_batch().batch_id(id).send().await;
            cancelled.map_err(Error::from)?.into_inner()
        };
        show::batch::show(printer, &batch)?;
    }
    Ok(Exit::Success)
}
