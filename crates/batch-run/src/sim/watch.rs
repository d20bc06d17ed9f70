//! The observations by which the simulator judges the core.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::{Call, Head, Select, ShardNo, Time};

use super::disk::{Disk, Kind};
use super::room::Room;
use super::server::{Answer, Batch, RequestId};
use super::steps::Failed;

#[derive(Default)]
pub(super) struct Watch {
    /// The user cancelled the run, and this process knows it.
    pub(super) cancelled: bool,
    /// The user cancelled the run.
    pub(super) cancel_wanted: bool,
    /// What the user wanted to send again when the run was reopened.
    pub(super) wanted: Select,
    pub(super) stopped: bool,
    /// Batches that were asked to be cancelled.
    pub(super) cancels: BTreeSet<String>,
    /// When each shard's list of batches was last read for duplicates.
    pub(super) looks: BTreeMap<ShardNo, Time>,
    /// The same, while the answer is in flight.
    pub(super) looking: BTreeMap<ShardNo, Time>,
    pub(super) swept_at: Option<Time>,
    /// The last sweep failed, so the report says that files may be left.
    pub(super) sweep_failed: bool,
    pub(super) rounds_allowed: usize,
    /// A process was told to leave input files on the server.
    pub(super) kept_files: bool,
    /// Requests of unknown outcome that the user wanted to send again.
    pub(super) unknown_selected: BTreeSet<RequestId>,
    /// Permanently failed requests that the user wanted to send again.
    pub(super) failed_selected: BTreeSet<RequestId>,
    /// By request and shard: batches that were not known when the request was sent again.
    pub(super) hidden: BTreeMap<(RequestId, String), BTreeSet<String>>,
    /// Keys whose create was answered with a 2xx, or must not be sent again.
    pub(super) done_keys: BTreeSet<String>,
    /// The same, while it is not saved.
    pub(super) new_done_key: Option<String>,
    /// Each shard's call in flight.
    pub(super) calls: BTreeMap<ShardNo, Call>,
    /// Until when a shard's call must not be repeated.
    pub(super) not_before: BTreeMap<ShardNo, (Call, Time)>,
    /// Shards that waited for room before the last event.
    pub(super) queued: BTreeSet<ShardNo>,
    pub(super) room: Room,
    /// Shards whose calls are failing.
    pub(super) failed: BTreeMap<ShardNo, Failed>,
    /// How often result files of a shard were fetched since its batch was last polled.
    pub(super) fetched: BTreeMap<ShardNo, u32>,
    /// When a shard's batch was first seen to have ended.
    pub(super) ended: BTreeMap<ShardNo, Time>,
    /// How long sweeps have been failing.
    pub(super) sweep: Option<Failed>,
    /// When the answer to a shard's create was last lost.
    pub(super) lost: BTreeMap<ShardNo, Time>,
    /// The first call of this process failed.
    pub(super) probe_failed: bool,
    /// When this process began.
    pub(super) started: Time,
    /// When the server last answered a call.
    pub(super) contact: Time,
    /// When each shard's create was sent.
    pub(super) sent: BTreeMap<ShardNo, Time>,
}

impl Watch {
    pub(super) fn begin(&mut self, head: &Head, now: Time) {
        self.cancelled = head.cancelled && self.cancel_wanted;
        self.room.begin(head);
        (self.started, self.contact, self.probe_failed) = (now, now, false);
    }

    pub(super) fn died(&mut self) {
        self.stopped = false;
        self.new_done_key = None;
        self.calls.clear();
        self.not_before.clear();
        self.queued.clear();
        self.failed.clear();
        self.fetched.clear();
        self.ended.clear();
        self.sweep = None;
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

    /// Why a request must not go into another batch after `batch`; `None` if it may.
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
