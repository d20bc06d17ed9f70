//! The counts of a batch while it runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::{Batch, Counts, Usage};

/// Counts of a running batch. Empty before and after.
#[derive(Default)]
pub(crate) struct Progress(Mutex<Option<Tally>>);

/// Counts and tokens together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    pub(crate) usage: Usage,
}

impl Progress {
    fn tally(&self) -> MutexGuard<'_, Option<Tally>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts counting from `tally`.
    pub(crate) fn begin(&self, tally: Tally) {
        *self.tally() = Some(tally);
    }

    pub(crate) fn completed(&self, usage: &Usage) {
        if let Some(tally) = self.tally().as_mut() {
            tally.counts.completed += 1;
            tally.usage.add(usage);
        }
    }

    pub(crate) fn failed(&self) {
        if let Some(tally) = self.tally().as_mut() {
            tally.counts.failed += 1;
        }
    }

    /// Stops counting, once the record has the counts.
    pub(crate) fn end(&self) {
        *self.tally() = None;
    }

    /// Puts the current counts into a batch.
    pub(crate) fn show_in(&self, batch: &mut Batch) {
        if let Some(tally) = *self.tally() {
            batch.request_counts = Some(tally.counts);
            batch.usage = Some(tally.usage);
        }
    }
}
