//! The promises about giving up: when, and for what reasons, shards and runs end early.

use std::time::Duration;

use crate::core::{
    Call, Cause, Done, Ending, Event, Fault, Fetched, Fill, Outcome, Phase, ShardNo, Stage, Time,
};

use super::promises::broken;
use super::world::World;

/// How long a batch that seems to have ended with nothing done is polled again.
const LATE_TOTALS: Duration = Duration::from_secs(30);

/// How long a server is asked for something that it should have.
const MISSING_LIMIT: Duration = Duration::from_secs(300);

/// How long a shard's calls have been failing in a row, and why the last one failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failed {
    since: Time,
    last: Cause,
}

impl World {
    /// A shard is given up only after the limits, and only for a reason.
    pub(super) fn before_save(&self, no: ShardNo) -> Result<(), String> {
        let Some(core) = &self.core else { return Ok(()) };
        let saved = self.disk.shards().nth(no).and_then(|shard| shard.record.as_ref());
        let (Some(saved), record) = (saved, core.record(no)) else { return Ok(()) };
        if matches!(saved.stage, Stage::Running { .. }) {
            self.before_fetching(no, &record.stage)?;
        }
        let Stage::Closing { fill, files, .. } = &record.stage else { return Ok(()) };
        let outage = self.policy.outage_limit;
        let failed = self.watch.failed.get(&no);
        let failing = failed.map_or(Duration::ZERO, |failed| self.now.since(failed.since));
        let is_foreign = |file: &Option<Fetched>| file.as_ref().is_some_and(Fetched::is_foreign);
        let ok = match (&saved.stage, fill) {
            _ if is_foreign(&files.output) || is_foreign(&files.error) => false,
            (Stage::Closing { .. } | Stage::Settled { .. }, _) => true,
            (Stage::Running { .. }, Fill::Unknown) => failing >= outage,
            (Stage::Fetching { end, .. }, Fill::Unknown) => {
                let whole = |file: &Option<Fetched>| {
                    file.as_ref().is_some_and(|file| file.framed && file.unreadable == 0)
                };
                let named = u32::from(end.output.is_some()) + u32::from(end.error.is_some());
                let here = u32::from(files.output.is_some()) + u32::from(files.error.is_some());
                let fetched = self.watch.fetched.get(&no).copied().unwrap_or_default();
                let all_are_whole = named == 2 && whole(&files.output) && whole(&files.error);
                // Files that may be incomplete are fetched twice, unless one cannot be fetched.
                !all_are_whole && (here < named || fetched >= 2 * named)
            }
            (Stage::Running { .. } | Stage::Fetching { .. }, _) => true,
            _ if self.watch.cancelled => true,
            (Stage::Creating { .. }, Fill::Unknown) => {
                let lost = self.watch.lost.get(&no).copied().unwrap_or(self.watch.started);
                self.now.since(lost) >= outage
            }
            (Stage::Uploading | Stage::Creating { .. }, Fill::NotSent { .. }) => failing >= outage,
            // A create that was sent with an earlier upload may have been carried out.
            (Stage::Uploading, Fill::Unknown) => saved.sends > 0 && failing >= outage,
            (Stage::Uploading | Stage::Creating { .. }, Fill::Refused { .. }) => failed
                .is_some_and(|failed| match failed.last {
                    Cause::Refused | Cause::Unsupported | Cause::FileNotFound => true,
                    Cause::NotFound => failing >= MISSING_LIMIT.min(outage),
                    _ => false,
                }),
            _ => false,
        };
        if ok {
            return Ok(());
        }
        broken(format!("shard {no} is given up as {fill:?} after {failing:?} of {failed:?}"))
    }

    /// A final batch is polled for a while if it does not name its result files.
    fn before_fetching(&self, no: ShardNo, stage: &Stage) -> Result<(), String> {
        let Stage::Fetching { end, .. } = stage else { return Ok(()) };
        if end.output.is_some() || end.error.is_some() {
            return Ok(());
        }
        let seen = self.watch.ended.get(&no).copied().unwrap_or(self.now);
        let ran = end.completed || end.counts.is_some_and(|counts| counts.answered() > 0);
        let patience = if ran { MISSING_LIMIT } else { LATE_TOTALS };
        if self.now.since(seen) < patience.min(self.policy.outage_limit) {
            return broken(format!("shard {no} does not wait for the names of its result files"));
        }
        Ok(())
    }

    /// Files that no record names are looked for before the run ends.
    pub(super) fn before_merge(&self) -> Result<(), String> {
        let is_due = self.core.as_ref().is_some_and(|core| core.head().orphans);
        if !is_due || self.policy.keep_files {
            return Ok(());
        }
        let given_up = self.watch.sweep.is_some_and(|failed| match failed.last {
            Cause::Transient | Cause::QueueFull => {
                self.now.since(failed.since) >= self.policy.outage_limit
            }
            _ => true,
        });
        if given_up { Ok(()) } else { broken("files that no record names are not looked for") }
    }

    /// A wish to stop cancels nothing.
    pub(super) fn before_cancel(&mut self, call: &Call) -> Result<(), String> {
        let Call::Cancel { batch } = call else { return Ok(()) };
        self.watch.cancels.insert(batch.clone());
        let duplicates = &self.disk.head.duplicates;
        if self.watch.cancelled || duplicates.iter().any(|other| other.batch == *batch) {
            return Ok(());
        }
        broken(format!("{batch} is cancelled although nobody wants that"))
    }

    /// A process gives up only if its own machine fails or the server is out of reach. A failing call
    /// of one shard does not stop the others.
    pub(super) fn before_failure(&self, ending: &Ending) -> Result<(), String> {
        let Ending::Failed { action, fault } = ending else { return Ok(()) };
        let silent = self.now.since(self.watch.contact) >= self.policy.outage_limit;
        if silent || fault.cause == Cause::Local || self.watch.probe_failed {
            return Ok(());
        }
        broken(format!("the run stops at {action:?} because of {fault:?}"))
    }

    /// Takes note of failures and contacts before the core handles an event.
    pub(super) fn note_failure(&mut self, event: &Event) {
        let (no, outcome) = match event {
            Event::Called(no, outcome) => (no, outcome),
            Event::Worked(Done::Swept(result)) => {
                self.watch.sweep = result.as_ref().err().map(|fault| {
                    let since = self.watch.sweep.map_or(self.now, |failed| failed.since);
                    Failed { since, last: fault.cause }
                });
                if result.as_ref().err().is_none_or(Fault::is_contact) {
                    self.watch.contact = self.now;
                }
                return;
            }
            Event::Worked(Done::Probed(result)) => {
                self.watch.probe_failed = result.is_err();
                if result.is_ok() {
                    self.watch.contact = self.now;
                }
                return;
            }
            _ => return,
        };
        match outcome {
            Outcome::Fetched(Ok(file)) if !file.is_foreign() => {
                *self.watch.fetched.entry(*no).or_default() += 1;
            }
            Outcome::Polled(Ok(batch)) | Outcome::Cancelled(Ok(batch)) => {
                self.watch.fetched.remove(no);
                if batch.phase == Phase::Open {
                    self.watch.ended.remove(no);
                } else {
                    self.watch.ended.entry(*no).or_insert(self.now);
                }
            }
            Outcome::Settled(_) => {
                self.watch.ended.remove(no);
            }
            _ => {}
        }
        let fault = outcome.fault();
        if fault.is_none_or(Fault::is_contact) && !matches!(outcome, Outcome::Settled(_)) {
            self.watch.contact = self.now;
        }
        let Some(fault) = fault else {
            // A list that can be read does not end a row of failing uploads or creates.
            if !matches!(outcome, Outcome::FileFound(Ok(None)) | Outcome::BatchFound(_)) {
                self.watch.failed.remove(no);
            }
            return;
        };
        let failed = Failed { since: self.now, last: fault.cause };
        self.watch.failed.entry(*no).or_insert(failed).last = fault.cause;
        if matches!(outcome, Outcome::Created(_)) && fault.effect != crate::core::Effect::None {
            self.watch.lost.insert(*no, self.now);
        }
    }
}

impl Outcome {
    /// Why the call failed, if it did.
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Uploaded(result) => result.as_ref().err(),
            Self::FileFound(result) => result.as_ref().err(),
            Self::Created(result) | Self::Polled(result) | Self::Cancelled(result) => {
                result.as_ref().err()
            }
            Self::BatchFound(result) | Self::AllFound(result) => result.as_ref().err(),
            Self::Fetched(result) => result.as_ref().err(),
            Self::Settled(result) => result.as_ref().err(),
            Self::Deleted(result) => result.as_ref().err(),
        }
    }
}
