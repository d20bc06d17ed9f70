//! `batch files upload`

use std::path::PathBuf;
use std::time::Duration;

use batch_run::batch_ext::batch_client::Client;
use batch_run::batch_ext::batch_client::types::UploadPurpose;
use batch_run::batch_ext::files::{FilesExt, Source};

use crate::bar::Bar;
use crate::error::CliError;
use crate::options::expiry::expiry;
use crate::printer::Printer;
use crate::show;

/// Upload a file
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// File to upload
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// What the file is for
    #[arg(long, default_value = "batch")]
    purpose: String,

    /// File name to send [default: the name of FILE]
    #[arg(long)]
    name: Option<String>,

    /// Time after which the server deletes the file, between 1h and 30d
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    expires_after: Option<Duration>,
}

pub(super) async fn run(args: Args, client: &Client, printer: Printer) -> Result<(), CliError> {
    let path = &args.path;
    let expires_after = args.expires_after.map(|time| expiry("--expires-after", time));
    let source = Source::path(path).await.map_err(|error| CliError::io("read", path, error))?;
    let bar = Bar::bytes(printer, source.len());
    let drawn = bar.clone();
    let mut upload = client
        .upload(source)
        .purpose(UploadPurpose::from(args.purpose))
        .on_progress(move |sent, _| drawn.set_position(sent));
    if let Some(name) = args.name {
        upload = upload.name(name);
    }
    if let Some(seconds) = expires_after.transpose()? {
        upload = upload.expires_after(seconds);
    }
    let file = upload.send().await;
    bar.finish();
    show::file::show(printer, &*file?)
}
