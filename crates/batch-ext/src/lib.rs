//! Retries, pagination, waiting, exactly-once creation and file transfer on top of the generated
//! [`batch_client`], for the OpenAI Batch API and compatible servers.
//!
//! | module | what it does |
//! |---|---|
//! | [`retry`] | retries calls, as a layer of a client |
//! | [`paginate`] | turns lists into streams of items or pages |
//! | [`wait`] | waits for batches to end |
//! | [`create`] | creates a batch exactly once |
//! | [`files`] | uploads and downloads files of any size |
//! | [`error`] | the error type |
//!
//! The calls are extension traits of [`batch_client::Client`] and its builders, so any client gains
//! them with a `use`, all at once from the [`prelude`]:
//!
//! ```no_run
//! use batch_ext::batch_client::Client;
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
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the platform's library |
//! | `schemars` | no | `schemars::JsonSchema` for the API's models |
//!
//! The crates whose types appear in signatures are re-exported: [`batch_client`], [`bytes`],
//! [`futures_core`], [`http`], [`reqwest`], [`tokio`] and [`tower`].
#![forbid(unsafe_code)]

pub mod create;
pub mod error;
pub mod files;
pub mod paginate;
pub mod retry;
pub mod status;
pub mod wait;
mod word;

pub use error::Error;
pub use {batch_client, bytes, futures_core, http, reqwest, tokio, tower};

/// The traits that add calls to a client: `use batch_ext::prelude::*`.
pub mod prelude {
    pub use crate::create::CreateOnce;
    pub use crate::files::FilesExt;
    pub use crate::paginate::Paginate;
    pub use crate::retry::WithRetry;
    pub use crate::wait::WaitForBatch;
}

/// The examples of this crate's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct CrateReadme;
