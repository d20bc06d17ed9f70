//! The engine: counts the attempts of one call, and decides and sleeps between them.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use tracing::{debug, info};

use super::backoff::Delays;
use super::{Action, Budget, Deadline, Event, Reason, RetryPolicy, Step, Verdict};

/// Why a call ended without another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// It would fail again.
    Permanent,
    /// The server may have done it, and doing it twice would do harm.
    OutcomeUnknown,
    /// The policy allows no more attempts.
    Attempts,
    /// The budget for retries is spent.
    Budget,
    /// The deadline has come, or would have before the next attempt.
    Deadline,
    /// The server asks for a longer wait than the policy allows.
    RetryAfter,
    /// The request's body can't be sent a second time.
    Body,
}

impl GaveUp {
    /// A word for logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Attempts => "attempts",
            Self::Budget => "budget",
            Self::Deadline => "deadline",
            Self::RetryAfter => "retry_after",
            Self::Body => "body",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [
            Self::Permanent,
            Self::OutcomeUnknown,
            Self::Attempts,
            Self::Budget,
            Self::Deadline,
            Self::RetryAfter,
            Self::Body,
        ]
        .into_iter()
        .find(|why| why.as_str() == word)
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permanent => "it would fail again",
            Self::OutcomeUnknown => "the server may have done it",
            Self::Attempts => "no attempts are left",
            Self::Budget => "the budget for retries is spent",
            Self::Deadline => "the deadline has come",
            Self::RetryAfter => "the server asks for too long a wait",
            Self::Body => "its body can't be sent again",
        })
    }
}

/// What is known of an attempt's response, for events.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// Its status.
    pub status: Option<StatusCode>,
    /// Its `x-request-id`.
    pub request_id: Option<&'a str>,
}

/// The attempts of one call.
///
/// The retry layer runs on it, and so can a loop that no layer can run, such as a download that
/// goes on where it was cut:
///
/// ```
/// use batch_ext::retry::{Attempts, Effect, GaveUp, Reason, RetryPolicy, Seen, Verdict};
///
/// # async fn read_some(from: &mut u64) -> Result<bool, Reason> { *from += 1; Ok(*from > 3) }
/// async fn download(policy: &RetryPolicy) -> Result<(), GaveUp> {
///     let mut attempts = Attempts::new("download_file", policy);
///     let mut position = 0;
///     loop {
///         attempts.begin();
///         let before = position;
///         match read_some(&mut position).await {
///             Ok(true) => break Ok(attempts.success(Seen::default())),
///             Ok(false) => attempts.restart(),
///             Err(reason) => {
///                 if position > before {
///                     attempts.restart(); // what progresses is not failing
///                 }
///                 let verdict = Verdict::new(Effect::Read, reason);
///                 attempts.failure(&verdict, Seen::default()).await?;
///             }
///         }
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap()
/// #     .block_on(download(&RetryPolicy::default())).unwrap();
/// ```
#[derive(Debug)]
pub struct Attempts {
    operation: &'static str,
    policy: RetryPolicy,
    budget: Option<Budget>,
    deadline: Deadline,
    started: Instant,
    /// Made by the first failure, for most calls have none.
    delays: Option<Delays>,
    /// Attempts since the last restart, which the policy limits.
    counted: u32,
    total: u32,
    paid: u32,
}

impl Attempts {
    /// Begins a call: its clock starts now. It has no budget but its policy's own.
    #[must_use]
    pub fn new(operation: &'static str, policy: &RetryPolicy) -> Self {
        Self {
            operation,
            budget: policy.budget(None),
            deadline: policy.deadline().map_or(Deadline::NEVER, Deadline::after),
            started: Instant::now(),
            delays: None,
            policy: policy.clone(),
            counted: 0,
            total: 0,
            paid: 0,
        }
    }

    /// Draws on `client` where the policy does not have a budget of its own.
    #[must_use]
    pub fn with_budget(mut self, client: &Budget) -> Self {
        self.budget = self.policy.budget(Some(client));
        self
    }

    /// Ends by `deadline`, if that is earlier than the policy's.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Deadline) -> Self {
        self.deadline = self.deadline.min(deadline);
        self
    }

    /// The moment by which the call is to be over.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// The policy that it goes by.
    #[must_use]
    pub fn policy(&self) -> &RetryPolicy {
        &self.policy
    }

    /// The attempts that have begun.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.total
    }

    /// The time since the call began.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Notes that an attempt begins, and returns its number, counted from 1.
    pub fn begin(&mut self) -> u32 {
        self.counted = self.counted.saturating_add(1);
        self.total = self.total.saturating_add(1);
        debug!(attempt = self.total, "attempt");
        self.tell(Seen::default(), Step::Attempt);
        self.total
    }

    /// Forgets the failures so far, after progress: attempts and backoff begin anew. Deadline and
    /// budget stay.
    pub fn restart(&mut self) {
        self.counted = 0;
        self.delays = None;
    }

    /// Notes that the attempt succeeded, and the call with it.
    pub fn success(&mut self, seen: Seen<'_>) {
        if let Some(budget) = &self.budget {
            budget.put_back(self.paid);
        }
        self.paid = 0;
        debug!(
            attempt = self.total,
            status = seen.status.map(|s| s.as_u16()),
            request_id = seen.request_id,
            "success"
        );
        self.tell(seen, Step::Success);
    }

    /// Notes that the attempt failed, and sleeps until it is time for another one.
    ///
    /// # Errors
    ///
    /// If there is to be no other attempt: at once, or after the sleep if the deadline has come in
    /// the meantime.
    pub async fn failure(&mut self, verdict: &Verdict, seen: Seen<'_>) -> Result<(), GaveUp> {
        let (delay, hinted) = match self.next_delay(verdict) {
            Ok(next) => next,
            Err(why) => return Err(self.give_up(verdict.reason, why, seen)),
        };
        info!(
            attempt = self.total,
            reason = verdict.reason.as_str(),
            status = seen.status.map(|s| s.as_u16()),
            request_id = seen.request_id,
            delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
            hinted,
            "wait before another attempt"
        );
        let reason = verdict.reason;
        self.tell(seen, Step::Wait { reason, delay, hinted });
        tokio::time::sleep(delay).await;
        // Timers fire late, and machines are suspended: what was left before says nothing now.
        if self.deadline.is_past() {
            return Err(self.give_up(reason, GaveUp::Deadline, seen));
        }
        Ok(())
    }

    /// Notes that the attempt failed, and that there can't be another one for a reason of the
    /// caller's.
    pub fn give_up(&self, reason: Reason, why: GaveUp, seen: Seen<'_>) -> GaveUp {
        debug!(
            attempt = self.total,
            reason = reason.as_str(),
            why = why.as_str(),
            status = seen.status.map(|s| s.as_u16()),
            request_id = seen.request_id,
            "gave up"
        );
        self.tell(seen, Step::GaveUp { reason, why });
        why
    }

    /// The wait before the next attempt, and whether the server asked for it.
    fn next_delay(&mut self, verdict: &Verdict) -> Result<(Duration, bool), GaveUp> {
        match verdict.action {
            Action::Retry => {}
            Action::Stop => return Err(GaveUp::Permanent),
            Action::Reconcile => return Err(GaveUp::OutcomeUnknown),
        }
        if self.counted >= self.policy.max_attempts() {
            return Err(GaveUp::Attempts);
        }
        // A hint of zero, or of a date in the past, leaves the wait to us.
        let hint = verdict.retry_after.filter(|hint| !hint.is_zero());
        if hint.is_some_and(|hint| hint > self.policy.max_retry_after()) {
            return Err(GaveUp::RetryAfter);
        }
        let delays = self.delays.get_or_insert_with(|| self.policy.delays());
        let delay = hint.or_else(|| delays.next()).unwrap_or_default();
        if !self.deadline.allows(delay) {
            return Err(GaveUp::Deadline);
        }
        // Last, so that nothing is paid for a retry that does not take place.
        if let Some(budget) = &self.budget {
            if !budget.take() {
                return Err(GaveUp::Budget);
            }
            self.paid = self.paid.saturating_add(1);
        }
        Ok((delay, hint.is_some()))
    }

    fn tell(&self, seen: Seen<'_>, step: Step) {
        if let Some(observer) = self.policy.observer() {
            observer.observe(&Event {
                operation: self.operation,
                attempt: self.total,
                elapsed: self.elapsed(),
                status: seen.status,
                request_id: seen.request_id,
                step,
            });
        }
    }
}
