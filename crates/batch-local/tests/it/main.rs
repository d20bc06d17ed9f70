//! batch-local over real connections, as a client sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod api;
mod batches;
mod faults;
mod files;
mod flow;
#[cfg(feature = "forward")]
mod forward;
mod ledger;
mod pains;
mod persistence;
mod server;
mod states;
mod support;
mod validation;
