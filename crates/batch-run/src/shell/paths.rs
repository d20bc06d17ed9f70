//! Whether a run's files are where they can be read and written, found out before anything is paid.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use batch_ext::files::AtomicFile;
use same_file::is_same_file;

use crate::error::{FileError, OutputProblem, RunError};
use crate::settings::Settings;

/// Checks the input, the output and the state directory.
pub(super) fn check(settings: &Settings) -> Result<(), RunError> {
    let Settings { input, output, state_dir, .. } = settings;
    check_input(input)?;
    let refuse = |problem| Err(RunError::Output { path: output.clone(), problem });
    if output.file_name().is_none() || output.is_dir() {
        return refuse(OutputProblem::Directory);
    }
    if output.exists() && !output.is_file() {
        return refuse(OutputProblem::NotAFile);
    }
    if is_same_file(input, output).unwrap_or(false) || input == output {
        return refuse(OutputProblem::Input);
    }
    let parent = parent(output);
    if !parent.is_dir() {
        return refuse(OutputProblem::NoDirectory);
    }
    if is_same_file(output, state_dir).unwrap_or(false) || output == state_dir {
        return refuse(OutputProblem::State);
    }
    if is_within(&parent, state_dir) {
        return refuse(OutputProblem::WithinState);
    }
    if is_within(&self::parent(input), state_dir) {
        let path = state_dir.clone();
        return Err(RunError::ForeignState { path });
    }
    Ok(())
}

/// Checks that the output can be replaced: its directory may be read-only.
///
/// This takes over the temporary file of another process that writes the same output, so it is called
/// with the state directory locked.
pub(super) fn check_writable(settings: &Settings) -> Result<(), RunError> {
    let Settings { input, output, .. } = settings;
    let writable = AtomicFile::create(output).and_then(|file| file.with_mode_of(input));
    writable.map(drop).map_err(|error| FileError::of("write", output)(error).into())
}

fn check_input(input: &Path) -> Result<(), RunError> {
    let meta = fs::metadata(input).map_err(FileError::of("read", input))?;
    if !meta.is_file() {
        let error = io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file, and a run reads its input more than once",
        );
        return Err(FileError::of("read", input)(error).into());
    }
    fs::File::open(input).map(drop).map_err(FileError::of("read", input))?;
    Ok(())
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.into(),
        _ => PathBuf::from("."),
    }
}

/// Whether a directory is another one or lies below it.
fn is_within(dir: &Path, other: &Path) -> bool {
    match (fs::canonicalize(dir), fs::canonicalize(other)) {
        (Ok(dir), Ok(other)) => dir.starts_with(other),
        _ => false,
    }
}
