//! A typed client for the OpenAI Batch API and the servers compatible with it.
//!
//! The operations, their parameters and their models are generated from one OpenAPI document.
//! What is written by hand is only what makes them usable: [`Config`], the [transport
//! seam](transport), errors that [survive any body](Error), and [ids](PathId) that cannot become
//! another address.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use batch_client::{Client, types::BatchStatus};
//!
//! let client = Client::from_env()?;
//! let page = client.list_batches().limit(50).send().await?;
//! for batch in &page.data {
//!     match &batch.status {
//!         BatchStatus::Completed => println!("{} is done", batch.id),
//!         BatchStatus::Unknown(status) => println!("{} is {status}, whatever that is", batch.id),
//!         status => println!("{} is {status}", batch.id),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! It sends each request once. Retry, pagination, waiting and file upload are in `batch-ext`.
//!
//! # Features
//!
//! | feature | default | what it does |
//! |---|---|---|
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the platform's library |
//! | `schemars` | no | `schemars::JsonSchema` for every model |
#![forbid(unsafe_code)]

mod config;
mod credentials;
mod envelope;
mod error;
#[rustfmt::skip]
mod generated;
mod idle;
mod lenient;
mod path;
mod response;
pub mod transport;

pub use config::{Config, ConfigError, OPENAI_BASE_URL};
pub use error::Error;
pub use generated::{Client, builder, types};
pub use path::{PathId, PathIdError};
pub use progenitor_client::ByteStream;
pub use response::{ResponseValue, success};
pub use transport::{BoxError, Call, Transport};
