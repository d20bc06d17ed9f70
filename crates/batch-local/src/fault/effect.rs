//! The kinds of trouble.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One kind of trouble.
///
/// Effects on requests work on any operation. Effects on batches are given to `createBatch` and
/// stay with the batch that it creates; on other operations they do nothing. A `share` is the
/// part of the lines that are affected, from 0 to 1; which ones depends on the plan's seed.
///
/// Waiting times of requests are in real time, for clients' timeouts are; those of batches are
/// on the server's [`Clock`](crate::Clock).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    // On any request.
    /// Answers with a status instead, before or after the request is processed.
    Status(Status),
    /// Answers a gateway's HTML page with this status; the request is not processed.
    Html {
        /// HTTP status of the page.
        status: u16,
    },
    /// Waits before the request is processed.
    Delay {
        /// Real milliseconds.
        ms: u64,
    },
    /// Resets the connection; the request is not processed.
    ResetBefore,
    /// Processes the request, then resets the connection instead of answering: the outcome is
    /// unknown to the client.
    ResetAfter,
    /// Closes the connection in the middle of the body. The headers promise all of it.
    CutBody {
        /// Bytes that are still sent.
        bytes: u64,
    },
    /// Ends the body early, with headers that call it whole: only the file's own `bytes` tell.
    Truncate {
        /// Bytes that are sent.
        bytes: u64,
    },
    /// Answers with bytes that are not JSON, under the status and headers of the real answer.
    Garbage,
    /// Answers the whole file, with 200, to whoever asks for a range of it.
    IgnoreRange,
    /// Sends the body in small pieces.
    SlowDrip {
        /// Bytes of each piece, at least 1.
        bytes: u64,
        /// Real milliseconds before each piece.
        ms: u64,
    },
    /// Changes values in a JSON answer: JSON pointers (`/status`, `/data/0/created_at`) and what
    /// is put there. What does not exist is made, in objects that do.
    Set(BTreeMap<String, Value>),
    /// Removes values from a JSON answer, by JSON pointer.
    Remove(Vec<String>),

    // On lists.
    /// Does not show the newest objects yet.
    LaggingList {
        /// How many are missing.
        newest: u64,
    },
    /// Ignores `after`, and says that there is more: the same page for ever.
    RepeatPage,

    // On files, and on createBatch.
    /// Says that the file does not exist, although it does. A batch fails validation with it, as
    /// happens right after an upload.
    FileNotFound,

    // On batches.
    /// Fails the batch in validation.
    FailBatch {
        /// Such as `invalid_request`.
        code: String,
        /// For people.
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
    /// Answers lines with a status: 0 for a response that never came, or an HTTP failure.
    LineStatus {
        /// HTTP status, or 0.
        status: u16,
        /// Which part of the lines.
        share: f64,
    },
    /// Gives lines an error without a response.
    LineError {
        /// Such as `request_timeout`.
        code: String,
        /// Which part of the lines.
        share: f64,
    },
    /// Leaves lines out of both files, although they are counted.
    MissingLines {
        /// Which part of the lines.
        share: f64,
    },
    /// Writes lines twice.
    RepeatedLines {
        /// Which part of the lines.
        share: f64,
    },
    /// Breaks lines so that they are not JSON.
    GarbledLines {
        /// Which part of the lines.
        share: f64,
    },
    /// Gives bodies as a JSON string that holds JSON.
    TextBodies {
        /// Which part of the lines.
        share: f64,
    },
    /// Says in the end that all requests completed and none failed.
    WrongCounts,
    /// Publishes an error file of zero bytes where no request failed.
    EmptyErrorFile,
    /// Starts so many lines and then no more: the batch stays until it is cancelled or expires.
    StallAfter {
        /// Lines that are still started.
        lines: u64,
    },
    /// Waits before each line, on the server's clock.
    LineDelay {
        /// Milliseconds on the server's clock.
        ms: u64,
    },
    /// Accepts custom_ids that stand twice.
    AcceptDuplicates,
}

impl Effect {
    pub(super) fn check(&self) -> Result<(), InvalidEffect> {
        match self {
            Self::Status(status) => status.check(),
            Self::Html { status } => status_code(*status).map(|_| ()),
            Self::LineStatus { share, .. }
            | Self::LineError { share, .. }
            | Self::MissingLines { share }
            | Self::RepeatedLines { share }
            | Self::GarbledLines { share }
            | Self::TextBodies { share }
                if !(0.0..=1.0).contains(share) =>
            {
                Err(InvalidEffect("a share is a number from 0 to 1".into()))
            }
            Self::SlowDrip { bytes: 0, .. } => {
                Err(InvalidEffect("slow_drip sends 1 byte or more at a time".into()))
            }
            _ => Ok(()),
        }
    }

    /// Whether it stays with a batch.
    pub(crate) fn is_for_batch(&self) -> bool {
        matches!(
            self,
            Self::FileNotFound
                | Self::FailBatch { .. }
                | Self::TokenLimitExceeded
                | Self::LineStatus { .. }
                | Self::LineError { .. }
                | Self::MissingLines { .. }
                | Self::RepeatedLines { .. }
                | Self::GarbledLines { .. }
                | Self::TextBodies { .. }
                | Self::WrongCounts
                | Self::EmptyErrorFile
                | Self::StallAfter { .. }
                | Self::LineDelay { .. }
                | Self::AcceptDuplicates
        )
    }
}

/// An effect that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidEffect(pub(super) String);

/// An answer with another status than the real one.
///
/// Without a body of its own it has the API's error envelope, with the `code` if there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Status {
    pub(super) code: u16,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<String, String>,
    /// As `error.code` of the envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) error_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) after: bool,
}

impl Status {
    /// An HTTP status from 200 to 599; the request is not processed.
    pub fn new(code: u16) -> Self {
        Self { code, headers: BTreeMap::new(), error_code: None, body: None, after: false }
    }

    /// Adds a header, such as `retry-after`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Sets `error.code` of the envelope, such as `insufficient_quota`.
    pub fn error_code(mut self, code: impl Into<String>) -> Self {
        self.error_code = Some(code.into());
        self
    }

    /// Sends this text instead of the envelope, as `text/plain` unless a header says otherwise.
    pub fn body(mut self, text: impl Into<String>) -> Self {
        self.body = Some(text.into());
        self
    }

    /// Processes the request first, and hides what came of it.
    pub fn after(mut self) -> Self {
        self.after = true;
        self
    }

    fn check(&self) -> Result<(), InvalidEffect> {
        status_code(self.code)?;
        for (name, value) in &self.headers {
            if ::http::HeaderName::try_from(name).is_err()
                || ::http::HeaderValue::try_from(value).is_err()
            {
                return Err(InvalidEffect(format!("{name:?}: {value:?} is no header")));
            }
        }
        Ok(())
    }
}

impl From<Status> for Effect {
    fn from(status: Status) -> Self {
        Self::Status(status)
    }
}

pub(super) fn status_code(code: u16) -> Result<::http::StatusCode, InvalidEffect> {
    ::http::StatusCode::from_u16(code)
        .ok()
        .filter(|_| (200..600).contains(&code))
        .ok_or_else(|| InvalidEffect(format!("{code} is no HTTP status from 200 to 599")))
}
