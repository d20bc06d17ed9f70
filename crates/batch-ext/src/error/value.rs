//! The error type and the facts that every module records in it.

use std::error::Error as StdError;

use batch_client::BoxError;
use bytes::Bytes;
use http::{Extensions, StatusCode};

use super::kind::Kind;
use super::outcome::Outcome;

/// An error of this crate. See the [module](crate::error).
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<&'static str>,
    /// What happened, in our own words: never text from a server.
    summary: Option<String>,
    outcome: Outcome,
    attempts: u32,
    reply: Reply,
    /// Facts that only one module knows, such as a cursor or a key.
    context: Extensions,
    source: Option<BoxError>,
}

/// What the server answered.
#[derive(Default)]
pub(crate) struct Reply {
    pub(crate) status: Option<StatusCode>,
    pub(crate) request_id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) error_type: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) param: Option<String>,
    /// Kept only where it could not be decoded.
    pub(crate) body: Option<Bytes>,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            summary: None,
            outcome: Outcome::NotDone,
            attempts: 0,
            reply: Reply::default(),
            context: Extensions::new(),
            source: None,
        }))
    }

    /// Sets what happened. `Display` shows it, so it must not contain text from a server.
    pub(crate) fn with_summary(mut self, summary: impl Into<String>) -> Self {
        self.0.summary = Some(summary.into());
        self
    }

    pub(crate) fn with_kind(mut self, kind: Kind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_operation(mut self, operation: Option<&'static str>) -> Self {
        self.0.operation = operation;
        self
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_reply(mut self, reply: Reply) -> Self {
        self.0.reply = reply;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds facts that only one module knows, replacing any value of the same type.
    pub(crate) fn with_context<T: Clone + Send + Sync + 'static>(mut self, context: T) -> Self {
        self.0.context.insert(context);
        self
    }

    /// The value that a module added with [`with_context`](Self::with_context).
    pub(crate) fn context<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.context.get()
    }

    /// What happened, in our own words.
    pub(super) fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The operation that failed, such as `create_batch`, if it is known.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Whether the server carried out the request although the call failed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the server may or may not have carried out the request: short for
    /// `outcome() == Outcome::Unknown`.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        self.0.outcome == Outcome::Unknown
    }

    /// How many times the request was sent; zero if it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.reply.status
    }

    /// The server's error code, such as `invalid_value`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.reply.code.as_deref()
    }

    /// The server's error type, such as `invalid_request_error`.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        self.0.reply.error_type.as_deref()
    }

    /// What went wrong, for people: the server's message if it sent one, otherwise this crate's own
    /// words. Text from a server may contain anything, terminal control characters included;
    /// [`detailed`](Self::detailed) prints it safely.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.reply.message.as_deref().or(self.0.summary.as_deref())
    }

    /// The parameter that is wrong, according to the server.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.0.reply.param.as_deref()
    }

    /// The server's id of the request (`x-request-id`), for support. `None` if the server sent none,
    /// or one that is not a short word.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.reply.request_id.as_deref()
    }

    /// The body of a response that could not be decoded.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.reply.body.as_ref()
    }

    /// Whether the server limits the rate of requests. An exhausted quota does not count.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == Kind::RateLimited
    }

    /// Whether the quota is exhausted.
    #[must_use]
    pub fn is_quota(&self) -> bool {
        self.0.kind == Kind::Quota
    }

    /// Whether the key is missing, wrong, or lacks a permission.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.0.kind == Kind::Denied
    }

    /// Whether there is no such object.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == Kind::NotFound
    }

    /// Whether it took too long, on this side or on the server's.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == Kind::Timeout
            || self.status().is_some_and(|status| matches!(status.as_u16(), 408 | 504))
    }

    /// Whether nothing was sent because there was no connection.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == Kind::Connect
    }

    /// Whether the server reported a failure of its own (5xx).
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }
}

impl From<std::io::Error> for Error {
    /// Makes an error of kind [`Kind::Io`] with the message of `error`. The errors of this crate's
    /// own file functions name the file.
    fn from(error: std::io::Error) -> Self {
        Self::new(Kind::Io).with_summary(error.to_string()).with_source(error)
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
