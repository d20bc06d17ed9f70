//! Framing: bytes cut into lines of bounded length.

use std::io::{self, Read};

use memchr::memchr;

/// One line of a JSONL file, not parsed.
///
/// Only `\n` ends a line, because U+2028 and similar characters may occur within JSON strings.
/// A `\r` before it is not part of the line, and the last line needs no line break. Blank lines
/// are counted but not passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawLine<'a> {
    /// Line number in the file, from 1, blank lines included.
    pub number: u64,
    /// How many lines before this one are not blank.
    pub ordinal: u64,
    /// Offset of the first byte in the file.
    pub offset: u64,
    /// How many bytes the line takes up in the file, line break included.
    pub span: u64,
    /// The bytes without the line break; only the first ones if the line is `overlong`.
    pub bytes: &'a [u8],
    /// Whether the line is longer than the framer's limit, so that `bytes` is only its start.
    pub overlong: bool,
    /// Whether `bytes` borrows from the chunk last fed and not from the framer's buffer.
    pub(crate) in_chunk: bool,
}

impl<'a> RawLine<'a> {
    /// Removes the byte order mark that some servers write at the start of a result file;
    /// returns none if nothing else is on the line.
    pub(crate) fn without_bom(mut self) -> Option<Self> {
        if self.offset == 0
            && let Some(rest) = self.bytes.strip_prefix("\u{feff}".as_bytes())
        {
            let mark = (self.bytes.len() - rest.len()) as u64;
            (self.bytes, self.offset, self.span) = (rest, mark, self.span - mark);
        }
        (self.overlong || !self.bytes.trim_ascii_start().is_empty()).then_some(self)
    }
}

/// Cuts a sequence of chunks into lines. The lines do not depend on where the chunks are cut.
///
/// A line within one chunk is passed on as a slice of that chunk; only a line that crosses
/// chunks is copied. At most `max_line` bytes of a line are kept.
///
/// ```
/// use batch_lines::Framer;
///
/// let mut framer = Framer::new(1 << 20);
/// let mut lines = Vec::new();
/// for chunk in [&b"{\"a\":"[..], b"1}\r\n\n{\"b\":2}"] {
///     framer.feed(chunk, |line| lines.push((line.number, line.bytes.to_vec())));
/// }
/// framer.finish(|line| lines.push((line.number, line.bytes.to_vec())));
/// assert_eq!(lines, [(1, b"{\"a\":1}".to_vec()), (3, b"{\"b\":2}".to_vec())]);
/// ```
#[derive(Debug)]
pub struct Framer {
    max_line: usize,
    /// Start of a line that has not ended yet.
    carry: Vec<u8>,
    /// Bytes of that line seen so far, kept or not.
    seen: u64,
    /// Offset of that line in the file.
    offset: u64,
    number: u64,
    ordinal: u64,
}

impl Framer {
    /// Creates a framer at the start of a file that keeps at most `max_line` bytes of a line.
    #[must_use]
    pub fn new(max_line: usize) -> Self {
        Self { max_line, carry: Vec::new(), seen: 0, offset: 0, number: 0, ordinal: 0 }
    }

    /// Feeds the next bytes of the file and calls `each` with every line that ends in them.
    pub fn feed(&mut self, chunk: &[u8], mut each: impl FnMut(RawLine<'_>)) {
        let mut rest = chunk;
        while let Some(at) = memchr(b'\n', rest) {
            let (line, after) = rest.split_at(at);
            rest = &after[1..];
            self.end_line(line, 1, &mut each);
        }
        if !rest.is_empty() {
            self.stash(rest);
        }
    }

    /// Ends the file and calls `each` with a last line that has no line break. Afterwards the
    /// framer is at the start of a new file.
    pub fn finish(&mut self, mut each: impl FnMut(RawLine<'_>)) {
        if self.seen > 0 {
            self.end_line(&[], 0, &mut each);
        }
        self.offset = 0;
        self.number = 0;
        self.ordinal = 0;
    }

    /// How many bytes of the file have been fed.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.offset + self.seen
    }

    /// How many lines have ended, blank ones included.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.number
    }

    /// How many of the [`lines`](Self::lines) were blank.
    #[must_use]
    pub fn blank_lines(&self) -> u64 {
        self.number - self.ordinal
    }

    fn stash(&mut self, part: &[u8]) {
        // One byte more than the limit is kept, to tell a line of exactly that length, which may
        // end in `\r`, from a longer one.
        let room = self.max_line.saturating_add(1).saturating_sub(self.carry.len());
        self.carry.extend_from_slice(&part[..part.len().min(room)]);
        self.seen += part.len() as u64;
    }

    fn end_line(&mut self, part: &[u8], break_len: u64, each: &mut impl FnMut(RawLine<'_>)) {
        let carried = self.seen > 0;
        if carried {
            self.stash(part);
        } else {
            self.seen = part.len() as u64;
        }
        let length = self.seen;
        let bytes = if carried { self.carry.as_slice() } else { part };
        // `\r` belongs to the line break only if it is the last byte of the whole line.
        let bytes = match bytes.split_last() {
            Some((b'\r', head)) if bytes.len() as u64 == length => head,
            _ => bytes,
        };
        let overlong = bytes.len() > self.max_line;
        let bytes = &bytes[..bytes.len().min(self.max_line)];
        self.number += 1;
        if overlong || !bytes.trim_ascii_start().is_empty() {
            each(RawLine {
                number: self.number,
                ordinal: self.ordinal,
                offset: self.offset,
                span: length + break_len,
                bytes,
                overlong,
                in_chunk: !carried,
            });
            self.ordinal += 1;
        }
        self.offset += length + break_len;
        self.seen = 0;
        self.carry.clear();
        if self.carry.capacity() > KEPT_CARRY {
            // A single giant line must not hold its memory for the rest of the file.
            self.carry.shrink_to(KEPT_CARRY);
        }
    }
}

const KEPT_CARRY: usize = 1 << 20;

/// Bytes per read: large enough that few lines cross chunks, small enough to stay in a core's
/// own cache until they are examined.
const CHUNK: usize = 128 << 10;

/// Reads to the end and calls `each` with every chunk.
fn each_chunk<R: Read>(
    mut reader: R,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => each(&buffer[..read])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads to the end and calls `each` with every line; the file is not [ended](Framer::finish).
pub(crate) fn drive<R: Read>(
    framer: &mut Framer,
    reader: R,
    mut each: impl FnMut(RawLine<'_>),
) -> io::Result<()> {
    each_chunk(reader, |chunk| {
        framer.feed(chunk, &mut each);
        Ok(())
    })
}

/// Reads to the end and calls `each` with every line that is not blank, without copying it.
///
/// The reader needs no buffer of its own. Memory is bounded by `max_line`.
///
/// # Errors
///
/// If reading fails. An [interrupted](io::ErrorKind::Interrupted) read is repeated.
pub fn for_each_line<R: Read>(
    reader: R,
    max_line: usize,
    mut each: impl FnMut(RawLine<'_>),
) -> io::Result<()> {
    let mut framer = Framer::new(max_line);
    drive(&mut framer, reader, &mut each)?;
    framer.finish(each);
    Ok(())
}

/// Like [`for_each_line`], for a callback that can fail. It is not called again after its first
/// error.
///
/// # Errors
///
/// If reading or the callback fails. An [interrupted](io::ErrorKind::Interrupted) read is
/// repeated.
pub fn try_each_line<R: Read>(
    reader: R,
    max_line: usize,
    mut each: impl FnMut(RawLine<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut framer = Framer::new(max_line);
    each_chunk(reader, |chunk| {
        let mut outcome = Ok(());
        framer.feed(chunk, |line| {
            if outcome.is_ok() {
                outcome = each(line);
            }
        });
        outcome
    })?;
    let mut outcome = Ok(());
    framer.finish(|line| outcome = each(line));
    outcome
}
