//! A writer of input files for async code.

use futures_util::io::{AsyncWrite, AsyncWriteExt as _};
use serde::Serialize;

use crate::ids::IdIndex;
use crate::request::RequestLine;
use crate::rules::Rules;
use crate::summary::Summary;
use crate::writer::{Encoder, WriteError};

/// Writes a batch input file to an [`AsyncWrite`] and checks each line first, as
/// [`RequestWriter`](crate::RequestWriter) does.
///
/// # Cancellation
///
/// If a call is dropped before it completes, part of its line may be in the file and the line
/// counts as written. Discard the file in that case.
///
/// ```
/// use batch_lines::{AsyncRequestWriter, RequestLine, WriteError};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), WriteError> {
/// let mut file = AsyncRequestWriter::new(Vec::new());
/// file.write(&RequestLine::response("r-1", json!({"model": "m", "input": "Hello"}))).await?;
/// let (bytes, summary) = file.finish().await?;
/// assert_eq!(summary.bytes, bytes.len() as u64);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AsyncRequestWriter<W> {
    writer: W,
    encoder: Encoder,
}

impl<W: AsyncWrite + Unpin> AsyncRequestWriter<W> {
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
    pub async fn write<B: Serialize>(&mut self, line: &RequestLine<B>) -> Result<(), WriteError> {
        let bytes = self.encoder.encode(line)?;
        self.writer.write_all(bytes).await?;
        Ok(())
    }

    /// Writes a request with a generated `custom_id` and returns that id.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub async fn write_body<B: Serialize>(
        &mut self,
        endpoint: &str,
        body: &B,
    ) -> Result<String, WriteError> {
        let line = RequestLine::new(endpoint.to_owned(), self.encoder.make_id(), body);
        self.write(&line).await?;
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
    pub async fn finish(mut self) -> Result<(W, Summary), WriteError> {
        self.writer.flush().await?;
        Ok((self.writer, self.encoder.into_summary()))
    }
}
