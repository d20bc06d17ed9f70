//! Reading files on this machine: within the limits of open files, and stopped at any moment.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the run is to stop. Long work on files looks at it between two pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupted(Arc<AtomicBool>);

impl Interrupted {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Fails once the run is to stop.
    pub(super) fn check(&self) -> io::Result<()> {
        if self.0.load(Ordering::Relaxed) {
            // Not `Interrupted`, which readers retry.
            return Err(io::Error::other("the run was stopped"));
        }
        Ok(())
    }

    /// A reader that fails once the run is to stop.
    pub(crate) fn guard<R>(&self, reader: R) -> Guarded<R> {
        Guarded { reader, interrupted: self.clone() }
    }
}

/// See [`Interrupted::guard`].
#[derive(Debug)]
pub(crate) struct Guarded<R> {
    reader: R,
    interrupted: Interrupted,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupted.check()?;
        self.reader.read(buffer)
    }
}

/// A few files read at any place.
pub(super) struct Sources {
    paths: Vec<PathBuf>,
    open: Vec<Option<File>>,
}

impl Sources {
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        let open = paths.iter().map(|_| None).collect();
        Self { paths, open }
    }

    /// Appends `len` bytes from `offset` on to `out`.
    pub(super) fn read(
        &mut self,
        source: u32,
        offset: u64,
        len: u32,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let gone = || io::Error::from(io::ErrorKind::NotFound);
        let at = usize::try_from(source).map_err(io::Error::other)?;
        let slot = self.open.get_mut(at).ok_or_else(gone)?;
        let file = match slot {
            Some(file) => file,
            None => slot.insert(File::open(self.paths.get(at).ok_or_else(gone)?)?),
        };
        file.seek(SeekFrom::Start(offset))?;
        let begin = out.len();
        out.resize(begin + len as usize, 0);
        file.read_exact(&mut out[begin..])
    }
}
