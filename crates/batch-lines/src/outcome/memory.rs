//! A join of files in memory.

use super::classify::OutcomeKind;
use super::join::{Join, Observed};
use crate::frame::{Framer, RawLine};
use crate::ids::IdIndex;
use crate::result::ResultLine;

/// The outcomes of a batch whose output and error files are in memory.
///
/// Every request appears exactly once, in input order. Lines borrow from the files.
#[derive(Debug)]
pub struct Outcomes<'a> {
    join: Join,
    lines: Vec<Option<ResultLine<'a>>>,
}

/// The outcome of one request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Outcome<'o, 'a> {
    /// The request.
    pub custom_id: &'o str,
    /// The kind of outcome.
    pub kind: OutcomeKind,
    /// The line that counts; none if there is none that can be read.
    pub line: Option<&'o ResultLine<'a>>,
    again: bool,
}

impl Outcome<'_, '_> {
    /// Whether the request did not succeed and may be sent again; see
    /// [`may_resubmit`](super::may_resubmit).
    #[must_use]
    pub fn may_resubmit(&self) -> bool {
        self.again
    }
}

impl<'a> Outcomes<'a> {
    /// Joins the files, in any order, with the ids of the submitted requests.
    pub fn join<S: AsRef<str>>(
        ids: impl IntoIterator<Item = S>,
        files: impl IntoIterator<Item = &'a [u8]>,
    ) -> Self {
        Self::join_index(ids.into_iter().collect(), files)
    }

    /// Like [`join`](Self::join), with an existing index.
    pub fn join_index(ids: IdIndex, files: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut outcomes = Self { lines: vec![None; ids.len()], join: Join::new(ids) };
        for (source, file) in (0..).zip(files) {
            let mut framer = Framer::new(usize::MAX);
            framer.feed(file, |raw| outcomes.take(source, file, &raw));
            framer.finish(|raw| outcomes.take(source, file, &raw));
        }
        outcomes
    }

    fn take(&mut self, source: u32, file: &'a [u8], raw: &RawLine<'_>) {
        // The same bytes, but borrowed from the file instead of the framer.
        let Some(bytes) = usize::try_from(raw.offset)
            .ok()
            .and_then(|start| file.get(start..start.checked_add(raw.bytes.len())?))
        else {
            return;
        };
        let Some((line, observed)) = self.join.observe_raw(source, &RawLine { bytes, ..*raw })
        else {
            return;
        };
        if let Observed::First(at) | Observed::Better(at) = observed {
            self.lines[at as usize] = Some(line);
        }
    }

    /// The outcomes of all requests, in input order.
    pub fn iter(&self) -> impl Iterator<Item = Outcome<'_, 'a>> {
        (0..).map_while(|at| self.at(at))
    }

    /// The outcome of the request with this id.
    #[must_use]
    pub fn get(&self, custom_id: &str) -> Option<Outcome<'_, 'a>> {
        self.at(self.join.ids().position(custom_id)?)
    }

    /// The underlying join, with counts, unexpected and duplicate ids, and bad lines.
    #[must_use]
    pub fn report(&self) -> &Join {
        &self.join
    }

    fn at(&self, position: u32) -> Option<Outcome<'_, 'a>> {
        Some(Outcome {
            custom_id: self.join.ids().get(position)?,
            kind: self.join.kind(position)?,
            line: self.lines.get(position as usize)?.as_ref(),
            again: self.join.may_resubmit(position),
        })
    }
}
