//! Fault injection, by the point at which it happens.

mod batches;
mod downloads;
mod lists;
mod requests;
