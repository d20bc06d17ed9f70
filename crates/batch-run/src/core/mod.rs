//! The pure core of a run: every decision, and no I/O.
//!
//! [`Core::handle`] takes an [`Event`] and the time, and returns [`Action`]s. It reads no clock,
//! draws no random number and waits for nothing: whatever has to wait is a point in time in the
//! state, and [`Core::next_wake`] names the next one. The shell carries the actions out and feeds
//! back what came of them; the simulator does the same with a modelled server.

mod action;
#[cfg(test)]
mod audit;
mod closing;
mod creating;
mod evidence;
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
pub(crate) use evidence::{Counts, Fetched, Files, Final, is_complete};
pub(crate) use fault::{Cause, Effect, Fault};
pub(crate) use policy::Policy;
pub(crate) use record::{Chore, Duplicate, Fill, Head, Load, Part, Record, ShardNo, Stage, stem};
pub(crate) use time::Time;

use std::collections::BTreeSet;

use pressure::Pressure;
use totals::Totals;
use trouble::Failing;

use crate::event::{RunEvent, ShardName};

/// An event that cannot follow from the actions taken: a mistake in this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Impossible(pub(crate) String);

/// What is wanted of the run.
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
    /// When each shard that waits goes on.
    timers: BTreeSet<(Time, ShardNo)>,
    /// Shards that are due but wait for one of the transfers in progress to end.
    waiting: BTreeSet<ShardNo>,
    transfers: usize,
    wish: Wish,
    /// The last reading of the clock, and the time counted from its readings, which never goes back.
    clock: Time,
    now: Time,
    /// When the server last answered anything.
    last_contact: Time,
    probed: bool,
    /// Rounds that may be begun in all.
    round_limit: usize,
    /// What the next round is made of, if that was asked for.
    selected: Option<Select>,
    working: Working,
    out: Out,
}

/// What matters about a shard only as long as this process lives.
#[derive(Debug, Default)]
struct Live {
    call: Option<Call>,
    due: Option<Time>,
    /// Since when, and how often, its current call has been failing.
    failing: Option<Failing>,
    /// The outcome of its upload or create is unknown.
    lost: bool,
    /// The end of the time for which a batch that was created may be missing from the list.
    window: Time,
    /// When its batch was last looked for.
    asked: Time,
    /// When its create was sent, and since when its batch has been in flight.
    sent: Time,
    since: Time,
    polls: u32,
    /// Since when a final batch has not named its result files.
    nameless: Option<Time>,
    files: Files,
    /// Result files that could not be fetched.
    given_up: Vec<Role>,
    /// What an earlier fetch of incomplete files brought, and since when they are incomplete.
    previous: Option<Files>,
    incomplete: Option<Failing>,
}

/// The work for the run as a whole.
#[derive(Debug, Default)]
struct Working {
    in_progress: Option<Work>,
    due: Option<Time>,
    failing: Option<Failing>,
    /// Every round is over, and nothing of this run is left on the server.
    swept: bool,
}

/// Actions that are being collected.
#[derive(Debug, Default)]
struct Out {
    head: bool,
    /// Records of a round that has just been planned, and records that changed.
    added: BTreeSet<ShardNo>,
    records: BTreeSet<ShardNo>,
    events: Vec<RunEvent>,
    aborts: Vec<ShardNo>,
    calls: Vec<Action>,
    ending: Option<Ending>,
    ended: bool,
}

impl Core {
    /// A run that stands where head and records say. `fresh` is true if nothing was sent yet.
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

    /// Takes up a run that has ended: asks again about what is unknown, and sends what is selected
    /// once more.
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

    /// Whether there is a reason to [reopen](Self::reopen) a run that has ended.
    pub(crate) fn has_unknown(&self) -> bool {
        self.records
            .iter()
            .any(|record| matches!(record.stage, Stage::Settled { unknown: true, .. }))
    }

    /// Takes note of an event, and says what to do.
    ///
    /// `now` is the reading of a clock that shows the time that passes. It should be a monotonic one:
    /// where it is set forward, the list of batches is believed too early.
    pub(crate) fn handle(&mut self, event: Event, now: Time) -> Result<Vec<Action>, Impossible> {
        // A clock that is set back neither makes deadlines recede nor holds anything up.
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

    /// When something has to be done although nothing happens, by the clock of the last event.
    pub(crate) fn next_wake(&self) -> Option<Time> {
        // Until the server has answered for the first time, shards wait whatever the time.
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

    /// Batches in flight on the server, or perhaps so.
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

    /// Sends a call's outcome to whoever decides about it.
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

    /// Follows the wish to cancel.
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
                // Whether a batch was created is found out first.
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

    /// Changes a record, and keeps all that is derived from it.
    fn update(&mut self, no: ShardNo, change: impl FnOnce(&mut Record)) {
        let before = self.records[no].clone();
        change(&mut self.records[no]);
        if self.records[no] != before {
            self.out.records.insert(no);
            self.totals.change(no, &self.loads[no], Some(&before), &self.records[no]);
        }
    }

    /// Goes on with a shard at `at`, and not before.
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

    /// What was collected, in the order in which it has to be done.
    ///
    /// The head counts the rounds, so it follows the records of a new one. In all else it comes
    /// first: it says what no record says any more once it has changed.
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

/// Why requests were not sent, for people.
const CANCELLED: &str = "the run was cancelled before this request was sent";

fn is_transfer(call: &Call) -> bool {
    matches!(call, Call::Upload { .. } | Call::Fetch { .. })
}
