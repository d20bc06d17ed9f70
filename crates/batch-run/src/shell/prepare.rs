//! Preparation of a run: the state directory is opened, and the input is read and planned.

use std::fs::File;
use std::io;
use std::sync::Arc;

use batch_lines::{Endpoints, Limits, Plan, Planner, Shard};

use super::clock::unix_now;
use super::context::Context;
use super::files::Interrupted;
use super::{paths, refused, round};
use crate::core::{Head, Load, Record, Select, Stage};
use crate::error::{FileError, OutputProblem, RunError};
use crate::fingerprint::{Fingerprint, Fingerprinting, Stamp};
use crate::report::RunReport;
use crate::settings::Settings;
use crate::store::{PlanLimits, Refused, Round, Run, Store, VERSION};

/// A run that was prepared.
#[derive(Debug)]
pub(crate) enum Prepared {
    /// It has ended before, and nothing more was asked for.
    Ended(Box<RunReport>),
    /// It can be executed.
    Ready(Box<Ready>),
}

/// A run that can be executed.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) store: Store,
    pub(crate) stamp: Stamp,
    pub(crate) run: Run,
    pub(crate) begun: Begun,
    pub(crate) shards: Vec<Arc<Shard>>,
    pub(crate) records: Vec<(Load, Record)>,
    pub(crate) refused: Refused,
}

/// How a run begins in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begun {
    /// It is new. These are the tokens of its requests, by estimate.
    New { tokens: u64 },
    /// It was begun by an earlier process.
    Resumed,
    /// It had ended, and more is asked for.
    Reopened(Select),
}

/// Checks the paths, opens the state directory and reads the input, in this order: problems are found
/// early, and nothing is touched that another process works on.
pub(crate) fn prepare(
    settings: &Settings,
    server: String,
    interrupted: &Interrupted,
) -> Result<Prepared, RunError> {
    paths::check(settings)?;
    if settings.start_over {
        Store::forget(&settings.state_dir)?;
    } else if settings.output.exists() && !Store::exists(&settings.state_dir) {
        let problem = OutputProblem::Exists;
        return Err(RunError::Output { path: settings.output.clone(), problem });
    }
    let store = Store::open(&settings.state_dir, &settings.input)?;
    match store.load()? {
        Some(run) => {
            paths::check_writable(settings)?;
            resume(settings, &server, interrupted, store, run)
        }
        None => begin(settings, server, interrupted, store),
    }
}

/// Reads the input and plans a run.
pub(crate) fn plan(
    settings: &Settings,
    interrupted: &Interrupted,
) -> Result<(Plan, Fingerprint), RunError> {
    plan_with(settings, settings.limits.clone(), settings.endpoints.clone(), interrupted)
}

fn plan_with(
    settings: &Settings,
    limits: Limits,
    endpoints: Endpoints,
    interrupted: &Interrupted,
) -> Result<(Plan, Fingerprint), RunError> {
    let failed = || FileError::of("read", &settings.input);
    let input = File::open(&settings.input).map_err(failed())?;
    let mut input = Fingerprinting::new(interrupted.guard(input));
    let planner = Planner::new().limits(limits).endpoints(endpoints);
    let plan = planner.plan(&mut input).map_err(failed())?;
    Ok((plan, input.finish()))
}

fn begin(
    settings: &Settings,
    server: String,
    interrupted: &Interrupted,
    store: Store,
) -> Result<Prepared, RunError> {
    store.clear()?;
    let begun = try_begin(settings, server, interrupted, &store);
    if begun.is_err() {
        store.abandon();
    }
    let (stamp, run, begun, round) = begun?;
    let records = round::loads(0, &round.shards).map(|load| (load, Record::new())).collect();
    let shards = round.shards.into_iter().map(Arc::new).collect();
    let refused = round.refused;
    Ok(Prepared::Ready(Box::new(Ready { store, stamp, run, begun, shards, records, refused })))
}

fn try_begin(
    settings: &Settings,
    server: String,
    interrupted: &Interrupted,
    store: &Store,
) -> Result<(Stamp, Run, Begun, Round), RunError> {
    paths::check_writable(settings)?;
    let stamp = Stamp::of(&settings.input)?;
    let (plan, input) = plan(settings, interrupted)?;
    let may_skip = settings.skip_invalid && plan.summary().requests > 0;
    if !(plan.report.is_valid() || may_skip) {
        let (path, report) = (settings.input.clone(), Box::new(plan.report));
        return Err(RunError::InvalidInput { path, report });
    }
    let begun = Begun::New { tokens: plan.summary().tokens };
    let head = Head { rounds: vec![plan.summary().requests], ..Head::default() };
    let refused = refused::write(store, &plan.ids, &plan.refused)
        .map_err(FileError::of("write", store.refused_part()))?;
    let round = Round { shards: plan.shards, refused };
    store.save_round(0, &round)?;
    for load in round::loads(0, &round.shards) {
        store.save_record(&load, &Record::new())?;
    }
    let run = Run {
        version: VERSION,
        run_id: uuid::Uuid::new_v4().simple().to_string()[..16].to_owned(),
        started_at: unix_now(),
        server,
        input,
        plan: PlanLimits::from(&settings.limits),
        head,
        report: None,
    };
    // The head comes last: with it, all the rest is there.
    store.save_run(&run)?;
    Ok((stamp, run, begun, round))
}

fn resume(
    settings: &Settings,
    server: &str,
    interrupted: &Interrupted,
    store: Store,
    run: Run,
) -> Result<Prepared, RunError> {
    let mismatch = |what, recorded: String, found: String| RunError::Mismatch {
        path: store.dir().into(),
        what,
        recorded,
        found,
    };
    if run.server != server {
        return Err(mismatch("server", run.server.clone(), server.to_owned()));
    }
    let stamp = Stamp::of(&settings.input)?;
    let found = Fingerprint::of(&settings.input, |file| interrupted.guard(file))?;
    if run.input != found {
        return Err(mismatch("input", run.input.to_string(), found.to_string()));
    }
    let report = run.report.clone().filter(|_| run.head.ended);
    if let Some(report) = &report
        && report.is_success()
    {
        return ended(settings, &store, report.clone());
    }
    let (shards, records, refused) = load_rounds(&store, &run)?;
    let begun = match report {
        None => Begun::Resumed,
        Some(report) => match reopening(settings, &report, &records) {
            Some(select) => Begun::Reopened(select),
            None => return ended(settings, &store, report),
        },
    };
    Ok(Prepared::Ready(Box::new(Ready { store, stamp, run, begun, shards, records, refused })))
}

type Rounds = (Vec<Arc<Shard>>, Vec<(Load, Record)>, Refused);

/// Reads the shards and the records of all rounds, and checks that they fit together.
fn load_rounds(store: &Store, run: &Run) -> Result<Rounds, RunError> {
    let (mut shards, mut records, mut refused) = Rounds::default();
    for (number, requests) in run.head.rounds.iter().enumerate() {
        let round = store.round(number)?;
        let mut sum = 0;
        for (load, shard) in round::loads(number, &round.shards).zip(&round.shards) {
            sum += load.requests;
            let agrees =
                shard.bytes.end() <= run.input.bytes && shard.lines.total_len() == shard.requests;
            if !agrees {
                return Err(store.damaged_round(number, "it does not fit the input"));
            }
            let record = store.record(&load)?;
            records.push((load, record));
        }
        if sum != *requests {
            return Err(store.damaged_round(number, "shards are missing"));
        }
        if number == 0 {
            refused = round.refused;
        }
        shards.extend(round.shards.into_iter().map(Arc::new));
    }
    Ok((shards, records, refused))
}

/// The requests of a run that has ended to send again, which may be none; `None` if there is no reason
/// to reopen it.
fn reopening(
    settings: &Settings,
    report: &RunReport,
    records: &[(Load, Record)],
) -> Option<Select> {
    let select = Select {
        transient: settings.retry_failed,
        failed: settings.retry_failed,
        unknown: settings.resend_unknown,
    };
    let selects = (settings.retry_failed && report.failed > report.unknown)
        || (settings.resend_unknown && report.unknown > 0);
    if selects {
        return Some(select);
    }
    let is_unknown = |record: &Record| matches!(record.stage, Stage::Settled { unknown: true, .. });
    let asks = report.unknown > 0 && records.iter().any(|(_, record)| is_unknown(record));
    (asks || !settings.output.exists()).then(Select::default)
}

fn ended(settings: &Settings, store: &Store, report: RunReport) -> Result<Prepared, RunError> {
    if report.is_success() {
        store.tidy()?;
    }
    if !settings.output.exists() {
        let problem = OutputProblem::Gone;
        return Err(RunError::Output { path: settings.output.clone(), problem });
    }
    Ok(Prepared::Ended(Box::new(report)))
}

/// Writes the results of lines that are never sent anew.
pub(super) fn rewrite_refused(ctx: &Context) -> io::Result<()> {
    let round = ctx.store.round(0).map_err(io::Error::other)?;
    let (limits, endpoints) = (ctx.limits.clone(), Endpoints::Any);
    let (plan, _) =
        plan_with(&ctx.settings, limits, endpoints, &ctx.interrupted).map_err(io::Error::other)?;
    refused::write(&ctx.store, &plan.ids, &round.refused.named).map(drop)
}
