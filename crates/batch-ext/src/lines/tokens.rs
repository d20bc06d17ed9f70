//! How many tokens a request will cost, roughly, at the speed of memory.

/// Estimates the input tokens of a request line.
#[must_use]
pub fn estimate_tokens(line: &[u8]) -> u64 {
    (line.len() / 4) as u64
}
