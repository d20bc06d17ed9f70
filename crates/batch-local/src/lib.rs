//! A faithful OpenAI Batch API server for tests, examples and terminals.

#![forbid(unsafe_code)]

mod api;
mod app;
mod clock;
mod engine;
mod fault;
mod ids;
mod limits;
mod lines;
mod listen;
mod model;
mod operation;
mod random;
mod rate;
mod responder;
mod server;
mod store;
mod validate;

pub use clock::Clock;
pub use fault::{Effect, FAULT_HEADER, FaultPlan, InvalidEffect, InvalidPlan, Rule, Status};
pub use limits::{Limits, Timing};
pub use operation::Operation;
pub use responder::{Answer, Request, Responder};
#[cfg(feature = "forward")]
pub use responder::{Forward, InvalidForward};
pub use server::{Builder, Server, StartError};
