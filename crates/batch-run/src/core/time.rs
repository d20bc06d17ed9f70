//! Points in time, as the core counts them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970. Arithmetic saturates, so no duration is too long for it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub(crate) struct Time(u64);

impl Time {
    pub(crate) const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    #[cfg(test)]
    pub(crate) const fn as_millis(self) -> u64 {
        self.0
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The time that has passed since `earlier`; zero if that lies in the future.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_duration_is_too_long() {
        let now = Time::from_millis(5);
        assert_eq!(now.plus(Duration::MAX).plus(Duration::from_secs(1)).as_millis(), u64::MAX);
        assert_eq!(now.since(now.plus(Duration::from_secs(1))), Duration::ZERO);
        assert_eq!(now.plus(Duration::from_millis(7)).since(now), Duration::from_millis(7));
    }
}
