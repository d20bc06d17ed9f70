//! The life of a batch, from `validating` to its end.
//!
//! [`drive`] looks at the state that is recorded, takes the step that belongs to it, and records
//! the next. A server that starts again on its data directory does the same, so that continuing
//! after a crash is the ordinary case.

pub(crate) mod progress;
mod publish;
mod results;
mod run;
mod usage;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::{App, raised};
use crate::model::{BatchError, BatchErrors, FileObject, Status};
use crate::store::BatchEntry;
use crate::validate::{Expectations, validate};
use results::{CANCELLED, EXPIRED};

/// What ends waiting early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interrupt {
    /// The server stops; the batch goes on when it starts again.
    Stop,
    /// Its owner cancelled the batch.
    Cancel,
    /// The completion window is over.
    Expire,
}

/// Takes a batch through its states until it is final or the server stops.
pub(crate) async fn drive(app: Arc<App>, id: String) {
    let Some(entry) = app.store.batch(&id) else {
        return;
    };
    let mut driver = Driver {
        cancel: entry.cancel.subscribe(),
        stop: app.stopping.subscribe(),
        expires_at: Duration::from_secs(entry.record.batch.expires_at.unwrap_or(u64::MAX)),
        app,
        id,
    };
    while let Some(status) = driver.status() {
        if status.is_final() || *driver.stop.borrow() {
            return;
        }
        let step = match status {
            Status::Validating => driver.validating().await,
            Status::InProgress => driver.in_progress().await,
            Status::Finalizing => driver.finalizing().await,
            Status::Cancelling => driver.cancelling().await,
            Status::Failed | Status::Completed | Status::Expired | Status::Cancelled => return,
        };
        let recorded = match step {
            Ok(()) => driver.app.store.save_batch(&driver.id).await,
            Err(error) => Err(error),
        };
        if let Err(error) = recorded {
            driver.give_up(&error).await;
        }
    }
}

struct Driver {
    app: Arc<App>,
    id: String,
    cancel: watch::Receiver<bool>,
    stop: watch::Receiver<bool>,
    expires_at: Duration,
}

impl Driver {
    fn entry(&self) -> Option<BatchEntry> {
        self.app.store.batch(&self.id)
    }

    fn status(&self) -> Option<Status> {
        self.entry().map(|entry| entry.record.batch.status)
    }

    /// Goes from one state to the next, unless the batch has left the first meanwhile (which
    /// only cancelling does).
    fn pass(&self, from: Status, to: Status, change: impl FnOnce(&mut BatchEntry)) {
        let now = self.app.now();
        self.app.store.change_batch(&self.id, |entry| {
            if entry.record.batch.status == from {
                change(entry);
                entry.record.batch.enter(to, now);
            }
        });
    }

    /// Returns when something ends the ordinary course.
    async fn interrupt(&mut self) -> Interrupt {
        // The senders live as long as the server, which holds this task.
        tokio::select! {
            biased;
            () = raised(&mut self.stop) => Interrupt::Stop,
            () = raised(&mut self.cancel) => Interrupt::Cancel,
            () = self.app.clock.sleep_until(self.expires_at) => Interrupt::Expire,
        }
    }

    /// Stays in a state, which was entered at `since`, for a while, unless interrupted.
    async fn stay(&mut self, since: Option<u64>, time: Duration) -> Option<Interrupt> {
        let clock = self.app.clock.clone();
        tokio::select! {
            biased;
            interrupt = self.interrupt() => Some(interrupt),
            () = clock.sleep_until(end_of(since, time)) => None,
        }
    }

    async fn validating(&mut self) -> io::Result<()> {
        let since = self.entry().map(|entry| entry.record.batch.created_at);
        match self.stay(since, self.app.settings.timing.validating).await {
            None => {}
            Some(Interrupt::Expire) => {
                self.pass(Status::Validating, Status::Expired, |_| {});
                return self.remove_work().await;
            }
            Some(Interrupt::Cancel | Interrupt::Stop) => return Ok(()),
        }
        match self.validate().await? {
            Ok(()) => {}
            Err(problems) => {
                self.pass(Status::Validating, Status::Failed, |entry| {
                    entry.record.batch.errors = Some(BatchErrors::new(problems));
                });
                self.remove_work().await?;
            }
        }
        Ok(())
    }

    /// Checks the input and starts the batch, or says what is wrong with it.
    async fn validate(&mut self) -> io::Result<Result<(), Vec<BatchError>>> {
        let Some(entry) = self.entry() else {
            return Ok(Ok(()));
        };
        let Ok(_turn) = self.app.validators.acquire().await else {
            return Ok(Ok(()));
        };
        let batch = &entry.record.batch;
        let faults = entry.faults();
        if let Some(problem) = faults.failure(&batch.input_file_id) {
            return Ok(Err(vec![problem]));
        }
        let accept_duplicates = faults.accepts_duplicates();
        let limits = self.app.settings.limits.clone();
        let file = match self.app.store.file(&batch.input_file_id, self.app.now()) {
            Some(file) => file,
            None => {
                let message = format!(
                    "The input file {:?} does not exist or is not accessible.",
                    batch.input_file_id
                );
                return Ok(Err(vec![whole("invalid_request", message)]));
            }
        };
        if let Some(problem) = unfit(&file, limits.batch_file_bytes) {
            return Ok(Err(vec![problem]));
        }
        let directory = self.app.store.work_dir(&self.id);
        tokio::fs::create_dir_all(&directory).await?;
        let input = directory.join("input.jsonl");
        if !tokio::fs::try_exists(&input).await? {
            // A link of its own: the batch does not mind if the file is deleted or expires.
            let data = self.app.store.data_path(&file.id);
            if tokio::fs::hard_link(&data, &input).await.is_err() {
                // Not every file system has links.
                let copy = directory.join("input.part");
                tokio::fs::copy(&data, &copy).await?;
                tokio::fs::rename(&copy, &input).await?;
            }
        }
        let app = Arc::clone(&self.app);
        let endpoint = batch.endpoint.clone();
        let enqueued_limit = limits.enqueued_tokens;
        let checked = tokio::task::spawn_blocking(move || {
            let reader = io::BufReader::with_capacity(results::BUFFER, std::fs::File::open(input)?);
            let expectations = Expectations {
                endpoint: &endpoint,
                models: app.settings.models.as_deref(),
                limits: &limits,
                accept_duplicates,
            };
            validate(reader, &expectations)
        })
        .await
        .map_err(io::Error::other)??;
        let accepted = match checked {
            Ok(accepted) => accepted,
            Err(problems) => return Ok(Err(problems)),
        };
        let now = self.app.now();
        let model = accepted.model;
        self.app.store.change_batch(&self.id, |entry| {
            entry.record.batch.model.clone_from(&model)
        });
        let started = self
            .app
            .store
            .enqueue(&self.id, accepted.tokens, enqueued_limit, |entry| {
                let batch = &mut entry.record.batch;
                batch.request_counts.total = accepted.requests;
                if batch.status == Status::Validating {
                    batch.enter(Status::InProgress, now);
                }
            });
        Ok(started.map_err(|waiting| {
            let message = format!(
                "Enqueued token limit reached: {waiting} tokens wait in unfinished batches, this \
                 one has {}, and {} are allowed. Try again when a running batch has ended.",
                accepted.tokens,
                enqueued_limit.unwrap_or_default(),
            );
            vec![whole("token_limit_exceeded", message)]
        }))
    }

    async fn in_progress(&mut self) -> io::Result<()> {
        match self.run().await? {
            None => self.pass(Status::InProgress, Status::Finalizing, |_| {}),
            Some(Interrupt::Stop | Interrupt::Cancel) => {}
            Some(Interrupt::Expire) => {
                self.close(
                    EXPIRED,
                    "The completion window ended before this request ran.",
                )
                .await?;
                self.publish(Status::InProgress, Status::Expired).await?;
            }
        }
        Ok(())
    }

    async fn finalizing(&mut self) -> io::Result<()> {
        let since = self
            .entry()
            .and_then(|entry| entry.record.batch.finalizing_at);
        match self.stay(since, self.app.settings.timing.finalizing).await {
            // All lines have been answered: the end of the window comes too late to matter.
            None | Some(Interrupt::Expire) => {
                self.publish(Status::Finalizing, Status::Completed).await
            }
            Some(Interrupt::Cancel | Interrupt::Stop) => Ok(()),
        }
    }

    async fn cancelling(&mut self) -> io::Result<()> {
        let clock = self.app.clock.clone();
        let since = self
            .entry()
            .and_then(|entry| entry.record.batch.cancelling_at);
        let end = end_of(since, self.app.settings.timing.cancelling);
        tokio::select! {
            biased;
            () = raised(&mut self.stop) => return Ok(()),
            () = clock.sleep_until(end) => {}
        }
        self.close(
            CANCELLED,
            "The batch was cancelled before this request ran.",
        )
        .await?;
        self.publish(Status::Cancelling, Status::Cancelled).await
    }

    async fn remove_work(&self) -> io::Result<()> {
        match tokio::fs::remove_dir_all(self.app.store.work_dir(&self.id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Ends a batch that this machine cannot run on, such as with a full disk.
    async fn give_up(&self, error: &io::Error) {
        let now = self.app.now();
        let problem = whole("server_error", format!("batch-local cannot go on: {error}"));
        self.app.store.change_batch(&self.id, |entry| {
            let batch = &mut entry.record.batch;
            batch.errors = Some(BatchErrors::new(vec![problem]));
            batch.enter(Status::Failed, now);
        });
        // The disk may be what fails; the state in memory is what matters now.
        let _ = self.app.store.save_batch(&self.id).await;
    }
}

/// The end of a time that began with a second.
fn end_of(since: Option<u64>, time: Duration) -> Duration {
    Duration::from_secs(since.unwrap_or_default()).saturating_add(time)
}

/// A problem of the file as a whole.
fn whole(code: &str, message: String) -> BatchError {
    BatchError {
        code: code.into(),
        message,
        param: None,
        line: None,
    }
}

/// Why a file cannot be the input of a batch, whatever its lines are.
fn unfit(file: &FileObject, most_bytes: u64) -> Option<BatchError> {
    if file.purpose != "batch" {
        let message = format!(
            "The file's purpose is {:?}: upload it with purpose \"batch\".",
            file.purpose
        );
        Some(whole("invalid_request", message))
    } else if file.bytes == 0 {
        Some(whole("empty_file", "The input file is empty.".into()))
    } else if file.bytes > most_bytes {
        let message = format!(
            "The input file has {} bytes; a batch may have {most_bytes}.",
            file.bytes
        );
        Some(whole("file_too_large", message))
    } else {
        None
    }
}
