//! The settings of retries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::backoff::{Backoff, Delays};
use super::budget::Budget;
use super::event::Observe;
use super::invalid::InvalidPolicy;

/// The settings of retries: how many, how long to wait, and when to stop.
///
/// | setting | default | range |
/// |---|---|---|
/// | [`max_attempts`](RetryPolicyBuilder::max_attempts) | 3 | 1 to 1,000 |
/// | [`initial_backoff`](RetryPolicyBuilder::initial_backoff) | 0.5 s | above zero |
/// | [`max_backoff`](RetryPolicyBuilder::max_backoff) | 8 s | at least the initial one |
/// | [`backoff_factor`](RetryPolicyBuilder::backoff_factor) | 2 | 1 to 100 |
/// | [`jitter`](RetryPolicyBuilder::jitter) | on, full | |
/// | [`max_retry_after`](RetryPolicyBuilder::max_retry_after) | 120 s | |
/// | [`deadline`](RetryPolicyBuilder::deadline) | none | above zero |
/// | [`attempt_timeout`](RetryPolicyBuilder::attempt_timeout) | none | above zero |
/// | [`budget`](RetryPolicyBuilder::budget) | the client's, for 100 retries | |
/// | [`observer`](RetryPolicyBuilder::observer) | none | |
///
/// A policy is cheap to clone.
///
/// ```
/// use std::time::Duration;
/// use batch_ext::retry::RetryPolicy;
///
/// let policy = RetryPolicy::builder()
///     .max_attempts(6)
///     .max_backoff(Duration::from_secs(30))
///     .deadline(Duration::from_secs(300))
///     .build()?;
/// assert_eq!(policy.max_attempts(), 6);
/// assert!(RetryPolicy::builder().max_attempts(0).build().is_err());
/// # Ok::<(), batch_ext::retry::InvalidPolicy>(())
/// ```
#[derive(Clone)]
pub struct RetryPolicy(Arc<Settings>);

#[derive(Clone)]
struct Settings {
    max_attempts: u32,
    backoff: Backoff,
    max_retry_after: Duration,
    deadline: Option<Duration>,
    attempt_timeout: Option<Duration>,
    budget: BudgetChoice,
    observer: Option<Arc<dyn Observe>>,
}

/// The budget that a call uses.
#[derive(Clone, Debug)]
enum BudgetChoice {
    /// The client's.
    Client,
    /// The policy's own.
    Own(Budget),
    /// None: the number of retries over all calls is not limited.
    Unlimited,
}

impl RetryPolicy {
    /// Starts from the defaults.
    pub fn builder() -> RetryPolicyBuilder {
        RetryPolicyBuilder(Self::default().0)
    }

    /// Starts from the settings of this policy.
    pub fn to_builder(&self) -> RetryPolicyBuilder {
        RetryPolicyBuilder(Arc::clone(&self.0))
    }

    /// A policy with one attempt, so that nothing is retried.
    #[must_use]
    pub fn off() -> Self {
        let mut settings = Self::default().0;
        Arc::make_mut(&mut settings).max_attempts = 1;
        Self(settings)
    }

    /// The maximum number of attempts of a call, including the first one.
    #[must_use]
    pub fn max_attempts(&self) -> u32 {
        self.0.max_attempts
    }

    /// The longest wait that a server may ask for.
    #[must_use]
    pub fn max_retry_after(&self) -> Duration {
        self.0.max_retry_after
    }

    /// The time that a call may take, including all attempts and waits.
    #[must_use]
    pub fn deadline(&self) -> Option<Duration> {
        self.0.deadline
    }

    /// The time that one attempt may take.
    #[must_use]
    pub fn attempt_timeout(&self) -> Option<Duration> {
        self.0.attempt_timeout
    }

    pub(crate) fn delays(&self) -> Delays {
        self.0.backoff.delays()
    }

    /// The budget to use, given the client's.
    pub(crate) fn budget(&self, client: Option<&Budget>) -> Option<Budget> {
        match &self.0.budget {
            BudgetChoice::Client => client.cloned(),
            BudgetChoice::Own(budget) => Some(budget.clone()),
            BudgetChoice::Unlimited => None,
        }
    }

    pub(crate) fn observer(&self) -> Option<&dyn Observe> {
        self.0.observer.as_deref()
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self(Arc::new(Settings {
            max_attempts: 3,
            backoff: Backoff {
                initial: Duration::from_millis(500),
                max: Duration::from_secs(8),
                factor: 2.0,
                jitter: true,
            },
            max_retry_after: Duration::from_secs(120),
            deadline: None,
            attempt_timeout: None,
            budget: BudgetChoice::Client,
            observer: None,
        }))
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.0.max_attempts)
            .field("backoff", &self.0.backoff)
            .field("max_retry_after", &self.0.max_retry_after)
            .field("deadline", &self.0.deadline)
            .field("attempt_timeout", &self.0.attempt_timeout)
            .field("budget", &self.0.budget)
            .finish_non_exhaustive()
    }
}

/// Builder of a [`RetryPolicy`]. [`build`](Self::build) checks the settings.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct RetryPolicyBuilder(Arc<Settings>);

impl RetryPolicyBuilder {
    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The maximum number of attempts of a call, including the first one: 1 to 1,000. With 1, nothing
    /// is retried.
    pub fn max_attempts(self, attempts: u32) -> Self {
        self.set(|s| s.max_attempts = attempts)
    }

    /// The ceiling of the wait before the second attempt, unless the server asks for a wait. Above
    /// zero.
    pub fn initial_backoff(self, delay: Duration) -> Self {
        self.set(|s| s.backoff.initial = delay)
    }

    /// The highest ceiling. It does not limit a wait that the server asks for. At least the initial
    /// backoff.
    pub fn max_backoff(self, delay: Duration) -> Self {
        self.set(|s| s.backoff.max = delay)
    }

    /// The factor by which the ceiling grows from attempt to attempt: 1 to 100.
    pub fn backoff_factor(self, factor: f32) -> Self {
        self.set(|s| s.backoff.factor = factor)
    }

    /// Whether the wait is drawn uniformly between zero and the ceiling (full jitter), or is the
    /// ceiling itself. A wait that the server asks for is not changed.
    pub fn jitter(self, on: bool) -> Self {
        self.set(|s| s.backoff.jitter = on)
    }

    /// The longest wait that a server may ask for. If it asks for a longer one, the call ends with an
    /// error that [says](crate::Error::retry_after) how long that is.
    pub fn max_retry_after(self, delay: Duration) -> Self {
        self.set(|s| s.max_retry_after = delay)
    }

    /// The time that a call may take, including all attempts and waits. Above zero. A wait that would
    /// not end before the deadline does not begin, and an attempt that is in progress at the deadline
    /// is abandoned. For a streamed response, the time until its head arrives counts.
    pub fn deadline(self, duration: Duration) -> Self {
        self.set(|s| s.deadline = Some(duration))
    }

    /// The time that one attempt may take, including its body, before it counts as timed out. Above
    /// zero. It does not apply to uploads and downloads, whose time depends on their size; the
    /// client's [idle timeout](batch_client::Config::idle_timeout) guards those.
    pub fn attempt_timeout(self, duration: Duration) -> Self {
        self.set(|s| s.attempt_timeout = Some(duration))
    }

    /// Uses `budget` instead of the client's.
    pub fn budget(self, budget: Budget) -> Self {
        self.set(|s| s.budget = BudgetChoice::Own(budget))
    }

    /// Uses no budget: only the attempts of each call are limited.
    pub fn no_budget(self) -> Self {
        self.set(|s| s.budget = BudgetChoice::Unlimited)
    }

    /// Calls `observer` for every attempt, wait and end. Any `Fn(&RetryEvent<'_>)` is one.
    pub fn observer(self, observer: impl Observe + 'static) -> Self {
        self.set(|s| s.observer = Some(Arc::new(observer)))
    }

    /// Checks the settings and builds the policy.
    ///
    /// # Errors
    ///
    /// If a setting is out of range. The error names it.
    pub fn build(self) -> Result<RetryPolicy, InvalidPolicy> {
        let s = &self.0;
        let positive = |duration: Option<Duration>| duration.is_none_or(|d| !d.is_zero());
        InvalidPolicy::check([
            ((1..=1000).contains(&s.max_attempts), "max_attempts must be from 1 to 1,000"),
            (!s.backoff.initial.is_zero(), "initial_backoff must be above zero"),
            (
                s.backoff.initial <= s.backoff.max,
                "max_backoff must not be less than initial_backoff",
            ),
            ((1.0..=100.0).contains(&s.backoff.factor), "backoff_factor must be from 1 to 100"),
            (positive(s.deadline), "deadline must be above zero"),
            (positive(s.attempt_timeout), "attempt_timeout must be above zero"),
        ])?;
        Ok(RetryPolicy(self.0))
    }
}

impl fmt::Debug for RetryPolicyBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicyBuilder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let s = Duration::from_secs;
        let build = |f: fn(RetryPolicyBuilder) -> RetryPolicyBuilder| {
            f(RetryPolicy::builder()).build().map(|_| ())
        };
        type Setting = fn(RetryPolicyBuilder) -> RetryPolicyBuilder;
        let bad: &[(&str, Setting)] = &[
            ("max_attempts", |b| b.max_attempts(0)),
            ("max_attempts", |b| b.max_attempts(1001)),
            ("initial_backoff", |b| b.initial_backoff(Duration::ZERO)),
            ("max_backoff", |b| b.max_backoff(Duration::from_millis(499))),
            ("backoff_factor", |b| b.backoff_factor(0.99)),
            ("backoff_factor", |b| b.backoff_factor(101.0)),
            ("backoff_factor", |b| b.backoff_factor(f32::NAN)),
            ("backoff_factor", |b| b.backoff_factor(f32::INFINITY)),
            ("deadline", |b| b.deadline(Duration::ZERO)),
            ("attempt_timeout", |b| b.attempt_timeout(Duration::ZERO)),
        ];
        for (name, setting) in bad {
            let error = build(*setting).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
        let edges = RetryPolicy::builder()
            .max_attempts(1000)
            .initial_backoff(s(8))
            .backoff_factor(100.0)
            .max_retry_after(Duration::ZERO)
            .build();
        assert!(edges.is_ok());
    }

    #[test]
    fn to_builder_leaves_the_original_policy_unchanged() {
        let base = RetryPolicy::default();
        let changed = base.to_builder().max_attempts(7).build().unwrap();
        assert_eq!((base.max_attempts(), changed.max_attempts()), (3, 7));
        assert_eq!(RetryPolicy::off().max_attempts(), 1);
    }

    #[test]
    fn a_policy_uses_the_clients_budget_unless_it_has_its_own() {
        let client = Budget::new(10);
        let own = Budget::new(20);
        let tokens = |policy: RetryPolicy| policy.budget(Some(&client)).map(|b| b.available());
        assert_eq!(tokens(RetryPolicy::default()), Some(10));
        let builder = RetryPolicy::builder;
        assert_eq!(tokens(builder().budget(own).build().unwrap()), Some(20));
        assert_eq!(tokens(builder().no_budget().build().unwrap()), None);
    }
}
