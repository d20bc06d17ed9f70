//! Durable runs.
#![forbid(unsafe_code)]
#![allow(dead_code)]

mod core;
mod event;

pub use event::{RunEvent, ShardName};
