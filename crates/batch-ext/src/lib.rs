//! Retry, pagination, waiting, file transfer and durable runs over batch-client.
#![forbid(unsafe_code)]

pub mod create;
pub mod error;
pub mod files;
pub mod lines;
pub mod outcome;
pub mod paginate;
pub mod retry;
pub mod run;
mod status;
pub mod wait;
mod word;

pub use error::Error;
#[cfg(feature = "schemars")]
pub mod structured;
