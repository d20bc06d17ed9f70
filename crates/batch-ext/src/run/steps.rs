//! The calls of a run, each from one stage of a shard to the next.
//!
//! A step changes nothing but the server and files of its own; what came of it is noted by the
//! engine. What passes by itself is waited out here.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use batch_client::Client;
use batch_client::types::{Batch, CreateBatchRequest, ExpirationAnchor, FileExpiration, FilePurpose, Metadata, builder};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::control::{Control, Wish};
use super::error::RunError;
use super::event::Event;
use super::failure::is_pressure;
use super::settings::Settings;
use super::state::Task;
use crate::Error;
use crate::files::{FilesExt, Source};
use crate::lines::Shard;
use crate::status::Phase;

/// The metadata key that a run's batches are found by.
pub(crate) const KEY: &str = "batch_run_key";

/// Looks at a batch or file that the server says it does not have, before it is believed.
const LOOKS: u32 = 5;

/// What all steps of a run share.
pub(crate) struct Context {
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    pub(crate) control: Control,
    pub(crate) run_id: String,
    pub(crate) started_at: u64,
    pub(crate) results: PathBuf,
    pub(crate) transfers: Semaphore,
}

/// What came of a step.
pub(crate) enum Step {
    Uploaded { file_id: String },
    Created { batch_id: String },
    /// Nothing was created, for the queue is full.
    Held { code: String, retry_after: Option<Duration> },
    /// Nothing was created, for the input file is not there.
    FileLost,
    Ended(Box<Batch>),
    /// The server has no such batch any more.
    BatchLost,
    /// Files in the results directory, and the ids of those that the server does not have.
    Collected { results: Vec<String>, gone: Vec<String> },
    /// Given up because the run is to end.
    Stopped,
}

impl Context {
    pub(crate) fn emit(&self, event: Event) {
        (self.settings.emit)(event);
    }

    /// Runs a step that may be left at any moment.
    pub(crate) async fn unless(
        &self,
        wish: Wish,
        step: impl Future<Output = Result<Step, RunError>>,
    ) -> Result<Step, RunError> {
        tokio::select! {
            biased;
            () = self.control.wanted(wish) => Ok(Step::Stopped),
            done = step => done,
        }
    }

    /// Repeats a call while it fails for reasons that pass.
    async fn patiently<T, F>(&self, action: &str, call: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let begin = Instant::now();
        let mut delay = self.settings.poll.0;
        loop {
            let error = match call().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let wait = error.retry_after().unwrap_or(delay).max(delay);
            if !error.is_retryable() || begin.elapsed() + wait > self.settings.patience {
                return Err(error);
            }
            self.emit(Event::Trouble {
                action: action.to_owned(),
                error: error.to_string(),
                delay: wait,
            });
            sleep(wait).await;
            delay = (delay * 2).min(self.settings.poll.1);
        }
    }

    /// Asks whether the server has batches at all, before anything is sent.
    pub(crate) async fn probe(&self) -> Result<(), RunError> {
        let action = "list batches";
        let probe = || async { Ok(self.client.list_batches().limit(1).send().await.map(drop)?) };
        match self.patiently(action, probe).await {
            Ok(()) => Ok(()),
            Err(error) => match error.status().map(|status| status.as_u16()) {
                Some(status @ (404 | 405 | 501)) => Err(RunError::Unsupported {
                    base_url: self.client.base_url().to_owned(),
                    status,
                }),
                _ => Err(RunError::api(action, error)),
            },
        }
    }

    /// Uploads a shard. `look` says that an earlier process may have done so.
    pub(crate) async fn upload(&self, task: &Task, shard: &Shard, look: bool) -> Result<Step, RunError> {
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
        let source = Source::spans(&self.settings.input, &shard.bytes).named(name);
        let upload = || async {
            let emit = Arc::clone(&self.settings.emit);
            let shard = label.clone();
            let mut upload = self.client.upload(source.clone());
            upload = upload.max_bytes(self.settings.limits.bytes);
            upload = upload.on_progress(move |sent, total| {
                emit(Event::Uploading {
                    shard: shard.clone(),
                    sent,
                    total,
                });
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
        let mut after: Option<String> = None;
        let mut seen = HashSet::new();
        loop {
            let mut list = self.client.list_files().purpose(FilePurpose::Batch.to_string()).limit(1_000);
            if let Some(after) = &after {
                list = list.after(after.clone());
            }
            let page = list.send().await?.into_inner();
            let found = page.data.iter().find(|file| {
                file.filename == name && u64::try_from(file.bytes).is_ok_and(|size| size == bytes)
            });
            if let Some(file) = found {
                return Ok(Some(file.id.clone()));
            }
            after = page.data.last().map(|file| file.id.clone());
            let more = page.has_more && after.clone().is_some_and(|id| seen.insert(id));
            if !more {
                return Ok(None);
            }
        }
    }

    /// Creates a shard's batch, once. `look` says that an earlier process may have done so.
    pub(crate) async fn create(&self, task: &Task, file_id: &str, look: bool) -> Result<Step, RunError> {
        let action = format!("create the batch of {}", task.label());
        let key = task.key(&self.run_id);
        let failed = |error| RunError::api(&action, error);
        if look && let Some(batch_id) = self.find_batch(&action, &key).await.map_err(failed)? {
            return Ok(Step::Created { batch_id });
        }
        if self.control.now() == Wish::Cancel {
            return Ok(Step::Stopped);
        }
        let begin = Instant::now();
        let mut delay = self.settings.poll.0;
        let mut lost = 0;
        loop {
            let answer = self.client.create_batch().body(self.request(task, file_id, &key)).send().await;
            let error = match answer {
                Ok(batch) => return Ok(Step::Created { batch_id: batch.into_inner().id }),
                Err(error) => Error::from(error).in_operation("create_batch"),
            };
            if error.outcome_unknown() || error.status().is_none_or(|status| status.is_server_error())
            {
                let found = self.find_batch(&action, &key).await.map_err(failed)?;
                if let Some(batch_id) = found {
                    return Ok(Step::Created { batch_id });
                }
            } else if let Some(code) = error.code().filter(|code| is_pressure(code)) {
                return Ok(Step::Held {
                    code: code.to_owned(),
                    retry_after: error.retry_after(),
                });
            } else if names_no_file(&error) {
                // New files are not seen by all of a server at once.
                lost += 1;
                if lost >= LOOKS && !self.has_file(file_id).await.map_err(failed)? {
                    return Ok(Step::FileLost);
                }
                if lost >= 2 * LOOKS {
                    return Err(failed(error));
                }
            } else if !error.is_retryable() {
                return Err(failed(error));
            }
            let wait = error.retry_after().unwrap_or(delay).max(delay);
            if begin.elapsed() + wait > self.settings.patience {
                return Err(failed(error));
            }
            self.emit(Event::Trouble {
                action: action.clone(),
                error: error.to_string(),
                delay: wait,
            });
            sleep(wait).await;
            delay = (delay * 2).min(self.settings.poll.1);
        }
    }

    fn request(&self, task: &Task, file_id: &str, key: &str) -> builder::CreateBatchRequest {
        let mut metadata = self.settings.metadata.clone();
        metadata.insert(KEY.into(), key.into());
        metadata.insert("batch_run_id".into(), self.run_id.clone());
        metadata.insert("batch_run_shard".into(), task.label());
        let request = CreateBatchRequest::builder()
            .completion_window(self.settings.window.clone())
            .endpoint(task.endpoint.clone())
            .input_file_id(file_id)
            .metadata(Metadata(metadata));
        match self.settings.output_expires_after {
            None => request,
            Some(seconds) => {
                let expiry = FileExpiration::builder()
                    .anchor(ExpirationAnchor::CreatedAt)
                    .seconds(seconds);
                // Both fields are set, so the conversion succeeds.
                request.output_expires_after(FileExpiration::try_from(expiry).ok())
            }
        }
    }

    /// A batch by the key that this run alone gives. Lists may lag, so an empty-handed look is
    /// repeated for a while.
    async fn find_batch(&self, action: &str, key: &str) -> Result<Option<String>, Error> {
        let begin = Instant::now();
        let mut delay = Duration::from_millis(500);
        loop {
            let found = self.patiently(action, || self.look_for_batch(key)).await?;
            let left = self.settings.list_lag.saturating_sub(begin.elapsed());
            if found.is_some() || left.is_zero() {
                return Ok(found);
            }
            sleep(delay.min(left)).await;
            delay *= 2;
        }
    }

    async fn look_for_batch(&self, key: &str) -> Result<Option<String>, Error> {
        // Batches older than the run cannot be its own; a day covers clocks that disagree.
        let oldest = i64::try_from(self.started_at).unwrap_or(i64::MAX) - 86_400;
        let mut after: Option<String> = None;
        let mut seen = HashSet::new();
        loop {
            let mut list = self.client.list_batches().limit(100);
            if let Some(after) = &after {
                list = list.after(after.clone());
            }
            let page = list.send().await?.into_inner();
            let found = page.data.iter().find(|batch| {
                let metadata = batch.metadata.as_ref();
                metadata.and_then(|pairs| pairs.get(KEY)).is_some_and(|value| value == key)
            });
            if let Some(batch) = found {
                return Ok(Some(batch.id.clone()));
            }
            let last = page.data.last();
            let old = last.is_some_and(|batch| batch.created_at != 0 && batch.created_at < oldest);
            after = last.map(|batch| batch.id.clone());
            let more = page.has_more && !old && after.clone().is_some_and(|id| seen.insert(id));
            if !more {
                return Ok(None);
            }
        }
    }

    /// Whether the server still has a file.
    pub(crate) async fn has_file(&self, file_id: &str) -> Result<bool, Error> {
        let look = || async { Ok(self.client.retrieve_file().file_id(file_id).send().await.map(drop)?) };
        match self.patiently("look for an input file", look).await {
            Ok(()) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Waits for the end of a batch, and cancels it when the run is cancelled.
    pub(crate) async fn watch(&self, task: &Task, batch_id: &str) -> Result<Step, RunError> {
        let label = task.label();
        let action = format!("look at batch {batch_id}");
        let (mut delay, longest) = self.settings.poll;
        let mut cancelled = false;
        let mut misses = 0;
        loop {
            let look = || async {
                Ok(self.client.retrieve_batch().batch_id(batch_id).send().await?.into_inner())
            };
            match self.patiently(&action, look).await {
                Ok(batch) => {
                    misses = 0;
                    let counts = batch.request_counts.as_ref();
                    let answered = counts.map_or(0, |counts| counts.completed + counts.failed);
                    self.emit(Event::Progress {
                        shard: label.clone(),
                        batch_id: batch_id.to_owned(),
                        status: batch.status.to_string(),
                        answered: u64::try_from(answered).unwrap_or(0),
                        total: task.requests,
                    });
                    match Phase::of(batch.status.as_str()) {
                        Phase::Running | Phase::Cancelling => {}
                        Phase::Completed if has_no_files_yet(&batch) && misses_files(&mut delay, &batch) => {}
                        _ => return Ok(Step::Ended(Box::new(batch))),
                    }
                }
                Err(error) if error.is_not_found() => {
                    misses += 1;
                    if misses == LOOKS {
                        return Ok(Step::BatchLost);
                    }
                }
                Err(error) => return Err(RunError::api(action, error)),
            }
            if cancelled {
                sleep(delay).await;
            } else {
                tokio::select! {
                    () = sleep(delay) => {}
                    () = self.control.wanted(Wish::Cancel) => {
                        cancelled = true;
                        delay = self.settings.poll.0;
                        self.cancel(batch_id).await?;
                    }
                }
            }
            delay = (delay * 3 / 2).min(longest);
        }
    }

    async fn cancel(&self, batch_id: &str) -> Result<(), RunError> {
        let action = format!("cancel batch {batch_id}");
        let cancel = || async { Ok(self.client.cancel_batch().batch_id(batch_id).send().await.map(drop)?) };
        match self.patiently(&action, cancel).await {
            // One that is final already is what was wanted.
            Err(error) if !matches!(error.status().map(|s| s.as_u16()), Some(400 | 404 | 409)) => {
                Err(RunError::api(action, error))
            }
            _ => Ok(()),
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
            let mut misses = 0;
            loop {
                let fetch = || self.client.download(file_id.as_str()).to_file(&path);
                match self.patiently(&action, fetch).await {
                    Ok(_) => {
                        results.push(name);
                        break;
                    }
                    Err(error) if error.is_not_found() => {
                        misses += 1;
                        if misses == LOOKS {
                            gone.push(file_id.clone());
                            break;
                        }
                        sleep(self.settings.poll.0 * misses).await;
                    }
                    Err(error) => return Err(RunError::api(action, error)),
                }
            }
        }
        Ok(Step::Collected { results, gone })
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

/// Whether a create was refused because of its file.
fn names_no_file(error: &Error) -> bool {
    error.is_not_found()
        || (error.status().is_some_and(|status| status == 400)
            && error.param().is_some_and(|param| param.ends_with("file_id")))
}

/// Ids of a batch's result files; an empty id means none.
pub(crate) fn result_files(batch: &Batch) -> Vec<String> {
    [&batch.output_file_id, &batch.error_file_id]
        .into_iter()
        .flatten()
        .filter(|id| !id.is_empty())
        .cloned()
        .collect()
}

/// Some servers say `completed` a moment before they say where the results are.
fn has_no_files_yet(batch: &Batch) -> bool {
    let answered = batch.request_counts.as_ref().map_or(0, |counts| counts.completed + counts.failed);
    answered > 0 && result_files(batch).is_empty()
}

/// Whether to look again: while the end is fresh by the server's own clock, or for a few looks.
fn misses_files(delay: &mut Duration, _batch: &Batch) -> bool {
    // Each look lengthens the delay, which ends this after a handful of looks.
    let again = *delay < Duration::from_secs(10);
    *delay *= 2;
    again
}
