//! A compact index of `custom_id`s.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// The `custom_id`s of an input in input order, found by text or by position.
///
/// The texts are stored end to end in one buffer, and a hash table holds only positions, so an
/// id costs its own bytes plus about 20. Ids are compared by text, never by hash alone. The hash
/// is keyed at random, so an input cannot be crafted to be slow.
///
/// A position is one line that is not blank, whether its id is usable or not;
/// [`position`](Self::position) finds only ids that were added by [`insert`](Self::insert).
///
/// ```
/// use batch_lines::IdIndex;
///
/// let ids: IdIndex = ["a", "b"].into_iter().collect();
/// assert_eq!(ids.position("b"), Some(1));
/// assert_eq!(ids.get(0), Some("a"));
/// assert_eq!(ids.position("c"), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct IdIndex {
    text: String,
    /// Where each id ends in `text`.
    ends: Vec<u64>,
    table: HashTable<Slot>,
    hasher: RandomState,
}

/// An entry of the table.
#[derive(Debug, Clone, Copy)]
struct Slot {
    position: u32,
    /// The low bits of the offset of the id: with them the text can be fetched without waiting
    /// for `ends`, which may not be in the cache.
    start: u32,
}

/// The error of an [`IdIndex`] that is full: it holds at most 2³² − 1 positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the input has more than 4,294,967,295 lines; split it into several files")]
pub struct IdIndexFull;

impl IdIndex {
    /// Creates an empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of positions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the index has no positions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The id at a position; empty if the line has no usable one.
    #[must_use]
    pub fn get(&self, position: u32) -> Option<&str> {
        let position = position as usize;
        let end = usize::try_from(*self.ends.get(position)?).ok()?;
        let start = match position.checked_sub(1) {
            Some(before) => usize::try_from(self.ends[before]).ok()?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// The position of an id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<u32> {
        self.find(self.hash(id), id)
    }

    /// Appends an id and returns its position, or, if the index has it already, appends nothing
    /// and returns the position of the first occurrence as the inner error.
    ///
    /// # Errors
    ///
    /// [`IdIndexFull`] beyond 2³² − 1 positions.
    pub fn insert(&mut self, id: &str) -> Result<Result<u32, u32>, IdIndexFull> {
        let hash = self.hash(id);
        match self.find(hash, id) {
            Some(first) => Ok(Err(first)),
            None => self.insert_new(hash, id).map(Ok),
        }
    }

    /// Appends a position without a usable id and returns it.
    ///
    /// # Errors
    ///
    /// [`IdIndexFull`] beyond 2³² − 1 positions.
    pub fn skip(&mut self) -> Result<u32, IdIndexFull> {
        let position = self.next()?;
        self.ends.push(self.text.len() as u64);
        Ok(position)
    }

    /// All ids in input order, with an empty text for a line without a usable one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len())
            .map(|at| u32::try_from(at).ok().and_then(|at| self.get(at)).unwrap_or_default())
    }

    /// The memory held, spare capacity included, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.text.capacity()
            + self.ends.capacity() * size_of::<u64>()
            + self.table.allocation_size()
    }

    pub(crate) fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id.as_bytes())
    }

    pub(crate) fn find(&self, hash: u64, id: &str) -> Option<u32> {
        let text = self.text.as_bytes();
        let few = u32::try_from(text.len()).is_ok();
        let is_it = |slot: &Slot| {
            if !few {
                return self.get(slot.position) == Some(id);
            }
            let start = slot.start as usize;
            let end = start + id.len();
            text.get(start..end) == Some(id.as_bytes())
                && self.ends.get(slot.position as usize) == Some(&(end as u64))
        };
        self.table.find(hash, is_it).map(|slot| slot.position)
    }

    /// Appends an id that is known to be new.
    pub(crate) fn insert_new(&mut self, hash: u64, id: &str) -> Result<u32, IdIndexFull> {
        let position = self.next()?;
        let slot = Slot {
            position,
            // Truncated only where it is not used.
            start: self.text.len() as u32,
        };
        self.text.push_str(id);
        self.ends.push(self.text.len() as u64);
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.table.insert_unique(hash, slot, |slot| {
            let at = slot.position as usize;
            let end = ends.get(at).copied().unwrap_or_default();
            let start = match at.checked_sub(1) {
                Some(before) => ends.get(before).copied().unwrap_or_default(),
                None => 0,
            };
            let id = &text.as_bytes()[start as usize..end as usize];
            hasher.hash_one(id)
        });
        Ok(position)
    }

    fn next(&self) -> Result<u32, IdIndexFull> {
        u32::try_from(self.ends.len()).ok().filter(|&at| at < u32::MAX).ok_or(IdIndexFull)
    }
}

/// Collects ids in order; a repeated id takes up a position but is found at its first one.
impl<S: AsRef<str>> FromIterator<S> for IdIndex {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut index = Self::new();
        for id in ids {
            match index.insert(id.as_ref()) {
                Ok(Ok(_)) => {}
                Ok(Err(_)) => drop(index.skip()),
                Err(IdIndexFull) => break,
            }
        }
        index
    }
}
