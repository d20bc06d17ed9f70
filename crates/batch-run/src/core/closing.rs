//! The end of a shard: its results are written, and nothing of it is left on the server.

use super::action::Snapshot;
use super::evidence::Files;
use super::fault::{Cause, Fault};
use super::record::{Chore, Fill, Part, ShardNo, Stage};
use super::trouble::Verdict;
use super::{Core, Ending, Impossible, Phase};
use crate::event::RunEvent;

impl Core {
    /// Ends a shard for which there are no result files.
    pub(super) fn close(&mut self, no: ShardNo, fill: Fill, file: Option<String>) {
        let status = match &fill {
            Fill::NotSent { .. } => "not sent",
            Fill::Unknown => "unknown",
            Fill::Missing | Fill::Refused { .. } | Fill::Lines { .. } => "refused",
        };
        let batch = self.records[no].batch().map(str::to_owned);
        self.close_as(no, batch, status.into(), Files::default(), fill, file);
    }

    /// Ends a shard that will not be sent any more.
    pub(super) fn close_unsent(&mut self, no: ShardNo, file: Option<String>, reason: &str) {
        // A create that was sent, and was not found, may have been carried out.
        let fill = match self.records[no].sends {
            0 => Fill::NotSent { reason: reason.to_owned() },
            _ => Fill::Unknown,
        };
        self.close(no, fill, file);
    }

    /// Ends a shard about whose batch the server says nothing.
    pub(super) fn close_unknown(&mut self, no: ShardNo, batch: String) {
        let file = match &self.records[no].stage {
            Stage::Running { file, .. } => file.clone(),
            _ => None,
        };
        let (batch, files) = (Some(batch), Files::default());
        self.batch_ended(no);
        self.close_as(no, batch, "unknown".into(), files, Fill::Unknown, file);
    }

    /// Ends a shard with the result files that were fetched.
    pub(super) fn close_fetched(&mut self, no: ShardNo, fill: Fill) {
        let Stage::Fetching { file, batch, end } = &self.records[no].stage else { return };
        let (file, batch, status) = (file.clone(), Some(batch.clone()), end.status.clone());
        let files = std::mem::take(&mut self.live[no].files);
        self.close_as(no, batch, status, files, fill, file);
    }

    fn close_as(
        &mut self,
        no: ShardNo,
        batch: Option<String>,
        status: String,
        files: Files,
        fill: Fill,
        file: Option<String>,
    ) {
        let keep_files = self.policy.keep_files;
        let is_final =
            fill != Fill::Unknown || matches!(self.records[no].stage, Stage::Fetching { .. });
        self.update(no, |record| {
            record.look();
            if let Some(file) = file.filter(|_| !keep_files) {
                record.chores.push(Chore::Withhold(file));
            }
            if is_final {
                record.release_files();
            }
            record.stage = Stage::Closing { batch, status, files, fill };
        });
        let live = &mut self.live[no];
        (live.lost, live.failing, live.previous) = (false, None, None);
        self.due(no, self.now);
    }

    pub(super) fn settled(
        &mut self,
        no: ShardNo,
        result: Result<Option<Part>, Fault>,
    ) -> Result<(), Impossible> {
        let Stage::Closing { batch, status, fill, .. } = &self.records[no].stage else {
            let stage = &self.records[no].stage;
            return Err(Impossible(format!(
                "results were put in order while shard {no} was {stage:?}"
            )));
        };
        let (batch, status) = (batch.clone(), status.clone());
        let part = match result {
            Ok(Some(part)) => part,
            // Fetched files are gone, so they are fetched again.
            Ok(None) => {
                match batch {
                    Some(batch) => self.rerun(no, batch),
                    None => self.due(no, self.now.plus(self.policy.poll.0)),
                }
                return Ok(());
            }
            Err(fault) => {
                self.end(Ending::Failed { action: "write results", fault });
                return Ok(());
            }
        };
        let reason = match fill {
            Fill::NotSent { reason } => Some(reason.clone()),
            Fill::Refused { code, message } => Some(format!("{code}: {message}")),
            Fill::Missing | Fill::Unknown | Fill::Lines { .. } => None,
        };
        let (shard, requests) = (self.name(no), self.loads[no].requests);
        let (succeeded, unknown) = (part.succeeded, part.unknown);
        self.emit(RunEvent::Settled { shard, requests, succeeded, unknown, reason });
        self.update(no, |record| {
            let unknown = part.unknown > 0;
            record.stage = Stage::Settled { batch, status, part, unknown };
        });
        self.due(no, self.now);
        Ok(())
    }

    pub(super) fn deleted(
        &mut self,
        no: ShardNo,
        file: String,
        result: Result<(), Fault>,
    ) -> Result<(), Impossible> {
        match result {
            Ok(()) => self.recovered(no),
            Err(fault) if fault.cause == Cause::NotFound => {
                // The 404 may be a proxy's. The list of files is read at the end of the run to be
                // sure.
                self.leave_orphan();
                self.recovered(no);
            }
            Err(fault) => {
                let limit = self.policy.outage_limit;
                if fault.is_contact() {
                    self.recovered(no);
                } else if self.trouble(no, "delete input", &fault, limit) != Verdict::GiveUp {
                    return Ok(());
                }
                self.head.left.push(file.clone());
                self.out.head = true;
            }
        }
        self.tidied(no, &Chore::Delete(file));
        Ok(())
    }

    pub(super) fn all_found(
        &mut self,
        no: ShardNo,
        file: String,
        result: Result<Vec<Snapshot>, Fault>,
    ) -> Result<(), Impossible> {
        let found = match result {
            Ok(found) => found,
            Err(fault) => {
                let limit = self.policy.outage_limit;
                let verdict = self.trouble(no, "look for duplicates", &fault, limit);
                if verdict == Verdict::GiveUp {
                    self.tidied(no, &Chore::Look { file });
                }
                return Ok(());
            }
        };
        self.recovered(no);
        self.tidied(no, &Chore::Look { file });
        let record = &self.records[no];
        let known = |id: &str| record.batch() == Some(id) || record.refused.iter().any(|r| r == id);
        let mut others: Vec<_> = found.into_iter().filter(|batch| !known(&batch.id)).collect();
        // A shard that ended without a batch has one after all.
        if record.batch().is_none() && !others.is_empty() {
            let batch = others.remove(0);
            let (shard, batch_id) = (self.name(no), batch.id.clone());
            self.emit(RunEvent::Created { shard, batch_id, found: true });
            self.rerun(no, batch.id);
        }
        for other in others {
            self.duplicate(no, other);
        }
        if !self.records[no].is_done() && self.live[no].due.is_none() {
            self.due(no, self.now);
        }
        Ok(())
    }

    pub(super) fn cancelled_duplicate(
        &mut self,
        no: ShardNo,
        batch: &str,
        result: Result<Snapshot, Fault>,
    ) -> Result<(), Impossible> {
        match result {
            Ok(snapshot) => {
                self.recovered(no);
                if snapshot.phase != Phase::Open || snapshot.counts.is_some() {
                    let known = self.head.duplicates.iter_mut().find(|known| known.batch == batch);
                    if let Some(known) = known {
                        (known.status, known.counts) = (snapshot.status, snapshot.counts);
                        self.out.head = true;
                    }
                }
            }
            // The batch has ended, or cannot be cancelled.
            Err(fault) if matches!(fault.cause, Cause::Refused | Cause::Unsupported) => {
                self.recovered(no);
            }
            Err(fault) => {
                let limit = self.policy.limit(fault.cause);
                if self.trouble(no, "cancel duplicate", &fault, limit) != Verdict::GiveUp {
                    return Ok(());
                }
            }
        }
        self.tidied(no, &Chore::Cancel(batch.to_owned()));
        Ok(())
    }

    /// Removes a chore that is done or cannot be done.
    fn tidied(&mut self, no: ShardNo, chore: &Chore) {
        self.live[no].failing = None;
        self.update(no, |record| {
            if let Some(at) = record.chores.iter().position(|other| other == chore) {
                record.chores.remove(at);
            }
        });
        if !self.records[no].is_done() {
            self.due(no, self.now);
        }
    }

    /// The results of these shards are missing or damaged on this machine.
    pub(super) fn lost_parts(&mut self, shards: Vec<ShardNo>) {
        for no in shards {
            match self.records[no].batch().map(str::to_owned) {
                Some(batch) => self.rerun(no, batch),
                None => {
                    let reason = "the results of this shard were lost on this machine";
                    self.close_unsent(no, None, reason);
                }
            }
        }
    }
}

impl Fill {
    /// The server's reason for a refusal.
    pub(super) fn refused(fault: &Fault) -> Self {
        Self::Refused {
            code: fault.code.clone().unwrap_or_else(|| "request_refused".into()),
            message: fault.message.clone(),
        }
    }
}
