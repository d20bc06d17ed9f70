//! One batch, shown.

use crate::batch_client::types::Batch;

use crate::args::Global;
use crate::error::CliError;
use crate::output::{self, age, moment};

/// Prints a batch: as JSON, or in full for people.
pub(crate) fn show(global: &Global, batch: &Batch) -> Result<(), CliError> {
    if global.json {
        return output::json(batch);
    }
    let at = |at: Option<i64>| at.and_then(|at| Some(format!("{} ({} ago)", moment(at)?, age(at))));
    let usage = batch
        .usage
        .as_ref()
        .map(|usage| format!("{} in, {} out", usage.input_tokens, usage.output_tokens));
    output::pairs([
        ("id", Some(batch.id.clone())),
        ("status", Some(output::status(batch))),
        ("requests", Some(counts(batch))),
        ("endpoint", batch.endpoint.as_ref().map(ToString::to_string)),
        ("model", batch.model.clone()),
        ("window", Some(batch.completion_window.clone())),
        ("created", at(Some(batch.created_at))),
        ("started", at(batch.in_progress_at)),
        ("finalizing", at(batch.finalizing_at)),
        ("completed", at(batch.completed_at)),
        ("failed", at(batch.failed_at)),
        ("expired", at(batch.expired_at)),
        ("cancelling", at(batch.cancelling_at)),
        ("cancelled", at(batch.cancelled_at)),
        ("expires", batch.expires_at.and_then(moment)),
        ("input file", Some(batch.input_file_id.clone())),
        ("output file", batch.output_file_id.clone()),
        ("error file", batch.error_file_id.clone()),
        ("tokens", usage),
        ("metadata", Some(metadata(batch))),
    ])?;
    let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_deref());
    for error in errors.unwrap_or_default() {
        let line = error.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        output::say(format!(
            "  {line}{}: {}",
            error.code.as_deref().unwrap_or("error"),
            error.message.as_deref().unwrap_or_default(),
        ))?;
    }
    Ok(())
}

/// Succeeded and failed of all requests.
pub(crate) fn counts(batch: &Batch) -> String {
    batch.request_counts.as_ref().map_or_else(String::new, |counts| {
        let failed = match counts.failed {
            0 => String::new(),
            failed => format!(", {failed} failed"),
        };
        format!("{}/{}{failed}", counts.completed, counts.total)
    })
}

/// The caller's own pairs.
pub(crate) fn metadata(batch: &Batch) -> String {
    let pairs = batch.metadata.iter().flat_map(|pairs| pairs.iter());
    pairs.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
}
