//! The retry settings of a client, as an extension of the client.

use batch_client::Client;

use super::budget::Budget;
use super::policy::RetryPolicy;

/// The extension that the retry layer reads.
#[derive(Clone)]
pub(super) struct Retrying {
    pub(super) policy: RetryPolicy,
    /// The budget of the layer that `with_retry` installed; none if there is no such layer.
    pub(super) budget: Option<Budget>,
}

impl Retrying {
    /// The budget of the client's layer, if it has one.
    pub(super) fn budget_of(client: &Client) -> Option<Budget> {
        client.extension::<Self>().and_then(|retrying| retrying.budget.clone())
    }
}

/// A client that sends every request once, whether `client` retries or not.
pub(crate) fn sending_once(client: Client) -> Client {
    let budget = Retrying::budget_of(&client);
    client.with_extension(Retrying { policy: RetryPolicy::off(), budget })
}
