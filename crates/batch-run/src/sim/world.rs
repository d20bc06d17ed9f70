//! One history: a run, its processes and the world around them, in virtual time.

use std::time::Duration;

use crate::core::{
    Action, Call, Core, Ending, Event, Load, Outcome, Policy, Record, Select, ShardNo, Time, Work,
};

use super::disk::{Disk, Shard};
use super::fate::{Fate, changes};
use super::quirks::Quirks;
use super::rng::Rng;
use super::server::{RequestId, Server};
use super::watch::Watch;

/// A run that has not ended after so many events never will.
const MAX_EVENTS: u64 = 100_000;

pub(super) struct World {
    pub(super) rng: Rng,
    pub(super) quirks: Quirks,
    pub(super) policy: Policy,
    pub(super) requests: usize,
    pub(super) server: Server,
    pub(super) disk: Disk,
    pub(super) now: Time,
    /// How far the clock of the machine is ahead, in milliseconds.
    offset: i64,
    pub(super) core: Option<Core>,
    pub(super) pending: Vec<Pending>,
    /// Calls that will be carried out although nobody waits for them any more.
    pub(super) ghosts: Vec<(Time, ShardNo, Call)>,
    events: u64,
    /// The run is to be reopened by the next process.
    reopening: Option<Select>,
    outcome: Option<Over>,
    /// No request may end as unknown, and none unsent.
    pub(super) transparent: bool,
    pub(super) takes_everything: bool,
    pub(super) watch: Watch,
    pub(super) trace: bool,
    pub(super) stats: Stats,
}

/// How a history ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Complete,
    Unsupported,
}

/// What happened in a history.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stats {
    pub(super) events: u64,
    pub(super) crashes: u64,
    pub(super) resumed: u64,
    pub(super) batches: u64,
    pub(super) resent: u64,
    pub(super) duplicates: u64,
    pub(super) unknown: u64,
    pub(super) reopened: u64,
    pub(super) cancelled: u64,
    pub(super) swept: u64,
}

/// Something in flight.
pub(super) struct Pending {
    at: Time,
    pub(super) begun: Time,
    pub(super) no: Option<ShardNo>,
    pub(super) what: What,
}

pub(super) enum What {
    /// A call that has not reached the server.
    Call(Call, Fate),
    Work(Work),
    /// An event that is on its way to the core.
    Answer(Event),
}

impl Pending {
    pub(super) fn is_transfer(&self) -> bool {
        match &self.what {
            What::Call(call, _) => matches!(call, Call::Upload { .. } | Call::Fetch { .. }),
            What::Answer(Event::Called(_, outcome)) => {
                matches!(outcome, Outcome::Uploaded(_) | Outcome::Fetched(_))
            }
            What::Answer(_) | What::Work(_) => false,
        }
    }
}

impl World {
    pub(super) fn new(seed: u64, trace: bool) -> Self {
        let mut rng = Rng::new(seed);
        let quirks = Quirks::draw(&mut rng);
        let policy = draw_policy(&quirks, &mut rng);
        let server = Server::new(quirks.clone(), policy.list_lag, rng.next());
        let mut world = Self {
            transparent: quirks.is_transparent(),
            takes_everything: quirks.is_transparent() && quirks.takes_everything(),
            quirks,
            policy,
            requests: 0,
            server,
            disk: Disk::default(),
            now: Time::from_millis(1_800_000_000_000),
            offset: 0,
            core: None,
            pending: Vec::new(),
            ghosts: Vec::new(),
            events: 0,
            reopening: None,
            outcome: None,
            watch: Watch::default(),
            trace,
            stats: Stats::default(),
            rng,
        };
        world.requests = usize::try_from(world.rng.between(1, 24)).unwrap();
        let all: Vec<_> = (0..world.requests).collect();
        let shards = world.split(0, &all);
        world.disk.head.rounds = vec![all.len() as u64];
        world.disk.rounds.push(shards);
        for shard in &mut world.disk.rounds[0] {
            shard.record = Some(Record::new());
        }
        world.watch.rounds_allowed = usize::try_from(world.policy.rounds).unwrap();
        world
    }

    /// Plays the history; `Err` says which promise was broken.
    pub(super) fn play(&mut self) -> Result<Stats, String> {
        self.note(|world| format!("{:#?}\n{:#?}", world.quirks, world.policy));
        while self.outcome.is_none() {
            self.step()?;
            self.events += 1;
            if self.events > MAX_EVENTS {
                return Err(format!("the run does not end: {}", self.state()));
            }
        }
        self.stats.events = self.events;
        self.stats.batches = self.server.batches.len() as u64;
        Ok(self.stats)
    }

    /// Whether there are no more faults, crashes and wishes.
    pub(super) fn is_calm(&self) -> bool {
        self.events > self.quirks.trouble
    }

    pub(super) fn is_out_of_reach(&self) -> bool {
        let since = self.now.since(Time::from_millis(1_800_000_000_000));
        !self.is_calm()
            && self.quirks.outages.iter().any(|(from, to)| (*from..*to).contains(&since))
    }

    fn step(&mut self) -> Result<(), String> {
        if self.core.is_none() {
            return self.start();
        }
        if let Some(wish) = self.draw_wish() {
            return self.feed(wish);
        }
        let offset = self.offset;
        let wake = self.core.as_ref().and_then(Core::next_wake).map(|wake| shift(wake, -offset));
        let pending = (0..self.pending.len()).min_by_key(|at| self.pending[*at].at);
        let ghost = (0..self.ghosts.len()).min_by_key(|at| self.ghosts[*at].0);
        let at_pending = pending.map(|at| self.pending[at].at);
        let at_ghost = ghost.map(|at| self.ghosts[at].0);
        let Some(next) = wake.into_iter().chain(at_pending).min() else {
            return Err(format!("nothing to wait for: {}", self.state()));
        };
        let next = at_ghost.into_iter().fold(next, Time::min);
        self.now = self.now.max(next);
        self.server.advance(self.now);
        if let Some(at) = ghost.filter(|_| at_ghost == Some(next)) {
            let (_, no, call) = self.ghosts.swap_remove(at);
            self.note(|_| format!("late: {no} {call:?}"));
            let _ = self.carry_out_call(no, &call)?;
            return Ok(());
        }
        match pending.filter(|_| at_pending == Some(next)) {
            Some(at) => {
                let pending = self.pending.swap_remove(at);
                self.arrive(pending)
            }
            None => self.feed(Event::Tick),
        }
    }

    /// A call reaches the server, or an answer the core.
    fn arrive(&mut self, pending: Pending) -> Result<(), String> {
        let event = match pending.what {
            What::Answer(event) => return self.deliver(event),
            What::Call(call, fate) => {
                let no = pending.no.unwrap_or_default();
                let outcome = self.perform(no, &call, fate)?;
                Event::Called(no, outcome)
            }
            What::Work(work) => Event::Worked(self.perform_work(&work)?),
        };
        let slow = self.rng.chance(if self.is_calm() { 0 } else { self.quirks.rates.slow });
        let takes = self.rng.millis(1, if slow { 300_000 } else { 1_500 });
        let (begun, no) = (pending.begun, pending.no);
        self.pending.push(Pending {
            at: self.now.plus(takes),
            begun,
            no,
            what: What::Answer(event),
        });
        Ok(())
    }

    fn deliver(&mut self, event: Event) -> Result<(), String> {
        if self.quirks.clock_is_set && !self.is_calm() && self.rng.chance(20) {
            let back = self.rng.pick(&[50, 4_000, 86_400_000]);
            self.offset -= i64::try_from(self.rng.between(1, back)).unwrap();
        }
        let sleeps = self.rng.chance(self.quirks.rates.suspended);
        if sleeps && !self.is_calm() && self.ghosts.is_empty() {
            self.now = self.now.plus(self.rng.millis(1_000, 3_600_000));
            self.server.advance(self.now);
        }
        self.feed(event)
    }

    fn draw_wish(&mut self) -> Option<Event> {
        if self.is_calm() {
            return None;
        }
        if self.quirks.stops > 0 && self.rng.chance(15) {
            self.quirks.stops -= 1;
            return Some(Event::Stop);
        }
        if self.quirks.cancels > 0 && self.rng.chance(10) {
            self.quirks.cancels -= 1;
            (self.watch.cancelled, self.watch.cancel_wanted) = (true, true);
            self.stats.cancelled += 1;
            return Some(Event::Cancel);
        }
        None
    }

    /// Starts a process, which resumes what an earlier one left.
    fn start(&mut self) -> Result<(), String> {
        self.now = self.now.plus(self.rng.millis(100, 600_000));
        self.server.advance(self.now);
        if !self.is_calm() && self.rng.chance(300) {
            let day = 86_400_000;
            self.offset = i64::try_from(self.rng.below(2 * day)).unwrap() - day as i64;
        }
        if self.rng.chance(200) {
            let changed = draw_policy(&self.quirks, &mut self.rng);
            // The modelled server's lag depends on the list lag, so that stays.
            self.policy = Policy { list_lag: self.policy.list_lag, ..changed };
            let rounds = usize::try_from(self.policy.rounds).unwrap();
            self.watch.rounds_allowed = self.watch.rounds_allowed.max(rounds);
        }
        self.watch.kept_files |= self.policy.keep_files;
        let shards = self.disk.load()?;
        let fresh = shards.iter().all(|(_, record)| *record == Record::new());
        let head = self.disk.head.clone();
        let ended = head.ended;
        self.watch.begin(&head, self.now);
        self.note(|world| format!("process starts: {head:?} {shards:?}, clock {}", world.offset));
        let mut core = Core::new(self.policy.clone(), head, shards, fresh, self.clock());
        if let Some(select) = self.reopening.take().filter(|_| ended) {
            core.reopen(select);
            self.stats.reopened += 1;
            self.watch.reopened(select, &self.disk, self.policy.rounds);
        }
        self.core = Some(core);
        self.remember_queued();
        self.feed(Event::Tick)
    }

    /// The time on the machine's clock.
    pub(super) fn clock(&self) -> Time {
        shift(self.now, self.offset)
    }

    fn feed(&mut self, event: Event) -> Result<(), String> {
        self.note(|world| format!("{:>10}  {event:?}", world.now.as_millis() - 1_800_000_000_000));
        self.before(&event)?;
        let clock = self.clock();
        let Some(core) = self.core.as_mut() else { return Ok(()) };
        let is_stop = matches!(event, Event::Stop);
        let no = if let Event::Called(no, _) = &event { Some(*no) } else { None };
        let actions = core.handle(event, clock).map_err(|wrong| wrong.0)?;
        self.after(is_stop, &actions)?;
        let saves = |action: &Action| matches!(action, Action::Save(_) | Action::SaveHead);
        let changed = no.is_none() || actions.iter().any(saves);
        for action in actions {
            if self.quirks.crashes > 0 && !self.is_calm() && self.rng.chance(12) {
                self.quirks.crashes -= 1;
                self.stats.crashes += 1;
                self.note(|_| "the process dies".into());
                self.die();
                return Ok(());
            }
            self.take(action)?;
            if self.core.is_none() {
                return Ok(());
            }
        }
        self.audit(no.filter(|_| !changed))
    }

    fn take(&mut self, action: Action) -> Result<(), String> {
        self.note(|_| format!("            -> {action:?}"));
        let Some(core) = &self.core else { return Ok(()) };
        match action {
            Action::SaveHead => self.disk.save_head(core.head())?,
            Action::Save(no) => {
                self.before_save(no)?;
                self.disk.save_record(core.load(no), core.record(no))?;
            }
            Action::Call(no, call) => self.begin_call(no, call)?,
            Action::Abort(no) => {
                let aborted = |pending: &Pending| pending.no == Some(no);
                let at = self.pending.iter().position(aborted);
                let at = at.ok_or_else(|| format!("shard {no} has no call to abort"))?;
                let pending = self.pending.swap_remove(at);
                self.abandon(pending);
            }
            Action::Work(work) => {
                if work == Work::Merge {
                    self.before_merge()?;
                }
                let (at, begun) = (self.now.plus(self.rng.millis(1, 2_000)), self.now);
                self.pending.push(Pending { at, begun, no: None, what: What::Work(work) });
            }
            Action::Emit(_) => {}
            Action::End(ending) => self.end(&ending)?,
        }
        Ok(())
    }

    fn begin_call(&mut self, no: ShardNo, call: Call) -> Result<(), String> {
        self.before_call(no, &call)?;
        let fate = if self.is_calm() || matches!(call, Call::Settle { .. }) {
            Fate::Fine
        } else if self.is_out_of_reach() {
            self.rng.pick(&[Fate::NotSent, Fate::NotSent, Fate::LostBefore])
        } else {
            Fate::draw(&call, &self.quirks.rates, &mut self.rng)
        };
        let slow = self.rng.chance(if self.is_calm() { 0 } else { self.quirks.rates.slow });
        let at = self.now.plus(self.rng.millis(1, if slow { 120_000 } else { 1_500 }));
        self.pending.push(Pending {
            at,
            begun: self.now,
            no: Some(no),
            what: What::Call(call, fate),
        });
        Ok(())
    }

    /// Nobody waits for this call any more, but the server may carry it out.
    fn abandon(&mut self, pending: Pending) {
        if let (Some(no), What::Call(call, fate)) = (pending.no, pending.what)
            && (fate.is_carried_out() || fate == Fate::Late)
            && self.rng.chance(500)
        {
            self.haunt(no, call);
        }
    }

    pub(super) fn haunt(&mut self, no: ShardNo, call: Call) {
        if changes(&call) {
            let half = u64::try_from(self.policy.list_lag.as_millis() / 2).unwrap();
            let longest = if matches!(call, Call::Create { .. }) { half } else { half.min(2_000) };
            self.ghosts.push((self.now.plus(self.rng.millis(0, longest)), no, call));
        }
    }

    fn die(&mut self) {
        self.core = None;
        self.watch.died();
        for pending in std::mem::take(&mut self.pending) {
            self.abandon(pending);
        }
    }

    fn end(&mut self, ending: &Ending) -> Result<(), String> {
        self.audit_saved(None)?;
        self.before_failure(ending)?;
        self.die();
        match ending {
            Ending::Stopped => self.stats.resumed += 1,
            Ending::Failed { .. } => {
                // The user resumes the run later.
                self.stats.resumed += 1;
                self.now = self.now.plus(self.rng.millis(1_000, 7_200_000));
            }
            Ending::Unsupported(_) => {
                if !self.quirks.no_batches {
                    return Err("the server has batches, and was said to have none".into());
                }
                self.outcome = Some(Over::Unsupported);
            }
            Ending::Complete => {
                self.completed()?;
                let unknown = self.disk.parts.values().flatten();
                let unknown =
                    unknown.filter(|(_, kind)| *kind == super::disk::Kind::Unknown).count();
                self.stats.unknown += u64::from(unknown > 0);
                self.stats.duplicates += u64::from(!self.disk.head.duplicates.is_empty());
                self.stats.resent += u64::from(self.disk.head.rounds.len() > 1);
                if self.quirks.reopens == 0 {
                    self.outcome = Some(Over::Complete);
                    return Ok(());
                }
                self.quirks.reopens -= 1;
                self.reopening = Some(Select {
                    transient: self.rng.chance(500),
                    failed: self.rng.chance(300),
                    unknown: self.rng.chance(300),
                });
                // Faults begin again.
                self.quirks.trouble = self.events + self.rng.below(200);
                self.now = self.now.plus(self.rng.millis(1_000, 100_000_000));
            }
        }
        Ok(())
    }

    /// Divides requests into shards of one model each.
    pub(super) fn split(&mut self, round: u32, requests: &[RequestId]) -> Vec<Shard> {
        let models = [Some("alpha".to_owned()), Some("beta".to_owned()), None];
        let mut shards: Vec<Shard> = Vec::new();
        let longest = self.rng.between(1, 6);
        for &request in requests {
            let model = models[request * 3 / self.requests.max(1) / 2].clone();
            if let Some(last) = shards.last_mut()
                && last.load.model == model
                && last.load.requests < longest
            {
                last.load.requests += 1;
                last.load.bytes += 100;
                last.load.tokens += 10;
                last.requests.push(request);
                continue;
            }
            let index = u32::try_from(shards.len()).unwrap();
            let load = Load { round, index, requests: 1, bytes: 100, tokens: 10, model };
            shards.push(Shard { load, requests: vec![request], record: None });
        }
        shards
    }

    pub(super) fn state(&self) -> String {
        let Some(core) = &self.core else { return "no process".into() };
        let shards: Vec<_> =
            core.shards().map(|(no, _, record)| format!("{no}: {record:?}")).collect();
        format!("{:?}\n{}", core.head(), shards.join("\n"))
    }

    pub(super) fn note(&self, text: impl FnOnce(&Self) -> String) {
        if self.trace {
            println!("{}", text(self));
        }
    }
}

fn shift(time: Time, by: i64) -> Time {
    Time::from_millis(time.as_millis().saturating_add_signed(by))
}

fn draw_policy(quirks: &Quirks, rng: &mut Rng) -> Policy {
    let seconds = |rng: &mut Rng, values: &[u64]| Duration::from_secs(rng.pick(values));
    let whole = |value: u64| usize::try_from(value).unwrap();
    let forever = quirks.is_transparent() && rng.chance(300);
    Policy {
        batches: whole(rng.between(1, 5)),
        transfers: whole(rng.between(1, 3)),
        stored: if rng.chance(400) { rng.between(50, 1_000) } else { u64::MAX },
        tokens: rng.chance(250).then(|| rng.between(10, 150)),
        rounds: u32::try_from(rng.between(1, 4)).unwrap(),
        poll: (
            seconds(rng, &[1, 5]),
            if rng.chance(50) { Duration::MAX } else { seconds(rng, &[5, 60, 600]) },
        ),
        hold: if rng.chance(50) { Duration::MAX } else { seconds(rng, &[1, 10, 60]) },
        list_lag: seconds(rng, &[0, 10, 60, 600]),
        outage_limit: if forever { Duration::MAX } else { seconds(rng, &[60, 600, 3_600]) },
        start_limit: if rng.chance(50) { Duration::MAX } else { seconds(rng, &[0, 10, 60]) },
        keep_files: rng.chance(100),
        // Where no list lags longer than it may, "not in the list" is proof.
        list_is_complete: !quirks.long_lag,
    }
}
