//! The settings of a wait, and the intervals between its polls.

use std::time::Duration;

use crate::retry::InvalidPolicy;

/// How often to poll, for how long, and which failures to tolerate. The defaults are in the
/// [module](crate::wait).
///
/// ```
/// use std::time::Duration;
/// use batch_ext::wait::WaitPolicy;
///
/// let policy = WaitPolicy::builder()
///     .max_interval(Duration::from_secs(300))
///     .deadline(Duration::from_secs(24 * 3_600))
///     .build()?;
/// assert_eq!(policy.deadline(), Some(Duration::from_secs(86_400)));
/// # Ok::<(), batch_ext::retry::InvalidPolicy>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WaitPolicy {
    pub(super) min_interval: Duration,
    pub(super) max_interval: Duration,
    pub(super) growth: f64,
    pub(super) jitter: bool,
    pub(super) max_retry_after: Duration,
    pub(super) poll_timeout: Duration,
    pub(super) deadline: Option<Duration>,
    pub(super) max_failures: u32,
    pub(super) max_not_found: u32,
}

impl WaitPolicy {
    /// Starts from the defaults.
    pub fn builder() -> WaitPolicyBuilder {
        WaitPolicyBuilder(Self::default())
    }

    /// Starts from the settings of this policy.
    pub fn to_builder(&self) -> WaitPolicyBuilder {
        WaitPolicyBuilder(self.clone())
    }

    /// The time after which a wait ends, whether the batch is final or not.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.deadline
    }
}

impl Default for WaitPolicy {
    fn default() -> Self {
        Self {
            min_interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(60),
            growth: 1.5,
            jitter: true,
            max_retry_after: Duration::from_secs(600),
            poll_timeout: Duration::from_secs(60),
            deadline: None,
            max_failures: 30,
            max_not_found: 5,
        }
    }
}

/// Builder of a [`WaitPolicy`]. [`build`](Self::build) checks the settings.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct WaitPolicyBuilder(WaitPolicy);

impl WaitPolicyBuilder {
    /// The interval after the first poll and after each change of the status, and the shortest one
    /// that a server may ask for. Above zero.
    pub fn min_interval(mut self, interval: Duration) -> Self {
        self.0.min_interval = interval;
        self
    }

    /// The longest interval. At least the minimum.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.0.max_interval = interval;
        self
    }

    /// The factor by which the interval grows from poll to poll: 1 to 100.
    pub fn growth(mut self, factor: f64) -> Self {
        self.0.growth = factor;
        self
    }

    /// Whether each interval is varied at random by up to a tenth either way.
    pub fn jitter(mut self, on: bool) -> Self {
        self.0.jitter = on;
        self
    }

    /// The longest interval that a server may ask for. A longer one is cut to this.
    pub fn max_retry_after(mut self, interval: Duration) -> Self {
        self.0.max_retry_after = interval;
        self
    }

    /// The time that one poll may take before it counts as failed. Above zero.
    pub fn poll_timeout(mut self, duration: Duration) -> Self {
        self.0.poll_timeout = duration;
        self
    }

    /// The time after which the wait ends, counted from its first poll. There is one last poll at
    /// that time; if the batch is still not final, the wait ends with an error that has the last
    /// snapshot.
    pub fn deadline(mut self, duration: Duration) -> Self {
        self.0.deadline = Some(duration);
        self
    }

    /// How many polls in a row may fail with a transient error.
    pub fn max_failures(mut self, polls: u32) -> Self {
        self.0.max_failures = polls;
        self
    }

    /// How many polls may find no such batch before it is first seen: on some servers it takes a
    /// moment for a new batch to appear.
    pub fn max_not_found(mut self, polls: u32) -> Self {
        self.0.max_not_found = polls;
        self
    }

    /// Checks the settings and builds the policy.
    ///
    /// # Errors
    ///
    /// If a setting is out of range. The error names it.
    pub fn build(self) -> Result<WaitPolicy, InvalidPolicy> {
        let p = &self.0;
        InvalidPolicy::check([
            (!p.min_interval.is_zero(), "min_interval must be above zero"),
            (p.max_interval >= p.min_interval, "max_interval must not be less than min_interval"),
            ((1.0..=100.0).contains(&p.growth), "growth must be from 1 to 100"),
            (!p.poll_timeout.is_zero(), "poll_timeout must be above zero"),
        ])?;
        Ok(self.0)
    }
}

/// The intervals between polls.
#[derive(Debug)]
pub(super) struct Intervals {
    next: Duration,
}

impl Intervals {
    pub(super) fn new(policy: &WaitPolicy) -> Self {
        Self { next: policy.min_interval }
    }

    pub(super) fn restart(&mut self, policy: &WaitPolicy) {
        self.next = policy.min_interval;
    }

    /// The next interval; `hint` is what the server asks for.
    pub(super) fn next(&mut self, policy: &WaitPolicy, hint: Option<Duration>) -> Duration {
        let interval = self.next;
        let grown = self.next.as_secs_f64() * policy.growth;
        let grown = Duration::try_from_secs_f64(grown).unwrap_or(Duration::MAX);
        self.next = grown.min(policy.max_interval);
        if let Some(hint) = hint.filter(|hint| !hint.is_zero()) {
            return hint.min(policy.max_retry_after).max(policy.min_interval);
        }
        if !policy.jitter {
            return interval;
        }
        let drawn = interval.as_secs_f64() * (0.9 + 0.2 * fastrand::f64());
        Duration::try_from_secs_f64(drawn).unwrap_or(interval)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        type Setting = fn(WaitPolicyBuilder) -> WaitPolicyBuilder;
        let bad: &[(&str, Setting)] = &[
            ("min_interval", |b| b.min_interval(Duration::ZERO)),
            ("max_interval", |b| b.max_interval(Duration::from_millis(999))),
            ("growth", |b| b.growth(0.5)),
            ("growth", |b| b.growth(f64::NAN)),
            ("poll_timeout", |b| b.poll_timeout(Duration::ZERO)),
        ];
        for (name, setting) in bad {
            let error = setting(WaitPolicy::builder()).build().unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }

    #[test]
    fn intervals_grow_to_the_maximum_and_hints_replace_them() {
        let policy = WaitPolicy::builder()
            .jitter(false)
            .growth(2.0)
            .max_interval(Duration::from_secs(5))
            .build()
            .unwrap();
        let s = Duration::from_secs;
        let mut intervals = Intervals::new(&policy);
        let mut next = |hint| intervals.next(&policy, hint);
        assert_eq!(next(None), s(1));
        assert_eq!(next(None), s(2));
        assert_eq!(next(Some(s(30))), s(30));
        assert_eq!(next(Some(s(0))), s(5));
        assert_eq!(next(Some(Duration::MAX)), s(600));
        assert_eq!(next(Some(Duration::from_nanos(1))), s(1), "never below the minimum");
        assert_eq!(next(None), s(5));
        intervals.restart(&policy);
        assert_eq!(intervals.next(&policy, None), s(1));
    }

    #[test]
    fn the_longest_settings_do_not_overflow() {
        for jitter in [true, false] {
            let policy = WaitPolicy::builder()
                .min_interval(Duration::MAX)
                .max_interval(Duration::MAX)
                .max_retry_after(Duration::ZERO)
                .growth(100.0)
                .jitter(jitter)
                .build()
                .unwrap();
            let mut intervals = Intervals::new(&policy);
            for hint in [None, Some(Duration::MAX), Some(Duration::from_nanos(1)), None] {
                assert!(intervals.next(&policy, hint) > Duration::from_secs(u64::MAX / 2));
            }
        }
    }

    proptest! {
        #[test]
        fn jitter_stays_within_a_tenth(min in 1u64..10_000, extra in 0u64..100_000, growth in 1f64..100.0) {
            let policy = WaitPolicy::builder()
                .min_interval(Duration::from_millis(min))
                .max_interval(Duration::from_millis(min + extra))
                .growth(growth)
                .build()
                .unwrap();
            let exact = policy.to_builder().jitter(false).build().unwrap();
            let (mut drawn, mut plain) = (Intervals::new(&policy), Intervals::new(&exact));
            for _ in 0..50 {
                let ratio = drawn.next(&policy, None).as_secs_f64() / plain.next(&exact, None).as_secs_f64();
                prop_assert!((0.899..=1.101).contains(&ratio), "{}", ratio);
            }
        }
    }
}
