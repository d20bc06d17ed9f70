//! `batch retry`

use std::fs::File;
use std::path::PathBuf;

use super::create::{self, Creation};
use super::joined::Joined;
use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{note, number};

/// Send again what failed in a batch for reasons that may pass.
///
/// Those are: 408, 429 and 5xx, no answer, expired, cancelled, missing.
/// Makes a new batch of those requests alone, with the endpoint and window of the old one, and
/// prints its id. What would fail the same way again is left out.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The id of the batch that has ended.
    #[arg(value_name = "BATCH_ID")]
    id: String,

    /// Write the requests to this file instead of sending them.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The old batch's input, where the server's copy of it is gone.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    let joined = Joined::fetch(&client, &args.id, args.input.as_deref()).await?;
    let again = joined.join.counts().may_resubmit;
    if again == 0 {
        note("nothing to send again");
        return Ok(Exit::Ok);
    }
    let dir = tempfile::tempdir()
        .map_err(|error| CliError::io("make", "a temporary directory", error))?;
    let path = match &args.output {
        Some(path) => path.clone(),
        None => dir.path().join(format!("retry-{}.jsonl", joined.batch.id.replace('/', "_"))),
    };
    let input =
        File::open(&joined.input).map_err(|error| CliError::io("read", &joined.input, error))?;
    let file = File::create(&path).map_err(|error| CliError::io("write", &path, error))?;
    let mut file = std::io::BufWriter::new(file);
    joined
        .join
        .write_resubmission(input, &mut file)
        .map_err(|error| CliError::io("write", &path, error))?;
    drop(file);
    if args.output.is_some() {
        note(format!("{} requests written to {}", number(again), path.display()));
        return Ok(Exit::Ok);
    }
    note(format!("sending {} requests again", number(again)));
    let endpoint = joined.batch.endpoint.as_ref().map(ToString::to_string);
    let creation = Creation {
        endpoint: endpoint.unwrap_or_default(),
        window: joined.batch.completion_window.clone(),
        metadata: vec![("retry_of".into(), joined.batch.id.clone())],
        key: None,
    };
    create::upload_and_create(global, &client, &path, creation).await
}
