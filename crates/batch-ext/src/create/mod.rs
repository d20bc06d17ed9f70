//! Exactly-once creation of batches.
//!
//! OpenAI documents no idempotency key: when the response to a create is lost, sending it again may
//! create a second batch, and a second bill. [`CreateOnce::create_batch_once`] puts a key into the
//! batch's `metadata` (and into the header [`IDEMPOTENCY_KEY`], for the servers that honor it). When
//! the outcome is unknown (a timeout, a reset, a 5xx, a body that is cut or does not decode), it looks
//! for that key in the recent batches before it sends anything again.
//!
//! ```no_run
//! use batch_client::types::CreateBatchRequest;
//! use batch_ext::create::CreateOnce;
//! use batch_ext::error::Kind;
//!
//! # async fn example(client: batch_client::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let request: CreateBatchRequest = CreateBatchRequest::builder()
//!     .input_file_id("file-1")
//!     .endpoint("/v1/chat/completions")
//!     .completion_window("24h")
//!     .try_into()?;
//!
//! // With a key that survives a crash, the same call finds the batch or creates it.
//! match client.create_batch_once(request).key("invoices-2025-03").await {
//!     Ok(created) => println!("{}", created.batch.id),
//!     Err(error) if error.kind() == Kind::Unresolved => {
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
//! | key | a new UUID; [`Creation::key`] sets another one |
//! | [`key_name`](CreatePolicyBuilder::key_name), its name in `metadata` | `batch_ext_key` |
//! | [`max_sends`](CreatePolicyBuilder::max_sends) | 3 |
//! | [`list_lag`](CreatePolicyBuilder::list_lag), how long the list may lag behind | 30 s |
//! | [`window`](CreatePolicyBuilder::window) of a look after a create | 1 h |
//! | [`lookback`](CreatePolicyBuilder::lookback) of a look for a caller's key | 24 h |
//!
//! # Guarantee and conditions
//!
//! There is one batch for each key if the server keeps `metadata` and lists a batch within
//! [`list_lag`](CreatePolicyBuilder::list_lag) of the create. Two calls with the same key at the
//! *same* time are not covered: the API offers no way to exclude them.
//!
//! After a 2xx whose body was cut or does not decode, this call sends nothing again, because the
//! batch exists. If a recent batch of the same input file has no metadata at all (and its input was
//! not refused), the server may drop metadata; then nothing is sent again either, not even by a later
//! call with the same key. In both cases, and if the list cannot be read, the call ends with an error
//! of kind [`Unresolved`](crate::error::Kind::Unresolved) that has the [key](crate::Error::key), the
//! [candidates](crate::Error::candidates) and the [outcome](crate::Error::outcome).
//!
//! # The steps on their own
//!
//! [`send_create`] sends one create with a key, and [`find_batches`] looks for keys. A program that
//! keeps a journal of its own builds on these.
//!
//! # Disabling
//!
//! [`Creation::without_key`] sends the create once, without a key, and never reads the list. So does
//! `client.create_batch()`.

mod context;
mod creation;
mod find;
mod key;
mod look;
mod policy;
mod send;

pub use creation::{Created, Creation};
pub use find::{Since, find_batches};
pub use policy::{CreatePolicy, CreatePolicyBuilder};
pub use send::{IDEMPOTENCY_KEY, send_create};

use batch_client::Client;
use batch_client::types::CreateBatchRequest;

/// Exactly-once creation for a [`Client`].
pub trait CreateOnce {
    /// Creates a batch as `request` describes, unless it exists already.
    fn create_batch_once(&self, request: CreateBatchRequest) -> Creation;
}

impl CreateOnce for Client {
    fn create_batch_once(&self, request: CreateBatchRequest) -> Creation {
        Creation::new(self.clone(), request)
    }
}
