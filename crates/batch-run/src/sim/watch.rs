//! What the simulator remembers to judge the core by.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::{Head, Select, ShardNo, Time};

use super::disk::{Disk, Kind};
use super::server::RequestId;

#[derive(Default)]
pub(super) struct Watch {
    /// The run was cancelled, and this process knows it.
    pub(super) cancelled: bool,
    pub(super) stopped: bool,
    /// Batches that somebody tried to cancel.
    pub(super) cancels: BTreeSet<String>,
    /// When each shard's list of batches was last read for duplicates.
    pub(super) looks: BTreeMap<ShardNo, Time>,
    /// The same, as long as the answer is on its way.
    pub(super) looking: BTreeMap<ShardNo, Time>,
    pub(super) swept_at: Option<Time>,
    pub(super) rounds_allowed: usize,
    /// Requests that the user had sent again although nobody knows about them.
    pub(super) unknown_selected: BTreeSet<RequestId>,
    /// Requests that the user had sent again although they failed permanently.
    pub(super) failed_selected: BTreeSet<RequestId>,
    /// Batches that were not known of when a request was sent again. A list that lags too long
    /// excuses one of them.
    pub(super) extra: BTreeMap<RequestId, BTreeSet<String>>,
    /// Keys whose create was answered with a 2xx, or must not be sent again.
    pub(super) done_keys: BTreeSet<String>,
    /// The same, as long as it is not saved.
    pub(super) new_done_key: Option<String>,
    /// Before when a shard's call must not be repeated.
    pub(super) not_before: BTreeMap<ShardNo, (&'static str, Time)>,
    /// Failures in a row, by shard.
    pub(super) failures: BTreeMap<ShardNo, u32>,
    /// Shards that waited for room before the last event.
    pub(super) queued: BTreeSet<ShardNo>,
    /// By model: when the last wave of refusals began, and how many there were.
    pub(super) waves: BTreeMap<Option<String>, Wave>,
    /// When each shard's create was sent.
    pub(super) sent: BTreeMap<ShardNo, Time>,
    /// The wave that has just begun or gone on, if the event is a refusal of a full queue.
    pub(super) refusal: Option<Refused>,
    /// Limits learnt that were loaded, as long as nothing has changed them.
    pub(super) learnt: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Wave {
    pub(super) began: Time,
    pub(super) not_before: Time,
}

#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) model: Option<String>,
    pub(super) is_news: bool,
}

impl Watch {
    pub(super) fn begin(&mut self, head: &Head) {
        self.cancelled = head.cancelled;
        self.learnt = head.learnt.clone();
    }

    pub(super) fn died(&mut self) {
        self.stopped = false;
        self.new_done_key = None;
        self.not_before.clear();
        self.failures.clear();
        self.queued.clear();
        self.waves.clear();
        self.sent.clear();
    }

    pub(super) fn reopened(&mut self, _select: Select, disk: &Disk, rounds: u32) {
        self.cancelled = false;
        self.rounds_allowed = disk.head.rounds.len() + usize::try_from(rounds).unwrap();
    }

    pub(super) fn looked(&mut self, no: ShardNo, now: Time) {
        self.looking.insert(no, now);
    }

    pub(super) fn selected(&mut self, results: &BTreeMap<RequestId, Kind>, select: Select) {
        for (request, kind) in results {
            if *kind == Kind::Unknown && select.unknown {
                self.unknown_selected.insert(*request);
            } else if kind.is_selected(select) && select.failed {
                self.failed_selected.insert(*request);
            }
        }
    }
}
