//! Retrying calls: what may be sent again, when, and how often.
//!
//! [`WithRetry::with_retry`] gives a client a [`RetryPolicy`]; from then on, each of its calls is a
//! series of attempts. On a client that retries already, it replaces the policy for one clone,
//! which makes a policy for a single call:
//!
//! ```no_run
//! use std::time::Duration;
//! use batch_ext::retry::{RetryPolicy, WithRetry};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = batch_client::Client::from_env()?.with_retry(RetryPolicy::default());
//! let page = client.list_batches().send().await?; // three attempts
//!
//! let patient = RetryPolicy::builder().max_attempts(8).deadline(Duration::from_secs(600)).build()?;
//! let page = client.clone().with_retry(patient).list_batches().send().await?;
//!
//! let once = client.clone().without_retry().list_batches().send().await?; // turned off
//! # Ok(())
//! # }
//! ```
//!
//! # What is sent again
//!
//! | failure | read, delete, cancel | upload | create a batch |
//! |---|---|---|---|
//! | not sent (no address, refused, TLS) | yes | yes | yes |
//! | bad URL, header or body | no | no | no |
//! | timeout or reset after sending | yes | yes | no: outcome unknown |
//! | 408; 409 with `x-should-retry: true` | yes | yes | no: outcome unknown |
//! | 429 | yes | yes | yes |
//! | 429 `insufficient_quota` and its like | no | no | no |
//! | 5xx | yes | yes | no: outcome unknown |
//! | success with a cut body | yes | yes | no: outcome unknown |
//! | success that does not decode | no | no | no: outcome unknown |
//! | any other 4xx | no | no | no |
//!
//! Where the outcome of a create is unknown, the error says so
//! ([`Error::outcome_unknown`](crate::Error::outcome_unknown)), and [`create`](crate::create) finds
//! it out. A download counts as answered with the head of its response; what happens to the body
//! after that is for who reads it, with [`Attempts`].
//!
//! A cancel that is refused on a second try, because the batch is final already, is answered with
//! the batch as a retrieve gets it. A delete whose second try finds no file, after a first one of
//! unknown outcome, is answered as deleted.
//!
//! # Defaults
//!
//! Three attempts; waits below 0.5 s, 1 s, 2 s … up to 8 s, drawn with full jitter; what the server
//! asks for (see [`Hint`]) is waited for as it is, up to 120 s; no deadline; a [`Budget`] of a
//! hundred retries, refilled by success. [`RetryPolicy`] has the whole table.
//!
//! # Watching it
//!
//! Each call is a `tracing` span `call` (field `operation`). In it, attempts, success and giving up
//! are events at level DEBUG, waits at INFO, with `attempt`, `status`, `request_id`, `reason`,
//! `delay_ms`. An [observer](RetryPolicyBuilder::observer) hears the same in code. A request that is
//! sent again carries [`RETRY_COUNT`] with the number of times it was sent before.
//!
//! # Turning it off
//!
//! A client without [`with_retry`](WithRetry::with_retry) sends everything once. One that has it
//! stops by [`without_retry`](WithRetry::without_retry), and a policy that never retries is
//! [`RetryPolicy::off`].

mod attempts;
mod backoff;
mod budget;
mod classify;
mod client;
mod deadline;
mod event;
mod hint;
mod layer;
mod policy;
mod reopen;
mod resolve;
mod trail;

pub use attempts::{Attempts, GaveUp, Seen};
pub use budget::Budget;
pub(crate) use classify::is_quota_code;
pub use classify::{Action, Effect, Reason, Verdict};
pub(crate) use client::sending_once;
pub use client::{WithRetry, retry};
pub use deadline::Deadline;
pub use event::{Event, Observe, Step};
pub use hint::Hint;
pub use layer::{RETRY_COUNT, RetryLayer, RetryService};
pub use policy::{InvalidPolicy, RetryPolicy, RetryPolicyBuilder};
pub use reopen::Reopen;
pub use trail::CallError;
pub(crate) use trail::Trail;
