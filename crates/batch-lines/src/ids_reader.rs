//! An index of `custom_id`s read from request lines.

use std::borrow::Cow;
use std::io::{self, Read};

use serde::Deserialize;

use crate::field::Field;
use crate::frame::try_each_line;
use crate::ids::IdIndex;
use crate::json::Reader;
use crate::object;

impl IdIndex {
    /// Reads request lines and indexes their `custom_id`s, one position per line that is not
    /// blank.
    ///
    /// Apart from being parsed as JSON, the lines are not validated. A line that is not JSON, is
    /// longer than `line_limit` bytes, or has no usable `custom_id` takes up a position without
    /// an id, as does a line that repeats an earlier id.
    ///
    /// To index one shard of an input, read the shard's bytes. Position `n` of the index is then
    /// the `n`-th position of [`Shard::lines`](crate::Shard::lines).
    ///
    /// ```
    /// use std::io::Cursor;
    /// use batch_lines::{IdIndex, Limits, Planner};
    ///
    /// let input = concat!(
    ///     r#"{"custom_id":"a","method":"POST","url":"/v1/responses","body":{"model":"m","input":"x"}}"#, "\n",
    ///     r#"{"custom_id":"b","method":"POST","url":"/v1/responses","body":{"model":"n","input":"y"}}"#, "\n",
    /// );
    /// let plan = Planner::new().plan(input.as_bytes())?;
    /// let second = &plan.shards[1];
    /// let ids = IdIndex::read_requests(second.reader(Cursor::new(input)), Limits::DEFAULT_LINE_BYTES)?;
    /// assert_eq!(ids.iter().collect::<Vec<_>>(), ["b"]);
    /// assert_eq!(second.lines.positions().collect::<Vec<_>>(), [1]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If reading fails, or there are more lines than an [`IdIndex`] holds.
    pub fn read_requests<R: Read>(reader: R, line_limit: usize) -> io::Result<Self> {
        let mut index = Self::new();
        try_each_line(reader, line_limit, |raw| {
            let text = simdutf8::basic::from_utf8(raw.bytes).ok().filter(|_| !raw.overlong);
            let added = match text.and_then(custom_id) {
                Some(id) => index.insert(&id).map_err(io::Error::other)?.ok(),
                None => None,
            };
            if added.is_none() {
                index.skip().map_err(io::Error::other)?;
            }
            Ok(())
        })?;
        Ok(index)
    }
}

/// The `custom_id` of a request line. If there are several, the last one counts, as in validation.
fn custom_id(line: &str) -> Option<Cow<'_, str>> {
    let field = quick(line).or_else(|| {
        #[derive(Deserialize)]
        struct Line<'a> {
            #[serde(borrow, default)]
            custom_id: Field<'a>,
        }
        let line: Line<'_> = object::parse(line).ok()?;
        Some(line.custom_id)
    })?;
    match field {
        Field::Text(id) if !id.is_empty() => Some(id),
        _ => None,
    }
}

/// The fast path for lines that [`Reader`] can read.
fn quick(line: &str) -> Option<Field<'_>> {
    let mut id = Field::Absent;
    let mut reader = Reader::new(line)?;
    reader.object(|reader, key| {
        match key {
            "custom_id" => id = reader.field()?,
            _ => drop(reader.value()?),
        }
        Some(())
    })?;
    reader.end()?;
    Some(id)
}
