//! The run as a whole: its start, its rounds and its end.

use super::action::{Action, Done, Ending, Select, Work};
use super::failing::Failing;
use super::fault::{Cause, Fault};
use super::record::{Load, Record, ShardNo, Stage};
use super::{Core, Impossible, Wish};
use crate::event::RunEvent;

impl Core {
    /// Continues the run once every shard of the current round is done.
    pub(super) fn end_of_round(&mut self) {
        if self.totals.open > 0 || self.working.in_progress.is_some() {
            return;
        }
        if let Some(due) = self.working.due
            && due > self.now
        {
            return;
        }
        let work = if self.head.ended {
            self.end(Ending::Complete);
            return;
        } else if let Some(select) = self.next_round() {
            Work::Plan(select)
        } else if self.head.orphans && !self.policy.keep_files && !self.working.swept {
            Work::Sweep
        } else {
            let requests = self.head.rounds.first().copied().unwrap_or(0);
            self.emit(RunEvent::Merging { requests });
            Work::Merge
        };
        self.begin_work(work);
    }

    /// The selection for the next round, if there is to be one.
    fn next_round(&self) -> Option<Select> {
        if self.wish != Wish::Run {
            return None;
        }
        if self.selected.is_some() {
            return self.selected;
        }
        let last = self.head.rounds.len().checked_sub(1)?;
        let again = self.loads.iter().zip(&self.records).rev();
        let again = again.take_while(|(load, _)| usize::try_from(load.round) == Ok(last)).any(
            |(_, record)| matches!(&record.stage, Stage::Settled { part, .. } if part.again > 0),
        );
        let allowed = self.head.rounds.len() < self.round_limit;
        (again && allowed).then_some(Select { transient: true, ..Select::default() })
    }

    pub(super) fn begin_work(&mut self, work: Work) {
        if self.working.in_progress.is_some() || self.working.due.is_some_and(|due| due > self.now)
        {
            return;
        }
        self.working.due = None;
        self.working.in_progress = Some(work.clone());
        self.out.calls.push(Action::Work(work));
    }

    pub(super) fn worked(&mut self, done: Done) -> Result<(), Impossible> {
        match (self.working.in_progress.take(), done) {
            (Some(Work::Probe), Done::Probed(result)) => self.probed(result),
            (Some(Work::Plan(_)), Done::Planned(result)) => self.planned(result),
            (Some(Work::Sweep), Done::Swept(result)) => self.swept(result),
            (Some(Work::Merge), Done::Merged(result)) => self.merged(result),
            (work, done) => {
                return Err(Impossible(format!("{work:?} ended with {done:?}")));
            }
        }
        Ok(())
    }

    fn probed(&mut self, result: Result<(), Fault>) {
        let action = "reach the server";
        match result {
            Ok(()) => {
                self.probed = true;
                self.working.failing = None;
                self.last_contact = self.now;
            }
            Err(fault) => match fault.cause {
                Cause::Unsupported | Cause::NotFound => self.end(Ending::Unsupported(fault)),
                Cause::Transient | Cause::QueueFull => {
                    let limit = self.policy.start_limit;
                    // Nothing was sent yet, so the caller can decide about a longer wait.
                    let asks_for_more = fault.retry_after.is_some_and(|wait| wait > limit);
                    if asks_for_more || self.work_failed(action, &fault, limit) {
                        self.end(Ending::Failed { action, fault });
                    }
                }
                _ => self.end(Ending::Failed { action, fault }),
            },
        }
    }

    fn planned(&mut self, result: Result<Result<Vec<Load>, Vec<ShardNo>>, Fault>) {
        let loads = match result {
            Ok(Ok(loads)) => loads,
            Ok(Err(lost)) => {
                self.lost_parts(lost);
                return;
            }
            Err(fault) => {
                self.end(Ending::Failed { action: "plan the next round", fault });
                return;
            }
        };
        self.selected = None;
        if self.wish != Wish::Run {
            return;
        }
        if loads.is_empty() {
            // No selected request can be sent.
            self.round_limit = self.head.rounds.len();
            return;
        }
        let requests = loads.iter().map(|load| load.requests).sum();
        self.head.rounds.push(requests);
        self.out.head = true;
        self.emit(RunEvent::Round { number: self.head.rounds.len(), requests });
        for load in loads {
            self.out.added.insert(self.records.len());
            self.add(load, Record::new());
        }
        self.working.due = None;
    }

    fn swept(&mut self, result: Result<Vec<String>, Fault>) {
        if result.as_ref().err().is_none_or(Fault::is_contact) {
            self.last_contact = self.now;
        }
        match result {
            Ok(left) => {
                self.head.left.extend(left);
                self.head.orphans = false;
            }
            Err(fault) => {
                let limit = self.policy.outage_limit;
                let lasting = !matches!(fault.cause, Cause::Transient | Cause::QueueFull);
                if !(lasting || self.work_failed("look for files to delete", &fault, limit)) {
                    return;
                }
            }
        }
        self.working.failing = None;
        self.working.swept = true;
        self.out.head = true;
    }

    fn merged(&mut self, result: Result<Result<(), Vec<ShardNo>>, Fault>) {
        match result {
            Ok(Ok(())) => {
                self.head.ended = true;
                self.out.head = true;
                self.end(Ending::Complete);
            }
            Ok(Err(lost)) => self.lost_parts(lost),
            Err(fault) => self.end(Ending::Failed { action: "write the result file", fault }),
        }
    }

    /// Decides when to repeat work that failed. Returns whether it has failed for too long.
    fn work_failed(
        &mut self,
        action: &'static str,
        fault: &Fault,
        limit: std::time::Duration,
    ) -> bool {
        if fault.is_contact() {
            self.last_contact = self.now;
        }
        let failing = self.working.failing.get_or_insert(Failing::new(self.now));
        failing.times = failing.times.saturating_add(1);
        let failing = *failing;
        if self.now >= failing.since.plus(limit) {
            return true;
        }
        let at = self.policy.next_attempt(failing, limit, fault.retry_after, self.now);
        self.working.due = Some(at);
        self.emit(RunEvent::Retrying {
            shard: None,
            action,
            error: fault.message.clone(),
            failing_for: self.now.since(failing.since),
            delay: at.since(self.now),
        });
        false
    }
}
