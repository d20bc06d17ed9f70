//! The driver of a run: feeds the core with events, and carries out its actions.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use batch_ext::batch_client::Client;
use batch_ext::retry::WithRetry;
use batch_lines::{Limits, Shard};
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_util::task::TaskTracker;

use super::blocking::resume_panic;
use super::clock::Clock;
use super::context::Context;
use super::files::Interrupted;
use super::merge::Facts;
use super::parts::parts;
use super::prepare::{Begun, Ready};
use super::round;
use crate::control::{Control, Wishes};
use crate::core::{
    Action, Call, Core, Done, Ending, Event, Fault, Load, Outcome, Record, ShardNo, Work,
};
use crate::error::{FileError, RunError, of_source};
use crate::report::RunReport;
use crate::settings::Settings;
use crate::store::{Refused, Run};

/// How long creates in flight may take to end once the run is over. One that is left behind has to be
/// looked for by the next process.
const GRACE: Duration = Duration::from_millis(500);

/// Calls that ended at the same time whose outcomes are saved together.
const TOGETHER: usize = 64;

/// A run in progress.
pub(crate) struct Driver {
    core: Core,
    ctx: Context,
    control: Control,
    clock: Clock,
    run: Run,
    begun: Begun,
    shards: Vec<Arc<Shard>>,
    /// Shards of a round that the core has not taken up yet.
    coming: Vec<Arc<Shard>>,
    refused: Refused,
    tasks: JoinSet<Ended>,
    in_flight: HashMap<ShardNo, InFlight>,
    begun_calls: u64,
}

/// A call in flight.
struct InFlight {
    number: u64,
    is_create: bool,
    abort: AbortHandle,
}

/// What came of a task.
enum Ended {
    Call { no: ShardNo, number: u64, outcome: Outcome },
    Planned(Result<Result<Vec<Arc<Shard>>, Vec<ShardNo>>, Fault>),
    Merged(Result<Result<Box<RunReport>, Vec<ShardNo>>, Fault>),
    Done(Done),
}

/// Something to save, as it was when the core asked for it.
enum Save {
    Run(Box<Run>),
    Record(Box<(Load, Record)>),
}

impl Driver {
    pub(crate) fn new(
        client: &Client,
        settings: Settings,
        control: Control,
        interrupted: Interrupted,
        ready: Ready,
    ) -> Self {
        let Ready { store, stamp, run, begun, shards, records, refused } = ready;
        let clock = Clock::start();
        let fresh = records.iter().all(|(_, record)| *record == Record::new());
        let head = run.head.clone();
        let mut core = Core::new(settings.policy(), head, records, fresh, clock.now());
        if let Begun::Reopened(select) = begun {
            core.reopen(select);
        }
        let ctx = Context {
            client: client.clone(),
            plain: client.clone().without_retry(),
            settings: Arc::new(settings),
            store: Arc::new(store),
            stamp,
            run_id: run.run_id.clone(),
            started_at: run.started_at,
            limits: Limits::from(&run.plan),
            interrupted,
            threads: TaskTracker::new(),
        };
        Self {
            core,
            ctx,
            control,
            clock,
            run,
            begun,
            shards,
            coming: Vec::new(),
            refused,
            tasks: JoinSet::new(),
            in_flight: HashMap::new(),
            begun_calls: 0,
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Runs to the end.
    pub(crate) async fn run(mut self) -> Result<RunReport, RunError> {
        let mut wishes = Wishes::default();
        let mut events = vec![Event::Tick];
        loop {
            if let Some(ending) = self.feed(events).await? {
                return self.finish(ending).await;
            }
            events = self.next_events(&mut wishes).await?;
        }
    }

    /// Waits for something to happen.
    async fn next_events(&mut self, wishes: &mut Wishes) -> Result<Vec<Event>, RunError> {
        loop {
            let wake = self.core.next_wake().map(|wake| self.clock.instant(wake));
            if wake.is_none() && self.tasks.is_empty() {
                return Err(RunError::Internal("the run waits for nothing".into()));
            }
            let control = self.control.clone();
            let events = tokio::select! {
                biased;
                now = control.more_than(*wishes) => {
                    let before = std::mem::replace(wishes, now);
                    let cancel = now.cancel && !before.cancel;
                    let events = [(cancel, Event::Cancel), (now.stop, Event::Stop)];
                    events.into_iter().filter_map(|(wish, event)| wish.then_some(event)).collect()
                }
                Some(ended) = self.tasks.join_next() => self.ended_together(ended),
                () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {
                    vec![Event::Tick]
                }
            };
            if !events.is_empty() {
                return Ok(events);
            }
        }
    }

    /// The end of a task, and those of other calls that are over too.
    fn ended_together(&mut self, first: Result<Ended, JoinError>) -> Vec<Event> {
        let mut events = Vec::new();
        let mut next = Some(first);
        while let Some(ended) = next {
            events.extend(self.event_of(ended));
            // What work has changed is saved in an order of its own.
            let is_work = matches!(events.last(), Some(Event::Worked(_)));
            let more = !is_work && events.len() < TOGETHER;
            next = if more { self.tasks.try_join_next() } else { None };
        }
        events
    }

    /// What the end of a task means to the core; nothing if it was given up.
    fn event_of(&mut self, ended: Result<Ended, JoinError>) -> Option<Event> {
        let Ok(ended) = ended.map_err(resume_panic) else { return None };
        match ended {
            Ended::Call { no, number, outcome } => {
                let is_current = self.in_flight.get(&no).is_some_and(|call| call.number == number);
                if is_current {
                    self.in_flight.remove(&no);
                }
                is_current.then_some(Event::Called(no, outcome))
            }
            Ended::Planned(planned) => {
                let planned = planned.map(|planned| {
                    planned.map(|shards| {
                        let number = self.core.head().rounds.len();
                        let loads = round::loads(number, shards.iter().map(|shard| &**shard));
                        let loads = loads.collect();
                        self.coming = shards;
                        loads
                    })
                });
                Some(Event::Worked(Done::Planned(planned)))
            }
            Ended::Merged(merged) => {
                let merged =
                    merged.map(|merged| merged.map(|report| self.run.report = Some(*report)));
                Some(Event::Worked(Done::Merged(merged)))
            }
            Ended::Done(done) => Some(Event::Worked(done)),
        }
    }

    /// Tells the core what happened, and does what it asks for.
    async fn feed(&mut self, events: Vec<Event>) -> Result<Option<Ending>, RunError> {
        let (mut saves, mut rest) = (Vec::new(), Vec::new());
        for event in events {
            let actions = self.core.handle(event, self.clock.now());
            for action in actions.map_err(|wrong| RunError::Internal(wrong.0))? {
                match action {
                    Action::SaveHead => {
                        self.run.head = self.core.head().clone();
                        put(&mut saves, Save::Run(Box::new(self.run.clone())));
                    }
                    Action::Save(no) => {
                        let (load, record) = (self.core.load(no), self.core.record(no));
                        put(&mut saves, Save::Record(Box::new((load.clone(), record.clone()))));
                    }
                    action => rest.push(action),
                }
            }
        }
        self.take_up_shards();
        self.save(saves).await?;
        let mut ending = None;
        for action in rest {
            match action {
                Action::SaveHead | Action::Save(_) => {}
                Action::Call(no, call) => self.begin(no, call),
                Action::Abort(no) => {
                    if let Some(call) = self.in_flight.remove(&no) {
                        call.abort.abort();
                    }
                }
                Action::Work(work) => self.work(work),
                Action::Emit(event) => (self.ctx.settings.emit)(event),
                Action::End(end) => ending = Some(end),
            }
        }
        Ok(ending)
    }

    /// The core has taken up a round that was planned, or not.
    fn take_up_shards(&mut self) {
        let coming = std::mem::take(&mut self.coming);
        if !coming.is_empty() && self.core.shards().count() > self.shards.len() {
            self.shards.extend(coming);
        }
    }

    async fn save(&self, saves: Vec<Save>) -> Result<(), FileError> {
        if saves.is_empty() {
            return Ok(());
        }
        let store = Arc::clone(&self.ctx.store);
        let save = move || {
            saves.into_iter().try_for_each(|save| match save {
                Save::Run(run) => store.save_run(&run),
                Save::Record(record) => store.save_record(&record.0, &record.1),
            })
        };
        self.ctx.blocking(save).await
    }

    fn begin(&mut self, no: ShardNo, call: Call) {
        self.begun_calls += 1;
        let number = self.begun_calls;
        let is_create = matches!(call, Call::Create { .. });
        let (ctx, load) = (self.ctx.clone(), self.core.load(no).clone());
        let shard = Arc::clone(&self.shards[no]);
        let abort = self.tasks.spawn(async move {
            let outcome = ctx.call(&load, &shard, call).await;
            Ended::Call { no, number, outcome }
        });
        self.in_flight.insert(no, InFlight { number, is_create, abort });
    }

    fn work(&mut self, work: Work) {
        let ctx = self.ctx.clone();
        let parts = || parts(&self.core, &self.shards, &self.refused, &self.ctx.store);
        match work {
            Work::Probe => {
                self.tasks.spawn(async move { Ended::Done(Done::Probed(ctx.probe().await)) });
            }
            Work::Plan(select) => {
                let (number, parts) = (self.core.head().rounds.len(), parts());
                self.tasks
                    .spawn(async move { Ended::Planned(ctx.plan(number, select, parts).await) });
            }
            Work::Sweep => {
                let records = self.core.shards().map(|(_, _, record)| record);
                let named = records.flat_map(|record| record.input_files()).map(str::to_owned);
                let named = named.collect();
                self.tasks.spawn(async move { Ended::Done(Done::Swept(ctx.sweep(named).await)) });
            }
            Work::Merge => {
                let (parts, facts) = (parts(), Facts::of(&self.core, &self.refused));
                self.tasks.spawn(async move {
                    let merged = ctx.merge(parts, facts).await;
                    Ended::Merged(merged.map(|merged| merged.map(Box::new)))
                });
            }
        }
    }

    /// Leaves everything as the next process needs it.
    async fn finish(mut self, ending: Ending) -> Result<RunReport, RunError> {
        self.ctx.interrupted.set();
        let mut creates = 0_usize;
        for call in self.in_flight.values() {
            if call.is_create {
                creates += 1;
            } else {
                call.abort.abort();
            }
        }
        let until = Instant::now() + GRACE;
        while creates > 0
            && let Ok(Some(ended)) = timeout_at(until, self.tasks.join_next()).await
        {
            if let Some(event @ Event::Called(_, Outcome::Created(_))) = self.event_of(ended) {
                creates -= 1;
                self.feed(vec![event]).await?;
            }
        }
        // What they still hold, such as the lock, is free once they are gone.
        self.tasks.shutdown().await;
        self.ctx.threads.close();
        let _ = timeout(GRACE, self.ctx.threads.wait()).await;
        let is_new = matches!(self.begun, Begun::New { .. });
        let nothing_sent = self.core.shards().all(|(_, _, record)| *record == Record::new());
        if is_new && nothing_sent {
            self.ctx.store.abandon();
        }
        match ending {
            Ending::Complete => match self.run.report {
                Some(report) => {
                    if report.is_success() {
                        self.ctx.store.tidy()?;
                    }
                    Ok(report)
                }
                None => Err(RunError::Internal("the run has ended without a report".into())),
            },
            Ending::Stopped => Err(RunError::Stopped { in_flight: self.core.in_flight() }),
            Ending::Unsupported(fault) => Err(unsupported(&self.ctx.client, fault)),
            Ending::Failed { action, fault } => Err(of_source(action, fault.source, fault.message)),
        }
    }
}

impl Save {
    /// Whether both go to the same file.
    fn is_same_file(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Run(_), Self::Run(_)) => true,
            (Self::Record(one), Self::Record(other)) => one.0 == other.0,
            (Self::Run(_) | Self::Record(_), _) => false,
        }
    }
}

/// Adds what is to be saved, or replaces an earlier version of it in its place, so that each file is
/// written once.
fn put(saves: &mut Vec<Save>, save: Save) {
    match saves.iter_mut().find(|other| other.is_same_file(&save)) {
        Some(other) => *other = save,
        None => saves.push(save),
    }
}

fn unsupported(client: &Client, fault: Fault) -> RunError {
    let error = of_source("list batches", fault.source, fault.message);
    match error.api().and_then(|error| error.status()) {
        Some(status) => RunError::Unsupported {
            base_url: client.base_url().to_owned(),
            status: status.as_u16(),
        },
        None => error,
    }
}
