//! `batch create`

use std::path::{Path, PathBuf};

use crate::batch_client::Client;
use crate::batch_client::types::{CreateBatchRequest, Metadata};
use crate::batch_ext::create::CreateOnce;
use crate::batch_ext::files::{FilesExt, Source};
use crate::batch_lines::{Endpoints, Rules, Validator};

use super::batches;
use super::validate::show_problems;
use crate::args::Global;
use crate::connect::pair;
use crate::error::{CliError, Exit};
use crate::output::note;

/// Create one batch from a file of requests, and show it.
///
/// `batch wait` and `batch results` go on from there; `batch run` does it all.
///
/// The file is checked first. The batch is created once, also when the answer to the creation gets
/// lost: it carries a key in its metadata and is looked for before anything is sent again. With
/// --key of your own, the same command finds the batch again instead of making another one.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch create requests.jsonl --metadata team=search
  batch create --file-id file-abc123 --endpoint /v1/embeddings --json | jq -r .id")]
pub(crate) struct Args {
    /// The requests: JSON lines for one model and one endpoint.
    #[arg(value_name = "INPUT", required_unless_present = "file_id", conflicts_with = "file_id")]
    input: Option<PathBuf>,

    /// A file that is uploaded already, instead of INPUT.
    #[arg(long, value_name = "FILE_ID", requires = "endpoint")]
    file_id: Option<String>,

    /// The endpoint of all requests; that of the input's lines if not said.
    #[arg(long, value_name = "PATH")]
    endpoint: Option<String>,

    /// The time that the batch may take; OpenAI knows 24h only.
    #[arg(long, value_name = "WINDOW", default_value = "24h")]
    window: String,

    /// A pair for the batch's metadata, as KEY=VALUE; can be given several times.
    #[arg(long = "metadata", value_name = "KEY=VALUE")]
    metadata: Vec<String>,

    /// A name for this creation: the same command with the same key never makes a second batch.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,

    /// Send the file as it is.
    #[arg(long)]
    no_validate: bool,
}

/// What a batch is created with, beside its file.
pub(crate) struct Creation {
    pub(crate) endpoint: String,
    pub(crate) window: String,
    pub(crate) metadata: Vec<(String, String)>,
    pub(crate) key: Option<String>,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    let metadata = args.metadata.iter().map(|text| pair("--metadata", text));
    let mut creation = Creation {
        metadata: metadata.collect::<Result<_, _>>()?,
        endpoint: args.endpoint.clone().unwrap_or_default(),
        window: args.window.clone(),
        key: args.key.clone(),
    };
    let path = match (&args.input, &args.file_id) {
        (Some(path), _) => path,
        (None, Some(file_id)) => return create(global, &client, file_id, false, creation).await,
        // Excluded by the command line.
        (None, None) => return Err(CliError::usage("give an INPUT or --file-id")),
    };
    let mut rules = Rules::new().endpoints(Endpoints::Any);
    if let Some(endpoint) = &args.endpoint {
        rules = rules.endpoint(endpoint.clone());
    }
    let file = std::fs::File::open(path).map_err(|error| CliError::io("read", path, error))?;
    let report = Validator::with_rules(rules)
        .validate(file)
        .map_err(|error| CliError::io("read", path, error))?;
    if !report.is_valid() && !args.no_validate {
        show_problems(global, path, &report)?;
        return Err(CliError::new(
            Exit::Incomplete,
            format!("{} has problems that the API would refuse", path.display()),
        )
        .hint("`batch run` splits what is too large or mixed; --no-validate sends it as it is"));
    }
    if creation.endpoint.is_empty() {
        let endpoint = report.summary.endpoints().next();
        let endpoint = endpoint
            .ok_or_else(|| CliError::usage("the input names no endpoint: give --endpoint"))?;
        creation.endpoint = endpoint.to_owned();
    }
    upload_and_create(global, &client, path, creation).await
}

/// Uploads a file and makes a batch of it.
pub(crate) async fn upload_and_create(
    global: &Global,
    client: &Client,
    path: &Path,
    creation: Creation,
) -> Result<Exit, CliError> {
    let source = Source::path(path).await.map_err(|error| CliError::io("read", path, error))?;
    let source = match source.name() {
        name if name.ends_with(".jsonl") => source,
        name => {
            let name = format!("{name}.jsonl");
            source.named(name)
        }
    };
    let file = client.upload(source).send().await?;
    note(format!("uploaded as {}", file.id));
    create(global, client, &file.id, true, creation).await
}

async fn create(
    global: &Global,
    client: &Client,
    file_id: &str,
    uploaded: bool,
    creation: Creation,
) -> Result<Exit, CliError> {
    let mut request = CreateBatchRequest::builder()
        .input_file_id(file_id)
        .endpoint(creation.endpoint)
        .completion_window(creation.window);
    if !creation.metadata.is_empty() {
        request = request.metadata(Metadata(creation.metadata.into_iter().collect()));
    }
    let request = CreateBatchRequest::try_from(request)
        .map_err(|error| CliError::usage(error.to_string()))?;
    let mut create = client.create_batch_once(request);
    if let Some(key) = creation.key {
        create = create.key(key);
    }
    let created = create.await?;
    if created.found {
        note("found the batch that an earlier call made");
        if created.batch.input_file_id != file_id && uploaded {
            // That batch has a file of its own, so the new one is of no use.
            let _ = client.delete_file().file_id(file_id).send().await;
        }
    }
    batches::show(global, &created.batch)?;
    Ok(Exit::Ok)
}
