//! The report of a run.

use std::path::Path;
use std::time::Duration;

use batch_run::{Prices, RunReport};
use serde::Serialize;

use crate::error::CliError;
use crate::human::{duration, number};
use crate::printer::{Field, Printer};
use crate::table::Table;

#[derive(Serialize)]
struct JsonReport<'a> {
    #[serde(flatten)]
    report: &'a RunReport,
    failed: u64,
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
        return printer.json(&JsonReport {
            report,
            failed: report.failed(),
            cost,
            output: output.display().to_string(),
        });
    }
    if printer.is_quiet() {
        return Ok(());
    }
    printer.fields(fields(report, output, cost))?;
    for id in &report.first_missing {
        printer.line(format!("  missing: {id}"))?;
    }
    if report.missing > report.first_missing.len() as u64 {
        printer.line("  and more; their result lines have the code missing_result")?;
    }
    if report.models.len() > 1 {
        printer.line("")?;
        printer.table(&models(report))?;
    }
    if report.cancelled {
        printer.note("cancelled; the output holds the results up to then");
    }
    Ok(())
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
    let failed = match report.failed() {
        0 => "0".to_owned(),
        failed => format!(
            "{} ({} with an HTTP error, {} not run, {} without a response)",
            number(failed),
            number(report.http_errors),
            number(report.request_errors),
            number(report.no_response),
        ),
    };
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
        ("missing", Some(number(report.missing).into())),
        ("not sent", nonzero(report.refused)),
        ("unknown ids", nonzero(report.unknown)),
        ("duplicates", nonzero(report.duplicates)),
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
