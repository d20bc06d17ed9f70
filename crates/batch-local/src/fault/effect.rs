//! The kinds of faults.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::status::{InvalidEffect, Status, header, status_code};

/// One kind of fault.
///
/// Effects fall into three groups. Effects on *requests* work with any operation. Effects on
/// *lists* and *files* work with the operations they name. Effects on *batches* are given to
/// `createBatch`, stay with the batch it creates, and do nothing elsewhere.
///
/// A `share` is the fraction of a batch's lines that are affected, from 0 to 1. Which lines those
/// are depends on the plan's seed and on how many batches were created before.
///
/// Times on requests and responses are real time, because client timeouts are. Times of lists and
/// batches are on the server's [`Clock`](crate::Clock).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FaultEffect {
    // Requests.
    /// Responds with a status instead, before or after the request is processed.
    Status(Status),
    /// Responds with a gateway's HTML page.
    Html {
        /// HTTP status of the page, 200 to 599.
        status: u16,
        /// Whether the request is processed first.
        #[serde(default)]
        after: bool,
    },
    /// Waits before the request is processed.
    Delay {
        /// Real milliseconds.
        ms: u64,
    },
    /// Processes the request, then waits before the response is sent.
    DelayResponse {
        /// Real milliseconds. The wait ends early when the server stops.
        ms: u64,
    },
    /// Resets the connection without processing the request.
    ResetBefore,
    /// Processes the request, then resets the connection instead of responding. The client cannot
    /// know the outcome.
    ResetAfter,
    /// Resets the connection in the middle of the body.
    ///
    /// A body with a `Content-Length` that is not longer than `bytes` arrives whole. With
    /// [`Framing::Chunked`], all of it arrives but the chunk that ends it does not.
    CutBody {
        /// Bytes that are still sent.
        bytes: u64,
    },
    /// Ends the body early and frames it as if it were complete. Only the `bytes` of the file's
    /// metadata tell the difference.
    Truncate {
        /// Bytes that are sent.
        bytes: u64,
    },
    /// Replaces the body with bytes that are not JSON, under the real status and headers.
    Garbage,
    /// Ignores the request's `Range` header and responds with 200 and the whole file.
    IgnoreRange,
    /// Sends the body in small pieces.
    SlowDrip {
        /// Bytes per piece, at least 1.
        bytes: u64,
        /// Real milliseconds before each piece.
        ms: u64,
    },
    /// Frames the body in another way. Combines with [`CutBody`](Self::CutBody) and
    /// [`Truncate`](Self::Truncate).
    Framing(Framing),
    /// Sets response headers, or removes those with a `null` value. With `{"connection": "close"}`
    /// the connection closes after a complete response.
    Headers(BTreeMap<String, Option<String>>),
    /// Sets values in a JSON response, by JSON pointer. `*` stands for every item of an array or
    /// object: `/data/*/status`. A missing field is added if the object it belongs to exists.
    Set(BTreeMap<String, Value>),
    /// Removes values from a JSON response, by JSON pointer with `*` as in [`Set`](Self::Set).
    Remove(Vec<String>),

    // Lists.
    /// Hides the newest objects.
    LaggingList {
        /// How many are hidden.
        newest: u64,
    },
    /// Hides objects until they have existed for some time.
    ListLag {
        /// Milliseconds on the server's clock.
        ms: u64,
    },
    /// Ignores `after` and claims that more follows: the same page forever.
    RepeatPage,
    /// Starts each page with the last object of the page before.
    OverlapPages,
    /// Refuses a `limit` above this one with 400.
    MaxLimit {
        /// The highest limit that is accepted, at least 1.
        limit: u16,
    },

    // Files, and createBatch.
    /// Responds that the file does not exist, although it does. A batch fails validation because
    /// of it, as happens right after an upload.
    FileNotFound,

    // Batches.
    /// Hides the batch from lists at first.
    Unlisted {
        /// `listBatches` calls after the creation that do not show the batch.
        lists: u64,
    },
    /// Reports a final status before the results: counts are null and result file ids are missing
    /// at first.
    LateResults {
        /// `retrieveBatch` calls with a final status that do not show the results.
        retrieves: u64,
    },
    /// Fails the batch in validation.
    FailBatch {
        /// Error code, such as `invalid_request`.
        code: String,
        /// Text for people.
        message: String,
        /// The parameter at fault.
        #[serde(default)]
        param: Option<String>,
        /// The line at fault, counted from 1.
        #[serde(default)]
        line: Option<u64>,
    },
    /// Fails the batch in validation with `token_limit_exceeded`.
    TokenLimitExceeded,
    /// Gives lines an HTTP failure, or status 0 for a response that never came.
    LineStatus {
        /// HTTP status, or 0.
        status: u16,
        /// `error.code` of the response body.
        #[serde(default)]
        code: Option<String>,
        /// Fraction of the lines.
        share: f64,
    },
    /// Gives lines an error without a response.
    LineError {
        /// Error code, such as `request_timeout`.
        code: String,
        /// Fraction of the lines.
        share: f64,
    },
    /// Leaves lines out of both result files. They were answered, count as such, and are paid.
    MissingLines {
        /// Fraction of the lines.
        share: f64,
    },
    /// Writes lines twice.
    RepeatedLines {
        /// Fraction of the lines.
        share: f64,
    },
    /// Cuts lines so that they are not JSON.
    GarbledLines {
        /// Fraction of the lines.
        share: f64,
    },
    /// Adds result lines with a `custom_id` that no request has.
    UnknownLines {
        /// Added lines, as a fraction of the lines.
        share: f64,
    },
    /// Gives response bodies as a JSON string that contains JSON.
    TextBodies {
        /// Fraction of the lines.
        share: f64,
    },
    /// Reports at the end that all requests completed and none failed.
    WrongCounts,
    /// Publishes an error file of zero bytes if no request failed.
    EmptyErrorFile,
    /// Starts some lines and then no more: the batch stays `in_progress` until it is cancelled or
    /// expires.
    StallAfter {
        /// Lines that are started.
        lines: u64,
    },
    /// Waits before each line.
    LineDelay {
        /// Milliseconds on the server's clock.
        ms: u64,
    },
    /// Accepts duplicate custom ids.
    AcceptDuplicates,
}

/// How the end of a response body is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Framing {
    /// By a chunk of length zero, without a `Content-Length`.
    Chunked,
    /// By the end of the connection, in an HTTP/1.0 response without a length. A client cannot
    /// tell a whole body from one that [`FaultEffect::Truncate`] cut.
    UntilClose,
}

impl FaultEffect {
    pub(super) fn check(&self) -> Result<(), InvalidEffect> {
        match self {
            Self::Status(status) => status.check(),
            Self::Html { status, .. } => status_code(*status).map(|_| ()),
            Self::Headers(headers) => headers.iter().try_for_each(|(name, value)| {
                header(name, value.as_deref().unwrap_or_default()).map(|_| ())
            }),
            Self::LineStatus { share, .. }
            | Self::LineError { share, .. }
            | Self::MissingLines { share }
            | Self::RepeatedLines { share }
            | Self::GarbledLines { share }
            | Self::UnknownLines { share }
            | Self::TextBodies { share }
                if !(0.0..=1.0).contains(share) =>
            {
                Err(InvalidEffect("a share is a number from 0 to 1".into()))
            }
            Self::SlowDrip { bytes: 0, .. } => {
                Err(InvalidEffect("slow_drip sends at least 1 byte at a time".into()))
            }
            Self::MaxLimit { limit: 0 } => {
                Err(InvalidEffect("max_limit accepts a limit of at least 1".into()))
            }
            _ => Ok(()),
        }
    }

    /// Whether it stays with a batch.
    pub(crate) fn is_for_batch(&self) -> bool {
        matches!(
            self,
            Self::FileNotFound
                | Self::Unlisted { .. }
                | Self::LateResults { .. }
                | Self::FailBatch { .. }
                | Self::TokenLimitExceeded
                | Self::LineStatus { .. }
                | Self::LineError { .. }
                | Self::MissingLines { .. }
                | Self::RepeatedLines { .. }
                | Self::GarbledLines { .. }
                | Self::UnknownLines { .. }
                | Self::TextBodies { .. }
                | Self::WrongCounts
                | Self::EmptyErrorFile
                | Self::StallAfter { .. }
                | Self::LineDelay { .. }
                | Self::AcceptDuplicates
        )
    }
}

impl From<Status> for FaultEffect {
    fn from(status: Status) -> Self {
        Self::Status(status)
    }
}
