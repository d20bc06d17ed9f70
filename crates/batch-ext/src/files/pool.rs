//! A pool of read buffers.
//!
//! A new buffer for each piece of a large file costs more than reading the piece, because the
//! operating system maps and clears its pages each time.

use std::io::{self, Read};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// How many bytes are read at once: a compromise between memory and trips to a blocking thread.
pub(super) const CHUNK: usize = 256 * 1024;

/// The buffers of one transfer, as many as are in flight at a time.
#[derive(Clone, Default)]
pub(super) struct Pool(Arc<Mutex<Vec<Box<[u8]>>>>);

impl Pool {
    /// Reads a full piece, or the rest. At the end, the piece is empty.
    pub(super) fn read(&self, reader: &mut impl Read) -> io::Result<Bytes> {
        let mut lent = Lent { buffer: self.take(), filled: 0, pool: self.clone() };
        while lent.filled < lent.buffer.len() {
            match reader.read(&mut lent.buffer[lent.filled..]) {
                Ok(0) => break,
                Ok(read) => lent.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Bytes::from_owner(lent))
    }

    fn take(&self) -> Box<[u8]> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(|| vec![0; CHUNK].into_boxed_slice())
    }
}

/// A buffer in flight, which returns to the pool when the last of its bytes is dropped.
struct Lent {
    buffer: Box<[u8]>,
    filled: usize,
    pool: Pool,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer[..self.filled]
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let buffer = mem::take(&mut self.buffer);
        let mut free = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails with each of the kinds, then returns the text.
    struct Flaky(Vec<io::ErrorKind>, &'static [u8]);

    impl Read for Flaky {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.pop() {
                Some(kind) => Err(kind.into()),
                None => self.1.read(buffer),
            }
        }
    }

    #[test]
    fn an_interrupted_read_is_repeated_and_any_other_error_returned() {
        let pool = Pool::default();
        let mut interrupted = Flaky(vec![io::ErrorKind::Interrupted; 2], b"text");
        assert_eq!(pool.read(&mut interrupted).unwrap(), "text");
        let mut broken = Flaky(vec![io::ErrorKind::BrokenPipe], b"text");
        assert_eq!(pool.read(&mut broken).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn a_buffer_is_reused_once_its_bytes_are_dropped() {
        let pool = Pool::default();
        let first = pool.read(&mut &b"one"[..]).unwrap();
        let at = first.as_ptr();
        let second = pool.read(&mut &b"two"[..]).unwrap();
        assert_ne!(second.as_ptr(), at);
        drop(first);
        assert_eq!(pool.read(&mut &b"three"[..]).unwrap().as_ptr(), at);
    }
}
