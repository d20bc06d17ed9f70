//! Where rounds begin and end: results joined, failures planned anew, all put together.

use std::collections::HashSet;
use std::fs::File;
use std::sync::Arc;

use crate::clock::unix_now;
use crate::control::Wish;
use crate::engine::Engine;
use crate::error::RunError;
use crate::event::RunEvent;
use crate::journal::Journal;
use crate::local_lines;
use crate::prepare::planner;
use crate::report::RunReport;
use crate::state::{Round, Stage, State, Task};
use batch_lines::Shard;
use batch_lines::outcome::LocalCode;

/// How many missing requests a report names.
const FIRST: usize = 20;

impl Engine {
    /// Lines that were never sent have their place in the result file too.
    pub(crate) fn take_refused(&mut self) -> Result<(), RunError> {
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
        let code = LocalCode::InvalidRequestLine;
        let lines = ids.iter().map(|id| (id.as_str(), code, code.message().to_owned()));
        local_lines::write(&path, &self.ctx.settings.input, lines)
            .map_err(RunError::io("write", &path))?;
        self.results.read(&path, None)
    }

    /// Takes the results of a round, and says whether another one follows.
    pub(crate) fn end_round(&mut self, round: usize) -> Result<bool, RunError> {
        self.join(round)?;
        let next = round + 1;
        Ok(next < self.state.rounds.len() || self.begin_round(next)?)
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
        self.ctx.stamp.check(&settings.input)?;
        let input = File::open(&settings.input).map_err(RunError::io("read", &settings.input))?;
        let plan = self
            .results
            .join
            .plan_resubmission(&planner(settings), input)
            .map_err(RunError::io("read", &settings.input))?;
        if plan.shards.is_empty() {
            return Ok(false);
        }
        self.ctx.emit(RunEvent::Round { number: round + 1, requests: again });
        self.state.add_round(&self.journal, again, &plan.shards)?;
        self.shards.push(plan.shards.into_iter().map(Arc::new).collect());
        self.journal.save(&self.state)?;
        Ok(true)
    }

    /// Puts the results together and tidies up.
    pub(crate) async fn finish(self) -> Result<RunReport, RunError> {
        let (this, report) = self.blocking(|this| this.merge()).await?;
        if !this.ctx.settings.keep_files {
            let files = this.state.tasks.iter().filter_map(|task| match &task.stage {
                Stage::Done { file_id, .. } => file_id.clone(),
                _ => None,
            });
            for file_id in files.collect::<HashSet<_>>() {
                this.ctx.delete(&file_id).await;
            }
        }
        let (_, report) = this
            .blocking(|this| {
                this.state.report = Some(report.clone());
                this.journal.save(&this.state)?;
                this.journal.tidy(&this.state)?;
                Ok(report)
            })
            .await?;
        Ok(report)
    }

    fn merge(&mut self) -> Result<RunReport, RunError> {
        let report = self.report(self.refused.total_len());
        self.ctx.emit(RunEvent::Merging { requests: report.requests });
        let settings = &self.ctx.settings;
        self.results.write(&settings.output, &settings.input, settings.order)?;
        Ok(report)
    }

    fn report(&self, refused: u64) -> RunReport {
        let join = &self.results.join;
        let mut report = RunReport {
            refused,
            first_missing: join.missing().take(FIRST).map(str::to_owned).collect(),
            unknown: join.unexpected_count(),
            duplicates: join.duplicate_count(),
            bad_lines: join.bad_line_count(),
            rounds: self.state.rounds.len(),
            batches: self
                .state
                .tasks
                .iter()
                .filter(|task| matches!(task.stage, Stage::Done { batch_id: Some(_), .. }))
                .count(),
            seconds: unix_now().saturating_sub(self.state.started_at),
            cancelled: self.ctx.control.now() == Wish::Cancel,
            models: self.results.usage.clone(),
            ..RunReport::default()
        };
        report.count(&join.counts());
        let ids = join.ids();
        let refused_ids = self
            .refused
            .positions()
            .filter(|at| {
                u32::try_from(*at).ok().and_then(|at| ids.get(at)).is_some_and(|id| !id.is_empty())
            })
            .count() as u64;
        report.request_errors = report.request_errors.saturating_sub(refused_ids);
        report.requests = report.succeeded + report.failed() + report.missing;
        report
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
        self.rounds.push(Round { shards: name, requests });
        let tasks = shards.iter().enumerate();
        self.tasks.extend(tasks.map(|(at, shard)| Task::new(round, at, shard)));
        Ok(())
    }
}
