//! What kind of outcome a line is, and whether trying again can help.

use serde::{Deserialize, Serialize};

use crate::ResultLine;

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutcomeKind {
    /// No error and a status of 2xx.
    Success,
    /// The endpoint answered with a status other than 2xx.
    HttpError,
    /// The request was not run: `error` says why, such as `batch_expired`.
    RequestError,
    /// A line without an answer: status 0, or neither response nor error.
    NoResponse,
    /// No line at all.
    Missing,
}

impl OutcomeKind {
    /// What kind of outcome a line is.
    #[must_use]
    pub fn of(line: &ResultLine<'_>) -> Self {
        match (line.status(), &line.error) {
            (0, None) => Self::NoResponse,
            (0, Some(_)) | (200..300, Some(_)) => Self::RequestError,
            (200..300, None) => Self::Success,
            _ => Self::HttpError,
        }
    }
}

/// Whether the same request, sent again, may succeed.
///
/// Yes for 408, 429 (unless a quota is spent) and 5xx, for a line without an answer, and for
/// requests that were not run because the batch expired, was cancelled or timed out. No for
/// success and for all else, for that would fail the same way and may cost again.
#[must_use]
pub fn may_resubmit(line: &ResultLine<'_>) -> bool {
    match OutcomeKind::of(line) {
        OutcomeKind::Success => false,
        OutcomeKind::NoResponse | OutcomeKind::Missing => true,
        OutcomeKind::HttpError => match line.status() {
            429 => !quota_is_spent(line),
            408 | 500.. => true,
            _ => false,
        },
        OutcomeKind::RequestError => {
            line.error.as_ref().and_then(|error| error.code.as_deref()).is_some_and(|code| {
                ["batch_expired", "batch_cancelled", "batch_canceled", "request_timeout"]
                    .iter()
                    .any(|transient| code.eq_ignore_ascii_case(transient))
                    || matches!(code, "408" | "429")
                    || (code.len() == 3 && code.starts_with('5'))
            })
        }
    }
}

fn quota_is_spent(line: &ResultLine<'_>) -> bool {
    const SPENT: [&str; 4] = [
        "insufficient_quota",
        "billing_hard_limit_reached",
        "billing_not_active",
        "quota_exceeded",
    ];
    line.api_error().is_some_and(|error| {
        [error.code, error.kind].into_iter().flatten().any(|word| SPENT.contains(&word.as_str()))
    })
}
