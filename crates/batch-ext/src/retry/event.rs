//! What a caller's code can hear of a call's attempts.

use std::time::Duration;

use http::StatusCode;

use super::{GaveUp, Reason};

/// Something that is told of attempts and waits, such as a counter of retries.
///
/// Every `Fn(&Event<'_>)` that is `Send + Sync` is one. It runs within the call, so it has to be
/// quick.
pub trait Observe: Send + Sync {
    /// Hears of one event.
    fn observe(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync> Observe for F {
    fn observe(&self, event: &Event<'_>) {
        self(event);
    }
}

/// One step of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Event<'a> {
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

/// What happened in an [`Event`].
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
