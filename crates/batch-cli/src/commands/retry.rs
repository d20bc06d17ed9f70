//! `batch retry`

use std::path::PathBuf;

use crate::error::CliError;
use crate::exit::Exit;
use crate::human::count;
use crate::joined::{Joined, temp_dir};
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::submit::{self, Creation};

/// Resubmit the requests of a batch that failed with transient errors
///
/// Transient errors are status 408, 429, and 5xx, and requests that have no response, expired, were
/// cancelled, or are missing from the results. They become a new batch with the endpoint and window
/// of the old one. Requests that failed permanently are left out.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch retry batch_abc123
  batch retry batch_abc123 -o again.jsonl")]
pub(crate) struct Args {
    /// ID of the batch, which must be in a final status
    #[arg(value_name = "BATCH_ID")]
    id: String,

    /// Write the requests to this file instead of sending them
    #[arg(short, long, value_name = "FILE")]
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
    let requests = joined.retryable();
    if requests == 0 {
        printer.note("nothing to retry");
        return Ok(Exit::Success);
    }
    if let Some(path) = &args.output {
        joined.write_retryable(path)?;
        printer.note(format!("wrote {} to {}", count(requests, "request"), path.display()));
        return Ok(Exit::Success);
    }
    let dir = temp_dir()?;
    let path = dir.path().join("retry.jsonl");
    joined.write_retryable(&path)?;
    printer.note(format!("resubmitting {}", count(requests, "request")));
    let endpoint = joined.batch.endpoint.as_ref().map(ToString::to_string);
    let creation = Creation {
        endpoint: endpoint.unwrap_or_default(),
        window: joined.batch.completion_window.clone(),
        metadata: vec![("retry_of".into(), joined.batch.id.clone())],
        key: None,
    };
    submit::file(printer, &client, &path, creation).await?;
    Ok(Exit::Success)
}
