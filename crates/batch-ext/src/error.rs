//! The one error type of this crate.
//!
//! An [`Error`] says what failed ([`kind`](Error::kind), [`operation`](Error::operation)), what the
//! server said ([`status`](Error::status), [`code`](Error::code), [`message`](Error::message),
//! [`param`](Error::param), [`request_id`](Error::request_id), [`retry_after`](Error::retry_after)),
//! and how far the call got ([`attempts`](Error::attempts), [`gave_up`](Error::gave_up),
//! [`outcome_unknown`](Error::outcome_unknown)). Every error of `batch-client` becomes one by `?`.
//!
//! `Display` and `Debug` are short, and made of words that are known here: neither a header, nor a
//! body, nor what a server wrote for people is in them, for any of these may hold a secret. The
//! server's own words are in [`message`](Error::message), and [`detailed`](Error::detailed) prints
//! them too.
//!
//! | predicate | true for |
//! |---|---|
//! | [`is_retryable`](Error::is_retryable) | what passes by itself: no connection, timeouts, 408, 429, 5xx |
//! | [`is_rate_limited`](Error::is_rate_limited) | 429, except a spent quota |
//! | [`is_quota`](Error::is_quota) | 429 with `insufficient_quota` and its like |
//! | [`is_denied`](Error::is_denied) | 401 and 403 |
//! | [`is_not_found`](Error::is_not_found) | 404 |
//! | [`is_timeout`](Error::is_timeout) | no answer in time, 408, 504, a deadline that came |
//! | [`is_connect`](Error::is_connect) | nothing was sent |
//! | [`is_server`](Error::is_server) | 5xx |
//! | [`outcome_unknown`](Error::outcome_unknown) | the server may have done it all the same |
//!
//! ```
//! use batch_ext::Error;
//!
//! async fn status(client: &batch_client::Client, id: &str) -> Result<String, Error> {
//!     match client.retrieve_batch().batch_id(id).send().await.map_err(Error::from) {
//!         Ok(batch) => Ok(batch.status.to_string()),
//!         Err(error) if error.is_not_found() => Ok("gone".to_owned()),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```

mod convert;
mod display;

pub(crate) use convert::quota_word;
pub use display::Detailed;

use std::error::Error as StdError;
use std::time::Duration;

use batch_client::BoxError;
use batch_client::types::Batch;
use bytes::Bytes;
use http::StatusCode;

use crate::paginate::PageProblem;
use crate::retry::{Action, Effect, GaveUp, Hint, Reason, Verdict};

/// What went wrong, in one word for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Refused on this side, before anything was sent.
    InvalidRequest,
    /// No connection: the request was not sent.
    Connect,
    /// No answer in time, or a deadline came.
    Timeout,
    /// The connection broke after the request was sent, or within the answer.
    Connection,
    /// An answer of success that is not of the API's form.
    Decode,
    /// The server is limiting the rate of requests (429).
    RateLimited,
    /// The quota is spent (429), and only a person can change that.
    Quota,
    /// The key is missing, wrong, or not enough (401, 403).
    Denied,
    /// There is no such object (404).
    NotFound,
    /// The object is not in a state for this (409).
    Conflict,
    /// The server failed (5xx, 408).
    Server,
    /// The server refused the request for another reason.
    Refused,
    /// A list's pages do not follow from one another.
    Pagination,
    /// Whether a batch was created could not be found out.
    OutcomeUnknown,
    /// Data of the caller's, or of a file, is not as it must be.
    Data,
    /// Reading or writing locally failed.
    Io,
    /// Something else, such as an error of another layer of the transport.
    Other,
}

/// An error of this crate. See the [module](self).
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    kind: Kind,
    operation: Option<&'static str>,
    reason: Option<Reason>,
    status: Option<StatusCode>,
    code: Option<String>,
    error_type: Option<String>,
    message: Option<String>,
    param: Option<String>,
    request_id: Option<String>,
    hint: Hint,
    attempts: u32,
    gave_up: Option<GaveUp>,
    outcome_unknown: bool,
    body: Option<Bytes>,
    context: Context,
    source: Option<BoxError>,
}

/// What only some modules have to say.
#[derive(Default)]
pub(crate) enum Context {
    #[default]
    None,
    Wait(Box<WaitContext>),
    Create {
        key: String,
        candidates: Vec<String>,
    },
    Page {
        cursor: Option<String>,
        problem: Option<PageProblem>,
    },
}

/// How far a wait got before its error.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WaitContext {
    /// The batch as it was last seen, if it ever was.
    pub last: Option<Batch>,
    /// How often the server was asked.
    pub polls: u64,
    /// The time since the wait began.
    pub elapsed: Duration,
}

impl Error {
    /// An error of this crate's own making. `message` is shown by `Display`: it must not hold what
    /// came from a server or a file.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            reason: None,
            status: None,
            code: None,
            error_type: None,
            message: Some(message.into()),
            param: None,
            request_id: None,
            hint: Hint::default(),
            attempts: 0,
            gave_up: None,
            outcome_unknown: false,
            body: None,
            context: Context::None,
            source: None,
        }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_context(mut self, context: Context) -> Self {
        self.0.context = context;
        self
    }

    pub(crate) fn with_outcome_unknown(mut self, unknown: bool) -> Self {
        self.0.outcome_unknown = unknown;
        self
    }

    /// The same error, as the reason why an outcome can't be known.
    pub(crate) fn into_outcome_unknown(mut self) -> Self {
        self.0.kind = Kind::OutcomeUnknown;
        self.0.outcome_unknown = true;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_gave_up(mut self, why: GaveUp) -> Self {
        self.0.gave_up = Some(why);
        self
    }

    /// Names the operation that failed, by its id in snake case.
    #[must_use]
    pub fn in_operation(mut self, operation: &'static str) -> Self {
        if Effect::of(operation) == Effect::Read {
            self.0.outcome_unknown = false;
        }
        self.0.operation = Some(operation);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The operation that failed, such as `create_batch`, where it is known.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The server's code for the error, for programs, such as `invalid_value`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The server's type for the error, such as `invalid_request_error`.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.0.error_type.as_deref()
    }

    /// What went wrong, for people: in the server's words, if there was a response.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The parameter that is wrong, according to the server.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.0.param.as_deref()
    }

    /// The server's name for the request (`x-request-id`), for support; `None` also where it is no
    /// short word.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the server wants the next attempt to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.hint.retry_after
    }

    /// How often the request was sent; zero if it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why the retry layer did not try once more, if there was one.
    #[must_use]
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.0.gave_up
    }

    /// Why the last attempt failed, if it was sent or was to be.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.0.reason
    }

    /// The body of an answer that could not be decoded.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// How far the wait got, if this is an error of [`wait`](crate::wait).
    #[must_use]
    pub fn wait(&self) -> Option<&WaitContext> {
        match &self.0.context {
            Context::Wait(context) => Some(context),
            _ => None,
        }
    }

    /// The key to call again with, if this is an error of [`create`](crate::create).
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match &self.0.context {
            Context::Create { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The batches of the same input file that may be the one of unknown outcome, if this is an
    /// error of [`create`](crate::create).
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        match &self.0.context {
            Context::Create { candidates, .. } => candidates,
            _ => &[],
        }
    }

    /// The cursor to go on from, if this is an error of [`paginate`](crate::paginate) and items
    /// came before it.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        match &self.0.context {
            Context::Page { cursor, .. } => cursor.as_deref(),
            _ => None,
        }
    }

    /// Why a list can't be read on, if this is an error of kind [`Kind::Pagination`].
    #[must_use]
    pub fn page_problem(&self) -> Option<PageProblem> {
        match &self.0.context {
            Context::Page { problem, .. } => *problem,
            _ => None,
        }
    }

    /// Whether the failure is one that passes by itself, so that a later attempt may succeed.
    /// Whether that attempt would be *safe* is another question: see
    /// [`outcome_unknown`](Self::outcome_unknown).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.verdict(Effect::Read).is_some_and(|verdict| verdict.action == Action::Retry)
    }

    /// Whether the server limits the rate of requests. A spent quota is another matter.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == Kind::RateLimited
    }

    /// Whether the quota is spent.
    #[must_use]
    pub fn is_quota(&self) -> bool {
        self.0.kind == Kind::Quota
    }

    /// Whether the key is missing, wrong, or not enough.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.0.kind == Kind::Denied
    }

    /// Whether there is no such object.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == Kind::NotFound
    }

    /// Whether it took too long, on this side or the server's.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == Kind::Timeout
            || self.status().is_some_and(|s| matches!(s.as_u16(), 408 | 504))
    }

    /// Whether nothing was sent because there was no connection.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == Kind::Connect
    }

    /// Whether the server failed, by its own account (5xx).
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether the server may have done what was asked, although this error came back.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// What may be done about it, for an operation of `effect`; `None` for errors that are not of
    /// a request.
    #[must_use]
    pub fn verdict(&self, effect: Effect) -> Option<Verdict> {
        let reason = self.0.reason?;
        Some(Verdict::of(effect, reason, self.0.hint))
    }

    /// An adapter that prints the message of the server's too, for a person at a terminal.
    ///
    /// What a server writes may repeat parts of a request. Don't log it where others read.
    #[must_use]
    pub fn detailed(&self) -> Detailed<'_> {
        Detailed(self)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
const _: fn() = || {
    fn bounds<T: Send + Sync + 'static>() {}
    bounds::<Error>();
};
