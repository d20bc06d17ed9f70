//! What came of a step, and what follows from it.

use std::time::Duration;

use tokio::time::Instant;

use crate::control::Wish;
use crate::engine::Engine;
use crate::error::RunError;
use crate::event::RunEvent;
use crate::failure::{Failure, reasons};
use crate::local_lines;
use crate::state::Stage;
use crate::steps::{Step, result_files};
use batch_lines::outcome::LocalCode;

/// Batches of one shard that the server may refuse for its file. Refusals for other reasons, such as
/// a full queue, do not count here.
const FILE_REFUSALS: u32 = 9;

/// After so many of them the file is uploaded anew, although the server says that it is there.
const REFUSALS_PER_FILE: u32 = 3;

const LOST_MESSAGE: &str =
    "the server no longer knows this request's batch; it may have been answered and charged";

impl Engine {
    /// Notes what came of a step.
    pub(crate) async fn apply(&mut self, at: usize, mut step: Step) -> Result<(), RunError> {
        if let Step::Collected { results, gone } = &mut step
            && !gone.is_empty()
        {
            let message = format!("the server lost the result file {}", gone.join(", "));
            results.push(
                self.write_lines(at, |_| Some((LocalCode::OutcomeUnknown, message.clone())))?,
            );
        }
        // Whether its requests were answered, and paid, is not known, so they are not sent again.
        let unknown =
            match &step {
                Step::BatchLost => Some(self.write_lines(at, |_| {
                    Some((LocalCode::OutcomeUnknown, LOST_MESSAGE.to_owned()))
                })?),
                _ => None,
            };
        let enqueued = self.enqueued(at);
        let task = &mut self.state.tasks[at];
        let label = task.label();
        let stage = std::mem::replace(&mut task.stage, Stage::Planned);
        self.look.remove(&at);
        task.stage = match (stage, step) {
            (Stage::Uploading, Step::Uploaded { file_id }) => {
                self.ctx.emit(RunEvent::Uploaded { shard: label, file_id: file_id.clone() });
                // The place among the batches in flight that the upload had is kept.
                Stage::Creating { file_id }
            }
            (Stage::Creating { file_id }, Step::Created { batch_id }) => {
                self.ctx.emit(RunEvent::Created { shard: label, batch_id: batch_id.clone() });
                Stage::Running { file_id, batch_id }
            }
            (Stage::Creating { file_id }, Step::Held { code, retry_after }) => {
                let now = Instant::now();
                let delay = self.pressure.refused(task.model.as_deref(), enqueued, now);
                let delay = retry_after.unwrap_or(delay);
                self.ctx.emit(RunEvent::Held { shard: label, code, delay });
                Stage::Uploaded { file_id }
            }
            (Stage::Creating { .. }, Step::FileLost) => {
                task.lost_files += 1;
                Stage::Planned
            }
            (Stage::Running { file_id, batch_id }, Step::Ended(batch)) => {
                let status = batch.status.to_string();
                self.ctx.emit(RunEvent::Ended {
                    shard: label,
                    batch_id: batch_id.clone(),
                    status: status.clone(),
                    reasons: reasons(&batch),
                });
                let failed = status.eq_ignore_ascii_case("failed");
                let files = result_files(&batch);
                if failed && files.is_empty() {
                    return self.failed(at, file_id, batch_id, &Failure::of(&batch)).await;
                }
                self.pressure.ended(task.model.as_deref());
                Stage::Collecting { file_id, batch_id, status, files }
            }
            (Stage::Running { file_id, batch_id }, Step::BatchLost) => {
                self.pressure.ended(task.model.as_deref());
                Stage::Done {
                    file_id: Some(file_id),
                    batch_id: Some(batch_id),
                    status: "unknown".into(),
                    results: unknown.into_iter().collect(),
                }
            }
            (
                Stage::Collecting { file_id, batch_id, status, .. },
                Step::Collected { results, .. },
            ) => {
                self.ctx.emit(RunEvent::Collected { shard: label, requests: task.requests });
                Stage::Done { file_id: Some(file_id), batch_id: Some(batch_id), status, results }
            }
            (Stage::Uploading, Step::Stopped) if self.ctx.control.now() == Wish::Cancel => {
                Stage::Planned
            }
            (Stage::Creating { file_id }, Step::Stopped) => Stage::Uploaded { file_id },
            (stage, _) => stage,
        };
        self.dirty = true;
        Ok(())
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
        let (label, refusals) = (task.label(), task.file_refusals);
        let (code, message) = match failure {
            Failure::Pressure { code } if !cancelled => {
                let now = Instant::now();
                let delay = self.pressure.refused(task.model.as_deref(), enqueued, now);
                task.refused.push(batch_id);
                task.stage = Stage::Uploaded { file_id };
                let code = code.clone();
                self.ctx.emit(RunEvent::Held { shard: label, code, delay });
                self.dirty = true;
                return Ok(());
            }
            Failure::FileNotFound { code, .. } if refusals < FILE_REFUSALS && !cancelled => {
                task.refused.push(batch_id);
                task.file_refusals += 1;
                let given_up = task.file_refusals.is_multiple_of(REFUSALS_PER_FILE);
                task.stage = if there && !given_up {
                    Stage::Uploaded { file_id }
                } else {
                    task.lost_files += 1;
                    if there {
                        self.ctx.delete(&file_id).await;
                    }
                    Stage::Planned
                };
                let delay = self.ctx.settings.poll.0.saturating_mul(1 << refusals);
                let delay = delay.min(Duration::from_secs(60));
                self.later.push((at, Instant::now() + delay));
                let code = code.clone();
                self.ctx.emit(RunEvent::Held { shard: label, code, delay });
                self.dirty = true;
                return Ok(());
            }
            Failure::Pressure { code } => (code.clone(), String::new()),
            Failure::FileNotFound { code, message } | Failure::Whole { code, message } => {
                (code.clone(), message.clone())
            }
            Failure::Lines(lines) => {
                // The others were not run, so they stay missing and may go again without these.
                let results = vec![self.write_lines(at, |line| {
                    lines.get(&line).map(|(code, message)| refusal(code, message))
                })?];
                return self.end_failed(at, file_id, batch_id, results);
            }
        };
        let results = vec![self.write_lines(at, |_| Some(refusal(&code, &message)))?];
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
        self.dirty = true;
        Ok(())
    }

    /// Nothing more is sent: what was not sent yet stays unsent.
    pub(crate) fn drop_unsent(&mut self) {
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
        self.dirty |= changed;
    }

    /// Writes error lines for requests of a task: `reason` gives code and message by their number
    /// in the shard, from 1.
    fn write_lines(
        &self,
        at: usize,
        reason: impl Fn(u64) -> Option<(LocalCode, String)>,
    ) -> Result<String, RunError> {
        let task = &self.state.tasks[at];
        let shard = &self.shards[task.round][task.shard];
        let name = format!("{}-local.jsonl", task.stem());
        let path = self.journal.results().join(&name);
        let ids = self.results.join.ids();
        let lines = (1..).zip(shard.lines.positions()).filter_map(|(number, position)| {
            let (code, message) = reason(number)?;
            let id = ids.get(u32::try_from(position).ok()?)?;
            Some((id, code, message))
        });
        local_lines::write(&path, &self.ctx.settings.input, lines)
            .map_err(RunError::io("write", &path))?;
        Ok(name)
    }
}

/// Code and message of a line for a request whose batch the server refused.
fn refusal(code: &str, message: &str) -> (LocalCode, String) {
    (LocalCode::BatchRefused, format!("{code}: {message}"))
}
