//! Calls that fail: when they are repeated, and when they are given up.

use std::time::Duration;

use super::failing::Failing;
use super::fault::{Cause, Fault};
use super::record::ShardNo;
use super::{Core, Ending};
use crate::event::RunEvent;

/// What follows from a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It will be repeated.
    Again,
    /// It has failed for too long, while the server is in reach.
    GiveUp,
    /// The run cannot go on now: the server is out of reach, or this machine fails.
    Halt,
}

impl Core {
    /// A call of a shard succeeded.
    pub(super) fn recovered(&mut self, no: ShardNo) {
        self.last_contact = self.now;
        self.live[no].failing = None;
    }

    /// Decides whether a call of a shard that failed is repeated. It may go on failing for `limit`.
    pub(super) fn trouble(
        &mut self,
        no: ShardNo,
        action: &'static str,
        fault: &Fault,
        limit: Duration,
    ) -> Verdict {
        if fault.is_contact() {
            self.last_contact = self.now;
        }
        if fault.cause == Cause::Local {
            self.end(Ending::Failed { action, fault: fault.clone() });
            return Verdict::Halt;
        }
        let failing = self.live[no].failing.get_or_insert(Failing::new(self.now));
        failing.times = failing.times.saturating_add(1);
        let failing = *failing;
        if self.now >= failing.since.plus(limit) {
            if self.now.since(self.last_contact) >= self.policy.outage_limit {
                self.end(Ending::Failed { action, fault: fault.clone() });
                return Verdict::Halt;
            }
            self.live[no].failing = None;
            return Verdict::GiveUp;
        }
        let at = self.policy.next_attempt(failing, limit, fault.retry_after, self.now);
        self.due(no, at);
        let shard = Some(self.name(no));
        self.emit(RunEvent::Retrying {
            shard,
            action,
            error: fault.message.clone(),
            failing_for: self.now.since(failing.since),
            delay: at.since(self.now),
        });
        Verdict::Again
    }
}
