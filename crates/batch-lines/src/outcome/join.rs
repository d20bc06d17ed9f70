//! The join as lines stream by.

use std::io::{self, Read};

use bytes::Bytes;

use serde::Serialize;

use super::classify::{OutcomeKind, may_resubmit};
use crate::{BadLine, IdIndex, Limits, RawLine, ResultLine, Spans, for_each_line};

/// Joins result lines with the requests that were submitted, in memory of the [`IdIndex`]
/// plus 19 bytes a request.
///
/// Feed it the output and the error file in either order; either may be empty or left out.
/// Success beats error. A request resubmitted in a later [round](Self::next_round) may be
/// answered again: a later answer replaces an error of an earlier round.
///
/// [`read`](Self::read) takes whole files. Lines of a stream are cut by a
/// [`Framer`](crate::Framer) and given to [`observe_raw`](Self::observe_raw) one by one.
///
/// ```
/// use batch_lines::outcome::Join;
///
/// let mut join = Join::new(["a", "b"].into_iter().collect());
/// let output = br#"{"custom_id":"b","response":{"status_code":200,"body":{}},"error":null}"#;
/// join.read(0, &output[..])?;
/// assert_eq!(join.counts().success, 1);
/// assert_eq!(join.missing().collect::<Vec<_>>(), ["a"]);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Join {
    ids: IdIndex,
    slots: Vec<Slot>,
    places: Vec<Place>,
    round: u8,
    max_line: usize,
    keep: usize,
    unknown: Kept<String>,
    duplicate: Kept<String>,
    bad: Kept<BadLine>,
}

/// Where a line stands: which of the caller's files, and which bytes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The caller's number for the file.
    pub source: u32,
    /// Offset of the line's first byte.
    pub offset: u64,
    /// Length of the line without its line break.
    pub len: u32,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    kind: OutcomeKind,
    again: bool,
    round: u8,
}

/// The first few of many, and how many there are.
#[derive(Debug)]
struct Kept<T> {
    first: Vec<T>,
    count: u64,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { first: Vec::new(), count: 0 }
    }
}

impl<T> Kept<T> {
    fn add(&mut self, keep: usize, item: impl FnOnce() -> T) {
        self.count += 1;
        if self.first.len() < keep {
            self.first.push(item());
        }
    }
}

/// What a line was to the join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Observed {
    /// The first line for the request at this position.
    First(u32),
    /// A line that replaces a worse or older one.
    Better(u32),
    /// One more line for a request, no better than what is known; reported as duplicate if it
    /// came in the same round.
    Repeated(u32),
    /// A `custom_id` that was not submitted.
    Unknown,
}

/// How many requests had which outcome. The sum is the number of requests submitted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// [`OutcomeKind::Success`].
    pub success: u64,
    /// [`OutcomeKind::HttpError`].
    pub http_error: u64,
    /// [`OutcomeKind::RequestError`].
    pub request_error: u64,
    /// [`OutcomeKind::NoResponse`].
    pub no_response: u64,
    /// [`OutcomeKind::Missing`].
    pub missing: u64,
    /// How many of those that did not succeed may be resubmitted.
    pub may_resubmit: u64,
}

impl Join {
    /// How many unknown ids, duplicate ids and bad lines are kept if not said otherwise; all
    /// are counted.
    pub const DEFAULT_KEPT: usize = 1_000;

    /// A join against these requests.
    #[must_use]
    pub fn new(ids: IdIndex) -> Self {
        let slots = ids
            .iter()
            .map(|id| Slot {
                kind: OutcomeKind::Missing,
                // A line without a usable id was not submitted and never can be.
                again: !id.is_empty(),
                round: 0,
            })
            .collect();
        let places = vec![Place::default(); ids.len()];
        Self {
            ids,
            slots,
            places,
            round: 0,
            max_line: Limits::DEFAULT_LINE_BYTES,
            keep: Self::DEFAULT_KEPT,
            unknown: Kept::default(),
            duplicate: Kept::default(),
            bad: Kept::default(),
        }
    }

    /// How many unknown ids, duplicate ids and bad lines to keep of each.
    #[must_use]
    pub fn keep(mut self, items: usize) -> Self {
        self.keep = items;
        self
    }

    /// How many bytes of a line are read at most; the memory that garbage can take.
    #[must_use]
    pub fn max_line(mut self, bytes: usize) -> Self {
        self.max_line = bytes;
        self
    }

    /// Says which requests were not submitted, for they have a problem
    /// ([`Plan::refused`](crate::Plan::refused)): they are missing, but not to be resubmitted.
    pub fn refuse(&mut self, positions: &Spans) {
        for position in positions.positions() {
            let slot = usize::try_from(position).ok().and_then(|at| self.slots.get_mut(at));
            if let Some(slot) = slot {
                slot.again = false;
            }
        }
    }

    /// Begins the results of resubmitted requests: errors so far may be replaced by whatever
    /// comes now, and that is no duplicate.
    pub fn next_round(&mut self) {
        self.round = self.round.saturating_add(1);
    }

    /// Reads a file to its end. `source` is the caller's number for it, found again in
    /// [`Place::source`].
    ///
    /// # Errors
    ///
    /// If reading fails. What came before stays taken; the file can be read again from its
    /// start into the next round.
    pub fn read<R: Read>(&mut self, source: u32, reader: R) -> io::Result<()> {
        for_each_line(reader, self.max_line, |raw| {
            self.observe_raw(source, &raw);
        })
    }

    /// Takes one line that was not read yet, and gives it back read; what cannot be read is
    /// kept as a bad line.
    pub fn observe_raw<'a>(
        &mut self,
        source: u32,
        raw: &RawLine<'a>,
    ) -> Option<(ResultLine<'a>, Observed)> {
        match ResultLine::of(raw, self.max_line) {
            Ok(line) => {
                let place = Place {
                    source,
                    offset: raw.offset,
                    len: u32::try_from(raw.bytes.len()).unwrap_or(u32::MAX),
                };
                let observed = self.observe(&line, place);
                Some((line, observed))
            }
            Err(reason) => {
                self.bad.add(self.keep, || BadLine {
                    number: raw.number,
                    offset: raw.offset,
                    text: Bytes::copy_from_slice(&raw.bytes[..raw.bytes.len().min(KEPT_TEXT)]),
                    reason,
                });
                None
            }
        }
    }

    /// Takes one line.
    pub fn observe(&mut self, line: &ResultLine<'_>, place: Place) -> Observed {
        let Some(position) = self.ids.position(&line.custom_id) else {
            self.unknown.add(self.keep, || line.custom_id.clone().into_owned());
            return Observed::Unknown;
        };
        let at = position as usize;
        let old = self.slots[at];
        let new =
            Slot { kind: OutcomeKind::of(line), again: may_resubmit(line), round: self.round };
        let first = old.kind == OutcomeKind::Missing;
        if !first && old.round == self.round {
            self.duplicate.add(self.keep, || line.custom_id.clone().into_owned());
        }
        let better = match (old.kind, new.kind) {
            (OutcomeKind::Success, _) => false,
            (_, OutcomeKind::Success) => true,
            _ => first || old.round < self.round || rank(new) > rank(old),
        };
        if better {
            self.slots[at] = new;
            self.places[at] = place;
        }
        match (first, better) {
            (true, _) => Observed::First(position),
            (false, true) => Observed::Better(position),
            (false, false) => Observed::Repeated(position),
        }
    }

    /// What was submitted.
    #[must_use]
    pub fn ids(&self) -> &IdIndex {
        &self.ids
    }

    /// How many requests had which outcome so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (slot, id) in self.slots.iter().zip(self.ids.iter()) {
            if id.is_empty() {
                continue;
            }
            match slot.kind {
                OutcomeKind::Success => counts.success += 1,
                OutcomeKind::HttpError => counts.http_error += 1,
                OutcomeKind::RequestError => counts.request_error += 1,
                OutcomeKind::NoResponse => counts.no_response += 1,
                OutcomeKind::Missing => counts.missing += 1,
            }
            counts.may_resubmit += u64::from(slot.again);
        }
        counts
    }

    /// What is known of the request at a position.
    #[must_use]
    pub fn kind(&self, position: u32) -> Option<OutcomeKind> {
        self.slots.get(position as usize).map(|slot| slot.kind)
    }

    /// Whether the request at a position did not succeed and may be sent again.
    #[must_use]
    pub fn may_resubmit(&self, position: u32) -> bool {
        self.slots.get(position as usize).is_some_and(|slot| slot.again)
    }

    /// Where the line stands that counts for the request at a position.
    #[must_use]
    pub fn place(&self, position: u32) -> Option<Place> {
        let slot = self.slots.get(position as usize)?;
        (slot.kind != OutcomeKind::Missing).then(|| self.places[position as usize])
    }

    /// The requests without any line, in input order.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.slots
            .iter()
            .zip(self.ids.iter())
            .filter(|(slot, id)| slot.kind == OutcomeKind::Missing && !id.is_empty())
            .map(|(_, id)| id)
    }

    /// The first ids that came back but were not submitted.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown.first
    }

    /// How many lines had such an id.
    #[must_use]
    pub fn unknown_count(&self) -> u64 {
        self.unknown.count
    }

    /// The first ids that came back more than once in one round.
    #[must_use]
    pub fn duplicates(&self) -> &[String] {
        &self.duplicate.first
    }

    /// How many lines were one too many.
    #[must_use]
    pub fn duplicate_count(&self) -> u64 {
        self.duplicate.count
    }

    /// The first lines that could not be read.
    #[must_use]
    pub fn bad_lines(&self) -> &[BadLine] {
        &self.bad.first
    }

    /// How many lines could not be read.
    #[must_use]
    pub fn bad_line_count(&self) -> u64 {
        self.bad.count
    }
}

/// How much of a bad line is kept.
const KEPT_TEXT: usize = 16 << 10;

/// Of two errors for one request in one round, the one that says more; the same whichever
/// comes first.
fn rank(slot: Slot) -> (u8, bool) {
    let says = match slot.kind {
        OutcomeKind::Missing => 0,
        OutcomeKind::NoResponse => 1,
        OutcomeKind::RequestError => 2,
        OutcomeKind::HttpError => 3,
        OutcomeKind::Success => 4,
    };
    (says, !slot.again)
}
