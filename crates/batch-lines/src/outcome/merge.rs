//! A merged result file in which every request appears exactly once.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::classify::OutcomeKind;
use super::join::{Join, Place};
use super::local::{LocalCode, write_local_line};
use crate::frame::try_each_line;
use crate::result::ResultLine;

impl Join {
    /// Writes one result file in input order, in which every request appears exactly once: with
    /// the line that counts for it, byte for byte, or with a [local line](write_local_line) that
    /// has the reason why there is none.
    ///
    /// `sources` are the files that were read, each at the index of its
    /// [`Place::source`] number. Lines are fetched by their place, so memory holds one line.
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
    /// If a source is not given, cannot be read or has changed, or writing fails.
    pub fn write_in_order<S: Read + Seek, W: Write>(
        &self,
        sources: &mut [S],
        mut output: W,
    ) -> io::Result<()> {
        let mut line = Vec::new();
        for (position, custom_id) in (0..).zip(self.ids().iter()) {
            match self.place(position) {
                _ if custom_id.is_empty() => {}
                Some(place) => {
                    let source = source_of(sources, place)?;
                    source.seek(SeekFrom::Start(place.offset))?;
                    line.resize(place.len as usize, 0);
                    source.read_exact(&mut line)?;
                    line.push(b'\n');
                    output.write_all(&line)?;
                }
                None => self.write_placeholder(position, custom_id, &mut output)?,
            }
        }
        output.flush()
    }

    /// Writes the same lines as [`write_in_order`](Self::write_in_order), but in the order of the
    /// sources, without seeking. Requests without a line come last, in input order.
    ///
    /// `sources` are the files that were read, each at its start and in the order of their
    /// [`Place::source`] numbers, from 0.
    ///
    /// # Errors
    ///
    /// If a source cannot be read or writing fails.
    pub fn write_as_arrived<S: Read, W: Write>(
        &self,
        sources: impl IntoIterator<Item = io::Result<S>>,
        mut output: W,
    ) -> io::Result<()> {
        for (number, source) in (0..).zip(sources) {
            try_each_line(source?, self.line_limit(), |raw| {
                let Some(raw) = raw.without_bom() else { return Ok(()) };
                let place = Place::of(number, &raw);
                let counts = ResultLine::parse(raw.bytes)
                    .ok()
                    .and_then(|line| self.ids().position(&line.custom_id))
                    .is_some_and(|position| self.place(position) == Some(place));
                if counts {
                    output.write_all(raw.bytes)?;
                    output.write_all(b"\n")?;
                }
                Ok(())
            })?;
        }
        for (position, custom_id) in (0..).zip(self.ids().iter()) {
            if !custom_id.is_empty() && self.place(position).is_none() {
                self.write_placeholder(position, custom_id, &mut output)?;
            }
        }
        output.flush()
    }

    /// Writes a local line for a request without a line to copy.
    fn write_placeholder(
        &self,
        position: u32,
        custom_id: &str,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let code = match self.kind(position) {
            Some(OutcomeKind::Unknown) => LocalCode::OutcomeUnknown,
            Some(OutcomeKind::NotSent) => LocalCode::InvalidRequestLine,
            _ => LocalCode::MissingResult,
        };
        write_local_line(output, custom_id, code, code.message())
    }
}

fn source_of<S>(sources: &mut [S], place: Place) -> io::Result<&mut S> {
    sources.get_mut(place.source as usize).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("result file {} was joined but is not among the sources", place.source),
        )
    })
}
