//! What comes before the first call: the journal is opened, the input read and planned.

use std::fs::File;

use batch_lines::{Plan, Planner};

use crate::clock::unix_now;
use crate::error::RunError;
use crate::fingerprint::{Fingerprint, Fingerprinting, Stamp};
use crate::journal::Journal;
use crate::report::RunReport;
use crate::settings::Settings;
use crate::state::{State, VERSION};

/// A run that was prepared.
pub(crate) enum Prepared {
    /// It has ended before.
    Ended(RunReport),
    /// It can be executed.
    Ready(Box<Ready>),
}

/// A run that can be executed.
pub(crate) struct Ready {
    pub(crate) stamp: Stamp,
    pub(crate) journal: Journal,
    pub(crate) state: State,
    pub(crate) plan: Plan,
    pub(crate) resumed: bool,
}

/// Opens the journal and reads the input, in this order: a locked run costs no reading.
pub(crate) fn prepare(settings: &Settings, server: String) -> Result<Prepared, RunError> {
    // An input that is not there leaves no state directory behind.
    File::open(&settings.input).map_err(RunError::io("read", &settings.input))?;
    if settings.start_over {
        Journal::forget(&settings.state_dir)?;
    } else if settings.output.exists() && !Journal::exists(&settings.state_dir) {
        return Err(RunError::OutputExists { path: settings.output.clone() });
    }
    let (journal, state) = Journal::open(&settings.state_dir, &settings.input)?;
    let stamp = Stamp::of(&settings.input)?;
    let (plan, fingerprint) = plan(settings)?;
    let Some(state) = state else {
        let may_skip = settings.skip_invalid && plan.summary().requests > 0;
        if !(plan.report.is_valid() || may_skip) {
            let report = Box::new(plan.report);
            let path = settings.input.clone();
            journal.abandon();
            return Err(RunError::InvalidInput { path, report });
        }
        let state = State {
            version: VERSION,
            run_id: uuid::Uuid::new_v4().simple().to_string()[..16].to_owned(),
            started_at: unix_now(),
            server,
            input: fingerprint,
            rounds: Vec::new(),
            tasks: Vec::new(),
            report: None,
        };
        return Ok(Prepared::Ready(Box::new(Ready {
            stamp,
            journal,
            state,
            plan,
            resumed: false,
        })));
    };
    let mismatch = |what, recorded: String, found: String| RunError::Mismatch {
        path: journal.dir().into(),
        what,
        recorded,
        found,
    };
    if state.input != fingerprint {
        return Err(mismatch("input", state.input.to_string(), fingerprint.to_string()));
    }
    if state.server != server {
        return Err(mismatch("server", state.server, server));
    }
    if let Some(report) = &state.report {
        journal.tidy(&state)?;
        if !settings.output.exists() {
            let path = settings.output.clone();
            return Err(RunError::OutputGone { path });
        }
        return Ok(Prepared::Ended(report.clone()));
    }
    Ok(Prepared::Ready(Box::new(Ready { stamp, journal, state, plan, resumed: true })))
}

/// Reads the input, and plans all of it.
pub(crate) fn plan(settings: &Settings) -> Result<(Plan, Fingerprint), RunError> {
    let read = |error| RunError::io("read", &settings.input)(error);
    let mut input = Fingerprinting::new(File::open(&settings.input).map_err(read)?);
    let plan = planner(settings).plan(&mut input).map_err(read)?;
    Ok((plan, input.finish()))
}

/// A planner with the limits of a run.
pub(crate) fn planner(settings: &Settings) -> Planner {
    Planner::new().limits(settings.limits.clone()).endpoints(settings.endpoints.clone())
}
