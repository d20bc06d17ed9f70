//! The nine operations over HTTP.

mod batches;
mod content;
mod extract;
mod fields;
mod files;
mod gate;
mod query;
mod router;
mod upload;

pub(crate) use gate::authorize;
pub(crate) use router::router;
