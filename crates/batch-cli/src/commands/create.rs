//! `batch create`

use std::fs::File;
use std::path::{Path, PathBuf};

use batch_run::batch_lines::{Endpoints, Rules, ValidationReport, Validator};

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::pair;
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::show;
use crate::submit::{self, Creation};

/// Create a batch from a file of requests
///
/// The file is checked, uploaded, and becomes one batch. Use `batch wait` and `batch results` to
/// collect its results, or `batch run` to do all of it in one step.
///
/// The batch is created exactly once, even if the response is lost: its metadata carries a key, and
/// before a call is repeated, the server's list is searched for that key. With --key, the same
/// holds across invocations.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch create requests.jsonl --metadata team=search
  batch create --file-id file-abc123 --endpoint /v1/embeddings --json | jq -r .id")]
pub(crate) struct Args {
    /// File of requests in JSON Lines format, for one model and one endpoint
    #[arg(value_name = "INPUT", required_unless_present = "file_id", conflicts_with = "file_id")]
    input: Option<PathBuf>,

    /// ID of an uploaded file to use instead of INPUT
    #[arg(long, value_name = "FILE_ID", requires = "endpoint")]
    file_id: Option<String>,

    /// Endpoint of the requests [default: the one that INPUT names]
    #[arg(long, value_name = "PATH")]
    endpoint: Option<String>,

    /// Completion window; OpenAI accepts only 24h
    #[arg(long, value_name = "WINDOW", default_value = "24h")]
    window: String,

    /// Add a metadata pair to the batch; can be repeated
    #[arg(long = "metadata", value_name = "KEY=VALUE")]
    metadata: Vec<String>,

    /// Idempotency key: a batch with this key is created only once
    #[arg(long, value_name = "KEY")]
    key: Option<String>,

    /// Send the file even if it has problems
    #[arg(long)]
    no_validate: bool,

    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    let metadata = args.metadata.iter().map(|text| pair::parse("--metadata", text));
    let mut creation = Creation {
        metadata: metadata.collect::<Result<_, _>>()?,
        endpoint: args.endpoint.clone().unwrap_or_default(),
        window: args.window,
        key: args.key,
    };
    match (&args.input, &args.file_id) {
        (Some(path), _) => {
            let report = check(path, args.endpoint)?;
            if !report.is_valid() && !args.no_validate {
                show::problems::show(printer, path, &report)?;
                return Err(refused(path));
            }
            if creation.endpoint.is_empty() {
                let mut endpoints = report.summary.endpoints();
                let message = "the input names no endpoint; use --endpoint";
                let endpoint = endpoints.next().ok_or_else(|| CliError::usage(message))?;
                creation.endpoint = endpoint.to_owned();
            }
            submit::file(printer, &client, path, creation).await?;
        }
        (None, Some(file_id)) => submit::uploaded(printer, &client, file_id, creation).await?,
        // The parser excludes this.
        (None, None) => return Err(CliError::usage("INPUT or --file-id is required")),
    }
    Ok(Exit::Success)
}

fn check(path: &Path, endpoint: Option<String>) -> Result<ValidationReport, CliError> {
    let mut rules = Rules::new().endpoints(Endpoints::Any);
    if let Some(endpoint) = endpoint {
        rules = rules.endpoint(endpoint);
    }
    let read = |error| CliError::io("read", path, error);
    Validator::with_rules(rules).validate(File::open(path).map_err(read)?).map_err(read)
}

fn refused(path: &Path) -> CliError {
    let message = format!("{} has problems that the API would reject", path.display());
    CliError::new(Exit::Incomplete, message)
        .hint("`batch run` splits large and mixed files; --no-validate sends the file anyway")
}
