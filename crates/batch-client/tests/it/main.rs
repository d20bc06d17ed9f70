//! The client against servers: mocks, and sockets that the tests control.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod connecting;
mod credentials;
mod environment;
mod facts;
mod idle;
mod layers;
mod operations;
mod reading;
mod redirects;
mod reexports;
mod secrets;
mod support;
