//! Atomic replacement of output files.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use batch_run::batch_ext::files::AtomicFile;

use crate::error::CliError;
use crate::exit::Exit;

/// Writes a file atomically: at any time its path holds either the old content or all of the new. The
/// file gets the permissions of `like`.
///
/// A path that is not a regular file, such as `/dev/stdout` or a named pipe, is written in place.
pub(crate) fn write(
    path: &Path,
    like: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return in_place(path, fill).map_err(|error| CliError::io("write", path, error));
    }
    // These errors name the file.
    replace(path, like, fill).map_err(|error| CliError::new(Exit::Local, error.to_string()))
}

fn in_place(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(File::options().write(true).open(path)?);
    fill(&mut file)?;
    file.flush()
}

fn replace(
    path: &Path,
    like: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = AtomicFile::create(path)?.with_mode_of(like)?;
    fill(&mut file)?;
    file.commit()
}
