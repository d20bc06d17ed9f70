//! A faithful OpenAI Batch API server for tests, examples and terminals.

#![forbid(unsafe_code)]

mod api;
mod app;
mod clock;
mod engine;
mod ids;
mod limits;
mod lines;
mod listen;
mod model;
mod responder;
mod server;
mod store;
mod validate;

pub use clock::Clock;
pub use limits::{Limits, Timing};
pub use responder::{Answer, Request, Responder};
pub use server::{Builder, Server, StartError};
