//! The server's clock: real, sped up, or manual.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;
use tokio::time::Instant;

/// The clock of a server.
///
/// Every timestamp, completion window, file expiry, rate limit and [`Timing`](crate::Timing)
/// is measured on this clock. It starts at the machine's time. Clones share the same time, so
/// several servers can share one clock.
///
/// ```
/// use std::time::Duration;
/// use batch_local::Clock;
///
/// let clock = Clock::manual();
/// let before = clock.unix_seconds();
/// clock.advance(Duration::from_secs(24 * 60 * 60));
/// assert_eq!(clock.unix_seconds() - before, 86_400);
/// ```
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Virtual seconds per real second. 0 stands still.
    factor: u32,
    started: Instant,
    origin: Duration,
    /// The sum of all manual advances.
    added: watch::Sender<Duration>,
}

impl Clock {
    /// A clock that runs at the speed of the machine's clock.
    #[must_use]
    pub fn real() -> Self {
        Self::sped_up(1)
    }

    /// A clock on which `factor` seconds pass in each real second. With 86,400, a window of 24 hours
    /// lasts one second. A factor of 0 is a [manual](Clock::manual) clock.
    #[must_use]
    pub fn sped_up(factor: u32) -> Self {
        Self(Arc::new(Inner {
            factor,
            started: Instant::now(),
            origin: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            added: watch::Sender::new(Duration::ZERO),
        }))
    }

    /// A clock that stands still until [`advance`](Clock::advance) is called.
    #[must_use]
    pub fn manual() -> Self {
        Self::sped_up(0)
    }

    /// Moves the time forward, on any kind of clock, and wakes everything that waits for it.
    pub fn advance(&self, by: Duration) {
        self.0.added.send_modify(|added| *added = added.saturating_add(by));
    }

    /// The current time in whole seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn unix_seconds(&self) -> u64 {
        self.now().as_secs()
    }

    /// The current time since 1970-01-01 UTC.
    pub(crate) fn now(&self) -> Duration {
        let added = *self.0.added.borrow();
        self.now_with(added)
    }

    fn now_with(&self, added: Duration) -> Duration {
        self.0
            .origin
            .saturating_add(self.0.started.elapsed().saturating_mul(self.0.factor))
            .saturating_add(added)
    }

    /// Moves forward to `time`, unless it has already passed.
    pub(crate) fn catch_up(&self, time: Duration) {
        self.advance(time.saturating_sub(self.now()));
    }

    /// Returns once the time has reached `deadline`.
    pub(crate) async fn sleep_until(&self, deadline: Duration) {
        let mut added = self.0.added.subscribe();
        loop {
            let now = self.now_with(*added.borrow_and_update());
            let Some(left) = deadline.checked_sub(now).filter(|left| !left.is_zero()) else {
                return;
            };
            // The sender lives in `self`, so `changed` cannot fail.
            if self.0.factor == 0 {
                let _ = added.changed().await;
            } else {
                let real = (left / self.0.factor).max(Duration::from_millis(1));
                let _ = tokio::time::timeout(real, added.changed()).await;
            }
        }
    }

    /// Returns after `duration` of this clock's time.
    pub(crate) async fn sleep(&self, duration: Duration) {
        if !duration.is_zero() {
            self.sleep_until(self.now().saturating_add(duration)).await;
        }
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock")
            .field("unix_seconds", &self.unix_seconds())
            .field("factor", &self.0.factor)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_stands_still_until_it_is_advanced() {
        let clock = Clock::manual();
        let deadline = clock.now() + Duration::from_secs(86_400);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(deadline).await }
        });
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(86_399));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert_eq!(clock.now(), deadline);
    }

    #[tokio::test(start_paused = true)]
    async fn a_day_passes_in_a_second_on_a_clock_sped_up() {
        let clock = Clock::sped_up(86_400);
        let real = Instant::now();
        clock.sleep(Duration::from_secs(86_400)).await;
        assert!(real.elapsed() <= Duration::from_millis(1_001));
    }

    #[test]
    fn catching_up_never_moves_back() {
        let clock = Clock::manual();
        let now = clock.now();
        clock.catch_up(now - Duration::from_secs(5));
        assert_eq!(clock.now(), now);
        clock.catch_up(now + Duration::from_secs(5));
        assert_eq!(clock.now(), now + Duration::from_secs(5));
    }
}
