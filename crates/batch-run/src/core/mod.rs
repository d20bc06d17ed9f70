//! The pure core of a run: every decision, and no I/O.
//!
//! [`Core::handle`] takes an [`Event`] and the time, and returns [`Action`]s. It reads no clock,
//! draws no random number and waits for nothing: everything that waits is a deadline in the state,
//! and [`Core::next_wake`] names the next one. The shell carries the actions out and feeds
//! back their outcomes; the simulator does the same with a modelled server.

mod action;
#[cfg(test)]
mod audit;
mod closing;
mod creating;
mod evidence;
mod failing;
mod fault;
mod launch;
mod policy;
mod pressure;
mod record;
mod running;
mod time;
mod totals;
mod trouble;
mod uploading;
mod working;

pub(crate) use action::{
    Action, Call, Done, Ending, Event, Outcome, Phase, Refusal, Role, Select, Snapshot, Work,
};
pub(crate) use evidence::{Counts, Fetched, Files};
pub(crate) use fault::{Cause, Effect, Fault};
pub(crate) use policy::Policy;
pub(crate) use record::{Duplicate, Fill, Head, Load, Part, Record, ShardNo, Stage, stem};
pub(crate) use time::Time;

use std::collections::BTreeSet;

use failing::Failing;
use pressure::Pressure;
use totals::Totals;

use crate::event::{RunEvent, ShardName};

/// An event that cannot follow from the actions taken, which is a bug in this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Impossible(pub(crate) String);

/// What the user wants of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    Run,
    Cancel,
    Stop,
}

/// A run in progress.
#[derive(Debug)]
pub(crate) struct Core {
    policy: Policy,
    head: Head,
    loads: Vec<Load>,
    records: Vec<Record>,
    live: Vec<Live>,
    totals: Totals,
    pressure: Pressure,
    /// The deadlines of the shards that wait.
    timers: BTreeSet<(Time, ShardNo)>,
    /// Shards that are due, but wait until another transfer ends.
    waiting: BTreeSet<ShardNo>,
    transfers: usize,
    wish: Wish,
    /// The last reading of the clock, and the time counted from its readings, which never goes back.
    clock: Time,
    now: Time,
    /// When the server last answered a call.
    last_contact: Time,
    probed: bool,
    /// The number of rounds that may begin in all.
    round_limit: usize,
    /// The selection for the next round, if the user asked for one.
    selected: Option<Select>,
    working: Working,
    out: Out,
}

/// The state of a shard that is not saved.
#[derive(Debug, Default)]
struct Live {
    call: Option<Call>,
    due: Option<Time>,
    /// How long and how often its current call has been failing.
    failing: Option<Failing>,
    /// The outcome of its upload or create is unknown.
    lost: bool,
    /// Until when a batch that was created may be missing from the list.
    window: Time,
    /// When the server was last asked about its batch.
    asked: Time,
    /// When its create was sent, and when its batch was first known to be in flight.
    sent: Time,
    since: Time,
    polls: u32,
    /// When its final batch was first seen, if the batch may yet name result files.
    nameless: Option<Time>,
    files: Files,
    /// Result files that could not be fetched.
    given_up: Vec<Role>,
    /// The result files of the last fetch if they were incomplete, and how long they have been so.
    previous: Option<Files>,
    incomplete: Option<Failing>,
}

/// Work on the run as a whole.
#[derive(Debug, Default)]
struct Working {
    in_progress: Option<Work>,
    due: Option<Time>,
    failing: Option<Failing>,
    /// Files that no record names were looked for after the last round.
    swept: bool,
}

/// The actions of the current event.
#[derive(Debug, Default)]
struct Out {
    head: bool,
    /// Records of a round that was just planned, and other records that changed.
    added: BTreeSet<ShardNo>,
    records: BTreeSet<ShardNo>,
    events: Vec<RunEvent>,
    aborts: Vec<ShardNo>,
    calls: Vec<Action>,
    ending: Option<Ending>,
    ended: bool,
}

impl Core {
    /// Resumes a run from its head and records. `fresh` is true if nothing was sent yet.
    pub(crate) fn new(
        policy: Policy,
        head: Head,
        shards: Vec<(Load, Record)>,
        fresh: bool,
        now: Time,
    ) -> Self {
        let (loads, records): (Vec<_>, Vec<_>) = shards.into_iter().unzip();
        let mut core = Self {
            pressure: Pressure::new(policy.tokens, policy.hold, &head.learnt),
            round_limit: usize::try_from(policy.rounds).unwrap_or(usize::MAX),
            wish: if head.cancelled { Wish::Cancel } else { Wish::Run },
            policy,
            head,
            loads: Vec::new(),
            records: Vec::new(),
            live: Vec::new(),
            totals: Totals::default(),
            timers: BTreeSet::new(),
            waiting: BTreeSet::new(),
            transfers: 0,
            clock: now,
            now,
            last_contact: now,
            probed: !fresh,
            selected: None,
            working: Working::default(),
            out: Out::default(),
        };
        for (load, record) in loads.into_iter().zip(records) {
            core.add(load, record);
        }
        if core.wish == Wish::Cancel {
            core.cancel_shards();
        }
        core
    }

    /// Reopens a run that has ended: asks again about requests whose outcome is unknown, and sends
    /// the selected ones again.
    pub(crate) fn reopen(&mut self, select: Select) {
        self.head.ended = false;
        self.head.cancelled = false;
        self.wish = Wish::Run;
        self.out.head = true;
        self.round_limit = self.round_limit.saturating_add(self.head.rounds.len());
        if select != Select::default() {
            self.selected = Some(select);
        }
        for no in 0..self.records.len() {
            let Stage::Settled { batch, unknown: true, .. } = &self.records[no].stage else {
                continue;
            };
            match batch.clone() {
                Some(batch) => self.rerun(no, batch),
                None => {
                    self.update(no, Record::look);
                    self.due(no, self.now);
                }
            }
        }
    }

    /// Handles an event and returns the actions that follow from it.
    ///
    /// `now` should be read from a monotonic clock. If the clock is set forward, the core trusts the
    /// list of batches too early; if it is set back, nothing is lost but time.
    pub(crate) fn handle(&mut self, event: Event, now: Time) -> Result<Vec<Action>, Impossible> {
        // A clock that is set back must not make deadlines recede.
        self.now = self.now.plus(now.since(self.clock));
        self.clock = now;
        match event {
            Event::Tick => {}
            Event::Stop => {
                self.wish = Wish::Stop;
                self.out.ending = Some(Ending::Stopped);
            }
            Event::Cancel => self.cancel(),
            Event::Called(no, outcome) => self.called(no, outcome)?,
            Event::Worked(done) => self.worked(done)?,
        }
        if self.wish != Wish::Stop && !self.is_over() {
            self.launch();
        }
        Ok(self.actions())
    }

    /// The next deadline, by the clock of the last event; none if the core waits for outcomes only.
    pub(crate) fn next_wake(&self) -> Option<Time> {
        // No shard continues before the server has answered for the first time.
        let shard = self.timers.first().map(|(due, _)| *due).filter(|_| self.probed);
        let release = self.pressure.next_release(self.now).filter(|_| self.totals.has_queued());
        let due = shard.into_iter().chain(release).chain(self.working.due).min()?;
        Some(self.clock.plus(due.since(self.now)))
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    pub(crate) fn load(&self, no: ShardNo) -> &Load {
        &self.loads[no]
    }

    pub(crate) fn record(&self, no: ShardNo) -> &Record {
        &self.records[no]
    }

    pub(crate) fn shards(&self) -> impl Iterator<Item = (ShardNo, &Load, &Record)> {
        (0..)
            .zip(self.loads.iter().zip(&self.records))
            .map(|(no, (load, record))| (no, load, record))
    }

    /// The number of batches that are, or may be, in flight on the server.
    pub(crate) fn in_flight(&self) -> usize {
        let is_open = |record: &&Record| {
            matches!(record.stage, Stage::Running { .. })
                || (matches!(record.stage, Stage::Creating { .. }) && record.sends > 0)
        };
        self.records.iter().filter(is_open).count()
    }

    fn is_over(&self) -> bool {
        self.out.ended || self.out.ending.is_some()
    }

    /// Passes the outcome of a call to the part that decides about it.
    fn called(&mut self, no: ShardNo, outcome: Outcome) -> Result<(), Impossible> {
        let call = self.live.get_mut(no).and_then(|live| live.call.take());
        let Some(call) = call else {
            return Err(Impossible(format!("shard {no} had no call in flight")));
        };
        if is_transfer(&call) {
            self.transfers -= 1;
        }
        match (call, outcome) {
            (Call::Upload { .. }, Outcome::Uploaded(result)) => self.uploaded(no, result),
            (Call::FindFile { .. }, Outcome::FileFound(result)) => self.file_found(no, result),
            (Call::Create { .. }, Outcome::Created(result)) => self.created(no, result),
            (Call::FindBatch { .. }, Outcome::BatchFound(result)) => self.batch_found(no, result),
            (Call::Poll { .. }, Outcome::Polled(result)) => self.polled(no, result),
            (Call::Cancel { batch }, Outcome::Cancelled(result)) => {
                self.cancelled(no, batch, result)
            }
            (Call::Fetch { role, .. }, Outcome::Fetched(result)) => self.fetched(no, role, result),
            (Call::Settle { .. }, Outcome::Settled(result)) => self.settled(no, result),
            (Call::Delete { file }, Outcome::Deleted(result)) => self.deleted(no, file, result),
            (Call::FindAll { file }, Outcome::AllFound(result)) => self.all_found(no, file, result),
            (call, outcome) => {
                Err(Impossible(format!("{call:?} of shard {no} ended with {outcome:?}")))
            }
        }
    }

    /// Cancels the run.
    fn cancel(&mut self) {
        if self.wish != Wish::Run {
            return;
        }
        self.wish = Wish::Cancel;
        self.head.cancelled = true;
        self.out.head = true;
        self.cancel_shards();
    }

    fn cancel_shards(&mut self) {
        for no in 0..self.records.len() {
            let live = &self.live[no];
            match &self.records[no].stage {
                Stage::Queued { file } => {
                    let file = file.clone();
                    self.abort(no);
                    self.close_unsent(no, file, CANCELLED);
                }
                Stage::Uploading => {
                    if live.call.is_some() {
                        self.lose_upload(no);
                    }
                    self.abort(no);
                    self.close_unsent(no, None, CANCELLED);
                }
                // First find out whether a batch was created.
                Stage::Creating { .. } if live.lost || live.call.is_some() => {}
                Stage::Creating { file, .. } => {
                    let file = Some(file.clone());
                    self.close_unsent(no, file, CANCELLED);
                }
                Stage::Running { .. } => {
                    self.abort(no);
                    self.due(no, self.now);
                }
                Stage::Fetching { .. } | Stage::Closing { .. } | Stage::Settled { .. } => {}
            }
        }
    }

    fn abort(&mut self, no: ShardNo) {
        if let Some(call) = self.live[no].call.take() {
            self.transfers -= usize::from(is_transfer(&call));
            self.out.aborts.push(no);
        }
    }

    /// Changes a record, and updates everything that is derived from it.
    fn update(&mut self, no: ShardNo, change: impl FnOnce(&mut Record)) {
        let before = self.records[no].clone();
        change(&mut self.records[no]);
        if self.records[no] != before {
            self.out.records.insert(no);
            self.totals.change(no, &self.loads[no], Some(&before), &self.records[no]);
        }
    }

    /// Continues a shard at `at`, and not before.
    fn due(&mut self, no: ShardNo, at: Time) {
        if let Some(old) = self.live[no].due.replace(at) {
            self.timers.remove(&(old, no));
        }
        self.waiting.remove(&no);
        self.timers.insert((at, no));
    }

    fn add(&mut self, load: Load, record: Record) {
        let no = self.records.len();
        let doubtful = match &record.stage {
            Stage::Creating { file } if record.sends > 0 => Some(file.clone()),
            _ => None,
        };
        let uploading = record.stage == Stage::Uploading;
        let lost = uploading || doubtful.is_some();
        self.totals.change(no, &load, None, &record);
        self.live.push(Live {
            lost,
            window: self.now.plus(self.policy.list_lag),
            since: self.now,
            ..Live::default()
        });
        let waits = matches!(record.stage, Stage::Queued { .. }) && record.chores.is_empty();
        if !(record.is_done() || waits) {
            self.live[no].due = Some(self.now);
            self.timers.insert((self.now, no));
        }
        self.loads.push(load);
        self.records.push(record);
        if let Some(file) = doubtful {
            self.update(no, |record| record.doubt(&file));
        }
        if uploading {
            self.lose_upload(no);
        }
    }

    fn name(&self, no: ShardNo) -> ShardName {
        ShardName::new(self.loads[no].round, self.loads[no].index)
    }

    fn emit(&mut self, event: RunEvent) {
        self.out.events.push(event);
    }

    fn end(&mut self, ending: Ending) {
        self.out.ending.get_or_insert(ending);
    }

    /// The collected actions, in the order in which they have to be carried out.
    ///
    /// The head counts the rounds, so it is saved after the records of a new one. Otherwise it is
    /// saved first, because it keeps what a changed record no longer says.
    fn actions(&mut self) -> Vec<Action> {
        let out = std::mem::take(&mut self.out);
        let mut actions = Vec::new();
        actions.extend(out.aborts.into_iter().map(Action::Abort));
        actions.extend(out.added.into_iter().map(Action::Save));
        actions.extend(out.head.then_some(Action::SaveHead));
        actions.extend(out.records.into_iter().map(Action::Save));
        actions.extend(out.events.into_iter().map(Action::Emit));
        self.out.ended = out.ended || out.ending.is_some();
        match out.ending {
            Some(ending) => actions.push(Action::End(ending)),
            None => actions.extend(out.calls),
        }
        actions
    }
}

/// The reason given for requests that a cancelled run did not send.
const CANCELLED: &str = "the run was cancelled before this request was sent";

fn is_transfer(call: &Call) -> bool {
    matches!(call, Call::Upload { .. } | Call::Fetch { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn core(stage: Stage) -> Core {
        core_with(policy(), Record { stage, ..Record::new() })
    }

    fn policy() -> Policy {
        Policy {
            batches: 1,
            transfers: 1,
            stored: u64::MAX,
            tokens: None,
            rounds: 1,
            poll: (std::time::Duration::from_secs(1), std::time::Duration::from_secs(60)),
            hold: std::time::Duration::from_secs(1),
            list_lag: std::time::Duration::from_secs(60),
            outage_limit: std::time::Duration::from_secs(600),
            start_limit: std::time::Duration::from_secs(10),
            keep_files: false,
            list_is_complete: false,
        }
    }

    fn core_with(policy: Policy, record: Record) -> Core {
        let load = Load { round: 0, index: 0, requests: 1, bytes: 1, tokens: 1, model: None };
        let head = Head { rounds: vec![1], ..Head::default() };
        Core::new(policy, head, vec![(load, record)], false, Time::from_millis(0))
    }

    #[test]
    fn an_event_that_cannot_follow_is_an_error() {
        let running = || Stage::Running { file: None, batch: "batch-0".into(), cancelling: false };
        let now = Time::from_millis(1);
        let begun = || {
            let mut core = core(running());
            let actions = core.handle(Event::Tick, now).unwrap();
            assert!(matches!(actions[..], [Action::Call(0, Call::Poll { .. })]), "{actions:?}");
            core
        };
        let impossible = [
            Event::Called(0, Outcome::Deleted(Ok(()))),
            Event::Called(1, Outcome::Uploaded(Ok("file-0".into()))),
            Event::Worked(Done::Merged(Ok(Ok(())))),
        ];
        for event in impossible {
            assert!(begun().handle(event.clone(), now).is_err(), "{event:?}");
        }
        let mut idle = core(running());
        assert!(idle.handle(Event::Called(0, Outcome::Deleted(Ok(()))), now).is_err());
    }

    #[test]
    fn a_create_is_repeated_more_than_once_only_if_the_list_is_complete() {
        for list_is_complete in [false, true] {
            let policy = Policy { list_is_complete, list_lag: Default::default(), ..policy() };
            let stage = Stage::Creating { file: "file-0".into() };
            let record = Record { stage, sends: 1, resent: true, ..Record::new() };
            let mut core = core_with(policy, record);
            let now = Time::from_millis(1);
            let actions = core.handle(Event::Tick, now).unwrap();
            let looks = |action: &Action| matches!(action, Action::Call(0, Call::FindBatch { .. }));
            assert!(actions.iter().any(looks), "{actions:?}");
            let found = Event::Called(0, Outcome::BatchFound(Ok(Vec::new())));
            let actions = core.handle(found, now).unwrap();
            let creates = |action: &Action| matches!(action, Action::Call(0, Call::Create { .. }));
            assert_eq!(actions.iter().any(creates), list_is_complete, "{actions:?}");
        }
    }
}
