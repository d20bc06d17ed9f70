//! Files that are replaced as a whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::error::CliError;

/// Writes a file so that its path holds the old content or all of the new, whatever happens.
///
/// A path that is not a regular file, such as `/dev/stdout` or a named pipe, is written in place.
pub(crate) fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let special = fs::metadata(path).is_ok_and(|meta| !meta.is_file());
    let done = if special { in_place(path, fill) } else { replace(path, fill) };
    done.map_err(|error| CliError::io("write", path, error))
}

fn in_place(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(File::options().write(true).open(path)?);
    fill(&mut file)?;
    file.flush()
}

fn replace(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let mut part = tempfile::Builder::new().prefix(".batch-").tempfile_in(parent)?;
    let mut file = BufWriter::with_capacity(1 << 20, part.as_file_mut());
    fill(&mut file)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    part.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    File::open(parent)?.sync_all()?;
    Ok(())
}
