//! The progress of a wait that failed.

use std::time::Duration;

use batch_client::types::Batch;

use crate::error::Error;

/// How far a wait got before its error.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WaitContext {
    /// The last snapshot of the batch, if there was one.
    pub last: Option<Batch>,
    /// How many polls were made.
    pub polls: u64,
    /// The time since the wait began.
    pub elapsed: Duration,
}

impl Error {
    /// How far the wait got, if this is an error of [`wait`](crate::wait).
    #[must_use]
    pub fn wait(&self) -> Option<&WaitContext> {
        self.context()
    }
}
