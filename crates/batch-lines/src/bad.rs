//! Lines of an output or error file that cannot be read.

use bytes::Bytes;

/// A line of an output or error file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {number}: {reason}")]
#[non_exhaustive]
pub struct BadLine {
    /// Line number in the file, from 1.
    pub number: u64,
    /// Offset of the line in the file, in bytes.
    pub offset: u64,
    /// The bytes of the line; only its start if the line is too long.
    pub text: Bytes,
    /// Why it could not be read.
    pub reason: BadResult,
}

/// Why a line of an output or error file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadResult {
    /// The line is not UTF-8.
    #[error("invalid UTF-8 after byte {valid_up_to} of the line")]
    Utf8 {
        /// How many bytes of the line are valid.
        valid_up_to: usize,
    },
    /// The line is not JSON, or does not have the shape of a result line.
    #[error("not a result line: {0}")]
    Json(#[source] serde_json::Error),
    /// The line has no `custom_id`, so it belongs to no request.
    #[error("no custom_id")]
    NoCustomId,
    /// The line is longer than the limit on one line.
    #[error("the line is longer than {limit} bytes")]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}
