//! Integration tests of batch-ext, one module for each public module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod create;
mod create_local;
mod debug;
mod error;
mod files;
mod paginate;
mod quota;
mod retry;
mod retry_sockets;
mod secrets;
mod support;
mod wait;
