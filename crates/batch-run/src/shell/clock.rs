//! The time, as the core counts it.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::time::{Duration, Instant};

use crate::core::Time;

/// The longest sleep, because timers do not reach as far as the core's time.
const LONGEST: Duration = Duration::from_secs(86_400);

/// A clock that starts with the time of day and never goes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    begin: Instant,
    at_begin: Time,
}

impl Clock {
    pub(super) fn start() -> Self {
        let day = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let millis = u64::try_from(day.as_millis()).unwrap_or(u64::MAX);
        Self { begin: Instant::now(), at_begin: Time::from_millis(millis) }
    }

    pub(super) fn now(self) -> Time {
        self.at_begin.plus(self.begin.elapsed())
    }

    /// When to wake up for `time`, or to see that it has not come yet.
    pub(super) fn instant(self, time: Time) -> Instant {
        // Rounded up, because the core counts in milliseconds.
        let wait = time.since(self.now()).saturating_add(Duration::from_millis(1));
        Instant::now() + wait.min(LONGEST)
    }
}

/// Seconds since 1970.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
