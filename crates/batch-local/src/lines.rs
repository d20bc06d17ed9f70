//! The lines of a JSONL file, one at a time.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

/// A line without its line ending. `None` if it is blank.
pub(crate) fn content(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    (!line.trim_ascii().is_empty()).then_some(line)
}

/// Reads the lines that are not blank, with their line numbers in the file counted from 1. The
/// buffer is reused.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
}

/// The capacity that the buffer keeps after an unusually long line.
const KEEP: usize = 64 * 1024;

impl<R> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), number: 0 }
    }

    fn reset(&mut self) {
        self.buffer.clear();
        self.buffer.shrink_to(KEEP);
    }
}

impl<R: io::BufRead> Lines<R> {
    /// Reads the next line, blocking.
    pub(crate) fn read(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        loop {
            self.reset();
            if self.reader.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if content(&self.buffer).is_some() {
                break;
            }
        }
        Ok(content(&self.buffer).map(|line| (self.number, line)))
    }
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// Reads the next line.
    pub(crate) async fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        loop {
            self.reset();
            if self.reader.read_until(b'\n', &mut self.buffer).await? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if content(&self.buffer).is_some() {
                break;
            }
        }
        Ok(content(&self.buffer).map(|line| (self.number, line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_feeds_end_a_line_and_blank_lines_are_counted_but_skipped() {
        let text = "a\r\n\n  \nb\u{2028}c\n\r\nlast".as_bytes();
        let mut lines = Lines::new(text);
        let mut seen = Vec::new();
        while let Some((number, line)) = lines.read().unwrap() {
            seen.push((number, String::from_utf8(line.to_vec()).unwrap()));
        }
        assert_eq!(
            seen,
            [(1, "a".to_owned()), (4, "b\u{2028}c".to_owned()), (6, "last".to_owned())]
        );
    }
}
