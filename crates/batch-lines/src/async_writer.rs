//! The same as [`RequestWriter`](crate::RequestWriter), for async files.

use futures_util::io::{AsyncWrite, AsyncWriteExt as _};
use serde::Serialize;

use crate::ids::IdIndex;
use crate::request::RequestLine;
use crate::rules::Rules;
use crate::summary::Summary;
use crate::writer::{Encoder, WriteError};

/// Writes a batch input file to an [`AsyncWrite`] and refuses what the API would refuse, as
/// [`RequestWriter`](crate::RequestWriter) does.
///
/// A call that is dropped before it is done may leave part of its line in the file, and the
/// line counts as written: give the file up then.
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
    /// A writer of a file that [`Rules::default`] holds for.
    ///
    /// Lines are written whole, so an unbuffered `writer` means one call per line.
    pub fn new(writer: W) -> Self {
        Self::with_rules(writer, Rules::default())
    }

    /// A writer of a file that these rules hold for.
    pub fn with_rules(writer: W, rules: Rules) -> Self {
        Self { writer, encoder: Encoder::new(rules) }
    }

    /// What the made `custom_id`s begin with, `request-` if not said.
    #[must_use]
    pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.encoder.prefix = prefix.into();
        self
    }

    /// Writes one line.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; all but `Io` leave the file as it was.
    pub async fn write<B: Serialize>(&mut self, line: &RequestLine<B>) -> Result<(), WriteError> {
        let bytes = self.encoder.encode(line)?;
        self.writer.write_all(bytes).await?;
        Ok(())
    }

    /// Writes a request under a `custom_id` made here, and says which.
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

    /// What was written so far.
    pub fn summary(&self) -> &Summary {
        self.encoder.summary()
    }

    /// The `custom_id`s written so far.
    pub fn ids(&self) -> &IdIndex {
        self.encoder.ids()
    }

    /// Flushes and gives the writer back.
    ///
    /// # Errors
    ///
    /// If flushing fails.
    pub async fn finish(mut self) -> Result<(W, Summary), WriteError> {
        self.writer.flush().await?;
        Ok((self.writer, self.encoder.into_summary()))
    }
}
