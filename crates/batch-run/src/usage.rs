//! Token usage.

use serde::{Deserialize, Serialize};

/// Tokens used according to the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Requests that succeeded.
    pub succeeded: u64,
    /// Input tokens, including cached ones.
    pub input_tokens: u64,
    /// Of the input tokens, those that were cached.
    pub cached_tokens: u64,
    /// Output tokens, including those of reasoning.
    pub output_tokens: u64,
    /// Of the output tokens, those of reasoning.
    pub reasoning_tokens: u64,
}

impl Usage {
    pub(crate) fn add(&mut self, other: Self) {
        self.succeeded = self.succeeded.saturating_add(other.succeeded);
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.cached_tokens = self.cached_tokens.saturating_add(other.cached_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.reasoning_tokens = self.reasoning_tokens.saturating_add(other.reasoning_tokens);
    }
}
