//! Durable runs.
#![forbid(unsafe_code)]
#![allow(dead_code)]

mod core;
mod event;
#[cfg(test)]
mod sim;

pub use event::{RunEvent, ShardName};
