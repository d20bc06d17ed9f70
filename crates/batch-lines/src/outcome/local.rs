//! Local result lines: lines written by the client for requests that no server answered.

use std::io::{self, Write};

use serde::Serialize;

use crate::result::ResultLine;

/// The error code of a local result line, which no server wrote.
///
/// [`write_local_line`] writes such a line; [`LocalCode::of`] recognizes one when a merged
/// result file is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LocalCode {
    /// `missing_result`: the batch is final and its files are complete, but they have no line
    /// for this request. It was not answered, so it may be sent again.
    MissingResult,
    /// `outcome_unknown`: there is no evidence whether the request was answered. It must not be
    /// sent again automatically, because the user might pay for it twice.
    OutcomeUnknown,
    /// `not_sent`: the request was never sent.
    NotSent,
    /// `invalid_request_line`: the request was not sent because its input line has a problem.
    InvalidRequestLine,
    /// `batch_refused`: the server refused the batch that the request was part of.
    BatchRefused,
}

impl LocalCode {
    /// Every code.
    pub const ALL: [Self; 5] = [
        Self::MissingResult,
        Self::OutcomeUnknown,
        Self::NotSent,
        Self::InvalidRequestLine,
        Self::BatchRefused,
    ];

    /// The code as it appears in `error.code`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingResult => "missing_result",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::NotSent => "not_sent",
            Self::InvalidRequestLine => "invalid_request_line",
            Self::BatchRefused => "batch_refused",
        }
    }

    /// A default message for the code.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::MissingResult => "the batch returned no line for this request",
            Self::OutcomeUnknown => {
                "it is unknown whether the server answered this request; check the batch before sending it again"
            }
            Self::NotSent => "the request was not sent",
            Self::InvalidRequestLine => {
                "the input line is invalid and was not sent; validate the input for details"
            }
            Self::BatchRefused => "the server refused the batch of this request",
        }
    }

    /// The code of a local line: one without a response whose error has one of these codes.
    ///
    /// ```
    /// use batch_lines::ResultLine;
    /// use batch_lines::outcome::{LocalCode, write_local_line};
    ///
    /// let mut text = Vec::new();
    /// write_local_line(&mut text, "a", LocalCode::NotSent, "the run was stopped")?;
    /// assert_eq!(
    ///     text,
    ///     b"{\"id\":null,\"custom_id\":\"a\",\"response\":null,\
    ///       \"error\":{\"code\":\"not_sent\",\"message\":\"the run was stopped\"}}\n"
    /// );
    /// let line = ResultLine::parse(&text)?;
    /// assert_eq!(LocalCode::of(&line), Some(LocalCode::NotSent));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(line: &ResultLine<'_>) -> Option<Self> {
        let code = line.error.as_ref()?.code.as_deref()?;
        if line.response.is_some() {
            return None;
        }
        Self::ALL.into_iter().find(|local| local.as_str() == code)
    }

    /// Whether a request with this code may be sent again: it was certainly not answered, and
    /// there is no reason to expect that it would fail the same way.
    #[must_use]
    pub const fn may_resubmit(self) -> bool {
        matches!(self, Self::MissingResult | Self::NotSent)
    }
}

/// A local line; the keys are written in the order of the fields.
#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    custom_id: &'a str,
    response: Option<&'a str>,
    error: Error<'a>,
}

#[derive(Serialize)]
struct Error<'a> {
    code: &'a str,
    message: &'a str,
}

/// Writes a result line, line break included, for a request that no server answered.
///
/// The keys are always in the order `id`, `custom_id`, `response`, `error`; `id` and `response`
/// are null.
///
/// # Errors
///
/// If `out` cannot be written.
pub fn write_local_line<W: Write + ?Sized>(
    out: &mut W,
    custom_id: &str,
    code: LocalCode,
    message: &str,
) -> io::Result<()> {
    let error = Error { code: code.as_str(), message };
    let line = Line { id: None, custom_id, response: None, error };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}
