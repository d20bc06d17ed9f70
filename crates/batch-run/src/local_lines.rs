//! Files of result lines for requests that no server answered.

use std::io;
use std::path::Path;

use batch_ext::files::AtomicFile;
use batch_lines::outcome::{LocalCode, write_local_line};

/// Writes a file with one error line for each `(custom_id, code, message)`, with the permissions of
/// `input`.
pub(crate) fn write<'a>(
    path: &Path,
    input: &Path,
    lines: impl Iterator<Item = (&'a str, LocalCode, String)>,
) -> io::Result<()> {
    let mut file = AtomicFile::create(path)?.with_mode_of(input)?;
    for (custom_id, code, message) in lines {
        write_local_line(&mut file, custom_id, code, &message)?;
    }
    file.commit()
}
