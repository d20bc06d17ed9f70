//! A reader of some ranges of a file.

use std::io::{self, Read, Seek, SeekFrom};

use crate::spans::Spans;

/// Reads the bytes of [`Spans`] of a file, one range after the other.
///
/// Created by [`Spans::reader`]. If the file ends before the ranges do, it was changed after it
/// was planned, and reading fails with [`io::ErrorKind::UnexpectedEof`].
#[derive(Debug)]
pub struct SpansReader<R> {
    file: R,
    spans: Spans,
    /// The index of the current range, and how much of it is left.
    at: usize,
    left: u64,
    within: bool,
}

impl Spans {
    /// Returns a reader of these ranges of a file, in order.
    #[must_use]
    pub fn reader<R>(&self, file: R) -> SpansReader<R> {
        SpansReader { file, spans: self.clone(), at: 0, left: 0, within: false }
    }
}

impl<R> SpansReader<R> {
    /// The number of bytes in all ranges, read or not.
    #[must_use]
    pub fn total_len(&self) -> u64 {
        self.spans.total_len()
    }

    /// Returns the file, at any position.
    pub fn into_inner(self) -> R {
        self.file
    }

    /// The offset of the next range; none at the end.
    fn next_start(&mut self) -> Option<u64> {
        let span = self.spans.get(self.at)?;
        self.left = span.end - span.start;
        Some(span.start)
    }

    /// Counts bytes read within a range.
    fn advance(&mut self, read: usize) -> io::Result<usize> {
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the input file became shorter after it was planned",
            ));
        }
        self.left = self.left.saturating_sub(read as u64);
        if self.left == 0 {
            self.at += 1;
            self.within = false;
        }
        Ok(read)
    }

    /// The number of bytes that may be read at once into a buffer of this size.
    fn room(&self, buffer: usize) -> usize {
        usize::try_from(self.left).map_or(buffer, |left| left.min(buffer))
    }
}

impl<R: Read + Seek> Read for SpansReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if !self.within {
            let Some(start) = self.next_start() else {
                return Ok(0);
            };
            self.file.seek(SeekFrom::Start(start))?;
            self.within = true;
        }
        let room = self.room(buffer.len());
        let read = self.file.read(&mut buffer[..room])?;
        self.advance(read)
    }
}
