//! The kinds of outcome.

use serde::{Deserialize, Serialize};

use super::local::LocalCode;
use crate::result::ResultLine;

/// The outcome of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutcomeKind {
    /// A 2xx status and no error.
    Success,
    /// The endpoint responded, but not with a 2xx status.
    HttpError,
    /// The request was not run; `error` has the reason, for example `batch_expired`.
    RequestError,
    /// A line without a response: status 0 and no body, or neither response nor error.
    NoResponse,
    /// No line, or a line with [`LocalCode::MissingResult`].
    Missing,
    /// The request was not sent, or the server refused its batch: a line with
    /// [`LocalCode::NotSent`], [`LocalCode::InvalidRequestLine`] or [`LocalCode::BatchRefused`].
    NotSent,
    /// There is no evidence whether the request was answered: its line is cut off or too long to
    /// be read, a bad line without a `custom_id` may be its answer, or its line has
    /// [`LocalCode::OutcomeUnknown`].
    Unknown,
}

impl OutcomeKind {
    /// The kind of outcome in a line.
    #[must_use]
    pub fn of(line: &ResultLine<'_>) -> Self {
        match LocalCode::of(line) {
            Some(LocalCode::MissingResult) => return Self::Missing,
            Some(LocalCode::OutcomeUnknown) => return Self::Unknown,
            Some(_) => return Self::NotSent,
            None => {}
        }
        match (line.status(), &line.error) {
            (200..300, None) => Self::Success,
            (0 | 200..300, Some(_)) => Self::RequestError,
            (0, None) if line.body().is_none_or(|body| matches!(body.get(), "{}" | "[]")) => {
                Self::NoResponse
            }
            _ => Self::HttpError,
        }
    }
}
