//! Creating a batch exactly once.
//!
//! The API has no idempotency key: when the answer to a create is lost, sending it again may make a
//! second batch, and a second bill. [`CreateOnce::create_batch_once`] puts a key of its own into
//! the batch's `metadata`; when the outcome is unknown (a timeout, a reset, a 5xx, a body that is
//! cut or does not decode), it looks through the recent batches for that key before anything is
//! sent again.
//!
//! ```no_run
//! use batch_client::types::CreateBatchRequest;
//! use batch_ext::create::CreateOnce;
//!
//! # async fn example(client: batch_client::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let request: CreateBatchRequest = CreateBatchRequest::builder()
//!     .input_file_id("file-1")
//!     .endpoint("/v1/chat/completions")
//!     .completion_window("24h")
//!     .try_into()?;
//!
//! // A key that the caller knows survives a crash: the same call finds the batch, or creates it.
//! match client.create_batch_once(request).key("invoices-2025-03").await {
//!     Ok(created) => println!("{}", created.batch.id),
//!     Err(error) if error.outcome_unknown() => {
//!         println!("not known yet; call again with key {:?}", error.key());
//!     }
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | setting | default |
//! |---|---|
//! | key | a fresh UUID; [`Creation::key`] for the caller's own |
//! | [`key_name`](CreatePolicyBuilder::key_name), its name in `metadata` | `batch_ext_key` |
//! | [`max_sends`](CreatePolicyBuilder::max_sends) | 3 |
//! | [`patience`](CreatePolicyBuilder::patience) with a list that lags | 30 s |
//! | [`window`](CreatePolicyBuilder::window) of a look after a send | 1 h |
//! | [`lookback`](CreatePolicyBuilder::lookback) of a look for a caller's key | 24 h |
//!
//! # What is promised, and on what conditions
//!
//! One batch for each key, if the server keeps `metadata`, and shows a batch in its list within
//! [`patience`](CreatePolicyBuilder::patience) of having been asked for it. Two calls with the same
//! key at the *same* time are outside of the promise: the API offers nothing to exclude that with.
//!
//! After a success whose body was cut or does not decode, this call sends nothing again: the batch
//! exists. If a recent batch of the same input file has no metadata at all (and was not refused), the
//! server may drop it; then nothing is sent either, not even by a later call with the same key. In
//! both cases, and where the list can't be read, the call ends with an error of
//! [unknown outcome](crate::Error::outcome_unknown) that holds the [key](crate::Error::key) and the
//! [candidates](crate::Error::candidates).
//!
//! # Turning it off
//!
//! [`Creation::without_key`] sends once, without a key, and looks for nothing; so does
//! `client.create_batch()`.

mod creation;
mod look;
mod policy;

pub use creation::{Created, Creation};
pub use policy::{CreatePolicy, CreatePolicyBuilder};

use batch_client::Client;
use batch_client::types::CreateBatchRequest;

/// Creation that happens once, for a [`Client`].
pub trait CreateOnce {
    /// Creates a batch of `request`, unless it exists already.
    fn create_batch_once(&self, request: CreateBatchRequest) -> Creation;
}

impl CreateOnce for Client {
    fn create_batch_once(&self, request: CreateBatchRequest) -> Creation {
        Creation::new(self.clone(), request)
    }
}
