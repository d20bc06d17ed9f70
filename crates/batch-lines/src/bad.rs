//! Lines of an output or error file that are no result lines.

use std::fmt;

use bytes::Bytes;

/// A line of an output or error file that could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct BadLine {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Where it starts in the file.
    pub offset: u64,
    /// Its text; only the start of a line that was too long.
    pub text: Bytes,
    /// Why it could not be read.
    pub reason: BadResult,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.number, self.reason)
    }
}

/// Why a line of an output or error file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadResult {
    /// Not UTF-8.
    #[error("not UTF-8 from byte {valid_up_to} of the line")]
    Utf8 {
        /// How many bytes of the line are good.
        valid_up_to: usize,
    },
    /// Not JSON, or not of the shape of a result line.
    #[error("not a result line: {0}")]
    Json(#[source] serde_json::Error),
    /// No `custom_id`, so nobody knows what it answers.
    #[error("no custom_id")]
    NoCustomId,
    /// Longer than is read of one line.
    #[error("longer than the {limit} bytes that are read of one line")]
    TooLong {
        /// The limit that held.
        limit: usize,
    },
}
