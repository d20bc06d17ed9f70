//! `batch results`

use std::path::PathBuf;

use super::joined::Joined;
use crate::args::Global;
use crate::error::{CliError, Exit};

/// Fetch a batch's results: one line for each request, in order.
///
/// The batch may have been created anywhere. Output and error file are joined with its input. Works
/// on expired and cancelled batches too: what they have done is paid for. Ends with 0 if every
/// request succeeded, else with 1.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The batch's id.
    #[arg(value_name = "BATCH_ID")]
    id: String,

    /// Where the results go; to standard output if not said.
    #[arg(short, long, value_name = "OUTPUT")]
    output: Option<PathBuf>,

    /// The input, where the server's copy of it is gone.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    let joined = Joined::fetch(&client, &args.id, args.input.as_deref()).await?;
    match &args.output {
        Some(path) => {
            joined.write(path)?;
            if global.json {
                joined.json()?;
            }
        }
        None => joined.print()?,
    }
    Ok(joined.report(global))
}
