//! End-to-end tests of each command: the real binary, real files, a real server.
//!
//! Files under `golden/` hold the expected output. After a change that is meant to change them,
//! `SNAPSHOTS=overwrite cargo test -p batch-cli` rewrites them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

mod batches;
mod crashes;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod examples;
mod files;
mod help;
mod input;
mod keys;
mod run;
mod sessions;
#[cfg(unix)]
mod streams;
mod terminal;
