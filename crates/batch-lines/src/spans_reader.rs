//! Ranges of a file read as if they were a file of their own.

use std::io::{self, Read, Seek, SeekFrom};

use crate::spans::Spans;

/// Reads the bytes of [`Spans`] one after the other.
///
/// Made by [`Spans::reader`]. If the file ends before the ranges do, reading fails with
/// [`io::ErrorKind::UnexpectedEof`]: the file changed since it was planned.
#[derive(Debug)]
pub struct SpansReader<R> {
    file: R,
    spans: Spans,
    /// Which range is being read, and how much of it is left.
    at: usize,
    left: u64,
    within: bool,
}

impl Spans {
    /// The bytes of these ranges of a file, in order.
    #[must_use]
    pub fn reader<R>(&self, file: R) -> SpansReader<R> {
        SpansReader { file, spans: self.clone(), at: 0, left: 0, within: false }
    }
}

impl<R> SpansReader<R> {
    /// How many bytes there are in all, read already or not.
    #[must_use]
    pub fn total_len(&self) -> u64 {
        self.spans.total_len()
    }

    /// Gives the file back, wherever it stands.
    pub fn into_inner(self) -> R {
        self.file
    }

    /// Where to seek for the next range; none at the end.
    fn next_start(&mut self) -> Option<u64> {
        let span = self.spans.get(self.at)?;
        self.left = span.end - span.start;
        Some(span.start)
    }

    /// Takes note of bytes read within a range.
    fn advance(&mut self, read: usize) -> io::Result<usize> {
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the input file is shorter than when it was planned",
            ));
        }
        self.left = self.left.saturating_sub(read as u64);
        if self.left == 0 {
            self.at += 1;
            self.within = false;
        }
        Ok(read)
    }

    /// How many bytes may be read at once into a buffer of this size.
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
