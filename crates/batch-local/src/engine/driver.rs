//! One batch being driven, and what may interrupt it.

use std::time::Duration;

use std::sync::Arc;
use tokio::sync::watch;

use crate::app::App;
use crate::model::{BatchError, BatchErrors, Status};
use crate::stop::raised;
use crate::store::BatchEntry;

/// A reason to stop waiting early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// The server stops. The batch resumes when it is started again.
    Stop,
    /// The batch was cancelled.
    Cancel,
    /// The completion window has ended.
    Expire,
}

/// A batch and the signals that concern it.
pub(super) struct Driver {
    pub(super) app: Arc<App>,
    pub(super) id: String,
    pub(super) cancel: watch::Receiver<bool>,
    pub(super) stop: watch::Receiver<bool>,
    pub(super) expires_at: Duration,
}

impl Driver {
    /// `None` if there is no such batch.
    pub(super) fn new(app: Arc<App>, id: String) -> Option<Self> {
        let entry = app.store.batch(&id)?;
        Some(Self {
            cancel: entry.cancel.subscribe(),
            stop: app.stopping.subscribe(),
            expires_at: Duration::from_secs(entry.record.batch.expires_at.unwrap_or(u64::MAX)),
            app,
            id,
        })
    }

    pub(super) fn entry(&self) -> Option<BatchEntry> {
        self.app.store.batch(&self.id)
    }

    pub(super) fn status(&self) -> Option<Status> {
        self.entry().map(|entry| entry.record.batch.status)
    }

    /// Moves from one status to the next, unless the batch has left the first in the meantime,
    /// which only a cancellation can cause.
    pub(super) fn pass(&self, from: Status, to: Status, change: impl FnOnce(&mut BatchEntry)) {
        let now = self.app.now();
        self.app.store.change_batch(&self.id, |entry| {
            if entry.record.batch.status == from {
                change(entry);
                entry.record.batch.enter(to, now);
            }
        });
    }

    /// Returns when something interrupts the normal course.
    pub(super) async fn interrupt(&mut self) -> Interrupt {
        // The senders live as long as the server, which holds this task.
        tokio::select! {
            biased;
            () = raised(&mut self.stop) => Interrupt::Stop,
            () = raised(&mut self.cancel) => Interrupt::Cancel,
            () = self.app.clock.sleep_until(self.expires_at) => Interrupt::Expire,
        }
    }

    /// Stays in a status that was entered at `since` for some time, unless interrupted.
    pub(super) async fn stay(&mut self, since: Option<u64>, time: Duration) -> Option<Interrupt> {
        let clock = self.app.clock.clone();
        tokio::select! {
            biased;
            interrupt = self.interrupt() => Some(interrupt),
            () = clock.sleep_until(end_of(since, time)) => None,
        }
    }

    /// Fails a batch that cannot continue on this machine, for example because the disk is full.
    pub(super) async fn give_up(&self, reason: &str) {
        let now = self.app.now();
        let message = format!("batch-local cannot continue: {reason}");
        let problem = BatchError::whole("server_error", message);
        self.app.store.change_batch(&self.id, |entry| {
            let batch = &mut entry.record.batch;
            batch.errors = Some(BatchErrors::new(vec![problem]));
            batch.enter(Status::Failed, now);
        });
        // The disk may be what fails. The status in memory is what matters now.
        let _ = self.app.store.save_batch(&self.id).await;
    }
}

/// The end of a time span that began in some second.
pub(super) fn end_of(since: Option<u64>, time: Duration) -> Duration {
    Duration::from_secs(since.unwrap_or_default()).saturating_add(time)
}
