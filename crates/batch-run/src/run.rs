//! A run, from its preparation to its report.

use std::fmt;
use std::path::Path;

use batch_ext::batch_client::Client;
use batch_lines::Plan;
use batch_lines::outcome::Join;
use tokio::sync::Semaphore;

use crate::blocking::blocking;
use crate::control::Control;
use crate::engine::Engine;
use crate::error::RunError;
use crate::event::RunEvent;
use crate::merge::Results;
use crate::prepare::{self, Prepared, Ready};
use crate::report::RunReport;
use crate::settings::Settings;
use crate::steps::Context;

/// A durable run. See the [crate documentation](crate).
#[must_use = "a run does nothing until it is executed"]
pub struct Run {
    settings: Settings,
    control: Control,
}

impl Run {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, control: Control::new() }
    }

    /// Returns a handle that stops or cancels the run while it executes.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// The state directory.
    #[must_use]
    pub fn state_dir(&self) -> &Path {
        &self.settings.state_dir
    }

    /// Reads the input and plans what would be sent, without a server and without a journal.
    ///
    /// # Errors
    /// If the input cannot be read. Problems of its lines are reported in the plan.
    pub async fn plan(&self) -> Result<Plan, RunError> {
        let settings = self.settings.clone();
        blocking(move || Ok(prepare::plan(&settings)?.0)).await
    }

    /// Executes the run to its end, resuming it if an earlier process began it. A run that has
    /// already ended is not executed again: its report is returned.
    ///
    /// The client should [retry](batch_ext::retry::WithRetry). Longer outages are waited out here, up
    /// to the [outage limit](crate::RunBuilder::outage_limit).
    ///
    /// # Errors
    /// [`RunError`]. After any error, executing the same run again resumes it.
    pub async fn execute(self, client: &Client) -> Result<RunReport, RunError> {
        let Self { settings, control } = self;
        let prepared = settings.clone();
        let server = settings.server.clone().unwrap_or_else(|| client.base_url().to_owned());
        let prepared = blocking(move || prepare::prepare(&prepared, server)).await?;
        let prepared = match prepared {
            Prepared::Ended(report) => {
                (settings.emit)(RunEvent::EndedBefore);
                return Ok(report);
            }
            Prepared::Ready(prepared) => prepared,
        };
        let Ready { stamp, journal, mut state, plan, resumed } = *prepared;
        let ctx = Context {
            client: client.clone(),
            control,
            stamp,
            run_id: state.run_id.clone(),
            started_at: state.started_at,
            results: journal.results(),
            transfers: Semaphore::new(settings.transfers),
            settings,
        };
        let shards = if resumed {
            let done = state.tasks.iter().filter(|task| task.is_done() && task.round == 0);
            ctx.emit(RunEvent::Resumed {
                requests: plan.summary().requests,
                done: done.map(|task| task.requests).sum(),
                in_flight: state.batches_under_way(),
            });
            let rounds = state.rounds.iter();
            rounds.map(|round| journal.read(&round.shards)).collect::<Result<_, _>>()?
        } else {
            ctx.probe().await?;
            state.add_round(&journal, plan.summary().requests, &plan.shards)?;
            journal.save(&state)?;
            ctx.emit(RunEvent::Planned {
                requests: plan.summary().requests,
                refused: plan.refused.total_len(),
                shards: plan.shards.len(),
                tokens: plan.summary().tokens,
            });
            vec![plan.shards]
        };
        let mut join = Join::new(plan.ids);
        join.refuse(&plan.refused);
        let results = Results::new(join);
        Engine::new(ctx, journal, state, shards, results, plan.refused).run().await
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("input", &self.settings.input)
            .field("output", &self.settings.output)
            .field("state_dir", &self.settings.state_dir)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
const _: fn() = || {
    fn bounds<T: Send + 'static>(_: T) {}
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Control>();
    shared::<RunError>();
    fn execution(run: Run, client: &'static Client) {
        bounds(run.execute(client));
    }
    let _ = execution;
};
