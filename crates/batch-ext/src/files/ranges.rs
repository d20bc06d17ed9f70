//! A reader of byte ranges of a file, concatenated.

use std::io::{self, Read, Seek, SeekFrom, Take};
use std::ops::Range;
use std::sync::Arc;

/// Reads ranges one after the other. It ends early if the file does.
pub(super) struct Ranges<R> {
    file: Take<R>,
    ranges: Arc<[Range<u64>]>,
    next: usize,
}

impl<R: Read> Ranges<R> {
    pub(super) fn new(file: R, ranges: Arc<[Range<u64>]>) -> Self {
        Self { file: file.take(0), ranges, next: 0 }
    }
}

impl<R: Read + Seek> Read for Ranges<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.file.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(range) = self.ranges.get(self.next).cloned() else {
                return Ok(0);
            };
            self.next += 1;
            self.file.get_mut().seek(SeekFrom::Start(range.start))?;
            self.file.set_limit(range.end.saturating_sub(range.start));
        }
    }
}
