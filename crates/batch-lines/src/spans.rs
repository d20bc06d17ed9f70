//! Ranges of positions in a file or a sequence of lines.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Ascending, disjoint ranges of positions. Adjacent ranges are merged.
///
/// Serializes as a flat list `[gap, length, gap, length, …]`, in which each gap counts from the
/// end of the previous range, so that millions of ranges stay compact.
///
/// ```
/// use batch_lines::Spans;
///
/// let mut spans = Spans::new();
/// spans.push(100, 20);
/// spans.push(120, 30);
/// spans.push(200, 1);
/// assert_eq!(spans.iter().collect::<Vec<_>>(), [100..150, 200..201]);
/// assert_eq!(spans.total_len(), 51);
/// assert_eq!(serde_json::to_string(&spans)?, "[100,50,50,1]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Spans {
    spans: Vec<Range<u64>>,
    total: u64,
}

impl Spans {
    /// Creates an empty set of positions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `len` positions from `start` on. Positions must be added in ascending order: those
    /// before the end of the last range are ignored.
    pub fn push(&mut self, start: u64, len: u64) {
        let end = start.saturating_add(len);
        let start = start.max(self.end());
        if start >= end {
            return;
        }
        self.total += end - start;
        match self.spans.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => self.spans.push(start..end),
        }
    }

    /// The ranges, in ascending order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Range<u64>> {
        self.spans.iter().cloned()
    }

    /// All positions, in ascending order.
    pub fn positions(&self) -> impl Iterator<Item = u64> {
        self.iter().flatten()
    }

    /// Whether one of the ranges contains a position.
    #[must_use]
    pub fn contains(&self, position: u64) -> bool {
        let after = self.spans.partition_point(|span| span.end <= position);
        self.spans.get(after).is_some_and(|span| span.contains(&position))
    }

    /// The number of positions in all ranges.
    #[must_use]
    pub fn total_len(&self) -> u64 {
        self.total
    }

    /// Whether there are no positions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The first position.
    #[must_use]
    pub fn start(&self) -> Option<u64> {
        self.spans.first().map(|span| span.start)
    }

    /// One past the last position; 0 if there are no positions.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.spans.last().map_or(0, |span| span.end)
    }

    pub(crate) fn get(&self, at: usize) -> Option<Range<u64>> {
        self.spans.get(at).cloned()
    }
}

/// Collects positions, in any order; a repeated position counts once.
impl FromIterator<u64> for Spans {
    fn from_iter<I: IntoIterator<Item = u64>>(positions: I) -> Self {
        let mut positions: Vec<u64> = positions.into_iter().collect();
        positions.sort_unstable();
        let mut spans = Self::new();
        for position in positions {
            spans.push(position, 1);
        }
        spans
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.spans).finish()
    }
}

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        serializer.collect_seq(self.iter().flat_map(|span| {
            let gap = span.start - before;
            before = span.end;
            [gap, span.end - span.start]
        }))
    }
}

impl<'de> Deserialize<'de> for Spans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Flat;
        impl<'de> Visitor<'de> for Flat {
            type Value = Spans;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of alternating gaps and lengths")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Spans, A::Error> {
                let mut spans = Spans::new();
                while let Some(gap) = seq.next_element::<u64>()? {
                    let len: u64 = seq
                        .next_element()?
                        .ok_or_else(|| A::Error::custom("a gap without a length"))?;
                    let start = spans.end().checked_add(gap);
                    let start = start.filter(|start| start.checked_add(len).is_some());
                    let start = start.ok_or_else(|| A::Error::custom("a range beyond 2^64"))?;
                    spans.push(start, len);
                }
                Ok(spans)
            }
        }
        deserializer.deserialize_seq(Flat)
    }
}
