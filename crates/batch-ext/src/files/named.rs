//! I/O errors that name their file.

use std::io;
use std::path::Path;

use crate::word::printable;

/// The limit on the path in a message, in characters: `PATH_MAX` on Linux.
const MAX_PATH: usize = 4_096;

/// The same kind of error, with the action, the path and the cause as its message.
pub(super) fn named(action: &str, path: &Path, error: &io::Error) -> io::Error {
    let path = printable(&path.display().to_string(), MAX_PATH);
    io::Error::new(error.kind(), format!("cannot {action} {path}: {error}"))
}
