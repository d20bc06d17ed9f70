//! Durable runs as a library, against a server in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod creating;
mod events;
mod fetching;
mod paths;
mod polling;
mod queue;
mod refusals;
mod reopening;
mod rounds;
mod settings;
mod state;
mod stopping;
mod storage;
mod support;
mod uploading;
