//! Retry, pagination, waiting, file transfer and durable runs over batch-client.

pub mod lines;
pub mod outcome;
