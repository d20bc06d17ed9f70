//! The identity of an input.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;
use std::{fmt, fs};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{FileError, RunError};

/// How much of a file is read at a time.
const BUFFER: usize = 1 << 18;

/// Size and hash of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fingerprint {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

impl Fingerprint {
    /// Reads a file to its end, through whatever `wrap` puts around it.
    pub(crate) fn of<R: Read>(
        path: &Path,
        wrap: impl FnOnce(fs::File) -> R,
    ) -> Result<Self, FileError> {
        let failed = || FileError::of("read", path);
        let mut reader = Fingerprinting::new(wrap(fs::File::open(path).map_err(failed())?));
        let mut buffer = vec![0; BUFFER];
        while reader.read(&mut buffer).map_err(failed())? > 0 {}
        Ok(reader.finish())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = self.sha256.get(..12).unwrap_or(&self.sha256);
        write!(f, "{} bytes with SHA-256 {hash}…", self.bytes)
    }
}

/// Size and modification time, which show without reading a file that it was modified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub(crate) fn of(path: &Path) -> Result<Self, RunError> {
        let meta = fs::metadata(path).map_err(FileError::of("read", path))?;
        Ok(Self { bytes: meta.len(), modified: meta.modified().ok() })
    }

    /// Fails if the file was modified since.
    pub(crate) fn check(&self, path: &Path) -> Result<(), RunError> {
        if Self::of(path)? == *self {
            return Ok(());
        }
        Err(RunError::InputChanged { path: path.into() })
    }
}

/// Takes the fingerprint of all that is read or written through it.
pub(crate) struct Fingerprinting<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
}

impl<T> Fingerprinting<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    pub(crate) fn finish(self) -> Fingerprint {
        self.into_parts().1
    }

    /// Returns what was read or written too.
    pub(crate) fn into_parts(self) -> (T, Fingerprint) {
        let digest = self.hash.finalize();
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        (self.inner, Fingerprint { bytes: self.bytes, sha256 })
    }
}

impl<R: Read> Read for Fingerprinting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

impl<W: Write> Write for Fingerprinting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_of_all_that_was_read() {
        let mut reader = Fingerprinting::new(&b"abc"[..]);
        io::copy(&mut reader, &mut io::sink()).unwrap();
        let print = reader.finish();
        assert_eq!(print.bytes, 3);
        assert!(print.sha256.starts_with("ba7816bf8f01cfea414140de5dae2223"));
        assert_eq!(print.to_string(), "3 bytes with SHA-256 ba7816bf8f01…");
    }
}
