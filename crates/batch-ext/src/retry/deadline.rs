//! The moment at which a call has to end.

use std::time::Duration;

use tokio::time::Instant;

/// The moment at which a call has to end, or never.
///
/// As an extension of a client (`client.with_extension(deadline)`), it bounds every call of that
/// client in addition to the policy's own deadline. The earlier of the two counts.
///
/// ```
/// use std::time::Duration;
/// use batch_ext::retry::Deadline;
///
/// let deadline = Deadline::after(Duration::from_secs(30));
/// assert!(deadline.remaining() <= Some(Duration::from_secs(30)));
/// assert_eq!(Deadline::NEVER.remaining(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// No deadline.
    pub const NEVER: Self = Self(None);

    /// A deadline `duration` from now; never, if that is too far away to represent.
    #[must_use]
    pub fn after(duration: Duration) -> Self {
        Self(Instant::now().checked_add(duration))
    }

    /// A deadline at `instant`.
    #[must_use]
    pub fn at(instant: Instant) -> Self {
        Self(Some(instant))
    }

    /// The moment itself; `None` for never.
    #[must_use]
    pub fn instant(self) -> Option<Instant> {
        self.0
    }

    /// The time left until then; zero if it has passed, `None` for never.
    #[must_use]
    pub fn remaining(self) -> Option<Duration> {
        self.0.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Whether it has passed.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.remaining() == Some(Duration::ZERO)
    }

    /// Whether a sleep of `delay` that begins now ends before the deadline.
    #[must_use]
    pub fn allows(self, delay: Duration) -> bool {
        self.remaining().is_none_or(|left| delay < left)
    }

    /// The earlier of two deadlines.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Self(Some(a.min(b))),
            (one, other) => Self(one.or(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_time_left_shrinks() {
        let deadline = Deadline::after(Duration::from_secs(10));
        assert!(deadline.allows(Duration::from_secs(9)));
        assert!(!deadline.allows(Duration::from_secs(10)));
        tokio::time::advance(Duration::from_secs(4)).await;
        assert_eq!(deadline.remaining(), Some(Duration::from_secs(6)));
        assert!(!deadline.allows(Duration::from_secs(9)));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert!(deadline.is_past());
        assert!(!deadline.allows(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn the_earlier_of_two_counts() {
        let soon = Deadline::after(Duration::from_secs(1));
        let late = Deadline::after(Duration::from_secs(2));
        assert_eq!(soon.min(late), soon);
        assert_eq!(late.min(soon), soon);
        assert_eq!(Deadline::NEVER.min(late), late);
        assert_eq!(late.min(Deadline::NEVER), late);
        assert_eq!(Deadline::NEVER.min(Deadline::NEVER), Deadline::NEVER);
        assert_eq!(Deadline::after(Duration::MAX), Deadline::NEVER);
        assert!(Deadline::NEVER.allows(Duration::MAX));
    }
}
