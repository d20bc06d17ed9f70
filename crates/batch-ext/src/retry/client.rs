//! Retry as an option of a client.

use batch_client::Client;

use super::attempts::Attempts;
use super::budget::Budget;
use super::deadline::Deadline;
use super::layer::RetryLayer;
use super::policy::RetryPolicy;
use super::retrying::Retrying;

/// Retry for a [`Client`].
pub trait WithRetry: Sized {
    /// Retries calls by `policy`. On a client that already retries, this replaces the policy and
    /// keeps the budget. The clones of the client keep their policy.
    #[must_use]
    fn with_retry(self, policy: RetryPolicy) -> Self;

    /// Sends every call once. Short for `with_retry(RetryPolicy::off())`.
    #[must_use]
    fn without_retry(self) -> Self {
        self.with_retry(RetryPolicy::off())
    }

    /// The client's policy, if it retries.
    fn retry_policy(&self) -> Option<&RetryPolicy>;

    /// Begins a call outside the retry layer, such as a download that resumes where it was cut, with
    /// the client's policy, budget and deadline. It has one attempt if the client does not retry.
    ///
    /// Send the requests of the call through a clone [`without_retry`](Self::without_retry), or the
    /// attempts multiply.
    fn attempts(&self, operation: &'static str) -> Attempts;
}

impl WithRetry for Client {
    fn with_retry(self, policy: RetryPolicy) -> Self {
        let (client, budget) = match Retrying::budget_of(&self) {
            Some(budget) => (self, budget),
            None => {
                let budget = Budget::default();
                let layer = RetryLayer::with_budget(policy.clone(), budget.clone());
                (self.layer(layer), budget)
            }
        };
        client.with_extension(Retrying { policy, budget: Some(budget) })
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
