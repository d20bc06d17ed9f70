//! A decoder of result lines that arrive in chunks.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::bad::BadLine;
use crate::frame::{Framer, RawLine};
use crate::limits::Limits;
use crate::record::ResultRecord;
use crate::result::ResultLine;

/// Decodes chunks that may be cut anywhere into records, for readable and bad lines alike.
///
/// The decoder holds at most one unfinished line, of at most [`max_line`](Self::max_line) bytes,
/// and the records of pushed chunks that were not popped yet. The records do not depend on where
/// the chunks are cut. A byte order mark at the start of a file is skipped.
///
/// ```
/// use batch_lines::ResultDecoder;
///
/// let mut decoder = ResultDecoder::new();
/// decoder.push("{\"custom_id\":\"a\",\"resp".into());
/// decoder.push("onse\":{\"status_code\":200}}\noops\n".into());
/// decoder.finish();
/// let good = decoder.pop().expect("two lines");
/// assert_eq!(good.expect("a readable line").number(), 1);
/// let bad = decoder.pop().expect("two lines");
/// assert_eq!(bad.expect_err("a bad line").text, "oops");
/// assert!(decoder.pop().is_none());
/// ```
#[derive(Debug)]
pub struct ResultDecoder {
    framer: Framer,
    max_line: usize,
    ready: VecDeque<Result<ResultRecord, BadLine>>,
}

impl Default for ResultDecoder {
    fn default() -> Self {
        Self::new()
    }
}

impl ResultDecoder {
    /// Creates a decoder at the start of a file, for lines of up to
    /// [`Limits::DEFAULT_LINE_BYTES`].
    #[must_use]
    pub fn new() -> Self {
        Self::max_line(Limits::DEFAULT_LINE_BYTES)
    }

    /// Creates a decoder for lines of up to `bytes` bytes, which bounds the memory that garbage
    /// can take. A longer line is a bad line, of which only the start is kept.
    #[must_use]
    pub fn max_line(bytes: usize) -> Self {
        Self { framer: Framer::new(bytes), max_line: bytes, ready: VecDeque::new() }
    }

    /// Decodes the next chunk of the file.
    pub fn push(&mut self, chunk: Bytes) {
        let (ready, limit) = (&mut self.ready, self.max_line);
        self.framer.feed(&chunk, |raw| ready.extend(record(raw, &chunk, limit)));
    }

    /// Ends the file: a last line without a line break is decoded as well. Afterwards the decoder
    /// is at the start of a new file.
    pub fn finish(&mut self) {
        let (ready, limit) = (&mut self.ready, self.max_line);
        self.framer.finish(|raw| ready.extend(record(raw, &Bytes::new(), limit)));
    }

    /// Returns the next complete record.
    pub fn pop(&mut self) -> Option<Result<ResultRecord, BadLine>> {
        self.ready.pop_front()
    }

    /// How many bytes of the file have been pushed.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.framer.position()
    }
}

fn record(raw: RawLine<'_>, chunk: &Bytes, limit: usize) -> Option<Result<ResultRecord, BadLine>> {
    let raw = raw.without_bom()?;
    let own = |bytes: &[u8]| {
        if raw.in_chunk { chunk.slice_ref(bytes) } else { Bytes::copy_from_slice(bytes) }
    };
    let record = match ResultLine::of(&raw, limit) {
        Ok(line) => Ok(ResultRecord::new(&raw, &line, own(raw.bytes))),
        Err(reason) => {
            Err(BadLine { number: raw.number, offset: raw.offset, text: own(raw.bytes), reason })
        }
    };
    Some(record)
}
