//! The commands, run as a maintainer runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod codegen;
mod constructs;
mod documents;
mod drift;
mod example_requests;
mod mutations;
mod random;
mod support;

/// Generated models use it, as in `batch-client`.
#[path = "../../../crates/batch-client/src/lenient.rs"]
mod lenient;
