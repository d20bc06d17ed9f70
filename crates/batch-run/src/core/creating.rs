//! Creating a shard's batch exactly once.
//!
//! The API has no idempotency key for batches. A batch whose create has an unknown outcome is looked
//! for by its key. Only if the list has had time to show it, and does not, is the create sent once
//! more.

use std::time::Duration;

use super::action::Snapshot;
use super::failing::Failing;
use super::fault::{Cause, Effect, Fault};
use super::record::{Chore, Duplicate, Fill, ShardNo, Stage};
use super::trouble::Verdict;
use super::{Core, Impossible, Phase, Wish};
use crate::event::RunEvent;

/// How many times a server may refuse the input file before the shard is refused for good.
const FILE_REFUSALS: u32 = 9;

/// After how many of these refusals the input is uploaded again.
const REFUSALS_PER_FILE: u32 = 3;

const CREATE: &str = "create batch";

impl Core {
    pub(super) fn created(
        &mut self,
        no: ShardNo,
        result: Result<Snapshot, Fault>,
    ) -> Result<(), Impossible> {
        let file = self.expect_creating(no)?;
        match result {
            Ok(batch) => self.took(no, file, batch, false),
            Err(fault) => match fault.effect {
                Effect::None => self.not_created(no, file, &fault),
                Effect::Unknown | Effect::Done => self.lost_create(no, &file, &fault),
            },
        }
        Ok(())
    }

    pub(super) fn batch_found(
        &mut self,
        no: ShardNo,
        result: Result<Vec<Snapshot>, Fault>,
    ) -> Result<(), Impossible> {
        let file = self.expect_creating(no)?;
        let outage = self.policy.outage_limit;
        let found = match result {
            Ok(found) => found,
            Err(fault) => {
                if self.trouble(no, "look for batch", &fault, outage) == Verdict::GiveUp {
                    self.close(no, Fill::Unknown, Some(file));
                }
                return Ok(());
            }
        };
        self.last_contact = self.now;
        let refused = &self.records[no].refused;
        let mut ours = found.into_iter().filter(|batch| !refused.contains(&batch.id));
        if let Some(batch) = ours.next() {
            let others: Vec<_> = ours.collect();
            self.took(no, file, batch, true);
            for other in others {
                self.duplicate(no, other);
            }
            return Ok(());
        }
        let (record, live) = (&self.records[no], &self.live[no]);
        // The answer may have taken a while. What counts is when the list was requested.
        let (asked, window) = (live.asked, live.window);
        let is_first = !record.resent || self.policy.list_is_complete;
        let may_resend = is_first && !record.final_send;
        let failing = self.live[no].failing.get_or_insert(Failing::new(self.now));
        failing.times = failing.times.saturating_add(1);
        let (since, times) = (failing.since, failing.times);
        let again = self.now.plus(self.policy.backoff(times));
        if asked < window {
            self.due(no, again.min(window).max(self.now));
        } else if may_resend {
            // As far as anyone can tell, the batch was not created.
            self.live[no].lost = false;
            self.live[no].failing = None;
            if self.wish == Wish::Cancel {
                self.close_unsent(no, Some(file), super::CANCELLED);
            } else {
                self.due(no, self.now);
            }
        } else if self.now >= since.plus(outage) {
            self.close(no, Fill::Unknown, Some(file));
        } else {
            self.due(no, again.min(since.plus(outage)));
        }
        Ok(())
    }

    /// The shard's batch exists.
    fn took(&mut self, no: ShardNo, file: String, batch: Snapshot, found: bool) {
        self.recovered(no);
        let live = &mut self.live[no];
        (live.lost, live.since, live.polls, live.nameless) = (false, self.now, 0, None);
        let shard = self.name(no);
        self.emit(RunEvent::Created { shard, batch_id: batch.id.clone(), found });
        self.update(no, |record| {
            let batch = batch.id;
            record.stage = Stage::Running { file: Some(file), batch, cancelling: false };
        });
        let first = self.now.plus(self.policy.poll.0);
        self.due(no, if self.wish == Wish::Cancel || found { self.now } else { first });
    }

    /// The server refused the create, or did not receive it.
    fn not_created(&mut self, no: ShardNo, file: String, fault: &Fault) {
        if fault.is_contact() {
            self.last_contact = self.now;
        }
        // The create was not carried out, so it does not count as sent.
        self.update(no, |record| record.sends = record.sends.saturating_sub(1));
        if self.wish == Wish::Cancel {
            self.close_unsent(no, Some(file), super::CANCELLED);
            return;
        }
        match fault.cause {
            Cause::QueueFull => {
                let code = fault.code.clone().unwrap_or_default();
                self.held(no, &code, fault.retry_after);
                self.update(no, |record| record.stage = Stage::Queued { file: Some(file) });
            }
            Cause::FileNotFound => self.blame_file(no, file, Fill::refused(fault)),
            Cause::Transient | Cause::Denied | Cause::Local => {
                let limit = self.policy.outage_limit;
                if self.trouble(no, CREATE, fault, limit) == Verdict::GiveUp {
                    self.close_unsent(no, Some(file), &fault.message);
                }
            }
            // A proxy that does not know its way may say so too.
            Cause::NotFound => {
                let limit = self.policy.limit(fault.cause);
                if self.trouble(no, CREATE, fault, limit) == Verdict::GiveUp {
                    self.close(no, Fill::refused(fault), Some(file));
                }
            }
            Cause::Unsupported | Cause::Refused => {
                self.close(no, Fill::refused(fault), Some(file));
            }
        }
    }

    /// The batch may exist, or certainly exists, but its id is not known.
    fn lost_create(&mut self, no: ShardNo, file: &str, fault: &Fault) {
        let certain = fault.effect == Effect::Done;
        self.update(no, |record| {
            record.doubt(file);
            record.final_send |= certain || fault.forbids_retry;
        });
        let live = &mut self.live[no];
        live.lost = true;
        live.failing = None;
        live.window = self.now.plus(self.policy.list_lag);
        let limit = self.policy.outage_limit;
        // It is looked for at least once, even if the limit was reached.
        if self.trouble(no, CREATE, fault, limit) == Verdict::GiveUp {
            self.due(no, self.now);
        }
    }

    /// The shard's batch no longer takes up room in the queue.
    pub(super) fn batch_ended(&mut self, no: ShardNo) {
        let load = &self.loads[no];
        self.pressure.ended(load.model.as_deref(), load.tokens);
    }

    /// The queue is full. The model is held back, which is reported once for each wave of refusals.
    pub(super) fn held(&mut self, no: ShardNo, code: &str, hint: Option<Duration>) {
        let model = self.loads[no].model.clone();
        let enqueued = self.totals.enqueued(model.as_ref()).saturating_sub(self.loads[no].tokens);
        let sent = self.live[no].sent;
        let news = self.pressure.refused(model.as_deref(), enqueued, sent, hint, self.now);
        self.live[no].failing = None;
        self.head.learnt = self.pressure.learnt();
        self.out.head = true;
        if let Some(delay) = news {
            let shard = self.name(no);
            self.emit(RunEvent::Held { shard, code: code.to_owned(), delay });
        }
    }

    /// The server did not find the input file. A new file may not be visible everywhere at once, so
    /// the create is tried again, at times with a new upload.
    pub(super) fn blame_file(&mut self, no: ShardNo, file: String, refusal: Fill) {
        let refusals = self.records[no].file_refusals.saturating_add(1);
        if refusals >= FILE_REFUSALS {
            self.close(no, refusal, Some(file));
            return;
        }
        let keep_files = self.policy.keep_files;
        self.update(no, |record| {
            record.file_refusals = refusals;
            record.stage = if refusals.is_multiple_of(REFUSALS_PER_FILE) {
                record.upload += 1;
                if !keep_files {
                    record.chores.push(Chore::Delete(file));
                }
                Stage::Queued { file: None }
            } else {
                Stage::Queued { file: Some(file) }
            };
        });
        let at = self.now.plus(self.policy.backoff(refusals));
        self.due(no, at);
    }

    /// A batch of a shard other than its own: it is reported, and cancelled if it is in flight.
    pub(super) fn duplicate(&mut self, no: ShardNo, batch: Snapshot) {
        // A list that is read in pages may show a batch twice.
        if self.records[no].batch() == Some(&batch.id) {
            return;
        }
        let (id, status) = (batch.id.clone(), batch.status.clone());
        if !self.head.duplicates.iter().any(|known| known.batch == id) {
            let shard = self.name(no);
            self.emit(RunEvent::Duplicate { shard, batch_id: id.clone(), status: status.clone() });
            let counts = batch.counts;
            self.head.duplicates.push(Duplicate { batch: id.clone(), status, counts });
            self.out.head = true;
        }
        let cancel = Chore::Cancel(id);
        if batch.phase == Phase::Open && !self.records[no].chores.contains(&cancel) {
            self.update(no, |record| record.chores.push(cancel));
        }
    }

    fn expect_creating(&self, no: ShardNo) -> Result<String, Impossible> {
        match &self.records[no].stage {
            Stage::Creating { file, .. } => Ok(file.clone()),
            other => Err(Impossible(format!("a create ended while shard {no} was {other:?}"))),
        }
    }
}
