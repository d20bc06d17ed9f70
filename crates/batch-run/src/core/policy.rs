//! Limits and intervals of a run.

use std::time::Duration;

use super::failing::{Failing, MISSING_LIMIT};
use super::fault::Cause;
use super::time::Time;

/// The longest wait that a server can ask for. Longer ones are taken for mistakes.
const LONGEST_HINT: Duration = Duration::from_secs(3_600);

/// Limits and intervals of a run. They may change when a run is resumed.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// Batches in flight at once, from the upload of the input to the download of the results.
    pub(crate) batches: usize,
    /// Uploads and downloads at once.
    pub(crate) transfers: usize,
    /// Bytes of input files on the server at once.
    pub(crate) stored: u64,
    /// Estimated tokens enqueued at once for one model.
    pub(crate) tokens: Option<u64>,
    /// How many times a request is sent in all.
    pub(crate) rounds: u32,
    /// The shortest and the longest time between two polls of a batch.
    pub(crate) poll: (Duration, Duration),
    /// How long a model is held back after the first refusal because of a full queue.
    pub(crate) hold: Duration,
    /// How long a batch that was created may be missing from the list.
    pub(crate) list_lag: Duration,
    /// How long the same call may go on failing.
    pub(crate) outage_limit: Duration,
    /// How long the first call of a new run may go on failing.
    pub(crate) start_limit: Duration,
    /// Whether input files stay on the server.
    pub(crate) keep_files: bool,
    /// Whether a batch that is not in the list certainly does not exist.
    pub(crate) list_is_complete: bool,
}

impl Policy {
    /// How long a call may go on failing for this reason. A server that is in reach, but does not have
    /// what it should have, is asked for a shorter time.
    pub(super) fn limit(&self, cause: Cause) -> Duration {
        match cause {
            Cause::NotFound | Cause::FileNotFound => MISSING_LIMIT.min(self.outage_limit),
            _ => self.outage_limit,
        }
    }

    /// The pause before the next attempt after `failures` failures in a row.
    pub(super) fn backoff(&self, failures: u32) -> Duration {
        let (first, longest) = self.poll;
        first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(longest)
    }

    /// When to repeat a failing call that may go on failing for `limit`. The last attempt is made when
    /// the limit is reached, but never before the time that the server asked for.
    pub(super) fn next_attempt(
        &self,
        failing: Failing,
        limit: Duration,
        hint: Option<Duration>,
        now: Time,
    ) -> Time {
        let at = now.plus(self.backoff(failing.times)).min(failing.since.plus(limit));
        at.max(now.plus(self.kept(hint)))
    }

    /// How long to wait because the server asked for it.
    pub(super) fn kept(&self, hint: Option<Duration>) -> Duration {
        hint.unwrap_or_default().min(LONGEST_HINT).min(self.outage_limit)
    }

    /// The time between polls of a batch that has been in flight since `since`: a twentieth of its
    /// age, so that short batches are seen early and long ones cost few calls.
    pub(crate) fn poll_interval(&self, since: Time, now: Time) -> Duration {
        (now.since(since) / 20).min(self.poll.1).max(self.poll.0)
    }
}
