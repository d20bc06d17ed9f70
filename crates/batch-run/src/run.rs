//! A run, from its preparation to its report.

use std::fmt;
use std::path::Path;

use batch_ext::batch_client::Client;
use batch_lines::Plan;

use crate::control::Control;
use crate::core::{Core, Stage};
use crate::error::RunError;
use crate::event::RunEvent;
use crate::report::RunReport;
use crate::settings::Settings;
use crate::shell::{Begun, Driver, Interrupted, Prepared, blocking, plan, prepare};

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

    /// Reads the input and plans what would be sent, without a server and without any state.
    ///
    /// # Errors
    /// If the input cannot be read. Problems of its lines are reported in the plan.
    pub async fn plan(&self) -> Result<Plan, RunError> {
        let settings = self.settings.clone();
        let planned = self.interruptible(move |interrupted| plan(&settings, &interrupted));
        Ok(planned.await?.0)
    }

    /// Executes the run to its end, resuming it if an earlier process began it.
    ///
    /// A run that has already ended is not executed again: its report is returned. There are three
    /// exceptions. Requests whose outcome is unknown are asked about again; they are sent again only
    /// with [`resend_unknown`](crate::RunBuilder::resend_unknown). And with
    /// [`retry_failed`](crate::RunBuilder::retry_failed), requests that failed are sent again.
    ///
    /// The client should [retry](batch_ext::retry::WithRetry). Longer outages are waited out here, up
    /// to the [outage limit](crate::RunBuilder::outage_limit).
    ///
    /// # Errors
    /// [`RunError`]. After any error, executing the same run again resumes it.
    pub async fn execute(self, client: &Client) -> Result<RunReport, RunError> {
        let settings = self.settings.clone();
        let server = settings.server.clone().unwrap_or_else(|| client.base_url().to_owned());
        let prepared =
            self.interruptible(move |interrupted| prepare(&settings, server, &interrupted)).await?;
        let Self { settings, control } = self;
        let ready = match prepared {
            Prepared::Ended(report) => {
                (settings.emit)(RunEvent::EndedBefore);
                return Ok(*report);
            }
            Prepared::Ready(ready) => ready,
        };
        let (begun, refused, emit) = (ready.begun, ready.refused.lines, settings.emit.clone());
        let driver = Driver::new(client, settings, control, Interrupted::default(), *ready);
        emit(first_event(driver.core(), begun, refused));
        driver.run().await
    }

    /// Does work on files until it is done or the run is stopped.
    async fn interruptible<T: Send + 'static>(
        &self,
        work: impl FnOnce(Interrupted) -> Result<T, RunError> + Send + 'static,
    ) -> Result<T, RunError> {
        let interrupted = Interrupted::default();
        let theirs = interrupted.clone();
        let mut work = std::pin::pin!(blocking(move || work(theirs)));
        tokio::select! {
            done = &mut work => return done,
            () = self.control.stopped() => interrupted.set(),
        }
        // It ends at once, and leaves nothing half done.
        match work.await {
            Ok(_) | Err(RunError::File(_)) => Err(RunError::Stopped { in_flight: 0 }),
            Err(error) => Err(error),
        }
    }
}

/// The first event of a run.
fn first_event(core: &Core, begun: Begun, refused: u64) -> RunEvent {
    let requests = core.head().rounds.first().copied().unwrap_or(0);
    match begun {
        Begun::New { tokens } => {
            RunEvent::Planned { requests, refused, shards: core.shards().count(), tokens }
        }
        Begun::Resumed | Begun::Reopened(_) => {
            let first_round = core.shards().filter(|(_, load, _)| load.round == 0);
            let settled = first_round
                .filter(|(_, _, record)| matches!(record.stage, Stage::Settled { .. }))
                .map(|(_, load, _)| load.requests);
            RunEvent::Resumed { requests, done: settled.sum(), in_flight: core.in_flight() }
        }
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
