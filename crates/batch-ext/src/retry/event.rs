//! Events that report the steps of a call to an observer.

use std::time::Duration;

use http::StatusCode;

use super::gave_up::GaveUp;
use super::reason::Reason;

/// An observer of attempts and waits, such as a counter of retries.
///
/// Every `Fn(&RetryEvent<'_>)` that is `Send + Sync` is one. It runs within the call, so it should
/// return quickly.
pub trait Observe: Send + Sync {
    /// Called for each event.
    fn observe(&self, event: &RetryEvent<'_>);
}

impl<F: Fn(&RetryEvent<'_>) + Send + Sync> Observe for F {
    fn observe(&self, event: &RetryEvent<'_>) {
        self(event);
    }
}

/// The status and request id of an attempt's response, for events.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// Its status.
    pub status: Option<StatusCode>,
    /// Its `x-request-id`.
    pub request_id: Option<&'a str>,
}

/// One step of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RetryEvent<'a> {
    /// The operation's id, such as `retrieve_batch`.
    pub operation: &'static str,
    /// The attempt that the step belongs to, counted from 1.
    pub attempt: u32,
    /// The time since the call began.
    pub elapsed: Duration,
    /// The status of the attempt's response, if it had one.
    pub status: Option<StatusCode>,
    /// The `x-request-id` of the attempt's response, if it had one.
    pub request_id: Option<&'a str>,
    /// What happened.
    pub step: Step,
}

/// What happened in a [`RetryEvent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// An attempt begins.
    Attempt,
    /// The attempt succeeded, and the call with it.
    Success,
    /// The attempt failed, and another one follows.
    Wait {
        /// Why it failed.
        reason: Reason,
        /// How long the wait is.
        delay: Duration,
        /// Whether the server asked for this delay.
        hinted: bool,
    },
    /// The attempt failed, and the call with it.
    GaveUp {
        /// Why the attempt failed.
        reason: Reason,
        /// Why no other follows.
        why: GaveUp,
    },
}
