//! The stored records of files and batches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::fault::{FaultEffect, LineFaults};
use crate::file_kind::FileKind;
use crate::model::{Batch, FileObject};
use crate::progress::Progress;

/// A file's record, with its place in the order of creation.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    pub(crate) seq: u64,
    pub(crate) file: FileObject,
    #[serde(default)]
    pub(crate) kind: FileKind,
    /// When it was created, since 1970-01-01 UTC: more exact than `created_at`.
    #[serde(default)]
    pub(crate) created: Duration,
}

/// A batch's record: what the API shows, and what the engine needs to resume after a restart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct BatchRecord {
    pub(crate) seq: u64,
    pub(crate) batch: Batch,
    /// When it was created, since 1970-01-01 UTC: more exact than `created_at`.
    #[serde(default)]
    pub(crate) created: Duration,
    /// Lifetime of the result files in seconds.
    pub(crate) output_lifetime: u64,
    /// Ids that the result files will get, chosen early so that publishing them can be repeated.
    pub(crate) output_id: String,
    pub(crate) error_id: String,
    /// Estimated tokens of its input, for the enqueued-token limit.
    pub(crate) enqueued_tokens: u64,
    /// The faults it meets.
    #[serde(default)]
    pub(crate) effects: Vec<FaultEffect>,
    #[serde(default)]
    pub(crate) fault_seed: u64,
}

/// A batch in memory.
#[derive(Clone)]
pub(crate) struct BatchEntry {
    pub(crate) record: BatchRecord,
    pub(crate) progress: Arc<Progress>,
    /// True once cancellation was requested.
    pub(crate) cancel: watch::Sender<bool>,
    /// Serializes writes of the record.
    pub(super) saving: Arc<tokio::sync::Mutex<()>>,
    /// The number of the last list call that does not show it.
    pub(super) unlisted_until: u64,
    /// Retrievals since it became final.
    final_retrieves: Arc<AtomicU64>,
}

impl BatchEntry {
    /// A batch that was added after `lists` calls of listBatches.
    pub(super) fn new(record: BatchRecord, lists: u64) -> Self {
        let mut entry = Self {
            progress: Arc::new(Progress::default()),
            cancel: watch::Sender::new(false),
            saving: Arc::default(),
            unlisted_until: 0,
            final_retrieves: Arc::default(),
            record,
        };
        entry.unlisted_until = lists.saturating_add(entry.faults().unlisted());
        entry
    }

    /// The faults it meets.
    pub(crate) fn faults(&self) -> LineFaults<'_> {
        LineFaults::new(&self.record.effects, self.record.fault_seed)
    }

    /// The batch with the counts as they are now.
    pub(crate) fn view(&self) -> Batch {
        let mut batch = self.record.batch.clone();
        self.progress.show_in(&mut batch);
        batch
    }

    /// What a retrieval shows, and counts it.
    pub(crate) fn retrieve(&self) -> Batch {
        let before = match self.record.batch.status.is_final() {
            true => self.final_retrieves.fetch_add(1, Ordering::Relaxed),
            false => 0,
        };
        self.shown(before)
    }

    /// What a list shows.
    pub(super) fn listed(&self) -> Batch {
        self.shown(self.final_retrieves.load(Ordering::Relaxed))
    }

    /// The batch, without its results if they are late.
    fn shown(&self, final_retrieves: u64) -> Batch {
        let mut batch = self.view();
        if batch.status.is_final() && final_retrieves < self.faults().late_results() {
            batch.request_counts = None;
            batch.output_file_id = None;
            batch.error_file_id = None;
            batch.usage = None;
        }
        batch
    }
}
