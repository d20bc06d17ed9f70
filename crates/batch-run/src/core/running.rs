//! A batch in flight, and its result files.

use std::time::Duration;

use super::action::{Phase, Refusal, Role, Snapshot};
use super::evidence::{Counts, Fetched, Files, Final, is_complete};
use super::failing::{Failing, MISSING_LIMIT};
use super::fault::{Cause, Fault};
use super::record::{Fill, ShardNo, Stage};
use super::time::Time;
use super::trouble::Verdict;
use super::{Core, Impossible, Wish};
use crate::event::RunEvent;

/// How long a batch that seems to have ended with nothing done is polled again. Some servers report
/// counts and result files a moment after the final status.
const LATE_TOTALS: Duration = Duration::from_secs(30);

const POLL: &str = "poll batch";
const FETCH: &str = "fetch results";

impl Core {
    pub(super) fn polled(
        &mut self,
        no: ShardNo,
        result: Result<Snapshot, Fault>,
    ) -> Result<(), Impossible> {
        let batch = self.expect_running(no)?;
        match result {
            Ok(snapshot) => self.seen(no, snapshot),
            // A batch that was seen before does not cease to exist: neither a 404 nor any other
            // refusal is evidence.
            Err(fault) => {
                let limit = self.policy.outage_limit;
                if self.trouble(no, POLL, &fault, limit) == Verdict::GiveUp {
                    self.close_unknown(no, batch);
                }
            }
        }
        Ok(())
    }

    /// A call to cancel a batch ended. The batch is the shard's own or a duplicate of it.
    pub(super) fn cancelled(
        &mut self,
        no: ShardNo,
        batch: String,
        result: Result<Snapshot, Fault>,
    ) -> Result<(), Impossible> {
        if self.records[no].batch() != Some(&*batch) {
            return self.cancelled_duplicate(no, &batch, result);
        }
        self.expect_running(no)?;
        let asked = |core: &mut Self| {
            core.update(no, |record| {
                if let Stage::Running { cancelling, .. } = &mut record.stage {
                    *cancelling = true;
                }
            });
        };
        match result {
            Ok(snapshot) => {
                asked(self);
                self.seen(no, snapshot);
            }
            // The batch has ended, or cannot be cancelled. Polls will tell.
            Err(fault) if matches!(fault.cause, Cause::Refused | Cause::Unsupported) => {
                self.last_contact = self.now;
                asked(self);
                self.due(no, self.now);
            }
            Err(fault) => {
                let limit = self.policy.limit(fault.cause);
                if self.trouble(no, "cancel batch", &fault, limit) == Verdict::GiveUp {
                    asked(self);
                    self.due(no, self.now);
                }
            }
        }
        Ok(())
    }

    /// Decides what follows from the state of the shard's batch.
    fn seen(&mut self, no: ShardNo, snapshot: Snapshot) {
        self.recovered(no);
        let (shard, total) = (self.name(no), self.loads[no].requests);
        self.emit(RunEvent::Polled {
            shard,
            batch_id: snapshot.id.clone(),
            status: snapshot.status.clone(),
            answered: snapshot.counts.map_or(0, Counts::answered),
            total,
        });
        let Some(end) = snapshot.end() else {
            self.live[no].nameless = None;
            let pause = self.policy.poll_interval(self.live[no].since, self.now);
            let hint = self.policy.kept(snapshot.retry_after);
            let pause = pause.saturating_add(self.spread(no, pause)).max(hint);
            self.due(no, self.now.plus(pause));
            return;
        };
        let refused = snapshot.phase == Phase::Failed && ran_nothing(&end);
        let patience = match &snapshot.refusal {
            Some(Refusal::Whole { .. }) if refused => LATE_TOTALS,
            // The outcome of the validation does not change.
            Some(_) if refused => Duration::ZERO,
            _ => patience(&end),
        };
        if let Some(at) = self.look_again(no, patience) {
            self.due(no, at);
        } else if refused && (snapshot.refusal.is_some() || end.counts.is_some()) {
            self.ended(no, &snapshot);
            self.refused(no, snapshot);
        } else {
            self.ended(no, &snapshot);
            self.batch_ended(no);
            let live = &mut self.live[no];
            (live.nameless, live.previous, live.incomplete) = (None, None, None);
            self.fetch(no, end);
        }
    }

    /// When to poll a final batch again, if that is to be done for as long as `patience`.
    fn look_again(&mut self, no: ShardNo, patience: Duration) -> Option<Time> {
        let since = *self.live[no].nameless.get_or_insert(self.now);
        let until = since.plus(patience.min(self.policy.outage_limit));
        let next = self.now.plus(self.policy.poll_interval(since, self.now));
        // The answer may have taken a while. What counts is when the server was asked.
        (self.live[no].asked < until && !patience.is_zero()).then(|| next.min(until).max(self.now))
    }

    fn ended(&mut self, no: ShardNo, snapshot: &Snapshot) {
        let reasons = snapshot.refusal.as_ref().map(Refusal::reasons).unwrap_or_default();
        let (shard, batch_id) = (self.name(no), snapshot.id.clone());
        let status = snapshot.status.clone();
        self.emit(RunEvent::Ended { shard, batch_id, status, reasons });
    }

    /// The server refused the whole batch, and ran no request of it.
    fn refused(&mut self, no: ShardNo, snapshot: Snapshot) {
        let Stage::Running { file, .. } = &self.records[no].stage else { return };
        let (file, batch) = (file.clone(), snapshot.id);
        let cancelled = self.wish == Wish::Cancel;
        let refusal = snapshot.refusal.unwrap_or_else(|| Refusal::Whole {
            code: "batch_failed".into(),
            message: "the batch failed, and the server gave no reason".into(),
        });
        // A batch whose input file is gone is asked about a second time. Its requests may be in a later
        // round by now.
        let may_resend = !cancelled && file.is_some();
        match refusal {
            Refusal::QueueFull { code } if may_resend => {
                self.held(no, &code, snapshot.retry_after);
                self.update(no, |record| {
                    record.refuse(batch);
                    record.stage = Stage::Queued { file };
                });
            }
            Refusal::FileNotFound { code, message }
                if let Some(file) = file.clone().filter(|_| may_resend) =>
            {
                self.update(no, |record| record.refuse(batch));
                self.blame_file(no, file, Fill::Refused { code, message });
            }
            Refusal::Lines(lines) => {
                self.batch_ended(no);
                self.close(no, Fill::Lines { lines }, file);
            }
            Refusal::QueueFull { code } => {
                let message = "the queue is full".into();
                self.close(no, Fill::Refused { code, message }, file);
            }
            Refusal::FileNotFound { code, message } | Refusal::Whole { code, message } => {
                self.batch_ended(no);
                self.close(no, Fill::Refused { code, message }, file);
            }
        }
    }

    /// Begins to fetch the results of a final batch.
    fn fetch(&mut self, no: ShardNo, end: Final) {
        let live = &mut self.live[no];
        (live.files, live.given_up) = (Files::default(), Vec::new());
        self.update(no, |record| {
            let stage = &record.stage;
            let (Stage::Running { file, batch, .. } | Stage::Fetching { file, batch, .. }) = stage
            else {
                return;
            };
            record.stage = Stage::Fetching { file: file.clone(), batch: batch.clone(), end };
        });
        self.due(no, self.now);
    }

    pub(super) fn fetched(
        &mut self,
        no: ShardNo,
        role: Role,
        result: Result<Fetched, Fault>,
    ) -> Result<(), Impossible> {
        let Stage::Fetching { .. } = &self.records[no].stage else {
            let stage = &self.records[no].stage;
            return Err(Impossible(format!("a download ended while shard {no} was {stage:?}")));
        };
        let fault = match result {
            Ok(file) if file.is_foreign() => {
                Fault::new(Cause::NotFound, "the server sent something that is not a result file")
            }
            Ok(file) => {
                self.recovered(no);
                let files = &mut self.live[no].files;
                match role {
                    Role::Output => files.output = Some(file),
                    Role::Error => files.error = Some(file),
                }
                self.due(no, self.now);
                return Ok(());
            }
            Err(fault) => fault,
        };
        let limit = self.policy.limit(fault.cause);
        if self.trouble(no, FETCH, &fault, limit) == Verdict::GiveUp {
            self.live[no].given_up.push(role);
            self.due(no, self.now);
        }
        Ok(())
    }

    /// Decides what the result files prove, once they were fetched or given up.
    pub(super) fn conclude(&mut self, no: ShardNo) {
        let Stage::Fetching { end, .. } = &self.records[no].stage else { return };
        let live = &mut self.live[no];
        let complete = is_complete(end, &live.files);
        if complete || !live.given_up.is_empty() || live.previous.as_ref() == Some(&live.files) {
            let fill = if complete { Fill::Missing } else { Fill::Unknown };
            self.close_fetched(no, fill);
            return;
        }
        // Another fetch may return more. If it returns the same bytes, that is all there is.
        let mut failing = live.incomplete.unwrap_or(Failing::new(self.now));
        failing.times = failing.times.saturating_add(1);
        let until = failing.since.plus(self.policy.outage_limit);
        if self.now >= until {
            self.close_fetched(no, Fill::Unknown);
            return;
        }
        live.incomplete = Some(failing);
        live.previous = Some(std::mem::take(&mut live.files));
        let at = self.now.plus(self.policy.backoff(failing.times)).min(until);
        self.due(no, at);
        let shard = Some(self.name(no));
        self.emit(RunEvent::Retrying {
            shard,
            action: FETCH,
            error: "the result files may be incomplete".into(),
            failing_for: self.now.since(failing.since),
            delay: at.since(self.now),
        });
    }

    /// Asks again about a batch whose results are missing or incomplete.
    pub(super) fn rerun(&mut self, no: ShardNo, batch: String) {
        let live = &mut self.live[no];
        (live.failing, live.nameless, live.since, live.polls) = (None, None, self.now, 0);
        self.update(no, |record| {
            record.stage = Stage::Running { file: None, batch, cancelling: false };
        });
        self.due(no, self.now);
    }

    /// A small part of a pause that differs between shards and polls, so that many shards do not poll
    /// at the same time.
    fn spread(&self, no: ShardNo, pause: Duration) -> Duration {
        let mixed = (no as u64 ^ (u64::from(self.live[no].polls) << 32))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(31)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9);
        pause / 100 * u32::try_from(mixed >> 57).unwrap_or(0) / 10
    }

    fn expect_running(&self, no: ShardNo) -> Result<String, Impossible> {
        match &self.records[no].stage {
            Stage::Running { batch, .. } => Ok(batch.clone()),
            other => Err(Impossible(format!("a poll ended while shard {no} was {other:?}"))),
        }
    }
}

/// How long to wait until a final batch names its result files or counts its requests. Some servers do
/// so a moment after the final status.
fn patience(end: &Final) -> Duration {
    if names_may_follow(end) {
        MISSING_LIMIT
    } else if end.output.is_none() && end.error.is_none() && !end.completed {
        LATE_TOTALS
    } else {
        Duration::ZERO
    }
}

/// Whether there is no sign that any request of a batch was run.
fn ran_nothing(end: &Final) -> bool {
    let no_files = end.output.is_none() && end.error.is_none();
    no_files && end.counts.is_none_or(|counts| counts.answered() == 0)
}

/// Whether a final batch may yet name a result file that it does not name now.
fn names_may_follow(end: &Final) -> bool {
    let counts = end.counts;
    let no_answers =
        counts.is_some_and(|counts| counts.completed == 0 && (counts.failed > 0 || !end.completed));
    let no_failures = counts.is_none_or(|counts| counts.failed == 0);
    (end.output.is_none() && !no_answers) || (end.error.is_none() && !no_failures)
}

impl Refusal {
    /// The first few of the server's reasons, as text.
    fn reasons(&self) -> Vec<String> {
        let reason = |code: &str, message: &str| format!("{code}: {message}");
        match self {
            Self::QueueFull { code } => vec![code.clone()],
            Self::FileNotFound { code, message } | Self::Whole { code, message } => {
                vec![reason(code, message)]
            }
            Self::Lines(lines) => lines
                .iter()
                .take(10)
                .map(|(line, (code, message))| format!("line {line}: {}", reason(code, message)))
                .collect(),
        }
    }
}
