//! The files of a run, up and down.

use std::path::Path;
use std::sync::Arc;

use batch_ext::batch_client::types::FilePurpose;
use futures_util::TryStreamExt;
use tokio::time::sleep;

use crate::error::RunError;
use crate::event::RunEvent;
use crate::state::Task;
use crate::steps::{Context, LOOKS, Step};
use batch_ext::Error;
use batch_ext::files::{Complete, FilesExt, Source};
use batch_ext::paginate::Paginate;
use batch_lines::Shard;

/// How much of a result file was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// All of it.
    Whole,
    /// All of it by the framing of the transfer, but less than its metadata says.
    Short,
    /// Nobody says where it ends, so it may be cut.
    Unknown,
}

impl Context {
    /// Uploads a shard. `look` says that an earlier process may have done so.
    pub(crate) async fn upload(
        &self,
        task: &Task,
        shard: &Shard,
        look: bool,
    ) -> Result<Step, RunError> {
        // The semaphore is never closed.
        let _turn = self.transfers.acquire().await.ok();
        let label = task.label();
        let action = format!("upload {label}");
        let name = task.file_name(&self.run_id);
        if look {
            let found = self.patiently(&action, || self.find_file(&name, shard.byte_len()));
            if let Some(file_id) = found.await.map_err(|error| RunError::api(&action, error))? {
                return Ok(Step::Uploaded { file_id });
            }
        }
        self.stamp.check(&self.settings.input)?;
        let source = Source::ranges(&self.settings.input, shard.bytes.iter()).named(name);
        let upload = || async {
            let emit = Arc::clone(&self.settings.emit);
            let shard = label.clone();
            let mut upload = self.client.upload(source.clone());
            upload = upload.max_bytes(self.settings.limits.bytes);
            upload = upload.on_progress(move |sent, total| {
                emit(RunEvent::Uploading { shard: shard.clone(), sent, total });
            });
            Ok(upload.send().await?.into_inner().id)
        };
        match self.patiently(&action, upload).await {
            Ok(file_id) => Ok(Step::Uploaded { file_id }),
            Err(error) => Err(RunError::api(action, error)),
        }
    }

    /// An uploaded file by its name, which this run alone gives.
    async fn find_file(&self, name: &str, bytes: u64) -> Result<Option<String>, Error> {
        let list = self.client.list_files().purpose(FilePurpose::Batch.to_string());
        let mut files = list.limit(1_000).items();
        while let Some(file) = files.try_next().await? {
            if file.filename == name && u64::try_from(file.bytes).is_ok_and(|size| size == bytes) {
                return Ok(Some(file.id));
            }
        }
        Ok(None)
    }

    /// Whether the server still has a file.
    pub(crate) async fn has_file(&self, file_id: &str) -> Result<bool, Error> {
        let look =
            || async { Ok(self.client.retrieve_file().file_id(file_id).send().await.map(drop)?) };
        match self.patiently("look for an input file", look).await {
            Ok(()) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Fetches the files of a final batch.
    pub(crate) async fn collect(&self, task: &Task, files: &[String]) -> Result<Step, RunError> {
        // The semaphore is never closed.
        let _turn = self.transfers.acquire().await.ok();
        let action = format!("fetch the results of {}", task.label());
        let (mut results, mut gone) = (Vec::new(), Vec::new());
        for (number, file_id) in files.iter().enumerate() {
            let name = format!("{}-a{}-{number}.jsonl", task.stem(), task.refused.len());
            let path = self.results.join(&name);
            let mut tries = 0;
            loop {
                tries += 1;
                let last = tries == LOOKS;
                match self.patiently(&action, || self.fetch(file_id, &path)).await {
                    Ok(Extent::Whole) => {
                        results.push(name);
                        break;
                    }
                    // The size in the metadata is a hint; the transfer itself was complete.
                    Ok(Extent::Short) if last => {
                        results.push(name);
                        break;
                    }
                    Ok(Extent::Unknown) if last => {
                        return Err(RunError::ShortResults { file_id: file_id.clone() });
                    }
                    Err(error) if error.is_not_found() && last => {
                        gone.push(file_id.clone());
                        break;
                    }
                    Err(error) if !error.is_not_found() => {
                        return Err(RunError::api(action, error));
                    }
                    _ => sleep(self.settings.poll.0 * tries).await,
                }
            }
        }
        Ok(Step::Collected { results, gone })
    }

    /// Fetches a result file, and says whether that was all of it: lines that were cut off would look
    /// like requests that were never answered, and be sent and paid again.
    async fn fetch(&self, file_id: &str, path: &Path) -> Result<Extent, Error> {
        let fetched = self.client.download(file_id).to_file(path).await?;
        let file = self.client.retrieve_file().file_id(file_id).send().await;
        let size = file.ok().and_then(|file| u64::try_from(file.bytes).ok());
        let reached = size.map(|size| fetched.bytes >= size);
        Ok(match (fetched.complete, reached) {
            (Complete::Framed, Some(true) | None) => Extent::Whole,
            (Complete::Framed, Some(false)) => Extent::Short,
            // Zero is what a server reports that does not know the size.
            (Complete::Unknown, Some(true)) if size > Some(0) => Extent::Whole,
            (Complete::Unknown, _) => Extent::Unknown,
        })
    }

    /// Deletes a file that is not needed any more. Failing is no reason to fail a run.
    pub(crate) async fn delete(&self, file_id: &str) {
        if let Err(error) = self.client.delete_file().file_id(file_id).send().await {
            let error = Error::from(error);
            if !error.is_not_found() {
                tracing::warn!(file_id, %error, "an input file stays on the server");
            }
        }
    }
}
