//! One result file, each request in it exactly once, in input order.

use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::Serialize;

use super::join::Join;

/// The error code of the line written for a request that no file had a line for.
pub const MISSING_CODE: &str = "missing_result";

#[derive(Serialize)]
struct MissingLine<'a> {
    id: Option<&'a str>,
    custom_id: &'a str,
    response: Option<&'a str>,
    error: MissingError,
}

#[derive(Serialize)]
struct MissingError {
    code: &'static str,
    message: &'static str,
}

impl Join {
    /// Writes one result file in which each request stands exactly once, in input order: the
    /// line that counts for it, byte for byte, or a line with the error [`MISSING_CODE`].
    ///
    /// `sources` are the files that were read, each at the place of its
    /// [`Place::source`](super::Place::source) number. Lines are fetched by their place, so memory holds one line.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use batch_lines::outcome::Join;
    ///
    /// let output = concat!(r#"{"custom_id":"b","response":{"status_code":200}}"#, "\n",
    ///                      r#"{"custom_id":"a","response":{"status_code":200}}"#, "\n");
    /// let mut join = Join::new(["a", "b", "c"].into_iter().collect());
    /// join.read(0, output.as_bytes())?;
    ///
    /// let mut merged = Vec::new();
    /// join.write_in_order(&mut [Cursor::new(output)], &mut merged)?;
    /// let merged = String::from_utf8(merged).expect("JSON");
    /// let ids: Vec<_> = merged.lines().map(|line| line.contains(r#""custom_id":"a""#)).collect();
    /// assert_eq!(ids, [true, false, false]);
    /// assert!(merged.ends_with("\"}}\n") && merged.contains("missing_result"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a source is not given, cannot be read or changed since, or writing fails.
    pub fn write_in_order<S: Read + Seek, W: Write>(
        &self,
        sources: &mut [S],
        mut output: W,
    ) -> io::Result<()> {
        let mut line = Vec::new();
        for (position, custom_id) in (0..).zip(self.ids().iter()) {
            if custom_id.is_empty() {
                continue;
            }
            line.clear();
            match self.place(position) {
                Some(place) => {
                    let source = sources.get_mut(place.source as usize).ok_or_else(|| {
                        io::Error::new(
                            io::ErrorKind::InvalidInput,
                            format!("result file {} was read but not given", place.source),
                        )
                    })?;
                    source.seek(SeekFrom::Start(place.offset))?;
                    line.resize(place.len as usize, 0);
                    source.read_exact(&mut line)?;
                }
                None => {
                    serde_json::to_writer(
                        &mut line,
                        &MissingLine {
                            id: None,
                            custom_id,
                            response: None,
                            error: MissingError {
                                code: MISSING_CODE,
                                message: "the batch returned no line for this request",
                            },
                        },
                    )?;
                }
            }
            line.push(b'\n');
            output.write_all(&line)?;
        }
        output.flush()
    }
}
