//! What is remembered of a file and of a batch.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::engine::progress::Progress;
use crate::fault::{Effect, LineFaults};
use crate::model::{Batch, FileObject};

/// A file's record, with its place in the order of creation.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    pub(crate) seq: u64,
    pub(crate) file: FileObject,
}

/// A batch's record: what the API shows, and what the engine must know to go on after a restart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct BatchRecord {
    pub(crate) seq: u64,
    pub(crate) batch: Batch,
    /// Lifetime of the result files in seconds.
    pub(crate) output_lifetime: u64,
    /// Ids that the result files will get, chosen early so that publishing them can be repeated.
    pub(crate) output_id: String,
    pub(crate) error_id: String,
    /// Estimated tokens of its input, for the enqueued-token limit.
    pub(crate) enqueued_tokens: u64,
    /// What shall go wrong with it.
    #[serde(default)]
    pub(crate) effects: Vec<Effect>,
    #[serde(default)]
    pub(crate) fault_seed: u64,
}

/// A batch in memory.
#[derive(Clone)]
pub(crate) struct BatchEntry {
    pub(crate) record: BatchRecord,
    pub(crate) progress: Arc<Progress>,
    /// True once cancelling was asked for.
    pub(crate) cancel: watch::Sender<bool>,
    /// Serialises writes of the record.
    pub(super) saving: Arc<tokio::sync::Mutex<()>>,
}

impl BatchEntry {
    pub(super) fn new(record: BatchRecord) -> Self {
        Self {
            progress: Arc::new(Progress::default()),
            cancel: watch::Sender::new(false),
            saving: Arc::default(),
            record,
        }
    }

    /// What shall go wrong with it.
    pub(crate) fn faults(&self) -> LineFaults<'_> {
        LineFaults::new(&self.record.effects, self.record.fault_seed)
    }

    /// The batch as the API shows it, with the counts as they are now.
    pub(crate) fn view(&self) -> Batch {
        let mut batch = self.record.batch.clone();
        self.progress.show_in(&mut batch);
        batch
    }
}
