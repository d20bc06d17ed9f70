//! Objects in the order of their creation.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// Objects in the order of their creation, found by id.
pub(super) struct Shelf<T> {
    by_seq: BTreeMap<u64, T>,
    seq_of: HashMap<String, u64>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { by_seq: BTreeMap::new(), seq_of: HashMap::new() }
    }
}

impl<T> Shelf<T> {
    pub(super) fn insert(&mut self, id: String, seq: u64, item: T) {
        self.seq_of.insert(id, seq);
        self.by_seq.insert(seq, item);
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.by_seq.get(self.seq_of.get(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_seq.get_mut(self.seq_of.get(id)?)
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<T> {
        self.by_seq.remove(&self.seq_of.remove(id)?)
    }

    /// All objects, oldest first.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.by_seq.values()
    }

    /// Up to `limit` matching objects after the cursor, and whether more follow. `None` if the
    /// cursor is unknown.
    pub(super) fn page<R>(
        &self,
        query: &PageQuery,
        matches: impl Fn(&T) -> bool,
        view: impl Fn(&T) -> R,
    ) -> Option<(Vec<R>, bool)> {
        let cursor = match &query.after {
            None => None,
            Some(id) => Some(*self.seq_of.get(id)?),
        };
        // The newest objects, which a lagging list hides, begin here.
        let end = match query.hidden.checked_sub(1) {
            None => u64::MAX,
            Some(last) => self.by_seq.keys().rev().nth(last).copied().unwrap_or(0),
        };
        let step = u64::from(!query.overlap);
        let items: Box<dyn Iterator<Item = &T>> = if query.oldest_first {
            let start = cursor.map_or(0, |seq| seq + step);
            Box::new(self.by_seq.range(start.min(end)..end).map(|(_, item)| item))
        } else {
            let end = cursor.map_or(end, |seq| (seq + 1 - step).min(end));
            Box::new(self.by_seq.range(..end).rev().map(|(_, item)| item))
        };
        let mut matching = items.filter(|item| matches(item));
        let page = matching.by_ref().take(query.limit).map(view).collect();
        let more = matching.next().is_some();
        Some((page, more))
    }
}

/// The page of a list that is asked for, and what a faulty list makes of it.
pub(crate) struct PageQuery {
    pub(crate) after: Option<String>,
    pub(crate) limit: usize,
    pub(crate) oldest_first: bool,
    /// How many of the newest objects are hidden.
    pub(crate) hidden: usize,
    /// The latest creation, in time since 1970-01-01 UTC, that is shown.
    pub(crate) created_by: Duration,
    /// Whether the page begins with the cursor itself rather than with what follows.
    pub(crate) overlap: bool,
}
