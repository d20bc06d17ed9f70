//! The attempts of one call, and the decisions and waits between them.

use std::time::Duration;

use batch_client::Effect;
use tokio::time::Instant;
use tracing::{debug, info};

use super::backoff::Delays;
use super::budget::Budget;
use super::deadline::Deadline;
use super::event::{RetryEvent, Seen, Step};
use super::gave_up::GaveUp;
use super::policy::RetryPolicy;
use super::reason::Reason;
use super::verdict::{Action, Verdict};
use crate::error::Error;

/// The attempts of one call.
///
/// The retry layer is built on it. So can be any loop that does not fit into a layer, such as a
/// download that resumes where it was cut: [`next`](Self::next) decides what happens after an error.
///
/// ```
/// use batch_ext::Error;
/// use batch_ext::batch_client::Operation;
/// use batch_ext::retry::{Attempts, Effect, RetryPolicy, Seen};
///
/// # async fn read_some(from: &mut u64) -> Result<bool, Error> { *from += 1; Ok(*from > 3) }
/// async fn download(policy: &RetryPolicy) -> Result<(), Error> {
///     let mut attempts = Attempts::new(Operation::DownloadFile.id(), policy);
///     let mut position = 0;
///     loop {
///         attempts.begin();
///         let before = position;
///         match read_some(&mut position).await {
///             Ok(true) => break Ok(attempts.success(Seen::default())),
///             Ok(false) => attempts.restart(),
///             Err(error) => {
///                 if position > before {
///                     attempts.restart(); // a download that progresses is not failing
///                 }
///                 attempts.next(Effect::Safe, error).await?;
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
    /// Made by the first failure, because most calls have none.
    delays: Option<Delays>,
    /// Attempts since the last restart. The policy limits these.
    counted: u32,
    total: u32,
    paid: u32,
}

impl Attempts {
    /// Begins a call: its clock starts now. It has no budget other than its policy's own.
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

    /// Uses the budget `client` if the policy has none of its own.
    #[must_use]
    pub fn with_budget(mut self, client: &Budget) -> Self {
        self.budget = self.policy.budget(Some(client));
        self
    }

    /// Ends at `deadline`, if that is earlier than the policy's.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Deadline) -> Self {
        self.deadline = self.deadline.min(deadline);
        self
    }

    /// The moment at which the call ends.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// The policy of the call.
    #[must_use]
    pub fn policy(&self) -> &RetryPolicy {
        &self.policy
    }

    /// How many attempts have begun.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.total
    }

    /// The time since the call began.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Records that an attempt begins, and returns its number, counted from 1.
    pub fn begin(&mut self) -> u32 {
        self.counted = self.counted.saturating_add(1);
        self.total = self.total.saturating_add(1);
        debug!(attempt = self.total, "attempt");
        self.tell(Seen::default(), Step::Attempt);
        self.total
    }

    /// Forgets the failures so far, because there was progress: attempts and backoff start over.
    /// Deadline and budget stay.
    pub fn restart(&mut self) {
        self.counted = 0;
        self.delays = None;
    }

    /// Records that the attempt succeeded, and the call with it.
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

    /// Records that the attempt failed with `error`, and sleeps until it is time for another one.
    ///
    /// The error is judged as that of an operation with the effect `effect`. An error that does not
    /// stem from a request ends the call.
    ///
    /// # Errors
    ///
    /// `error` itself, with the number of attempts and why there is no other one: at once, or after
    /// the sleep if the deadline has passed in the meantime.
    pub async fn next(&mut self, effect: Effect, error: Error) -> Result<(), Error> {
        let seen = Seen { status: error.status(), request_id: error.request_id() };
        let why = match error.verdict(effect) {
            Some(verdict) => match self.failure(&verdict, seen).await {
                Ok(()) => return Ok(()),
                Err(why) => why,
            },
            None => GaveUp::Permanent,
        };
        Err(error.with_attempts(self.total).with_gave_up(why))
    }

    /// Records that the attempt failed, and sleeps until it is time for another one: the part of
    /// [`next`](Self::next) for callers whose failure is not an [`Error`].
    ///
    /// # Errors
    ///
    /// If there is to be no other attempt: at once, or after the sleep if the deadline has passed
    /// in the meantime.
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
        // Timers fire late and machines are suspended, so the time left has to be measured again.
        if self.deadline.is_past() {
            return Err(self.give_up(reason, GaveUp::Deadline, seen));
        }
        Ok(())
    }

    /// Records that the attempt failed, and that the caller has a reason not to make another one.
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
        // A hint of zero, or a date in the past, says nothing about the wait.
        let hint = verdict.retry_after.filter(|hint| !hint.is_zero());
        if hint.is_some_and(|hint| hint > self.policy.max_retry_after()) {
            return Err(GaveUp::RetryAfter);
        }
        let delays = self.delays.get_or_insert_with(|| self.policy.delays());
        let delay = hint.or_else(|| delays.next()).unwrap_or_default();
        if !self.deadline.allows(delay) {
            return Err(GaveUp::Deadline);
        }
        // Last, so that a retry that does not take place costs nothing.
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
            observer.observe(&RetryEvent {
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
