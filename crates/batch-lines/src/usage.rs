//! The token usage in the body of a response.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::object;
use crate::result::ResultBody;

/// The token usage that a response reports.
///
/// The fields have the names of `/v1/responses`; those of chat completions and embeddings are read
/// as well.
///
/// ```
/// use batch_lines::ResultLine;
///
/// let line = ResultLine::parse(
///     br#"{"custom_id":"a","response":{"status_code":200,"body":{"usage":{"prompt_tokens":10,"completion_tokens":2}}}}"#,
/// )?;
/// let usage = line.body().and_then(|body| body.usage()).expect("a usage");
/// assert_eq!((usage.input_tokens, usage.output_tokens), (10, 2));
/// # Ok::<(), batch_lines::BadResult>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenUsage {
    /// Input tokens, cached ones included.
    pub input_tokens: u64,
    /// Input tokens that were read from the server's cache.
    pub cached_tokens: u64,
    /// Output tokens, those of reasoning included.
    pub output_tokens: u64,
    /// Output tokens spent on reasoning.
    pub reasoning_tokens: u64,
}

impl AddAssign for TokenUsage {
    fn add_assign(&mut self, other: Self) {
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.cached_tokens = self.cached_tokens.saturating_add(other.cached_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.reasoning_tokens = self.reasoning_tokens.saturating_add(other.reasoning_tokens);
    }
}

#[derive(Deserialize)]
struct WireBody {
    usage: Option<WireUsage>,
}

/// Some gateways send a count under both of its names, so these cannot be aliases.
#[derive(Deserialize)]
struct WireUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    input_tokens_details: Option<WireDetails>,
    output_tokens_details: Option<WireDetails>,
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    prompt_tokens_details: Option<WireDetails>,
    completion_tokens_details: Option<WireDetails>,
}

#[derive(Deserialize)]
struct WireDetails {
    cached_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
}

impl ResultBody<'_> {
    /// The token usage in the body, if it has one; a missing count is 0.
    #[must_use]
    pub fn usage(self) -> Option<TokenUsage> {
        let usage = object::parse::<WireBody>(&self.json()).ok()?.usage?;
        let input = usage.input_tokens_details.or(usage.prompt_tokens_details);
        let output = usage.output_tokens_details.or(usage.completion_tokens_details);
        Some(TokenUsage {
            input_tokens: usage.input_tokens.or(usage.prompt_tokens).unwrap_or_default(),
            cached_tokens: input.and_then(|details| details.cached_tokens).unwrap_or_default(),
            output_tokens: usage.output_tokens.or(usage.completion_tokens).unwrap_or_default(),
            reasoning_tokens: output
                .and_then(|details| details.reasoning_tokens)
                .unwrap_or_default(),
        })
    }
}
