//! What moves a run: launches steps within the limits, and notes what came of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::control::Wish;
use crate::error::RunError;
use crate::journal::Journal;
use crate::merge::Results;
use crate::pressure::Pressure;
use crate::report::RunReport;
use crate::state::{Stage, State, Task};
use crate::steps::{Context, Step};
use batch_lines::{Shard, Spans};

/// A run under way.
pub(crate) struct Engine {
    pub(crate) ctx: Arc<Context>,
    pub(crate) journal: Journal,
    pub(crate) state: State,
    /// By round, then by number.
    pub(crate) shards: Vec<Vec<Arc<Shard>>>,
    pub(crate) results: Results,
    pub(crate) refused: Spans,
    pub(crate) pressure: Pressure,
    pub(crate) steps: JoinSet<(usize, Result<Step, RunError>)>,
    pub(crate) busy: HashSet<usize>,
    /// Tasks whose current call may have been carried out for an earlier process.
    pub(crate) look: HashSet<usize>,
    /// Tasks that wait a moment before they go on.
    pub(crate) later: Vec<(usize, Instant)>,
    /// Whether the journal is behind. It never is when a step begins.
    pub(crate) dirty: bool,
}

impl Engine {
    pub(crate) fn new(
        ctx: Context,
        journal: Journal,
        state: State,
        shards: Vec<Vec<Shard>>,
        results: Results,
        refused: Spans,
    ) -> Self {
        let unsure = |(at, task): (usize, &Task)| {
            matches!(task.stage, Stage::Uploading | Stage::Creating { .. }).then_some(at)
        };
        Self {
            pressure: Pressure::new(ctx.settings.tokens, ctx.settings.hold),
            look: state.tasks.iter().enumerate().filter_map(unsure).collect(),
            ctx: Arc::new(ctx),
            journal,
            state,
            shards: shards
                .into_iter()
                .map(|round| round.into_iter().map(Arc::new).collect())
                .collect(),
            results,
            refused,
            steps: JoinSet::new(),
            busy: HashSet::new(),
            later: Vec::new(),
            dirty: false,
        }
    }

    /// Runs to the end.
    pub(crate) async fn run(self) -> Result<RunReport, RunError> {
        let (mut this, ()) = self.blocking(Self::take_refused).await?;
        let mut round = 0;
        loop {
            this.drive().await?;
            let more;
            (this, more) = this.blocking(move |this| this.end_round(round)).await?;
            if !more {
                return this.finish().await;
            }
            round += 1;
        }
    }

    /// Does work on files where it may block.
    pub(crate) async fn blocking<T: Send + 'static>(
        mut self,
        work: impl FnOnce(&mut Self) -> Result<T, RunError> + Send + 'static,
    ) -> Result<(Self, T), RunError> {
        crate::blocking::blocking(move || {
            let done = work(&mut self)?;
            Ok((self, done))
        })
        .await
    }

    /// Takes all tasks to their end.
    async fn drive(&mut self) -> Result<(), RunError> {
        loop {
            let wish = self.ctx.control.now();
            if wish == Wish::Cancel {
                self.drop_unsent();
            }
            let launched = match wish {
                Wish::Stop => Vec::new(),
                Wish::Run | Wish::Cancel => self.choose(),
            };
            self.flush()?;
            for at in launched {
                self.spawn(at);
            }
            if self.steps.is_empty()
                && (wish == Wish::Stop || self.state.tasks.iter().all(Task::is_done))
            {
                return match wish {
                    Wish::Stop => {
                        Err(RunError::Stopped { in_flight: self.state.batches_under_way() })
                    }
                    _ => Ok(()),
                };
            }
            let alarm = self.alarm();
            let control = self.ctx.control.clone();
            let next = if wish == Wish::Run { Wish::Cancel } else { Wish::Stop };
            tokio::select! {
                Some(done) = self.steps.join_next(), if !self.steps.is_empty() => {
                    self.note(done).await?;
                    // Those that are done at the same time cost one journal.
                    while let Some(done) = self.steps.try_join_next() {
                        self.note(done).await?;
                    }
                }
                () = sleep_until(alarm.unwrap_or_else(Instant::now)), if alarm.is_some() => {}
                () = control.wanted(next), if wish != Wish::Stop => {}
            }
        }
    }

    /// When there may be something to launch although nothing happened.
    fn alarm(&self) -> Option<Instant> {
        let later = self.later.iter().map(|(_, at)| *at).min();
        let now = Instant::now();
        // A hold that is over and changed nothing waits for room, not for time.
        let release = self.pressure.next_release().filter(|at| *at > now);
        later.into_iter().chain(release).min()
    }

    /// Notes what came of a step, or that it failed.
    async fn note(
        &mut self,
        done: Result<(usize, Result<Step, RunError>), JoinError>,
    ) -> Result<(), RunError> {
        let (at, step) = match done {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => return Err(RunError::Internal(error.to_string())),
            },
        };
        self.busy.remove(&at);
        match step {
            Ok(step) => self.apply(at, step).await,
            Err(error) => {
                // What others came to is kept; the error that counts is the one at hand.
                let _ = self.flush();
                Err(error)
            }
        }
    }

    /// Chooses what may begin now, and notes that it does.
    fn choose(&mut self) -> Vec<usize> {
        let now = Instant::now();
        self.later.retain(|(_, at)| *at > now);
        let mut in_flight = 0;
        let mut enqueued: HashMap<Option<String>, u64> = HashMap::new();
        for task in &self.state.tasks {
            match task.stage {
                Stage::Planned | Stage::Uploaded { .. } | Stage::Done { .. } => continue,
                Stage::Collecting { .. } => {}
                _ => *enqueued.entry(task.model.clone()).or_default() += task.tokens,
            }
            in_flight += 1;
        }
        let cancelled = self.ctx.control.now() == Wish::Cancel;
        let mut chosen = Vec::new();
        for (at, task) in self.state.tasks.iter_mut().enumerate() {
            if task.is_done()
                || self.busy.contains(&at)
                || self.later.iter().any(|(later, _)| *later == at)
            {
                continue;
            }
            // Others are under way from before: by an earlier process, or the step before this.
            if matches!(task.stage, Stage::Planned | Stage::Uploaded { .. }) {
                if cancelled || in_flight >= self.ctx.settings.batches {
                    continue;
                }
                let model = task.model.as_deref();
                let waiting = enqueued.entry(task.model.clone()).or_default();
                if !self.pressure.admits(model, *waiting, task.tokens, now) {
                    continue;
                }
                *waiting += task.tokens;
                in_flight += 1;
                task.stage = match std::mem::replace(&mut task.stage, Stage::Planned) {
                    Stage::Uploaded { file_id } => Stage::Creating { file_id },
                    _ => Stage::Uploading,
                };
                self.dirty = true;
            }
            chosen.push(at);
        }
        chosen
    }

    /// Tokens under way for the model of a task, its own left out.
    pub(crate) fn enqueued(&self, at: usize) -> u64 {
        let model = &self.state.tasks[at].model;
        let counts = |task: &Task| {
            (task.is_enqueued() || task.stage == Stage::Uploading) && task.model == *model
        };
        let tasks = self.state.tasks.iter().enumerate();
        tasks
            .filter(|(other, task)| *other != at && counts(task))
            .map(|(_, task)| task.tokens)
            .sum()
    }

    fn spawn(&mut self, at: usize) {
        let task = self.state.tasks[at].clone();
        let ctx = Arc::clone(&self.ctx);
        let shard = Arc::clone(&self.shards[task.round][task.shard]);
        let look = self.look.contains(&at);
        self.busy.insert(at);
        self.steps.spawn(async move {
            let step = match &task.stage {
                Stage::Uploading => ctx.unless(Wish::Cancel, ctx.upload(&task, &shard, look)).await,
                // Never left half-way: whether it came through would have to be found out.
                Stage::Creating { file_id } => ctx.create(&task, file_id, look).await,
                Stage::Running { batch_id, .. } => {
                    ctx.unless(Wish::Stop, ctx.watch(&task, batch_id)).await
                }
                Stage::Collecting { files, .. } => {
                    ctx.unless(Wish::Stop, ctx.collect(&task, files)).await
                }
                Stage::Planned | Stage::Uploaded { .. } | Stage::Done { .. } => Ok(Step::Stopped),
            };
            (at, step)
        });
    }

    /// Writes the journal where it is not up to date.
    pub(crate) fn flush(&mut self) -> Result<(), RunError> {
        if std::mem::take(&mut self.dirty) {
            self.journal.save(&self.state)?;
        }
        Ok(())
    }
}
