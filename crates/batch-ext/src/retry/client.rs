//! Retry as an option of a client.

use std::future::Future;

use batch_client::Client;

use super::{Attempts, Budget, Deadline, Effect, GaveUp, RetryLayer, RetryPolicy, Seen};
use crate::Error;

/// How a client's calls are retried, as its option that the layer reads.
#[derive(Clone)]
pub(super) struct Retrying {
    pub(super) policy: RetryPolicy,
    /// That of the layer that [`WithRetry::with_retry`] has put there; none if it has not.
    budget: Option<Budget>,
}

/// A clone of a client that sends once, whether it retries or not.
pub(crate) fn sending_once(client: Client) -> Client {
    let budget = client.extension::<Retrying>().and_then(|r| r.budget.clone());
    let policy = RetryPolicy::off();
    client.with_extension(Retrying { policy, budget })
}

/// Retry for a [`Client`].
pub trait WithRetry: Sized {
    /// Retries calls by `policy`. On a client that retries already, the policy is replaced and the
    /// budget stays; a clone with another policy leaves the original as it is.
    #[must_use]
    fn with_retry(self, policy: RetryPolicy) -> Self;

    /// Sends every call once. Short for `with_retry(RetryPolicy::off())`.
    #[must_use]
    fn without_retry(self) -> Self {
        self.with_retry(RetryPolicy::off())
    }

    /// The client's policy, if it retries.
    fn retry_policy(&self) -> Option<&RetryPolicy>;

    /// Begins a call beside the retry layer, such as a download that goes on where it was cut: with
    /// the client's policy, budget and deadline. One attempt, if the client does not retry.
    ///
    /// What is sent within it should go through a clone [`without_retry`](Self::without_retry), or
    /// its attempts multiply.
    fn attempts(&self, operation: &'static str) -> Attempts;
}

impl WithRetry for Client {
    fn with_retry(self, policy: RetryPolicy) -> Self {
        let installed = self.extension::<Retrying>().and_then(|r| r.budget.clone());
        let (client, budget) = match installed {
            Some(budget) => (self, budget),
            None => {
                let budget = Budget::default();
                let layer = RetryLayer::with_budget(policy.clone(), budget.clone());
                (self.layer(layer), budget)
            }
        };
        let budget = Some(budget);
        client.with_extension(Retrying { policy, budget })
    }

    fn retry_policy(&self) -> Option<&RetryPolicy> {
        self.extension::<Retrying>().map(|retrying| &retrying.policy)
    }

    fn attempts(&self, operation: &'static str) -> Attempts {
        let attempts = match self.extension::<Retrying>() {
            None => Attempts::new(operation, &RetryPolicy::off()),
            Some(Retrying { policy, budget }) => {
                let attempts = Attempts::new(operation, policy);
                match budget {
                    Some(budget) => attempts.with_budget(budget),
                    None => attempts,
                }
            }
        };
        let deadline = self.extension::<Deadline>().copied();
        attempts.with_deadline(deadline.unwrap_or_default())
    }
}

/// Runs `attempt` until it succeeds or `attempts` ends, and returns its last result.
///
/// `attempt` gets its number, counted from 1; what has to change between attempts is better looped
/// over with [`Attempts`] itself. Its errors are judged as those of an operation of
/// `effect`; errors that are not of a request end the call. An attempt that is under way at the
/// deadline is left to end by itself.
///
/// # Errors
///
/// The error of the last attempt.
///
/// ```no_run
/// use batch_ext::{Error, retry::{Effect, WithRetry, retry}};
///
/// # async fn example(client: batch_client::Client) -> Result<(), Error> {
/// let once = client.clone().without_retry();
/// let batch = retry(client.attempts("retrieve_batch"), Effect::Read, |_attempt| async {
///     Ok(once.retrieve_batch().batch_id("batch_1").send().await?.into_inner())
/// }).await?;
/// # Ok(())
/// # }
/// ```
pub async fn retry<T, F, Fut>(
    mut attempts: Attempts,
    effect: Effect,
    mut attempt: F,
) -> Result<T, Error>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    loop {
        let number = attempts.begin();
        let error = match attempt(number).await {
            Ok(value) => {
                attempts.success(Seen::default());
                return Ok(value);
            }
            Err(error) => error,
        };
        let seen = Seen { status: error.status(), request_id: error.request_id() };
        let why = match error.verdict(effect) {
            Some(verdict) => match attempts.failure(&verdict, seen).await {
                Ok(()) => continue,
                Err(why) => why,
            },
            None => GaveUp::Permanent,
        };
        return Err(error.with_attempts(attempts.count()).with_gave_up(why));
    }
}
