//! `batch plan`

use std::path::PathBuf;

use crate::batch_lines::{Endpoints, Limits, Plan, Planner};
use batch_run::{Prices, Usage};
use serde::Serialize;

use super::validate::show_problems;
use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{self, bytes, number};

/// Show what `batch run` would send: batches, requests, tokens, and with prices, cost.
///
/// Nothing is sent and nothing is written. Tokens are estimated from the text.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Example:
  batch plan requests.jsonl --price gpt-4.1-mini=0.20:0.80 --output-tokens 300")]
pub(crate) struct Args {
    /// The input: JSON lines.
    #[arg(value_name = "INPUT")]
    input: PathBuf,

    #[command(flatten)]
    split: Split,

    #[command(flatten)]
    money: Money,
}

/// What one batch may hold.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Splitting")]
pub(crate) struct Split {
    /// Requests that one batch may hold.
    #[arg(long, value_name = "N", default_value_t = Limits::default().requests,
          value_parser = clap::value_parser!(u64).range(1..))]
    max_requests: u64,

    /// Bytes that one batch's file may have.
    #[arg(long, value_name = "N", default_value_t = Limits::default().bytes,
          value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: u64,

    /// Estimated tokens that one batch may hold. No limit if not said.
    #[arg(long, value_name = "N")]
    max_batch_tokens: Option<u64>,

    /// Take any endpoint that begins with a slash, for servers with their own.
    #[arg(long)]
    any_endpoint: bool,
}

impl Split {
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.requests = self.max_requests;
        limits.bytes = self.max_bytes;
        limits.tokens = self.max_batch_tokens;
        limits
    }

    pub(crate) fn endpoints(&self) -> Endpoints {
        if self.any_endpoint { Endpoints::Any } else { Endpoints::Documented }
    }
}

/// What things cost.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Cost")]
pub(crate) struct Money {
    /// What a model costs for a million tokens as a batch is charged, as MODEL=IN:OUT or
    /// MODEL=IN:OUT:CACHED; can be given several times. Holds for versions of the model too.
    #[arg(long = "price", value_name = "MODEL=IN:OUT")]
    prices: Vec<Prices>,

    /// Tokens that an answer has, for the estimate before a run.
    #[arg(long, value_name = "N", default_value_t = 0)]
    output_tokens: u64,
}

impl Money {
    pub(crate) fn prices(&self) -> Prices {
        let mut all = Prices::new();
        all.extend(self.prices.iter().cloned());
        all
    }
}

#[derive(Serialize)]
struct JsonShard<'a> {
    shard: usize,
    endpoint: &'a str,
    model: Option<&'a str>,
    requests: u64,
    bytes: u64,
    tokens: u64,
    cost: Option<f64>,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    show(global, args.input, &args.split, &args.money)
}

/// Plans an input and shows the plan.
pub(crate) fn show(
    global: &Global,
    input: PathBuf,
    split: &Split,
    money: &Money,
) -> Result<Exit, CliError> {
    let file = std::fs::File::open(&input).map_err(|error| CliError::io("read", &input, error))?;
    let planner = Planner::new().limits(split.limits()).endpoints(split.endpoints());
    let plan = planner.plan(file).map_err(|error| CliError::io("read", &input, error))?;
    show_plan(global, &plan, money)?;
    if plan.report.is_valid() {
        return Ok(Exit::Ok);
    }
    show_problems(global, &input, &plan.report)?;
    Ok(Exit::Incomplete)
}

fn show_plan(global: &Global, plan: &Plan, money: &Money) -> Result<(), CliError> {
    let prices = money.prices();
    let mut table =
        output::table(["BATCH", "ENDPOINT", "MODEL", "REQUESTS", "SIZE", "TOKENS", "COST"]);
    let mut total = (!prices.is_empty()).then_some(0.0);
    for (at, shard) in plan.shards.iter().enumerate() {
        let price = shard.model.as_deref().and_then(|model| prices.of(model));
        let cost = price.map(|price| {
            let mut usage = Usage::default();
            usage.input_tokens = shard.tokens;
            usage.output_tokens = shard.requests * money.output_tokens;
            price.cost(usage)
        });
        total = total.zip(cost).map(|(total, cost)| total + cost);
        if global.json {
            output::json(&JsonShard {
                shard: at + 1,
                endpoint: &shard.endpoint,
                model: shard.model.as_deref(),
                requests: shard.requests,
                bytes: shard.byte_len(),
                tokens: shard.tokens,
                cost,
            })?;
        } else {
            table.add_row([
                (at + 1).to_string(),
                shard.endpoint.clone(),
                shard.model.clone().unwrap_or_default(),
                number(shard.requests),
                bytes(shard.byte_len()),
                number(shard.tokens),
                cost.map(|cost| format!("{cost:.2}")).unwrap_or_default(),
            ]);
        }
    }
    if global.json {
        return Ok(());
    }
    output::print(&table)?;
    let summary = plan.summary();
    output::say(format!(
        "{} batch{}, {} requests, {}, about {} input tokens",
        plan.shards.len(),
        if plan.shards.len() == 1 { "" } else { "es" },
        number(summary.requests),
        bytes(summary.bytes),
        number(summary.tokens),
    ))?;
    match total {
        Some(total) => output::say(format!(
            "about {total:.2} in all, at {} output tokens a request",
            number(money.output_tokens)
        )),
        None if !prices.is_empty() => output::say("no total: some models have no --price"),
        None => Ok(()),
    }
}
