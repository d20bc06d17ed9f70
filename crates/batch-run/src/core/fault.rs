//! Failed calls, described by what decisions depend on.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// What a failed call may have done on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: it was not sent, or was refused.
    None,
    /// Perhaps everything: the answer was lost, or the server failed while it worked.
    Unknown,
    /// Everything, according to the status of an answer whose body cannot be read.
    Done,
}

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A transient failure: no connection, a timeout, 429, 5xx, an unreadable answer.
    Transient,
    /// The server's queue is full.
    QueueFull,
    /// The object does not exist, according to this answer.
    NotFound,
    /// The input file named in a create does not exist, according to this answer.
    FileNotFound,
    /// The API key is missing, wrong or not permitted to do this.
    Denied,
    /// The server does not support this operation.
    Unsupported,
    /// The request was refused for another reason, permanently.
    Refused,
    /// Reading or writing on this machine failed.
    Local,
}

/// A failed call.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    pub(crate) effect: Effect,
    /// The server asked not to repeat this request (`x-should-retry: false`).
    pub(crate) forbids_retry: bool,
    /// How long the server asked to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The server's code, if it sent one.
    pub(crate) code: Option<String>,
    /// What went wrong, as text.
    pub(crate) message: String,
    /// The underlying error, for the caller of the run.
    pub(crate) source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A failure of which no more is known, and which has done nothing on the server.
    pub(crate) fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause,
            effect: Effect::None,
            forbids_retry: false,
            retry_after: None,
            code: None,
            message: message.into(),
            source: None,
        }
    }

    /// Whether the server itself answered, so that it is not out of reach.
    pub(crate) fn is_contact(&self) -> bool {
        match self.cause {
            Cause::QueueFull
            | Cause::NotFound
            | Cause::FileNotFound
            | Cause::Unsupported
            | Cause::Refused => true,
            Cause::Transient | Cause::Denied | Cause::Local => false,
        }
    }
}
