//! The validation of a batch's input.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::driver::{Driver, Interrupt};
use super::results::BUFFER;
use crate::model::{BatchError, BatchErrors, Counts, FileObject, Status};
use crate::store::BatchEntry;
use crate::task::finished;
use crate::validate::{Accepted, Expectations, validate};

/// What is wrong with an input.
type Problems = Vec<BatchError>;

impl Driver {
    pub(super) async fn validating(&mut self) -> io::Result<()> {
        let since = self.entry().map(|entry| entry.record.batch.created_at);
        match self.stay(since, self.app.settings.timing.validating).await {
            None => {}
            Some(Interrupt::Expire) => {
                self.pass(Status::Validating, Status::Expired, |_| {});
                return self.remove_work().await;
            }
            Some(Interrupt::Cancel | Interrupt::Stop) => return Ok(()),
        }
        if let Err(problems) = self.validate().await? {
            self.pass(Status::Validating, Status::Failed, |entry| {
                entry.record.batch.errors = Some(BatchErrors::new(problems));
            });
            self.remove_work().await?;
        }
        Ok(())
    }

    /// Starts the batch, or returns what is wrong with its input.
    async fn validate(&self) -> io::Result<Result<(), Problems>> {
        let Some(entry) = self.entry() else {
            return Ok(Ok(()));
        };
        // The semaphore is never closed.
        let _turn = self.app.validators.acquire().await;
        let input = match self.take_input(&entry).await? {
            Ok(input) => input,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        Ok(match self.check(&entry, input).await? {
            Ok(accepted) => self.start(accepted).map_err(|problem| vec![problem]),
            Err(problems) => Err(problems),
        })
    }

    /// Gives the batch its own link to its input, so that the file may be deleted or expire.
    async fn take_input(&self, entry: &BatchEntry) -> io::Result<Result<PathBuf, BatchError>> {
        let store = &self.app.store;
        let id = &entry.record.batch.input_file_id;
        if let Some(problem) = entry.faults().failure(id) {
            return Ok(Err(problem));
        }
        let Some(file) = store.file(id, self.app.now()) else {
            return Ok(Err(BatchError::input_not_found(id)));
        };
        if let Some(problem) = unfit(&file, self.app.settings.limits.batch_file_bytes) {
            return Ok(Err(problem));
        }
        let directory = store.work_dir(&self.id);
        tokio::fs::create_dir_all(&directory).await?;
        let input = directory.join("input.jsonl");
        if !tokio::fs::try_exists(&input).await? {
            let data = store.data_path(&file.id);
            if tokio::fs::hard_link(&data, &input).await.is_err() {
                // Not every file system has hard links.
                let copy = directory.join("input.part");
                tokio::fs::copy(&data, &copy).await?;
                tokio::fs::rename(&copy, &input).await?;
            }
        }
        Ok(Ok(input))
    }

    /// Reads all lines.
    async fn check(
        &self,
        entry: &BatchEntry,
        input: PathBuf,
    ) -> io::Result<Result<Accepted, Problems>> {
        let app = Arc::clone(&self.app);
        let endpoint = entry.record.batch.endpoint.clone();
        let accept_duplicates = entry.faults().accepts_duplicates();
        let reading = tokio::task::spawn_blocking(move || {
            let expectations = Expectations {
                endpoint: &endpoint,
                models: app.settings.models.as_deref(),
                limits: &app.settings.limits,
                accept_duplicates,
            };
            let file = std::fs::File::open(input)?;
            validate(io::BufReader::with_capacity(BUFFER, file), &expectations)
        });
        finished(reading.await)?
    }

    /// Enters `in_progress`, unless too many tokens are enqueued already.
    fn start(&self, accepted: Accepted) -> Result<(), BatchError> {
        let now = self.app.now();
        let Accepted { requests, model, tokens } = accepted;
        self.app.store.change_batch(&self.id, |entry| entry.record.batch.model = model);
        let limit = self.app.settings.limits.enqueued_tokens;
        let started = self.app.store.enqueue(&self.id, tokens, limit, |entry| {
            let batch = &mut entry.record.batch;
            batch.request_counts = Some(Counts { total: requests, ..Counts::default() });
            // It may have been cancelled in the meantime.
            if batch.status == Status::Validating {
                batch.enter(Status::InProgress, now);
            }
        });
        started.map_err(|waiting| {
            let message = format!(
                "Enqueued token limit reached: {waiting} tokens are enqueued, this batch has {tokens}, \
                 and {} are allowed. Try again when a running batch has ended.",
                limit.unwrap_or_default(),
            );
            BatchError::whole("token_limit_exceeded", message)
        })
    }
}

/// The reason why a file cannot be the input of a batch, regardless of its lines.
fn unfit(file: &FileObject, most_bytes: u64) -> Option<BatchError> {
    let (code, message) = if file.purpose != "batch" {
        let message =
            format!("The purpose of the input file is {:?}, not \"batch\".", file.purpose);
        ("invalid_request", message)
    } else if file.bytes == 0 {
        ("empty_file", "The input file is empty.".into())
    } else if file.bytes > most_bytes {
        let message = format!(
            "The input file has {} bytes, more than the limit of {most_bytes}.",
            file.bytes
        );
        ("file_too_large", message)
    } else {
        return None;
    };
    Some(BatchError::whole(code, message))
}
