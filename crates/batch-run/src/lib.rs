//! Durable runs: an input of any size in, one result file out, whatever happens in between.
//!
//! A [`Run`] splits its input into batches, uploads and creates each once, waits, fetches and joins
//! the results, sends again what failed for reasons that pass, and writes one file in which every
//! `custom_id` stands exactly once. Where it stands is in a journal on disk at any moment: after a
//! crash, a power cut or a `kill -9`, the same run executed again goes on, and nothing is lost or
//! paid twice.
//!
//! ```no_run
//! use batch_run::{Event, Run};
//!
//! # async fn example(client: batch_ext::batch_client::Client) -> Result<(), batch_run::RunError> {
//! let run = Run::builder("requests.jsonl", "results.jsonl")
//!     .on_event(|event| if let Event::Ended { batch_id, status, .. } = event {
//!         eprintln!("{batch_id} is {status}");
//!     })
//!     .build()?;
//! let report = run.execute(&client).await?;
//! println!("{} of {} requests succeeded", report.succeeded, report.requests);
//! # Ok(())
//! # }
//! ```
//!
//! # What the journal guarantees
//!
//! * It is written before and after each call that changes something on the server, whole or not at
//!   all, and synced.
//! * After a crash amid a call, the server is asked what came of it: an upload is found again by its
//!   name, a batch by a key in its metadata. Only what is not there is sent again.
//! * One process at a time holds a run; another one is [refused](RunError::Locked).
//! * It belongs to one input (by size and hash) and one server, and
//!   [refuses others](RunError::Mismatch).
//! * It is JSON that a person can read, and holds no secret.
//!
//! # Memory
//!
//! The ids of the input are held, compactly (about 35 bytes a request beside the id), and a line at
//! a time. Payloads go from disk to the network and back.

#![forbid(unsafe_code)]

mod control;
mod engine;
mod error;
mod event;
mod failure;
mod fingerprint;
mod journal;
mod local_lines;
mod merge;
mod pressure;
mod prices;
mod report;
mod rounds;
mod settings;
mod sources;
mod state;
mod steps;
mod transfers;
mod transitions;

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use batch_ext::batch_client::Client;
use tokio::sync::Semaphore;

pub use batch_ext;
pub use batch_lines;
pub use control::Control;
pub use error::RunError;
pub use event::Event;
pub use fingerprint::Fingerprint;
pub use prices::{Price, Prices};
pub use report::{Report, Usage};
pub use settings::{Order, RunBuilder};

use batch_lines::outcome::Join;
use batch_lines::{Plan, Planner};
use engine::Engine;
use fingerprint::{Fingerprinting, Stamp};
use journal::Journal;
use merge::Results;
use settings::Settings;
use state::{State, VERSION};
use steps::Context;

/// A durable run. See the [module](self).
#[must_use = "a run does nothing until it is executed"]
pub struct Run {
    settings: Settings,
    control: Control,
}

impl Run {
    /// A run from an input file to a result file.
    pub fn builder(input: impl Into<PathBuf>, output: impl Into<PathBuf>) -> RunBuilder {
        RunBuilder::new(input.into(), output.into())
    }

    /// A way to end it from elsewhere while it executes.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Where its state is.
    #[must_use]
    pub fn state_dir(&self) -> &Path {
        &self.settings.state_dir
    }

    /// Reads the input and says what would be sent, without a server and without a journal.
    ///
    /// # Errors
    /// Where the input cannot be read. What is wrong in it is in the plan.
    pub async fn plan(&self) -> Result<Plan, RunError> {
        let settings = self.settings.clone();
        blocking(move || Ok(plan(&settings)?.0)).await
    }

    /// Runs it, or goes on with it where an earlier process left off, to its end. A run that has
    /// ended already is not run again: its report is returned.
    ///
    /// The client should [retry](batch_ext::retry::WithRetry); longer troubles are waited out here.
    ///
    /// # Errors
    /// [`RunError`], after any of which the same run can be executed again and goes on.
    pub async fn execute(self, client: &Client) -> Result<Report, RunError> {
        let Self { settings, control } = self;
        let prepare = settings.clone();
        let server = settings.server.clone().unwrap_or_else(|| client.base_url().to_owned());
        let prepared = blocking(move || prepare_run(&prepare, server)).await?;
        let prepared = match prepared {
            Prepared::Ended(report) => {
                (settings.emit)(Event::EndedBefore);
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
            ctx.emit(Event::Resumed {
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
            ctx.emit(Event::Planned {
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

/// The state directory of an output if none is named: its name with `.batch` appended.
#[must_use]
pub fn state_dir_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".batch");
    name.into()
}

enum Prepared {
    Ended(Report),
    Ready(Box<Ready>),
}

struct Ready {
    stamp: Stamp,
    journal: Journal,
    state: State,
    plan: Plan,
    resumed: bool,
}

/// Opens the journal and reads the input, in this order: a locked run costs no reading.
fn prepare_run(settings: &Settings, server: String) -> Result<Prepared, RunError> {
    // An input that is not there leaves no state directory behind.
    File::open(&settings.input).map_err(RunError::io("read", &settings.input))?;
    if settings.start_over {
        Journal::forget(&settings.state_dir)?;
    } else if settings.output.exists() && !Journal::exists(&settings.state_dir) {
        return Err(RunError::OutputExists { path: settings.output.clone() });
    }
    let (journal, state) = Journal::open(&settings.state_dir)?;
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

fn plan(settings: &Settings) -> Result<(Plan, Fingerprint), RunError> {
    let read = |error| RunError::io("read", &settings.input)(error);
    let mut input = Fingerprinting::new(File::open(&settings.input).map_err(read)?);
    let plan = planner(settings).plan(&mut input).map_err(read)?;
    Ok((plan, input.finish()))
}

fn planner(settings: &Settings) -> Planner {
    Planner::new().limits(settings.limits.clone()).endpoints(settings.endpoints.clone())
}

/// Seconds since 1970.
fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Runs work that blocks where blocking is allowed.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, RunError> + Send + 'static,
) -> Result<T, RunError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // Only a panic of ours, or a runtime that shuts down, ends up here.
        Err(error) => Err(RunError::Setting(error.to_string())),
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

/// The examples of the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ProjectReadme;

/// The examples of this crate's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
