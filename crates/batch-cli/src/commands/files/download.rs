//! `batch files download`

use std::io::Write;
use std::path::{Path, PathBuf};

use batch_run::batch_ext::batch_client::Client;
use batch_run::batch_ext::files::FilesExt;
use futures_util::TryStreamExt;

use crate::bar::Bar;
use crate::error::CliError;
use crate::human::bytes;
use crate::printer::Printer;

/// Download a file's content
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// ID of the file
    #[arg(value_name = "FILE_ID")]
    id: String,

    /// File to write to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn run(args: Args, client: &Client, printer: Printer) -> Result<(), CliError> {
    match &args.output {
        Some(path) => to_file(client, args.id, path, printer).await,
        None => to_stdout(client, args.id, printer).await,
    }
}

async fn to_file(
    client: &Client,
    id: String,
    path: &Path,
    printer: Printer,
) -> Result<(), CliError> {
    let bar = Bar::bytes(printer, 0);
    let drawn = bar.clone();
    let download = client.download(id).on_progress(move |received, total| {
        drawn.set_length(total.unwrap_or(received));
        drawn.set_position(received);
    });
    let done = download.to_file(path).await;
    bar.finish();
    printer.note(format!("wrote {} to {}", bytes(done?.bytes), path.display()));
    Ok(())
}

async fn to_stdout(client: &Client, id: String, printer: Printer) -> Result<(), CliError> {
    let mut content = client.download(id).bytes();
    let mut out = printer.stdout();
    while let Some(chunk) = content.try_next().await? {
        out.write_all(&chunk).map_err(CliError::stdout)?;
    }
    out.flush().map_err(CliError::stdout)
}
