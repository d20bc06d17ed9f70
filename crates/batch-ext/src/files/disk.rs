//! Asynchronous writes to an atomic file.

use std::io::{self, Write};
use std::path::Path;

use bytes::Bytes;

use super::atomic::AtomicFile;
use super::blocking::blocking;
use crate::error::Error;

/// How many bytes are written at once. Large writes keep trips to blocking threads rare.
const BUFFER: usize = 1024 * 1024;

/// A file that is written from asynchronous code.
pub(super) struct Disk {
    file: AtomicFile,
    buffer: Vec<u8>,
}

impl Disk {
    pub(super) async fn create(path: &Path) -> Result<Self, Error> {
        let path = path.to_owned();
        let file = blocking(move || AtomicFile::create(path)).await?;
        Ok(Self { file, buffer: Vec::with_capacity(BUFFER) })
    }

    pub(super) async fn write(mut self, bytes: &Bytes) -> Result<Self, Error> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() < BUFFER {
            return Ok(self);
        }
        Ok(blocking(move || self.drain()).await?)
    }

    pub(super) async fn clear(mut self) -> Result<Self, Error> {
        self.buffer.clear();
        let cleared = blocking(move || {
            self.file.clear()?;
            Ok(self)
        });
        Ok(cleared.await?)
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        Ok(blocking(move || self.drain()?.file.commit()).await?)
    }

    fn drain(mut self) -> io::Result<Self> {
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[tokio::test]
    async fn pieces_are_written_a_mebibyte_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let written = || fs::metadata(dir.path().join("a.part")).unwrap().len();
        let piece = Bytes::from(vec![b'x'; 64 * 1024]);
        let mut disk = Disk::create(&path).await.unwrap();
        for _ in 0..15 {
            disk = disk.write(&piece).await.unwrap();
        }
        assert_eq!(written(), 0);
        disk = disk.write(&piece).await.unwrap();
        assert_eq!(written(), 16 * 64 * 1024);
        disk = disk.write(&piece).await.unwrap();
        assert_eq!(written(), 16 * 64 * 1024);
        disk.commit().await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 17 * 64 * 1024);
    }
}
