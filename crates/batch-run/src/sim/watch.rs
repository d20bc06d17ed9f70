//! What the simulator remembers to judge the core by.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::{Call, Head, Select, ShardNo, Time};

use super::disk::{Disk, Kind};
use super::room::Room;
use super::server::{Answer, Batch, RequestId};
use super::steps::Failed;

#[derive(Default)]
pub(super) struct Watch {
    /// Somebody wanted the run cancelled, and this process knows it.
    pub(super) cancelled: bool,
    /// Somebody wanted the run cancelled.
    pub(super) cancel_wanted: bool,
    /// What somebody wanted sent again when the run was reopened.
    pub(super) wanted: Select,
    pub(super) stopped: bool,
    /// Batches that somebody tried to cancel.
    pub(super) cancels: BTreeSet<String>,
    /// When each shard's list of batches was last read for duplicates.
    pub(super) looks: BTreeMap<ShardNo, Time>,
    /// The same, as long as the answer is on its way.
    pub(super) looking: BTreeMap<ShardNo, Time>,
    pub(super) swept_at: Option<Time>,
    /// The last sweep failed. The report says then that files may be left.
    pub(super) sweep_failed: bool,
    pub(super) rounds_allowed: usize,
    /// A process left input files on the server because it was told to.
    pub(super) kept_files: bool,
    /// Requests that the user had sent again although nobody knows about them.
    pub(super) unknown_selected: BTreeSet<RequestId>,
    /// Requests that the user had sent again although they failed permanently.
    pub(super) failed_selected: BTreeSet<RequestId>,
    /// By request and shard: batches that were not known of when the request was sent again.
    pub(super) hidden: BTreeMap<(RequestId, String), BTreeSet<String>>,
    /// Keys whose create was answered with a 2xx, or must not be sent again.
    pub(super) done_keys: BTreeSet<String>,
    /// The same, as long as it is not saved.
    pub(super) new_done_key: Option<String>,
    /// Each shard's call in flight.
    pub(super) calls: BTreeMap<ShardNo, Call>,
    /// Before when a shard's call must not be repeated.
    pub(super) not_before: BTreeMap<ShardNo, (Call, Time)>,
    /// Shards that waited for room before the last event.
    pub(super) queued: BTreeSet<ShardNo>,
    pub(super) room: Room,
    /// Shards whose calls have been failing in a row.
    pub(super) failed: BTreeMap<ShardNo, Failed>,
    /// When the outcome of a shard's create was last lost.
    pub(super) lost: BTreeMap<ShardNo, Time>,
    /// When this process began.
    pub(super) started: Time,
    /// When the server last answered anything.
    pub(super) contact: Time,
    /// When each shard's create was sent.
    pub(super) sent: BTreeMap<ShardNo, Time>,
}

impl Watch {
    pub(super) fn begin(&mut self, head: &Head, now: Time) {
        self.cancelled = head.cancelled && self.cancel_wanted;
        self.room.begin(head);
        (self.started, self.contact) = (now, now);
    }

    pub(super) fn died(&mut self) {
        self.stopped = false;
        self.new_done_key = None;
        self.calls.clear();
        self.not_before.clear();
        self.queued.clear();
        self.failed.clear();
        self.lost.clear();
        self.sent.clear();
    }

    pub(super) fn reopened(&mut self, select: Select, disk: &Disk, rounds: u32) {
        (self.cancelled, self.cancel_wanted, self.wanted) = (false, false, select);
        let rounds = disk.head.rounds.len() + usize::try_from(rounds).unwrap();
        self.rounds_allowed = self.rounds_allowed.max(rounds);
    }

    pub(super) fn looked(&mut self, no: ShardNo, now: Time) {
        self.looking.insert(no, now);
    }

    /// Why a request must not go into another batch after this one; `None` if it may.
    pub(super) fn must_not_resend(
        &self,
        batch: &Batch,
        request: RequestId,
    ) -> Option<&'static str> {
        if self.unknown_selected.contains(&request) {
            return None;
        }
        match batch.answer(request) {
            Some(Answer::Success) => Some("was answered"),
            None => Some("is in flight"),
            Some(Answer::Permanent) if !self.failed_selected.contains(&request) => {
                Some("failed permanently")
            }
            Some(_) => None,
        }
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
