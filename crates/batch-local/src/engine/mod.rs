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
mod validating;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::{App, raised};
use crate::model::{BatchError, BatchErrors, Status};
use crate::store::BatchEntry;
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

    async fn in_progress(&mut self) -> io::Result<()> {
        match self.run().await? {
            None => self.pass(Status::InProgress, Status::Finalizing, |_| {}),
            Some(Interrupt::Stop | Interrupt::Cancel) => {}
            Some(Interrupt::Expire) => {
                self.close(EXPIRED, "The completion window ended before this request ran.").await?;
                self.publish(Status::InProgress, Status::Expired).await?;
            }
        }
        Ok(())
    }

    async fn finalizing(&mut self) -> io::Result<()> {
        let since = self.entry().and_then(|entry| entry.record.batch.finalizing_at);
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
        let since = self.entry().and_then(|entry| entry.record.batch.cancelling_at);
        let end = end_of(since, self.app.settings.timing.cancelling);
        tokio::select! {
            biased;
            () = raised(&mut self.stop) => return Ok(()),
            () = clock.sleep_until(end) => {}
        }
        self.close(CANCELLED, "The batch was cancelled before this request ran.").await?;
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
        let message = format!("batch-local cannot go on: {error}");
        let problem = BatchError::whole("server_error", message);
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
