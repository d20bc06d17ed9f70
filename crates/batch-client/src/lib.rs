#![doc = include_str!("../README.md")]
//!
//! # Where to begin
//!
//! [`Client`] has a method for each operation, made by [`Config`] or [`Client::from_env`]. The
//! models are in [`types`], the operations' builders in [`builder`]. [`transport`] is the seam for
//! layers, and [`Error`] what an operation fails with.
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
