//! The conversion of failed calls into errors, and the facts that retry records in them.

use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime};

use batch_client::{BoxError, Effect, types};
use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode};

use super::call_error::CallError;
use super::gave_up::GaveUp;
use super::hint::Hint;
use super::quota::quota_code;
use super::reason::Reason;
use super::trail::Trail;
use super::verdict::{Action, Verdict};
use crate::error::{Error, Kind, Outcome, Reply};
use crate::word::{printable, request_id};

/// The longest cause of a failed connection that `Display` shows, in characters.
const MAX_CAUSE: usize = 300;

/// The facts about a failed call that only this module knows.
#[derive(Clone, Copy, Default)]
struct CallContext {
    reason: Option<Reason>,
    hint: Hint,
    gave_up: Option<GaveUp>,
}

impl Error {
    /// Why the last attempt failed; `None` for errors that do not stem from a request.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.call().reason
    }

    /// Why there was no further attempt; `None` if no retry policy applied to the call.
    #[must_use]
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.call().gave_up
    }

    /// How long the server wants the client to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.call().hint.retry_after
    }

    /// Whether the server forbids another attempt (`x-should-retry: false`).
    #[must_use]
    pub fn retry_forbidden(&self) -> bool {
        self.call().hint.should_retry == Some(false)
    }

    /// Whether the failure is transient, so that a later attempt may succeed. Whether that attempt
    /// would be *safe* is another question: see [`outcome`](Self::outcome).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.verdict(Effect::Safe).is_some_and(|verdict| verdict.action == Action::Retry)
    }

    /// What may be done about the failure of an operation with the effect `effect`; `None` for errors
    /// that do not stem from a request.
    #[must_use]
    pub fn verdict(&self, effect: Effect) -> Option<Verdict> {
        let CallContext { reason, hint, .. } = self.call();
        Some(Verdict::of(effect, reason?, hint))
    }

    /// Names the operation that failed, by its id in snake case. The
    /// [outcome](Self::outcome) of an operation that only reads becomes [`Outcome::NotDone`].
    #[must_use]
    pub fn in_operation(self, operation: &'static str) -> Self {
        let error = match Effect::of(operation) {
            Effect::Safe => self.with_outcome(Outcome::NotDone),
            _ => self,
        };
        error.with_operation(Some(operation))
    }

    /// The error of a failed request of which only the reason is known. As long as the operation is
    /// not known, it is assumed to create something.
    pub(crate) fn of_reason(reason: Reason) -> Self {
        Self::new(kind_of(reason))
            .with_outcome(reason.outcome(Effect::Bills))
            .with_context(CallContext { reason: Some(reason), ..CallContext::default() })
    }

    pub(crate) fn with_gave_up(self, why: GaveUp) -> Self {
        let call = CallContext { gave_up: Some(why), ..self.call() };
        self.with_context(call)
    }

    fn with_hint(self, hint: Hint) -> Self {
        let call = CallContext { hint, ..self.call() };
        self.with_context(call)
    }

    fn call(&self) -> CallContext {
        self.context::<CallContext>().copied().unwrap_or_default()
    }
}

impl From<batch_client::Error> for Error {
    fn from(error: batch_client::Error) -> Self {
        use batch_client::Error as Client;
        match error {
            Client::InvalidRequest(message) => {
                Self::of_reason(Reason::InvalidRequest).with_summary(message)
            }
            Client::Transport(source) => of_transport(source),
            Client::ErrorResponse(response) => {
                let head = Head {
                    status: response.status(),
                    headers: &response.headers().clone(),
                    extensions: &response.extensions().clone(),
                };
                head.refused(Some(response.into_inner().error))
            }
            Client::ResponseBody { status, headers, extensions, source } => {
                let head = Head { status, headers: &headers, extensions: &extensions };
                head.received(Reason::CutBody, Reply::default()).with_source(source)
            }
            Client::InvalidResponsePayload { status, headers, extensions, body, source } => {
                let head = Head { status, headers: &headers, extensions: &extensions };
                head.undecodable(body).with_source(DecodeError::from(source))
            }
            Client::UnexpectedResponse(response) => Head {
                status: response.status(),
                headers: response.headers(),
                extensions: response.extensions(),
            }
            .refused(None),
            // A variant that this version does not know.
            other => Self::new(Kind::Other).with_outcome(Outcome::Unknown).with_source(other),
        }
    }
}

fn of_transport(source: BoxError) -> Error {
    match source.downcast::<CallError>() {
        Ok(call) => {
            let reply =
                Reply { status: call.status, request_id: call.request_id, ..Reply::default() };
            let error = of_cause(call.reason, call.source)
                .with_operation(Some(call.operation))
                .with_attempts(call.attempts)
                .with_outcome(call.outcome)
                .with_reply(reply);
            error.with_gave_up(call.gave_up)
        }
        Err(source) => of_cause(Reason::of_error(source.as_ref()), Some(source)).with_attempts(1),
    }
}

/// The error of a call without a response.
fn of_cause(reason: Reason, source: Option<BoxError>) -> Error {
    let error = Error::of_reason(reason);
    let Some(source) = source else {
        return error;
    };
    let error = match reason {
        // The innermost cause says why: the name did not resolve, or the connection was refused.
        Reason::NotSent => {
            let cause = innermost(source.as_ref()).to_string();
            error.with_summary(format!("cannot connect: {}", printable(&cause, MAX_CAUSE)))
        }
        _ => error,
    };
    error.with_source(source)
}

fn innermost<'e>(error: &'e (dyn StdError + 'static)) -> &'e (dyn StdError + 'static) {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error
}

/// The head of a response that ended a call.
struct Head<'r> {
    status: StatusCode,
    headers: &'r HeaderMap,
    extensions: &'r Extensions,
}

impl Head<'_> {
    /// The error of a response other than 2xx.
    fn refused(&self, detail: Option<types::ErrorDetail>) -> Error {
        let code = detail.as_ref().and_then(quota_code);
        let hint = Hint::from_headers(self.headers, SystemTime::now());
        let reason = Verdict::of_response(Effect::Bills, self.status, hint, code).reason;
        let reply = detail.map_or_else(Reply::default, |detail| Reply {
            code: detail.code,
            error_type: detail.type_,
            param: detail.param,
            message: Some(detail.message),
            ..Reply::default()
        });
        self.received(reason, reply)
    }

    /// The error of a 2xx response that does not decode.
    fn undecodable(&self, body: Bytes) -> Error {
        self.received(Reason::Undecodable, Reply { body: Some(body), ..Reply::default() })
    }

    fn received(&self, reason: Reason, reply: Reply) -> Error {
        let reply = Reply {
            status: Some(self.status),
            request_id: request_id(self.headers).map(str::to_owned),
            ..reply
        };
        let error = Error::of_reason(reason)
            .with_kind(kind_of_response(reason, self.status))
            .with_reply(reply)
            .with_hint(Hint::from_headers(self.headers, SystemTime::now()));
        let Some(trail) = Trail::of(self.extensions) else {
            return error.with_attempts(1);
        };
        // The layer does not decode the body of a write, so it cannot know that this one is invalid.
        let outcome = trail.outcome.max(reason.outcome(Effect::of(trail.operation)));
        let error = error
            .with_operation(Some(trail.operation))
            .with_attempts(trail.attempts)
            .with_outcome(outcome);
        match trail.gave_up {
            Some(why) => error.with_gave_up(why),
            None => error,
        }
    }
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

/// The place where decoding failed. The text there is left out, because it may be confidential.
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
            Category::Io => "cannot be read",
            Category::Syntax => "not JSON",
            Category::Data => "not the expected structure",
            Category::Eof => "unexpected end",
        };
        write!(f, "{what} at line {}, column {}", self.line, self.column)
    }
}

impl StdError for DecodeError {}
