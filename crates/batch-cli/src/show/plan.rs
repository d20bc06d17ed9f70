//! A plan: the batches that an input is split into.

use std::fs::File;
use std::path::Path;

use batch_run::batch_lines::{Plan, Planner};
use batch_run::{Prices, Usage};
use serde::Serialize;

use super::problems;
use crate::error::CliError;
use crate::exit::Exit;
use crate::human::{bytes, count, number};
use crate::options::price::PriceArgs;
use crate::options::split::SplitArgs;
use crate::printer::Printer;
use crate::table::Table;

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

/// Plans an input and prints the plan, and the problems of the input if it has any.
pub(crate) fn show(
    printer: Printer,
    input: &Path,
    split: &SplitArgs,
    price: &PriceArgs,
) -> Result<Exit, CliError> {
    let file = File::open(input).map_err(|error| CliError::io("read", input, error))?;
    let planner = Planner::new().limits(split.limits()).endpoints(split.endpoints());
    let plan = planner.plan(file).map_err(|error| CliError::io("read", input, error))?;
    let costs = costs(&plan, &price.prices(), price.output_tokens);
    if printer.is_json() {
        show_json(printer, &plan, &costs)?;
    } else {
        show_text(printer, &plan, &costs, price)?;
    }
    if plan.report.is_valid() {
        return Ok(Exit::Success);
    }
    problems::show(printer, input, &plan.report)?;
    Ok(Exit::Incomplete)
}

/// The estimated cost of each shard. `None` where its model has no price.
fn costs(plan: &Plan, prices: &Prices, output_tokens: u64) -> Vec<Option<f64>> {
    let cost = |shard: &batch_run::batch_lines::Shard| {
        let price = prices.of(shard.model.as_deref()?)?;
        let mut usage = Usage::default();
        usage.input_tokens = shard.tokens;
        usage.output_tokens = shard.requests.saturating_mul(output_tokens);
        Some(price.cost(usage))
    };
    plan.shards.iter().map(cost).collect()
}

fn show_json(printer: Printer, plan: &Plan, costs: &[Option<f64>]) -> Result<(), CliError> {
    for ((at, shard), cost) in plan.shards.iter().enumerate().zip(costs) {
        printer.json(&JsonShard {
            shard: at + 1,
            endpoint: &shard.endpoint,
            model: shard.model.as_deref(),
            requests: shard.requests,
            bytes: shard.byte_len(),
            tokens: shard.tokens,
            cost: *cost,
        })?;
    }
    Ok(())
}

fn show_text(
    printer: Printer,
    plan: &Plan,
    costs: &[Option<f64>],
    price: &PriceArgs,
) -> Result<(), CliError> {
    let mut table =
        Table::new(["BATCH", "ENDPOINT", "MODEL", "REQUESTS", "SIZE", "TOKENS", "COST"]);
    for ((at, shard), cost) in plan.shards.iter().enumerate().zip(costs) {
        table.row([
            (at + 1).to_string(),
            shard.endpoint.clone(),
            shard.model.clone().unwrap_or_default(),
            number(shard.requests),
            bytes(shard.byte_len()),
            number(shard.tokens),
            cost.map(|cost| format!("{cost:.2}")).unwrap_or_default(),
        ]);
    }
    if !table.is_empty() {
        printer.table(&table)?;
    }
    let summary = plan.summary();
    printer.line(format!(
        "{}, {}, {}, about {}",
        count(plan.shards.len() as u64, "batch"),
        count(summary.requests, "request"),
        bytes(summary.bytes),
        count(summary.tokens, "input token"),
    ))?;
    if price.prices().is_empty() {
        return Ok(());
    }
    match costs.iter().copied().sum::<Option<f64>>() {
        Some(total) => printer.line(format!(
            "estimated cost: {total:.2}, with {} per request",
            count(price.output_tokens, "output token")
        )),
        None => printer.line("no estimated cost: some models have no --price"),
    }
}
