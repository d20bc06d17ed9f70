//! What becomes an [`Error`], and how.

use std::fmt;
use std::time::SystemTime;

use batch_client::{BoxError, types};
use http::{HeaderMap, StatusCode};

use super::{Context, Error, Inner, Kind};
use crate::retry::{CallError, Effect, Hint, InvalidPolicy, Reason, Trail, Verdict};
use crate::word::request_id;

impl From<batch_client::Error> for Error {
    fn from(error: batch_client::Error) -> Self {
        use batch_client::Error as Client;
        match error {
            Client::InvalidRequest(message) => {
                let mut error = Self::new(Kind::InvalidRequest, message);
                error.0.reason = Some(Reason::InvalidRequest);
                error
            }
            Client::Transport(source) => from_transport(source),
            Client::ErrorResponse(response) => {
                let (status, headers) = (response.status(), response.headers().clone());
                from_response(status, &headers, Some(response.into_inner().error))
            }
            Client::ResponseBody { status, headers, source } => {
                let mut error = received(Reason::CutBody, status, &headers);
                error.0.source = Some(source.into());
                error
            }
            Client::InvalidResponsePayload { status, headers, body, source } => {
                let mut error = received(Reason::Undecodable, status, &headers);
                error.0.body = Some(body);
                error.0.source = Some(Box::new(DecodeError::from(source)));
                error
            }
            Client::UnexpectedResponse(response) => {
                from_response(response.status(), response.headers(), None)
            }
            // A variant that this version does not know.
            other => Self::new(Kind::Other, "the client failed").with_source(other),
        }
    }
}

impl From<InvalidPolicy> for Error {
    fn from(error: InvalidPolicy) -> Self {
        Self::new(Kind::InvalidRequest, error.problem)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(Kind::Io, "reading or writing failed").with_source(error)
    }
}

impl Error {
    /// A failed request of which only the reason is known.
    pub(crate) fn of_reason(reason: Reason) -> Self {
        bare(reason)
    }
}

fn from_transport(source: BoxError) -> Error {
    match source.downcast::<CallError>() {
        Ok(call) => {
            let mut error = bare(call.reason);
            error.0.operation = Some(call.operation);
            error.0.status = call.status;
            error.0.request_id = call.request_id;
            error.0.attempts = call.attempts;
            error.0.gave_up = Some(call.gave_up);
            error.0.outcome_unknown = call.outcome_unknown;
            error.0.source = call.source;
            error
        }
        Err(source) => {
            let verdict = Verdict::of_error(Effect::Create, source.as_ref());
            let mut error = bare(verdict.reason);
            error.0.attempts = 1;
            error.0.source = Some(source);
            error
        }
    }
}

fn from_response(
    status: StatusCode,
    headers: &HeaderMap,
    detail: Option<types::ErrorDetail>,
) -> Error {
    let hint = Hint::from_headers(headers, SystemTime::now());
    let code = detail.as_ref().and_then(|d| quota_word(d));
    let verdict = Verdict::of_response(Effect::Create, status, hint, code);
    let mut error = received(verdict.reason, status, headers);
    error.0.hint = hint;
    if let Some(detail) = detail {
        error.0.code = detail.code;
        error.0.error_type = detail.type_;
        error.0.param = detail.param;
        error.0.message = Some(detail.message);
    }
    error
}

/// The word of an error that may say that the quota is spent: some servers put it into the type.
pub(crate) fn quota_word(detail: &types::ErrorDetail) -> Option<&str> {
    [&detail.code, &detail.type_]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .find(|word| crate::retry::is_quota_code(word))
}

/// An error of a response, at least of its head.
fn received(reason: Reason, status: StatusCode, headers: &HeaderMap) -> Error {
    let mut error = bare(reason);
    let inner: &mut Inner = &mut error.0;
    inner.kind = kind_of_response(reason, status);
    inner.status = Some(status);
    inner.request_id = request_id(headers).map(str::to_owned);
    inner.attempts = 1;
    if let Some(trail) = Trail::from_headers(headers) {
        inner.operation = trail.operation;
        inner.attempts = trail.attempts;
        inner.gave_up = trail.gave_up;
        // The layer has not seen whether a body decodes.
        let read = trail.operation.map(Effect::of) == Some(Effect::Read);
        inner.outcome_unknown = trail.outcome_unknown || (reason.is_ambiguous() && !read);
    }
    error
}

/// An error of `reason` alone. Without the operation, the worst is assumed of the outcome.
fn bare(reason: Reason) -> Error {
    Error(Box::new(Inner {
        kind: kind_of(reason),
        operation: None,
        reason: Some(reason),
        status: None,
        code: None,
        error_type: None,
        message: None,
        param: None,
        request_id: None,
        hint: Hint::default(),
        attempts: 0,
        gave_up: None,
        outcome_unknown: reason.is_ambiguous(),
        body: None,
        context: Context::None,
        source: None,
    }))
}

fn kind_of_response(reason: Reason, status: StatusCode) -> Kind {
    match (reason, status.as_u16()) {
        (Reason::Refused | Reason::ServerAsked, 401 | 403) => Kind::Denied,
        (Reason::Refused | Reason::ServerAsked, 404) => Kind::NotFound,
        (Reason::Refused, 409) => Kind::Conflict,
        _ => kind_of(reason),
    }
}

fn kind_of(reason: Reason) -> Kind {
    match reason {
        Reason::NotSent => Kind::Connect,
        Reason::InvalidRequest => Kind::InvalidRequest,
        Reason::TimedOut => Kind::Timeout,
        Reason::Disconnected | Reason::CutBody => Kind::Connection,
        Reason::Undecodable => Kind::Decode,
        Reason::Conflict => Kind::Conflict,
        Reason::RateLimited => Kind::RateLimited,
        Reason::QuotaSpent => Kind::Quota,
        Reason::ServerError | Reason::RequestTimeout => Kind::Server,
        Reason::ServerAsked | Reason::Refused => Kind::Refused,
        Reason::Other => Kind::Other,
    }
}

/// Where decoding failed. What stood there is left out, because it is the server's or the user's.
#[derive(Debug)]
struct DecodeError {
    category: serde_json::error::Category,
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self { category: error.classify(), line: error.line(), column: error.column() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use serde_json::error::Category;
        let what = match self.category {
            Category::Io => "can't be read",
            Category::Syntax => "is not JSON",
            Category::Data => "is not of the expected form",
            Category::Eof => "ends too early",
        };
        write!(f, "{what} at line {}, column {}", self.line, self.column)
    }
}

impl std::error::Error for DecodeError {}
