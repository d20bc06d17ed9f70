//! Conversion of responses and errors of the API into the core's terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use batch_ext::Error;
use batch_ext::batch_client::types::{Batch, BatchError};
use batch_ext::error::{Kind, Outcome};
use batch_ext::status::Phase as Status;

use crate::core::{Cause, Counts, Effect, Fault, Phase, Refusal, Snapshot};
use crate::error::Shared;

/// The codes of a full queue.
const QUEUE_FULL: [&str; 3] = ["token_limit_exceeded", "queue_full", "batch_queue_full"];

/// A batch as the core sees it.
pub(super) fn snapshot(batch: &Batch) -> Snapshot {
    let phase = match Status::of(batch.status.as_str()) {
        Status::Completed => Phase::Completed,
        Status::Failed => Phase::Failed,
        Status::Expired => Phase::Expired,
        Status::Cancelled => Phase::Cancelled,
        // Running, cancelling, and whatever a later version may know.
        _ => Phase::Open,
    };
    let named = |id: &Option<String>| id.clone().filter(|id| !id.is_empty());
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    Snapshot {
        id: batch.id.clone(),
        status: batch.status.to_string(),
        phase,
        output: named(&batch.output_file_id),
        error: named(&batch.error_file_id),
        counts: batch.request_counts.as_ref().map(|counts| Counts {
            total: count(counts.total),
            completed: count(counts.completed),
            failed: count(counts.failed),
        }),
        refusal: (phase == Phase::Failed).then(|| refusal(batch)),
        retry_after: None,
    }
}

/// Why a server refused a batch. Codes and shapes decide, never texts.
fn refusal(batch: &Batch) -> Refusal {
    let errors = batch.errors.as_ref().and_then(|errors| errors.data.as_deref());
    let errors = errors.unwrap_or_default();
    let codes = || errors.iter().filter_map(|error| error.code.as_deref());
    if let Some(code) = codes().find(|code| QUEUE_FULL.contains(code)) {
        return Refusal::QueueFull { code: code.into() };
    }
    let lines: BTreeMap<u64, _> = errors
        .iter()
        .filter_map(|error| {
            let line = error.line.and_then(|line| u64::try_from(line).ok())?;
            (line > 0).then(|| (line, words(error)))
        })
        .collect();
    if !lines.is_empty() {
        return Refusal::Lines(lines);
    }
    let (code, message) = errors.first().map_or_else(
        || ("batch_failed".into(), "the batch failed, and the server gave no reason".into()),
        words,
    );
    if code == "invalid_request" {
        return Refusal::FileNotFound { code, message };
    }
    Refusal::Whole { code, message }
}

fn words(error: &BatchError) -> (String, String) {
    (
        error.code.clone().unwrap_or_else(|| "batch_failed".into()),
        error.message.clone().unwrap_or_default(),
    )
}

/// The kind of call, as far as the meaning of an error depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A create, whose 404 is about the input file.
    Create,
    /// Anything else.
    Other,
}

/// A failed call as the core sees it.
pub(super) fn fault(error: Error, about: About) -> Fault {
    let effect = match error.outcome() {
        Outcome::NotDone => Effect::None,
        Outcome::Done => Effect::Done,
        // Also whatever a later version may know.
        _ => Effect::Unknown,
    };
    Fault {
        cause: cause(&error, about),
        effect,
        forbids_retry: error.retry_forbidden(),
        retry_after: error.retry_after(),
        code: error.code().map(str::to_owned),
        message: error.detailed().to_string(),
        source: Some(Arc::new(Shared(Arc::new(error)))),
    }
}

fn cause(error: &Error, about: About) -> Cause {
    if matches!(error.kind(), Kind::Io | Kind::Data) {
        return Cause::Local;
    }
    // Its pages do not follow from one another, and asking again does not change that.
    if error.kind() == Kind::Pagination {
        return Cause::Unsupported;
    }
    if error.code().is_some_and(|code| QUEUE_FULL.contains(&code)) {
        return Cause::QueueFull;
    }
    if error.is_quota() {
        return Cause::Refused;
    }
    let names_file = error.param().is_some_and(|param| param.ends_with("file_id"));
    match error.status().map(|status| status.as_u16()) {
        Some(400 | 404) if about == About::Create && (names_file || error.is_not_found()) => {
            Cause::FileNotFound
        }
        Some(404) => Cause::NotFound,
        Some(405 | 501) => Cause::Unsupported,
        Some(401) => Cause::Denied,
        Some(408 | 425 | 429) => Cause::Transient,
        Some(409) if error.is_retryable() => Cause::Transient,
        Some(400..=499) => Cause::Refused,
        Some(_) => Cause::Transient,
        // Refused on this side: an id or a header that cannot be sent.
        None if error.kind() == Kind::InvalidRequest => Cause::Refused,
        None => Cause::Transient,
    }
}

/// A failure on this machine as the core sees it.
pub(super) fn local(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    let message = error.to_string();
    let source: Option<Arc<dyn std::error::Error + Send + Sync>> = Some(Arc::new(error));
    // An upload may have been under way.
    Fault { effect: Effect::Unknown, source, ..Fault::new(Cause::Local, message) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn failed(errors: Value) -> Refusal {
        let batch = json!({"id": "batch_1", "status": "failed", "errors": {"data": errors}});
        refusal(&serde_json::from_value(batch).unwrap())
    }

    #[test]
    fn codes_and_shapes_decide_why_a_batch_was_refused() {
        let full = failed(json!([{"code": "token_limit_exceeded", "message": "Enqueued"}]));
        assert_eq!(full, Refusal::QueueFull { code: "token_limit_exceeded".into() });
        let file = failed(json!([{"code": "invalid_request", "message": "No such file"}]));
        assert!(matches!(file, Refusal::FileNotFound { .. }));
        let lines = failed(json!([
            {"code": "invalid_json_line", "message": "bad", "line": 3},
            {"code": null, "message": null, "line": 5},
            {"code": "empty_file", "line": null},
        ]));
        let Refusal::Lines(lines) = lines else { panic!("{lines:?}") };
        assert_eq!(lines.keys().copied().collect::<Vec<_>>(), [3, 5]);
        assert!(matches!(failed(json!([{"code": "too_many_tasks"}])), Refusal::Whole { .. }));
        assert!(matches!(failed(json!([])), Refusal::Whole { .. }));
    }

    #[test]
    fn ids_that_are_empty_name_no_file_and_odd_spellings_are_final() {
        let batch = json!({
            "id": "b", "status": "CANCELED", "output_file_id": "", "error_file_id": "file-1",
            "request_counts": {"total": 3, "completed": -1, "failed": 2},
        });
        let seen = snapshot(&serde_json::from_value(batch).unwrap());
        assert_eq!(
            (seen.phase, seen.output, seen.error),
            (Phase::Cancelled, None, Some("file-1".into()))
        );
        assert_eq!(seen.counts, Some(Counts { total: 3, completed: 0, failed: 2 }));
    }
}
