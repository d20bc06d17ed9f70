//! What moves a run: launches steps within the limits, notes what came of them, round by round.

use std::collections::HashSet;
use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::control::Wish;
use super::error::RunError;
use super::event::Event;
use super::failure::{Failure, reasons};
use super::journal::Journal;
use super::merge::Results;
use super::pressure::Pressure;
use super::report::Report;
use super::state::{Round, Stage, State, Task};
use super::steps::{Context, Step, result_files};
use super::{local_lines, planner};
use crate::lines::{Shard, Spans};

/// Batches of one shard that the server may refuse for its file, one after the other.
const FILE_REFUSALS: usize = 5;

/// The code of requests whose results the server had but lost.
const GONE_CODE: &str = "result_file_gone";

/// The code of lines that were not sent because they have a problem.
const NOT_SENT_CODE: &str = "not_sent";

/// A run under way.
pub(crate) struct Engine {
    ctx: Arc<Context>,
    journal: Journal,
    state: State,
    /// By round, then by number.
    shards: Vec<Vec<Arc<Shard>>>,
    results: Results,
    refused: Spans,
    pressure: Pressure,
    steps: JoinSet<(usize, Result<Step, RunError>)>,
    busy: HashSet<usize>,
    /// Tasks whose current call may have been carried out for an earlier process.
    look: HashSet<usize>,
    /// Tasks that wait a moment before they go on.
    later: Vec<(usize, Instant)>,
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
        }
    }

    /// Runs to the end.
    pub(crate) async fn run(mut self) -> Result<Report, RunError> {
        self.take_refused()?;
        let mut round = 0;
        loop {
            self.drive().await?;
            self.join(round)?;
            round += 1;
            if round == self.state.rounds.len() && !self.begin_round(round)? {
                break;
            }
        }
        self.finish().await
    }

    /// Lines that were never sent have their place in the result file too.
    fn take_refused(&mut self) -> Result<(), RunError> {
        let path = self.journal.results().join("not-sent.jsonl");
        let join = &self.results.join;
        let ids: Vec<String> = self
            .refused
            .positions()
            .filter_map(|at| join.ids().get(u32::try_from(at).ok()?))
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        let message = "the input line has a problem; validate the input to see it";
        let lines = ids.iter().map(|id| (id.as_str(), NOT_SENT_CODE, message));
        local_lines::write(&path, lines).map_err(RunError::io("write", &path))?;
        self.results.read(&path, None)
    }

    /// Takes all tasks to their end.
    async fn drive(&mut self) -> Result<(), RunError> {
        loop {
            let wish = self.ctx.control.now();
            if wish == Wish::Cancel {
                self.drop_unsent()?;
            }
            if wish != Wish::Stop {
                self.launch()?;
            }
            if self.steps.is_empty()
                && (wish == Wish::Stop || self.state.tasks.iter().all(Task::is_done))
            {
                return match wish {
                    Wish::Stop => Err(RunError::Stopped {
                        in_flight: self.state.batches_under_way(),
                    }),
                    _ => Ok(()),
                };
            }
            let alarm = self.alarm();
            let control = self.ctx.control.clone();
            let next = if wish == Wish::Run {
                Wish::Cancel
            } else {
                Wish::Stop
            };
            tokio::select! {
                Some(done) = self.steps.join_next(), if !self.steps.is_empty() => {
                    // A step panics only by a mistake of ours, which must not look like success.
                    let (at, step) = done.map_err(|error| RunError::Setting(error.to_string()))?;
                    self.busy.remove(&at);
                    self.apply(at, step?).await?;
                }
                () = sleep_until(alarm.unwrap_or_else(Instant::now)), if alarm.is_some() => {}
                () = control.wanted(next), if wish != Wish::Stop => {}
            }
        }
    }

    /// When there may be something to launch although nothing happened.
    fn alarm(&self) -> Option<Instant> {
        let later = self.later.iter().map(|(_, at)| *at).min();
        later.into_iter().chain(self.pressure.next_release()).min()
    }

    /// Nothing more is sent: what was not sent yet stays unsent.
    fn drop_unsent(&mut self) -> Result<(), RunError> {
        let mut changed = false;
        for (at, task) in self.state.tasks.iter_mut().enumerate() {
            let file_id = match &task.stage {
                _ if self.busy.contains(&at) => continue,
                Stage::Uploading | Stage::Planned => None,
                Stage::Uploaded { file_id } => Some(file_id.clone()),
                // Else it is still to be found out whether a batch was created.
                Stage::Creating { file_id } if !self.look.contains(&at) => Some(file_id.clone()),
                _ => continue,
            };
            task.stage = Stage::Done {
                file_id,
                batch_id: None,
                status: "not sent".into(),
                results: Vec::new(),
            };
            changed = true;
        }
        if changed { self.save() } else { Ok(()) }
    }

    fn launch(&mut self) -> Result<(), RunError> {
        let now = Instant::now();
        self.later.retain(|(_, at)| *at > now);
        let mut launched = Vec::new();
        let active = |task: &Task| {
            !matches!(
                task.stage,
                Stage::Planned | Stage::Uploaded { .. } | Stage::Done { .. }
            )
        };
        let mut in_flight = self.state.tasks.iter().filter(|task| active(task)).count();
        let cancelled = self.ctx.control.now() == Wish::Cancel;
        for at in 0..self.state.tasks.len() {
            if self.busy.contains(&at) || self.later.iter().any(|(later, _)| *later == at) {
                continue;
            }
            let enqueued = self.enqueued(at);
            let task = &mut self.state.tasks[at];
            match &task.stage {
                Stage::Done { .. } => continue,
                Stage::Planned | Stage::Uploaded { .. } => {
                    if cancelled
                        || in_flight >= self.ctx.settings.batches
                        || !self
                            .pressure
                            .admits(task.model.as_deref(), enqueued, task.tokens, now)
                    {
                        continue;
                    }
                    in_flight += 1;
                    task.stage = match std::mem::replace(&mut task.stage, Stage::Planned) {
                        Stage::Uploaded { file_id } => Stage::Creating { file_id },
                        _ => Stage::Uploading,
                    };
                }
                // Under way from before: an earlier process, or the step before this one.
                _ => {}
            }
            launched.push(at);
        }
        if launched.is_empty() {
            return Ok(());
        }
        self.save()?;
        for at in launched {
            self.spawn(at);
        }
        Ok(())
    }

    /// Tokens under way for the model of a task, its own left out.
    fn enqueued(&self, at: usize) -> u64 {
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
                Stage::Uploading => {
                    ctx.unless(Wish::Cancel, ctx.upload(&task, &shard, look))
                        .await
                }
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

    /// Notes what came of a step.
    async fn apply(&mut self, at: usize, mut step: Step) -> Result<(), RunError> {
        if let Step::Collected { results, gone } = &mut step
            && !gone.is_empty()
        {
            let message = format!("the server lost the result file {}", gone.join(", "));
            results.push(self.write_lines(at, |_| Some((GONE_CODE, message.as_str())))?);
        }
        let enqueued = self.enqueued(at);
        let task = &mut self.state.tasks[at];
        let label = task.label();
        let stage = std::mem::replace(&mut task.stage, Stage::Planned);
        self.look.remove(&at);
        task.stage = match (stage, step) {
            (Stage::Uploading, Step::Uploaded { file_id }) => {
                self.ctx.emit(Event::Uploaded {
                    shard: label,
                    file_id: file_id.clone(),
                });
                // The place among the batches in flight that the upload had is kept.
                Stage::Creating { file_id }
            }
            (Stage::Creating { file_id }, Step::Created { batch_id }) => {
                self.ctx.emit(Event::Created {
                    shard: label,
                    batch_id: batch_id.clone(),
                });
                Stage::Running { file_id, batch_id }
            }
            (Stage::Creating { file_id }, Step::Held { code, retry_after }) => {
                let now = Instant::now();
                let delay = self.pressure.refused(task.model.as_deref(), enqueued, now);
                let delay = retry_after.unwrap_or(delay);
                self.ctx.emit(Event::Held {
                    shard: label,
                    code,
                    delay,
                });
                Stage::Uploaded { file_id }
            }
            (Stage::Creating { .. }, Step::FileLost) => {
                task.lost_files += 1;
                Stage::Planned
            }
            (Stage::Running { file_id, batch_id }, Step::Ended(batch)) => {
                let status = batch.status.to_string();
                self.ctx.emit(Event::Ended {
                    shard: label,
                    batch_id: batch_id.clone(),
                    status: status.clone(),
                    reasons: reasons(&batch),
                });
                let failed = status.eq_ignore_ascii_case("failed");
                let files = result_files(&batch);
                if failed && files.is_empty() {
                    return self
                        .failed(at, file_id, batch_id, &Failure::of(&batch))
                        .await;
                }
                self.pressure.ended(task.model.as_deref());
                Stage::Collecting {
                    file_id,
                    batch_id,
                    status,
                    files,
                }
            }
            (Stage::Running { file_id, batch_id }, Step::BatchLost) => {
                self.pressure.ended(task.model.as_deref());
                Stage::Done {
                    file_id: Some(file_id),
                    batch_id: Some(batch_id),
                    status: "lost".into(),
                    results: Vec::new(),
                }
            }
            (
                Stage::Collecting {
                    file_id,
                    batch_id,
                    status,
                    ..
                },
                Step::Collected { results, .. },
            ) => {
                self.ctx.emit(Event::Collected {
                    shard: label,
                    requests: task.requests,
                });
                Stage::Done {
                    file_id: Some(file_id),
                    batch_id: Some(batch_id),
                    status,
                    results,
                }
            }
            (Stage::Uploading, Step::Stopped) if self.ctx.control.now() == Wish::Cancel => {
                Stage::Planned
            }
            (Stage::Creating { file_id }, Step::Stopped) => Stage::Uploaded { file_id },
            (stage, _) => stage,
        };
        self.save()
    }

    /// Decides what becomes of a shard whose batch was refused.
    async fn failed(
        &mut self,
        at: usize,
        file_id: String,
        batch_id: String,
        failure: &Failure,
    ) -> Result<(), RunError> {
        let enqueued = self.enqueued(at);
        let there = match failure {
            Failure::FileNotFound { .. } => {
                let there = self.ctx.has_file(&file_id).await;
                there.map_err(|error| RunError::api("look for an input file", error))?
            }
            _ => true,
        };
        let cancelled = self.ctx.control.now() == Wish::Cancel;
        let task = &mut self.state.tasks[at];
        let (label, refusals) = (task.label(), task.refused.len());
        let (code, message) = match failure {
            Failure::Pressure { code } if !cancelled => {
                let now = Instant::now();
                let delay = self.pressure.refused(task.model.as_deref(), enqueued, now);
                task.refused.push(batch_id);
                task.stage = Stage::Uploaded { file_id };
                let code = code.clone();
                self.ctx.emit(Event::Held {
                    shard: label,
                    code,
                    delay,
                });
                return self.save();
            }
            Failure::FileNotFound { code, .. } if refusals < FILE_REFUSALS && !cancelled => {
                task.refused.push(batch_id);
                task.stage = if there {
                    Stage::Uploaded { file_id }
                } else {
                    task.lost_files += 1;
                    Stage::Planned
                };
                let power = u32::try_from(refusals).unwrap_or(u32::MAX).min(16);
                let delay = self.ctx.settings.poll.0.saturating_mul(1 << power);
                let delay = delay.min(Duration::from_secs(60));
                self.later.push((at, Instant::now() + delay));
                let code = code.clone();
                self.ctx.emit(Event::Held {
                    shard: label,
                    code,
                    delay,
                });
                return self.save();
            }
            Failure::Pressure { code } => (code.clone(), String::new()),
            Failure::FileNotFound { code, message } | Failure::Whole { code, message } => {
                (code.clone(), message.clone())
            }
            Failure::Lines(lines) => {
                // The others were not run, so they stay missing and may go again without these.
                let results = vec![self.write_lines(at, |line| {
                    lines
                        .get(&line)
                        .map(|(code, message)| (code.as_str(), message.as_str()))
                })?];
                return self.end_failed(at, file_id, batch_id, results);
            }
        };
        let results = vec![self.write_lines(at, |_| Some((code.as_str(), message.as_str())))?];
        self.end_failed(at, file_id, batch_id, results)
    }

    fn end_failed(
        &mut self,
        at: usize,
        file_id: String,
        batch_id: String,
        results: Vec<String>,
    ) -> Result<(), RunError> {
        let task = &mut self.state.tasks[at];
        self.pressure.ended(task.model.as_deref());
        task.stage = Stage::Done {
            file_id: Some(file_id),
            batch_id: Some(batch_id),
            status: "failed".into(),
            results,
        };
        self.save()
    }

    /// Writes error lines for requests of a task: `reason` gives code and message by their number
    /// in the shard, from 1.
    fn write_lines<'a>(
        &self,
        at: usize,
        reason: impl Fn(u64) -> Option<(&'a str, &'a str)>,
    ) -> Result<String, RunError> {
        let task = &self.state.tasks[at];
        let shard = &self.shards[task.round][task.shard];
        let name = format!("{}-local.jsonl", task.stem());
        let path = self.journal.results().join(&name);
        let ids = self.results.join.ids();
        let lines = (1..)
            .zip(shard.lines.positions())
            .filter_map(|(number, position)| {
                let (code, message) = reason(number)?;
                let id = ids.get(u32::try_from(position).ok()?)?;
                Some((id, code, message))
            });
        local_lines::write(&path, lines).map_err(RunError::io("write", &path))?;
        Ok(name)
    }

    /// Reads the results of a round.
    fn join(&mut self, round: usize) -> Result<(), RunError> {
        if round > 0 {
            self.results.join.next_round();
        }
        let dir = self.journal.results();
        for task in self.state.tasks.iter().filter(|task| task.round == round) {
            if let Stage::Done { results, .. } = &task.stage {
                for name in results {
                    self.results.read(&dir.join(name), task.model.as_deref())?;
                }
            }
        }
        Ok(())
    }

    /// Plans what is to be sent again; false if there is nothing, or no round left.
    fn begin_round(&mut self, round: usize) -> Result<bool, RunError> {
        let again = self.results.join.counts().may_resubmit;
        let settings = &self.ctx.settings;
        if again == 0 || round >= settings.rounds || self.ctx.control.now() == Wish::Cancel {
            return Ok(false);
        }
        let input = File::open(&settings.input).map_err(RunError::io("read", &settings.input))?;
        let plan = self
            .results
            .join
            .plan_resubmission(&planner(settings), input)
            .map_err(RunError::io("read", &settings.input))?;
        if plan.shards.is_empty() {
            return Ok(false);
        }
        self.ctx.emit(Event::Round {
            number: round + 1,
            requests: again,
        });
        self.state.add_round(&self.journal, again, &plan.shards)?;
        self.shards
            .push(plan.shards.into_iter().map(Arc::new).collect());
        self.save()?;
        Ok(true)
    }

    /// Puts the results together and tidies up.
    async fn finish(mut self) -> Result<Report, RunError> {
        let settings = self.ctx.settings.clone();
        let refused = self.refused.total_len();
        let requests = self
            .results
            .join
            .ids()
            .iter()
            .filter(|id| !id.is_empty())
            .count() as u64;
        self.ctx.emit(Event::Merging { requests });
        self.results.write(&settings.output, settings.order)?;

        let report = self.report(refused);
        if !settings.keep_files {
            let files = self
                .state
                .tasks
                .iter()
                .filter_map(|task| match &task.stage {
                    Stage::Done { file_id, .. } => file_id.clone(),
                    _ => None,
                });
            for file_id in files.collect::<HashSet<_>>() {
                self.ctx.delete(&file_id).await;
            }
        }
        self.state.report = Some(report.clone());
        self.save()?;
        self.journal.tidy(&self.state)?;
        Ok(report)
    }

    fn report(&self, refused: u64) -> Report {
        let join = &self.results.join;
        let mut report = Report {
            refused,
            unknown: join.unknown_count(),
            duplicates: join.duplicate_count(),
            bad_lines: join.bad_line_count(),
            rounds: self.state.rounds.len(),
            batches: self
                .state
                .tasks
                .iter()
                .filter(|task| {
                    matches!(
                        task.stage,
                        Stage::Done {
                            batch_id: Some(_),
                            ..
                        }
                    )
                })
                .count(),
            seconds: unix_now().saturating_sub(self.state.started_at),
            cancelled: self.ctx.control.now() == Wish::Cancel,
            models: self.results.usage.clone(),
            ..Report::default()
        };
        report.count(&join.counts());
        let ids = join.ids();
        let refused_ids = self
            .refused
            .positions()
            .filter(|at| {
                u32::try_from(*at)
                    .ok()
                    .and_then(|at| ids.get(at))
                    .is_some_and(|id| !id.is_empty())
            })
            .count() as u64;
        report.request_errors = report.request_errors.saturating_sub(refused_ids);
        report.requests = report.succeeded + report.failed() + report.missing;
        report
    }

    fn save(&self) -> Result<(), RunError> {
        self.journal.save(&self.state)
    }
}

impl State {
    /// Adds a round, whose shards are on disk before the journal speaks of them.
    pub(crate) fn add_round(
        &mut self,
        journal: &Journal,
        requests: u64,
        shards: &[Shard],
    ) -> Result<(), RunError> {
        let round = self.rounds.len();
        let name = format!("round-{round}.json");
        journal.write(&name, &shards, false)?;
        self.rounds.push(Round {
            shards: name,
            requests,
        });
        let tasks = shards.iter().enumerate();
        self.tasks
            .extend(tasks.map(|(at, shard)| Task::new(round, at, shard)));
        Ok(())
    }
}

/// Seconds since 1970.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
