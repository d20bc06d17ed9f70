//! Uploads a file and creates a batch from it.

use std::path::Path;

use batch_run::batch_ext::batch_client::Client;
use batch_run::batch_ext::batch_client::types::{CreateBatchRequest, Metadata};
use batch_run::batch_ext::create::CreateOnce;
use batch_run::batch_ext::files::{FilesExt, Source};

use crate::error::CliError;
use crate::printer::Printer;
use crate::show;

/// The settings of a batch, apart from its input file.
pub(crate) struct Creation {
    pub(crate) endpoint: String,
    pub(crate) window: String,
    pub(crate) metadata: Vec<(String, String)>,
    /// The caller's own idempotency key.
    pub(crate) key: Option<String>,
}

/// Uploads a file, creates a batch from it, and prints the batch.
pub(crate) async fn file(
    printer: Printer,
    client: &Client,
    path: &Path,
    creation: Creation,
) -> Result<(), CliError> {
    let source = Source::path(path).await.map_err(|error| CliError::io("read", path, error))?;
    // Servers refuse other endings.
    let source = match source.name() {
        name if name.ends_with(".jsonl") => source,
        name => {
            let name = format!("{name}.jsonl");
            source.named(name)
        }
    };
    let file = client.upload(source).send().await?;
    printer.note(format!("uploaded as {}", file.id));
    create(printer, client, &file.id, true, creation).await
}

/// Creates a batch from an uploaded file and prints the batch.
pub(crate) async fn uploaded(
    printer: Printer,
    client: &Client,
    file_id: &str,
    creation: Creation,
) -> Result<(), CliError> {
    create(printer, client, file_id, false, creation).await
}

async fn create(
    printer: Printer,
    client: &Client,
    file_id: &str,
    file_is_ours: bool,
    creation: Creation,
) -> Result<(), CliError> {
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
        printer.note("found the batch that an earlier call created");
        if created.batch.input_file_id != file_id && file_is_ours {
            // That batch has its own input file, so nothing needs this one.
            let _ = client.delete_file().file_id(file_id).send().await;
        }
    }
    show::batch::show(printer, &created.batch)
}
