#![doc = include_str!("../README.md")]
//!
//! # Overview
//!
//! Create a [`Client`] with [`Config`] or [`Client::from_env`]. It has a method for each operation,
//! which returns one of the builders in [`builder`]. The models are in [`types`]. An operation fails
//! with an [`Error`]. [`Operation`] names the operations, and says which of them may be sent again and
//! which are lists. The module [`transport`] is the extension point for [tower] layers.
//!
//! # Features
//!
//! | Feature | Default | Description |
//! |---|---|---|
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the library of the platform |
//! | `schemars` | no | [`schemars::JsonSchema`](https://docs.rs/schemars) for all models |
//!
//! With both TLS features, reqwest chooses its default. Without either, only `http` URLs work.
//!
//! # Re-exported crates
//!
//! All crates whose types appear in this API are re-exported, so that code that uses them needs no
//! dependency on a matching version.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod base_url;
mod call;
mod client;
mod config;
mod config_error;
mod credentials;
mod decode;
mod decoded;
mod envelope;
mod error;
mod error_body;
mod facts;
#[rustfmt::skip]
mod generated;
mod idle;
mod inner;
mod lenient;
mod path;
mod redact;
mod redirect;
mod sender;
pub mod transport;
mod value;

pub use call::{BoxError, Call, Transport};
pub use config::{Config, OPENAI_BASE_URL};
pub use config_error::ConfigError;
pub use decode::success;
pub use decoded::{Decoded, ResponseBody};
pub use error::{Error, ErrorMessage};
pub use facts::{BatchLimits, Effect, Pagination, RateLimit};
pub use generated::{Client, Operation, builder, types};
pub use path::{PathId, PathIdError};
pub use progenitor_client::ByteStream;
pub use value::ResponseValue;

pub use bytes;
pub use futures_core;
pub use http;
pub use progenitor_client;
pub use reqwest;
#[cfg(feature = "schemars")]
pub use schemars;
pub use secrecy;
pub use serde;
pub use serde_json;
pub use tower;
