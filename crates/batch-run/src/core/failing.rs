//! How long a call has been failing.

use std::time::Duration;

use super::time::Time;

/// How long a server that is in reach is asked for something that it should have, such as the result
/// files of a final batch.
pub(super) const MISSING_LIMIT: Duration = Duration::from_secs(300);

/// How long and how often a call has been failing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failing {
    pub(super) since: Time,
    pub(super) times: u32,
}

impl Failing {
    pub(super) fn new(since: Time) -> Self {
        Self { since, times: 0 }
    }
}
