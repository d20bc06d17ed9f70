//! Tokens used.

use serde::{Deserialize, Serialize};

/// Tokens that answers say they used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Requests that succeeded.
    pub succeeded: u64,
    /// Tokens in, the cached ones included.
    pub input_tokens: u64,
    /// Of them, those that were cached.
    pub cached_tokens: u64,
    /// Tokens out, those of reasoning included.
    pub output_tokens: u64,
    /// Of them, those of reasoning.
    pub reasoning_tokens: u64,
}

impl Usage {
    pub(crate) fn add(&mut self, other: Self) {
        self.succeeded += other.succeeded;
        self.input_tokens += other.input_tokens;
        self.cached_tokens += other.cached_tokens;
        self.output_tokens += other.output_tokens;
        self.reasoning_tokens += other.reasoning_tokens;
    }
}
