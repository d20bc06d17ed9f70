//! A batch.

use anstyle::{AnsiColor, Style};
use batch_run::batch_ext::batch_client::types::Batch;

use crate::error::CliError;
use crate::human::{age, timestamp};
use crate::printer::{Field, Printer};

/// Prints a batch with all its fields.
pub(crate) fn show(printer: Printer, batch: &Batch) -> Result<(), CliError> {
    if printer.is_json() {
        return printer.json(batch);
    }
    let time = |at: Option<i64>| {
        at.and_then(|at| Some(format!("{} ({} ago)", timestamp(at)?, age(at)).into()))
    };
    let usage = batch
        .usage
        .as_ref()
        .map(|usage| format!("{} in, {} out", usage.input_tokens, usage.output_tokens));
    printer.fields([
        ("id", Some(batch.id.clone().into())),
        ("status", Some(Field::styled(batch.status.as_str(), style(batch)))),
        ("requests", Some(counts(batch).into())),
        ("endpoint", batch.endpoint.as_ref().map(|endpoint| endpoint.to_string().into())),
        ("model", batch.model.clone().map(Field::from)),
        ("window", Some(batch.completion_window.clone().into())),
        ("created", time(Some(batch.created_at))),
        ("started", time(batch.in_progress_at)),
        ("finalizing", time(batch.finalizing_at)),
        ("completed", time(batch.completed_at)),
        ("failed", time(batch.failed_at)),
        ("expired", time(batch.expired_at)),
        ("cancelling", time(batch.cancelling_at)),
        ("cancelled", time(batch.cancelled_at)),
        ("expires", batch.expires_at.and_then(timestamp).map(Field::from)),
        ("input file", Some(batch.input_file_id.clone().into())),
        ("output file", batch.output_file_id.clone().map(Field::from)),
        ("error file", batch.error_file_id.clone().map(Field::from)),
        ("tokens", usage.map(Field::from)),
        ("metadata", Some(metadata(batch).into())),
    ])?;
    let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_deref());
    for error in errors.unwrap_or_default() {
        let line = error.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        printer.line(format!(
            "  {line}{}: {}",
            error.code.as_deref().unwrap_or("error"),
            error.message.as_deref().unwrap_or_default(),
        ))?;
    }
    Ok(())
}

fn style(batch: &Batch) -> Style {
    match batch.status.as_str() {
        "completed" => AnsiColor::Green.on_default(),
        "failed" | "expired" => AnsiColor::Red.on_default(),
        "cancelled" | "cancelling" => AnsiColor::Yellow.on_default(),
        _ => AnsiColor::Blue.on_default(),
    }
}

/// The requests that succeeded, of how many, and how many failed.
pub(crate) fn counts(batch: &Batch) -> String {
    batch.request_counts.as_ref().map_or_else(String::new, |counts| {
        let failed = match counts.failed {
            0 => String::new(),
            failed => format!(", {failed} failed"),
        };
        format!("{}/{}{failed}", counts.completed, counts.total)
    })
}

/// The metadata as `KEY=VALUE`, separated by spaces.
pub(crate) fn metadata(batch: &Batch) -> String {
    let pairs = batch.metadata.iter().flat_map(|pairs| pairs.iter());
    pairs.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
}
