//! The report of a run.

use std::path::Path;
use std::time::Duration;

use batch_run::{FailureGroup, Prices, RunReport};
use serde::Serialize;

use crate::error::CliError;
use crate::human::{count, duration, number};
use crate::printer::{Field, Printer};
use crate::table::Table;

#[derive(Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    report: &'a RunReport,
    cost: Option<f64>,
    output: String,
}

/// Prints the report of a run: nothing as text if the printer is quiet.
pub(crate) fn show(
    printer: Printer,
    report: &RunReport,
    output: &Path,
    prices: &Prices,
) -> Result<(), CliError> {
    let cost = (!prices.is_empty()).then(|| report.cost(prices)).flatten();
    if printer.is_json() {
        return printer.json(&JsonReport { report, cost, output: output.display().to_string() });
    }
    if printer.is_quiet() {
        return Ok(());
    }
    printer.fields(fields(report, output, cost))?;
    for group in report.failures.iter().take(SHOWN) {
        printer.line(format!("  {}", reason(group)))?;
    }
    if report.failures.len() > SHOWN {
        printer.line(format!("  and {} more reasons", report.failures.len() - SHOWN))?;
    }
    if report.models.len() > 1 {
        printer.line("")?;
        printer.table(&models(report))?;
    }
    notes(printer, report);
    Ok(())
}

/// What the user may want to do next.
fn notes(printer: Printer, report: &RunReport) {
    if report.cancelled {
        printer.note("cancelled; the output holds the results up to then");
    }
    for shard in &report.unknown_shards {
        printer.note(format!(
            "{}: the outcome of {} is unknown{}",
            shard.shard,
            count(shard.requests, "request"),
            shard.batch_id.as_ref().map_or_else(String::new, |id| format!("; see {id}")),
        ));
    }
    if report.unknown > 0 {
        printer.note(
            "run the same command again to ask the server again, or with --resend-unknown to resend \
             them, which may be billed twice",
        );
    }
    for batch in &report.duplicate_batches {
        let answered = batch.answered.map_or_else(
            || "an unknown number of requests".to_owned(),
            |answered| count(answered, "request"),
        );
        let (id, status) = (&batch.batch_id, &batch.status);
        printer.note(format!("{id} ran the same requests again: {status}, {answered} answered"));
    }
    if !report.files_left.is_empty() {
        let files = count(report.files_left.len() as u64, "input file");
        let ids = report.files_left.join(" ");
        printer.note(format!("{files} could not be deleted from the server: {ids}"));
    }
    if report.failed > report.unknown && !report.cancelled {
        printer.note("run the same command with --retry-failed to resend the failed requests");
    }
}

/// Reasons for failures that are shown; the JSON report has all.
const SHOWN: usize = 10;

/// A reason for failures, such as `4 with status 429 rate_limit_exceeded: Slow down (r-1, r-7, ...)`.
fn reason(group: &FailureGroup) -> String {
    let mut text = number(group.count);
    if group.status > 0 {
        text += &format!(" with status {}", group.status);
    }
    if !group.code.is_empty() {
        text += &format!(" {}", group.code);
    }
    if !group.message.is_empty() {
        text += &format!(": {}", group.message);
    }
    let more = if group.count > group.examples.len() as u64 { ", ..." } else { "" };
    text + &format!(" ({}{more})", group.examples.join(", "))
}

fn fields(
    report: &RunReport,
    output: &Path,
    cost: Option<f64>,
) -> impl IntoIterator<Item = (&'static str, Option<Field>)> {
    let usage = report.usage();
    let nonzero = |count: u64| (count > 0).then(|| number(count).into());
    let of_which = |count: u64, part: u64, name: &str| match part {
        0 => number(count),
        part => format!("{} ({} {name})", number(count), number(part)),
    };
    let failed = of_which(report.failed, report.unknown, "unknown");
    let batches = match report.rounds {
        1 => report.batches.to_string(),
        rounds => format!("{} in {rounds} rounds", report.batches),
    };
    let time = match report.seconds {
        0 => "less than a second".to_owned(),
        seconds => duration(Duration::from_secs(seconds)),
    };
    let input_tokens = of_which(usage.input_tokens, usage.cached_tokens, "cached");
    let output_tokens = of_which(usage.output_tokens, usage.reasoning_tokens, "reasoning");
    [
        ("requests", Some(number(report.requests).into())),
        ("succeeded", Some(number(report.succeeded).into())),
        ("failed", Some(failed.into())),
        ("invalid", nonzero(report.refused)),
        ("unknown ids", nonzero(report.unexpected)),
        ("repeated", nonzero(report.repeated)),
        ("unreadable", nonzero(report.bad_lines)),
        ("input tokens", Some(input_tokens.into())),
        ("output tokens", Some(output_tokens.into())),
        ("cost", cost.map(|cost| format!("{cost:.4}").into())),
        ("batches", Some(batches.into())),
        ("time", Some(time.into())),
        ("results", Some(output.display().to_string().into())),
    ]
}

fn models(report: &RunReport) -> Table {
    let mut table = Table::new(["MODEL", "SUCCEEDED", "INPUT TOKENS", "OUTPUT TOKENS"]);
    for (model, usage) in &report.models {
        table.row([
            model.clone(),
            number(usage.succeeded),
            number(usage.input_tokens),
            number(usage.output_tokens),
        ]);
    }
    table
}
