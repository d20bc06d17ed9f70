//! A writer of input files that checks each line.

use std::io;

use serde::Serialize;

use crate::check::Checker;
use crate::frame::RawLine;
use crate::ids::IdIndex;
use crate::problem::Problem;
use crate::request::RequestLine;
use crate::rules::Rules;
use crate::summary::Summary;

/// Writes a batch input file and rejects lines that the API would reject.
///
/// Each line is [validated](crate::Validator) before any of it is written, so a rejected line
/// leaves the file unchanged and the writer usable. Memory is one line and an [`IdIndex`].
///
/// ```
/// use batch_lines::{RequestLine, RequestWriter, WriteError, endpoint};
/// use serde_json::json;
///
/// let mut file = RequestWriter::new(Vec::new());
/// let body = json!({"model": "text-embedding-3-small", "input": "Hello"});
/// file.write(&RequestLine::embedding("e-1", &body))?;
/// let custom_id = file.write_body(endpoint::EMBEDDINGS, &body)?;
/// assert_eq!(custom_id, "request-000002");
///
/// let repeated = file.write(&RequestLine::embedding("e-1", &body));
/// assert!(matches!(repeated, Err(WriteError::Refused { .. })));
///
/// let (bytes, summary) = file.finish()?;
/// assert_eq!(summary.requests, 2);
/// assert_eq!(bytes.iter().filter(|&&byte| byte == b'\n').count(), 2);
/// # Ok::<(), WriteError>(())
/// ```
#[derive(Debug)]
pub struct RequestWriter<W> {
    writer: W,
    encoder: Encoder,
}

/// The reason why a line was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The API would reject the line. Nothing was written.
    #[error("the request is invalid: {}", first(.problems))]
    Refused {
        /// All problems of the line, never empty; `line` is the number that it would have had.
        problems: Vec<Problem>,
    },
    /// The line does not fit into this file, so begin another one. Nothing was written.
    #[error(
        "the file is full: with this request it would have {found} {what}; the limit is {limit}"
    )]
    Full {
        /// What is limited: `requests`, `bytes`, `embedding inputs` or `tokens`.
        what: &'static str,
        /// How many the file would have.
        found: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The body could not be serialized. Nothing was written.
    #[error("cannot serialize the request: {0}")]
    Json(#[source] serde_json::Error),
    /// The file could not be written; it may end with part of a line.
    #[error("cannot write the batch input: {0}")]
    Io(#[from] io::Error),
}

fn first(problems: &[Problem]) -> String {
    problems.first().map_or_else(String::new, ToString::to_string)
}

impl<W: io::Write> RequestWriter<W> {
    /// Creates a writer of one batch input file, with [`Rules::default`].
    ///
    /// Each line is written with one call, so `writer` needs no buffer to be correct, but is
    /// faster with one.
    pub fn new(writer: W) -> Self {
        Self::with_rules(writer, Rules::default())
    }

    /// Creates a writer with other rules.
    pub fn with_rules(writer: W, rules: Rules) -> Self {
        Self { writer, encoder: Encoder::new(rules) }
    }

    /// Sets the prefix of generated `custom_id`s. Defaults to `request-`.
    #[must_use]
    pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.encoder.prefix = prefix.into();
        self
    }

    /// Writes one line.
    ///
    /// # Errors
    ///
    /// See [`WriteError`]. Every error except [`WriteError::Io`] leaves the file unchanged.
    pub fn write<B: Serialize>(&mut self, line: &RequestLine<B>) -> Result<(), WriteError> {
        let bytes = self.encoder.encode(line)?;
        self.writer.write_all(bytes)?;
        Ok(())
    }

    /// Writes a request with a generated `custom_id` and returns that id.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn write_body<B: Serialize>(
        &mut self,
        endpoint: &str,
        body: &B,
    ) -> Result<String, WriteError> {
        let line = RequestLine::new(endpoint.to_owned(), self.encoder.make_id(), body);
        self.write(&line)?;
        Ok(line.custom_id)
    }

    /// The totals of the lines written so far.
    pub fn summary(&self) -> &Summary {
        self.encoder.summary()
    }

    /// The `custom_id`s written so far.
    pub fn ids(&self) -> &IdIndex {
        self.encoder.ids()
    }

    /// Flushes and returns the inner writer with the totals.
    ///
    /// # Errors
    ///
    /// If flushing fails.
    pub fn finish(mut self) -> Result<(W, Summary), WriteError> {
        self.writer.flush()?;
        Ok((self.writer, self.encoder.into_summary()))
    }
}

/// Serializes and checks lines for both writers.
#[derive(Debug)]
pub(crate) struct Encoder {
    checker: Checker,
    buffer: Vec<u8>,
    bytes: u64,
    pub(crate) prefix: String,
}

impl Encoder {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            checker: Checker::new(rules),
            buffer: Vec::new(),
            bytes: 0,
            prefix: "request-".to_owned(),
        }
    }

    pub(crate) fn summary(&self) -> &Summary {
        self.checker.tally.summary()
    }

    pub(crate) fn ids(&self) -> &IdIndex {
        &self.checker.ids
    }

    pub(crate) fn into_summary(self) -> Summary {
        self.checker.tally.into_summary()
    }

    /// Generates a `custom_id` that no line has yet.
    pub(crate) fn make_id(&self) -> String {
        let mut number = self.checker.ids.len() + 1;
        loop {
            let id = format!("{}{number:06}", self.prefix);
            if self.checker.ids.position(&id).is_none() {
                return id;
            }
            number += 1;
        }
    }

    /// Returns the bytes to write for a valid line, which counts as written from then on.
    pub(crate) fn encode<B: Serialize>(
        &mut self,
        line: &RequestLine<B>,
    ) -> Result<&[u8], WriteError> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line).map_err(WriteError::Json)?;
        // A `RawValue` may have line breaks between its tokens, though never within strings.
        for byte in &mut self.buffer {
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        let number = self.checker.ids.len() as u64;
        let raw = RawLine {
            number: number + 1,
            ordinal: number,
            offset: self.bytes,
            span: self.buffer.len() as u64 + 1,
            bytes: &self.buffer,
            overlong: self.buffer.len() > self.checker.rules.limits.line_bytes,
            in_chunk: true,
        };
        let span = raw.span;
        let mut examined = self.checker.examine(&raw);
        if !examined.problems.is_empty() {
            let problems = std::mem::take(&mut examined.problems);
            return Err(WriteError::Refused { problems });
        }
        if !self.checker.rules.mixed {
            self.checker.fits(&examined)?;
        }
        self.checker.commit(&examined).map_err(|_| WriteError::Full {
            what: "requests",
            found: number + 1,
            limit: u64::from(u32::MAX),
        })?;
        self.buffer.push(b'\n');
        self.bytes += span;
        Ok(&self.buffer)
    }
}

impl Checker {
    /// Checks that the file stays within its limits with this line.
    fn fits(&self, examined: &crate::check::Examined<'_>) -> Result<(), WriteError> {
        let (limits, so_far, line) = (&self.rules.limits, self.tally.summary(), examined.weight());
        let tokens = limits.tokens.unwrap_or(u64::MAX);
        for (what, found, limit) in [
            ("requests", so_far.requests + 1, limits.requests),
            ("bytes", so_far.bytes + line.bytes, limits.bytes),
            (
                "embedding inputs",
                so_far.embedding_inputs + line.embedding_inputs,
                limits.embedding_inputs,
            ),
            ("tokens", so_far.tokens + line.tokens, tokens),
        ] {
            if found > limit {
                return Err(WriteError::Full { what, found, limit });
            }
        }
        Ok(())
    }
}
