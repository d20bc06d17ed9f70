//! The endpoints that a batch may call, as they appear in the `url` of a line.
//!
//! Servers add endpoints without notice, so these are strings rather than an enum.
//! [`Endpoints`](crate::Endpoints) decides which ones validation accepts.

pub use crate::generated::endpoint::*;
use crate::generated::{INPUTS, NEED_MODEL};

/// Whether requests to this endpoint carry embedding inputs, which have their own
/// [limit](crate::Limits::embedding_inputs). Accepts Azure's spelling without `/v1` too.
#[must_use]
pub fn is_embeddings(endpoint: &str) -> bool {
    INPUTS.iter().any(|(known, _)| is(endpoint, known))
}

/// Whether the endpoint requires `model` in the body.
pub(crate) fn needs_model(endpoint: &str) -> bool {
    NEED_MODEL.iter().any(|known| is(endpoint, known))
}

/// Whether `endpoint` is `known`, whatever it begins with in place of `/v1`.
fn is(endpoint: &str, known: &str) -> bool {
    endpoint.ends_with(known.strip_prefix("/v1").unwrap_or(known))
}
