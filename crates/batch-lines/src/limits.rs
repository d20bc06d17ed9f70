//! The limits of one batch.

use crate::generated::{BYTES, INPUTS, REQUESTS};

/// The limits of one batch input file. Each shard of a split input stays within them too.
///
/// The defaults are the limits that OpenAI documents for the Batch API. For a server with other
/// limits, set the fields:
///
/// ```
/// use batch_lines::Limits;
///
/// let mut limits = Limits::default();
/// limits.requests = 1_000;
/// assert_eq!(limits.bytes, 200_000_000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Requests in one file. Defaults to OpenAI's limit, 50,000.
    pub requests: u64,
    /// Bytes of one file, line breaks included. Defaults to OpenAI's limit of 200 MB, taken as
    /// 200,000,000, the smaller of the two readings.
    pub bytes: u64,
    /// Embedding inputs over all lines of one file, where each element of an array counts.
    /// Defaults to OpenAI's limit, 50,000.
    pub embedding_inputs: u64,
    /// Estimated input tokens of one file. OpenAI limits the tokens that an organization has
    /// enqueued per model, depending on its tier, so there is no default.
    pub tokens: Option<u64>,
    /// The longest line that is read, in bytes. Not a limit of the API: it bounds memory if an
    /// input has no line breaks. A longer line is reported and skipped. Defaults to
    /// [`DEFAULT_LINE_BYTES`](Self::DEFAULT_LINE_BYTES).
    pub line_bytes: usize,
}

impl Limits {
    /// Default of [`Limits::line_bytes`]: 64 MiB, enough for a line with several images in
    /// base64.
    pub const DEFAULT_LINE_BYTES: usize = 64 << 20;

    /// No limit on requests, bytes, embedding inputs and tokens.
    #[must_use]
    pub fn unbounded() -> Self {
        Self {
            requests: u64::MAX,
            bytes: u64::MAX,
            embedding_inputs: u64::MAX,
            tokens: None,
            line_bytes: Self::DEFAULT_LINE_BYTES,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: REQUESTS,
            bytes: BYTES,
            embedding_inputs: INPUTS.iter().map(|(_, inputs)| *inputs).min().unwrap_or(u64::MAX),
            tokens: None,
            line_bytes: Self::DEFAULT_LINE_BYTES,
        }
    }
}
