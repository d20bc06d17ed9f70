//! Files of result lines written on this side, for requests that no server answered.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use batch_lines::outcome::{LocalCode, write_local_line};

/// Writes a file with one error line for each `(custom_id, code, message)`.
pub(crate) fn write<'a>(
    path: &Path,
    lines: impl Iterator<Item = (&'a str, LocalCode, String)>,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for (custom_id, code, message) in lines {
        write_local_line(&mut file, custom_id, code, &message)?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}
