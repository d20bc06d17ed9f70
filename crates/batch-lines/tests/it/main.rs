//! Integration tests of batch-lines, one module per topic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod failures;
mod ids;
mod local_lines;
mod outcome;
mod results;
mod split;
#[cfg(feature = "schemars")]
mod structured;
mod support;
mod tokens;
mod unreadable;
mod usage;
mod validate;
