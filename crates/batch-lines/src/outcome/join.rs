//! A streaming join of result lines with the requests that were submitted.

use std::io::{self, Read};

use bytes::Bytes;
use serde::Serialize;

use super::classify::OutcomeKind;
use super::failure::may_resubmit;
use super::salvage;
use crate::bad::BadLine;
use crate::frame::{RawLine, for_each_line};
use crate::ids::IdIndex;
use crate::limits::Limits;
use crate::result::ResultLine;
use crate::spans::Spans;

/// Joins result lines with the requests that were submitted, in the memory of the [`IdIndex`]
/// plus 19 bytes per request.
///
/// Feed it the output file and the error file in either order; either may be empty or left out.
/// Success beats error. A request that is sent again in a later [round](Self::next_round) may
/// be answered again: the later answer replaces an error of an earlier round.
///
/// [`read`](Self::read) takes whole files. To join a stream, cut it into lines with a
/// [`Framer`](crate::Framer) and pass each to [`observe_raw`](Self::observe_raw).
///
/// # Lines that cannot be read
///
/// A line that cannot be read may be the answer to a request, which has been paid for, so the
/// request must not count as missing. If the line is cut off or over the
/// [limit](Self::max_line) but its `custom_id` can be read, the outcome of that request is
/// [`Unknown`](OutcomeKind::Unknown). If it cannot be attributed to a request, the outcome of
/// every request without a line is unknown. Requests with an unknown outcome are not resubmitted.
/// All such lines are reported by [`bad_lines`](Self::bad_lines).
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
    /// The last round in which a line could not be attributed to any request; 0 if none.
    blind: u8,
    max_line: usize,
    keep: usize,
    unexpected: Kept<String>,
    duplicate: Kept<String>,
    bad: Kept<BadLine>,
}

/// Where a line is: in which of the caller's files, and at which bytes of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The caller's number for the file.
    pub source: u32,
    /// Offset of the line's first byte.
    pub offset: u64,
    /// Length of the line in bytes, without its line break; never 0 for a line.
    pub len: u32,
}

impl Place {
    /// The place of a line in a file.
    #[must_use]
    pub fn of(source: u32, raw: &RawLine<'_>) -> Self {
        let len = u32::try_from(raw.bytes.len()).unwrap_or(u32::MAX);
        Self { source, offset: raw.offset, len }
    }
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    kind: OutcomeKind,
    again: bool,
    /// The round of the line that counts, from 1; 0 without a line.
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

/// The effect of a line on the join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Observed {
    /// It is the first line for the request at this position.
    First(u32),
    /// It replaces a worse or older line for the request at this position.
    Better(u32),
    /// It is no better than the known line for the request at this position, and is ignored;
    /// reported as a duplicate if both arrived in the same round.
    Repeated(u32),
    /// Its `custom_id` was not submitted.
    Unexpected,
}

/// How many requests had which outcome. The sum over the kinds is the number of requests
/// submitted.
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
    /// [`OutcomeKind::NotSent`].
    pub not_sent: u64,
    /// [`OutcomeKind::Unknown`].
    pub unknown: u64,
    /// How many of those that did not succeed may be resubmitted.
    pub may_resubmit: u64,
}

impl Join {
    /// How many unexpected ids, duplicate ids and bad lines are kept of each by default; all
    /// are counted.
    pub const DEFAULT_KEPT: usize = 1_000;

    /// A join with these requests.
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
            round: 1,
            blind: 0,
            max_line: Limits::DEFAULT_LINE_BYTES,
            keep: Self::DEFAULT_KEPT,
            unexpected: Kept::default(),
            duplicate: Kept::default(),
            bad: Kept::default(),
        }
    }

    /// Sets how many unexpected ids, duplicate ids and bad lines to keep of each. Defaults to
    /// [`DEFAULT_KEPT`](Self::DEFAULT_KEPT).
    #[must_use]
    pub fn keep(mut self, items: usize) -> Self {
        self.keep = items;
        self
    }

    /// Sets how many bytes of a line are read: the memory that garbage can take. A longer line
    /// is a bad line. Defaults to [`Limits::DEFAULT_LINE_BYTES`].
    #[must_use]
    pub fn max_line(mut self, bytes: usize) -> Self {
        self.max_line = bytes;
        self
    }

    /// Marks requests that were not submitted because their input lines have a problem
    /// ([`Plan::refused`](crate::Plan::refused)): their outcome is
    /// [`NotSent`](OutcomeKind::NotSent), and they are not resubmitted.
    pub fn refuse(&mut self, positions: &Spans) {
        for position in positions.positions() {
            let slot = usize::try_from(position).ok().and_then(|at| self.slots.get_mut(at));
            if let Some(slot) = slot {
                slot.kind = OutcomeKind::NotSent;
                slot.again = false;
            }
        }
    }

    /// Begins the results of resubmitted requests: a line that comes now may replace an error
    /// of an earlier round without being a duplicate.
    pub fn next_round(&mut self) {
        self.round = self.round.saturating_add(1);
    }

    /// Reads a result file to its end. `source` is the caller's number for it, which
    /// [`Place::source`] gives back. A byte order mark at the start of the file is skipped.
    ///
    /// # Errors
    ///
    /// If reading fails. Lines read up to then stay joined; the file can be read again from
    /// its start in the next round.
    pub fn read<R: Read>(&mut self, source: u32, reader: R) -> io::Result<()> {
        for_each_line(reader, self.max_line, |raw| {
            self.observe_raw(source, &raw);
        })
    }

    /// Joins one raw line and returns it parsed, or records it as a bad line.
    pub fn observe_raw<'a>(
        &mut self,
        source: u32,
        raw: &RawLine<'a>,
    ) -> Option<(ResultLine<'a>, Observed)> {
        let raw = raw.without_bom()?;
        match ResultLine::of(&raw, self.max_line) {
            Ok(line) => {
                let observed = self.observe(&line, Place::of(source, &raw));
                Some((line, observed))
            }
            Err(reason) => {
                match salvage::custom_id(raw.bytes) {
                    Some(custom_id) => self.observe_unreadable(&custom_id),
                    None => self.blind = self.round,
                }
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

    /// Joins one parsed line, which is found at `place`.
    pub fn observe(&mut self, line: &ResultLine<'_>, place: Place) -> Observed {
        let Some(position) = self.ids.position(&line.custom_id) else {
            self.unexpected.add(self.keep, || line.custom_id.clone().into_owned());
            return Observed::Unexpected;
        };
        let old = self.slots[position as usize];
        if old.round == self.round {
            self.duplicate.add(self.keep, || line.custom_id.clone().into_owned());
        }
        let new =
            Slot { kind: OutcomeKind::of(line), again: may_resubmit(line), round: self.round };
        match (old.round, self.offer(position, new, place)) {
            (0, _) => Observed::First(position),
            (_, true) => Observed::Better(position),
            (_, false) => Observed::Repeated(position),
        }
    }

    /// Records that a line exists for a request, but cannot be read.
    fn observe_unreadable(&mut self, custom_id: &str) {
        match self.ids.position(custom_id) {
            Some(position) => {
                let unknown = Slot { kind: OutcomeKind::Unknown, again: false, round: self.round };
                self.offer(position, unknown, Place::default());
            }
            None => self.unexpected.add(self.keep, || custom_id.to_owned()),
        }
    }

    /// Takes an outcome if it is better than the one known.
    fn offer(&mut self, position: u32, new: Slot, place: Place) -> bool {
        let at = position as usize;
        let old = self.slots[at];
        let better = match (old.kind, new.kind) {
            (OutcomeKind::Success, _) => false,
            (_, OutcomeKind::Success) => true,
            _ if old.round == 0 => true,
            // A request without an answer in this round keeps what an earlier round returned.
            (_, OutcomeKind::Missing | OutcomeKind::NotSent) => rank(new) > rank(old),
            _ => old.round < new.round || rank(new) > rank(old),
        };
        if better {
            self.slots[at] = new;
            self.places[at] = place;
        }
        better
    }

    /// The requests that were submitted.
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
            *match self.kind_of(*slot) {
                OutcomeKind::Success => &mut counts.success,
                OutcomeKind::HttpError => &mut counts.http_error,
                OutcomeKind::RequestError => &mut counts.request_error,
                OutcomeKind::NoResponse => &mut counts.no_response,
                OutcomeKind::Missing => &mut counts.missing,
                OutcomeKind::NotSent => &mut counts.not_sent,
                OutcomeKind::Unknown => &mut counts.unknown,
            } += 1;
            counts.may_resubmit += u64::from(self.is_again(*slot));
        }
        counts
    }

    /// The outcome of the request at a position, so far.
    #[must_use]
    pub fn kind(&self, position: u32) -> Option<OutcomeKind> {
        self.slots.get(position as usize).map(|slot| self.kind_of(*slot))
    }

    /// Whether the request at a position did not succeed and may be sent again.
    #[must_use]
    pub fn may_resubmit(&self, position: u32) -> bool {
        self.slots.get(position as usize).is_some_and(|slot| self.is_again(*slot))
    }

    /// Where the line is that counts for the request at a position; none if there is no such
    /// line, or none that can be read.
    #[must_use]
    pub fn place(&self, position: u32) -> Option<Place> {
        self.places.get(position as usize).copied().filter(|place| place.len > 0)
    }

    /// The requests with [`OutcomeKind::Missing`], in input order.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.of_kind(OutcomeKind::Missing)
    }

    /// The requests with an outcome of this kind, in input order.
    pub fn of_kind(&self, kind: OutcomeKind) -> impl Iterator<Item = &str> {
        self.slots
            .iter()
            .zip(self.ids.iter())
            .filter(move |(slot, id)| self.kind_of(**slot) == kind && !id.is_empty())
            .map(|(_, id)| id)
    }

    /// The first ids that came back but were not submitted.
    #[must_use]
    pub fn unexpected(&self) -> &[String] {
        &self.unexpected.first
    }

    /// How many lines had an id that was not submitted.
    #[must_use]
    pub fn unexpected_count(&self) -> u64 {
        self.unexpected.count
    }

    /// The first ids that came back more than once in one round.
    #[must_use]
    pub fn duplicates(&self) -> &[String] {
        &self.duplicate.first
    }

    /// How many lines repeated an id within a round.
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

    pub(super) fn line_limit(&self) -> usize {
        self.max_line
    }

    /// Whether a bad line that names no request may be the answer to this one.
    fn is_in_doubt(&self, slot: Slot) -> bool {
        slot.round < self.blind
    }

    fn kind_of(&self, slot: Slot) -> OutcomeKind {
        let without_line = slot.round == 0 && slot.kind == OutcomeKind::Missing;
        if without_line && self.is_in_doubt(slot) { OutcomeKind::Unknown } else { slot.kind }
    }

    fn is_again(&self, slot: Slot) -> bool {
        slot.again && !self.is_in_doubt(slot)
    }
}

/// How many bytes of a bad line are kept.
const KEPT_TEXT: usize = 16 << 10;

/// Orders two errors for one request in one round by how much they say, so that the same one
/// counts whichever comes first.
fn rank(slot: Slot) -> (u8, bool) {
    let tells = match slot.kind {
        OutcomeKind::Missing => 0,
        OutcomeKind::NotSent => 1,
        OutcomeKind::NoResponse => 2,
        OutcomeKind::Unknown => 3,
        OutcomeKind::RequestError => 4,
        OutcomeKind::HttpError => 5,
        OutcomeKind::Success => 6,
    };
    (tells, !slot.again)
}
