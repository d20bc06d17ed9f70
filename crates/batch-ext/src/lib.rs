//! What no generator gives, over the generated [`batch_client`]: for the OpenAI Batch API and the
//! servers compatible with it.
//!
//! | module | what it does |
//! |---|---|
//! | [`retry`] | tries again what may be tried again, as a layer of a client |
//! | [`paginate`] | lists as streams of items or pages |
//! | [`wait`] | waits for batches to end |
//! | [`create`] | creates a batch exactly once |
//! | [`files`] | moves files up and down, whatever their size |
//! | [`error`] | the one error type |
//!
//! The calls are extension traits of [`batch_client::Client`] and its builders, so a client of the
//! caller's own gains them by a `use`, all at once from the [`prelude`]:
//!
//! ```no_run
//! use batch_client::Client;
//! use batch_ext::prelude::*;
//! use batch_ext::retry::RetryPolicy;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?.with_retry(RetryPolicy::default());
//! let end = client.wait_for_batch("batch_abc123").await?;
//! println!("{}", end.batch().status);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | default | what it does |
//! |---|---|---|
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the platform's library |
//! | `schemars` | no | `schemars::JsonSchema` for the API's models |
#![forbid(unsafe_code)]

pub mod create;
pub mod error;
pub mod files;
pub mod paginate;
pub mod retry;
pub mod status;
pub mod wait;
mod word;

pub use batch_client;
pub use error::Error;

/// The traits that add calls to a client: `use batch_ext::prelude::*`.
pub mod prelude {
    pub use crate::create::CreateOnce;
    pub use crate::files::FilesExt;
    pub use crate::paginate::Paginate;
    pub use crate::retry::WithRetry;
    pub use crate::wait::WaitForBatch;
}

/// The examples of this crate's own README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct CrateReadme;
