//! Retries: which calls are sent again, when, and how often.
//!
//! [`WithRetry::with_retry`] gives a client a [`RetryPolicy`]. From then on each of its calls is a
//! series of attempts. On a client that already retries, it replaces the policy of that clone, so a
//! single call can have a policy of its own:
//!
//! ```no_run
//! use std::time::Duration;
//! use batch_ext::retry::{RetryPolicy, WithRetry};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = batch_client::Client::from_env()?.with_retry(RetryPolicy::default());
//! let page = client.list_batches().send().await?; // up to three attempts
//!
//! let longer = RetryPolicy::builder().max_attempts(8).deadline(Duration::from_secs(600)).build()?;
//! let page = client.clone().with_retry(longer).list_batches().send().await?;
//!
//! let once = client.clone().without_retry().list_batches().send().await?; // no retries
//! # Ok(())
//! # }
//! ```
//!
//! # What is sent again
//!
//! | failure | read | delete, cancel | upload | create a batch |
//! |---|---|---|---|---|
//! | not sent (DNS, connection refused, TLS) | yes | yes | yes | yes |
//! | bad URL, header or body | no | no | no | no |
//! | timeout or reset after sending | yes | yes | yes | no: outcome unknown |
//! | 408; 409 with `x-should-retry: true` | yes | yes | yes | no: outcome unknown |
//! | 429 | yes | yes | yes | yes |
//! | 429 with a code of [`QUOTA_CODES`] | no | no | no | no |
//! | 5xx | yes | yes | yes | no: outcome unknown |
//! | 2xx with a cut body | yes | yes | yes | no: carried out |
//! | 2xx that does not decode | yes | no | no | no: carried out |
//! | any other 4xx | no | no | no | no |
//!
//! An error says whether the server carried out the request
//! ([`Error::outcome`](crate::Error::outcome)). For a create of unknown outcome,
//! [`create`](crate::create) resolves it. A download counts as a success once the head of its
//! response has arrived; a reader of the body runs its own [`Attempts`].
//!
//! A cancel that is refused on a second attempt because the batch is already final retrieves the
//! batch and returns it. A delete that finds no file on a second attempt, after a first one of
//! unknown outcome, succeeds.
//!
//! # Defaults
//!
//! Three attempts; waits drawn with full jitter below 0.5 s, 1 s, 2 s and so on, up to 8 s; a wait
//! that the server asks for (see [`Hint`]) is honored exactly if it is at most 120 s; no deadline; a
//! [`Budget`] of a hundred retries that successful calls refill. [`RetryPolicy`] lists all settings.
//!
//! # Observing
//!
//! Each call is a `tracing` span `call` with the field `operation`. In it, attempts, success and
//! giving up are events at level DEBUG, waits at level INFO, with the fields `attempt`, `status`,
//! `request_id`, `reason` and `delay_ms`. An [observer](RetryPolicyBuilder::observer) receives the
//! same events as values. A request that is sent again has the header [`RETRY_COUNT`] with the number
//! of times it was sent before.
//!
//! # Disabling
//!
//! A client without [`with_retry`](WithRetry::with_retry) sends everything once, and so does one
//! after [`without_retry`](WithRetry::without_retry) or with the policy [`RetryPolicy::off`].

mod attempts;
mod backoff;
mod budget;
mod call_error;
mod client;
mod deadline;
mod errors;
mod event;
mod exchange;
mod gave_up;
mod hint;
mod invalid;
mod layer;
mod policy;
mod quota;
mod reason;
mod reopen;
mod resolve;
mod retrying;
mod run;
mod trail;
mod verdict;

pub use attempts::Attempts;
pub use batch_client::Effect;
pub use budget::Budget;
pub use call_error::CallError;
pub use client::WithRetry;
pub use deadline::Deadline;
pub use event::{Observe, RetryEvent, Seen, Step};
pub use gave_up::GaveUp;
pub use hint::Hint;
pub use invalid::InvalidPolicy;
pub use layer::{RETRY_COUNT, RetryLayer, RetryService};
pub use policy::{RetryPolicy, RetryPolicyBuilder};
pub use quota::QUOTA_CODES;
pub use reason::Reason;
pub use reopen::Reopen;
pub(crate) use retrying::sending_once;
pub use run::retry;
pub use verdict::{Action, Verdict};
