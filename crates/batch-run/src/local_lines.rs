//! Result lines that this side writes, for requests that no server has answered.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    custom_id: &'a str,
    response: Option<&'a str>,
    error: LineError<'a>,
}

#[derive(Serialize)]
struct LineError<'a> {
    code: &'a str,
    message: &'a str,
}

/// Writes a file with one error line for each `(custom_id, code, message)`.
pub(crate) fn write<'a>(
    path: &Path,
    lines: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for (custom_id, code, message) in lines {
        let line = Line { id: None, custom_id, response: None, error: LineError { code, message } };
        serde_json::to_writer(&mut file, &line)?;
        file.write_all(b"\n")?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}
