//! The error of a call that ended without a response.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use batch_client::BoxError;
use http::StatusCode;

use super::gave_up::GaveUp;
use super::reason::Reason;
use crate::error::Outcome;

/// The error that the retry layer returns if there is no response. It is the source of
/// [`batch_client::Error::Transport`], which converts into [`batch_ext::Error`](crate::Error).
#[non_exhaustive]
pub struct CallError {
    /// The operation's id.
    pub operation: &'static str,
    /// How many times the request was sent.
    pub attempts: u32,
    /// The time since the call began.
    pub elapsed: Duration,
    /// Why the last attempt failed.
    pub reason: Reason,
    /// Why there was no other attempt.
    pub gave_up: GaveUp,
    /// Whether the server carried out the request in any of the attempts.
    pub outcome: Outcome,
    /// The status, if the head of a response arrived.
    pub status: Option<StatusCode>,
    /// The `x-request-id`, if the head of a response arrived.
    pub request_id: Option<String>,
    pub(crate) source: Option<BoxError>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} failed after {} attempt{} ({}): {}",
            self.operation,
            self.attempts,
            if self.attempts == 1 { "" } else { "s" },
            self.reason,
            self.gave_up,
        )
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallError({self})")
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
