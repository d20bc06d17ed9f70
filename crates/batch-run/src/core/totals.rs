//! Totals over all shards, kept up to date as records change.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Load, Record, ShardNo, Stage};

/// What is in flight, and what waits for room.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) in_flight: usize,
    /// Bytes of input files on the server.
    pub(super) stored: u64,
    /// The number of shards that are not done.
    pub(super) open: usize,
    /// Estimated tokens enqueued, by model.
    tokens: BTreeMap<Option<String>, u64>,
    /// Shards that wait for room, by model.
    queued: BTreeMap<Option<String>, Queue>,
}

/// Shards that wait for room, in the order in which they are admitted. `true` marks a shard whose input
/// has to be uploaded.
pub(super) type Queue = BTreeSet<(bool, ShardNo)>;

impl Totals {
    /// Replaces the contribution of a record.
    pub(super) fn change(
        &mut self,
        no: ShardNo,
        load: &Load,
        before: Option<&Record>,
        after: &Record,
    ) {
        if let Some(before) = before {
            self.in_flight -= usize::from(before.is_in_flight());
            self.stored -= before.files().saturating_mul(load.bytes);
            self.open -= usize::from(!before.is_done());
            if before.is_enqueued()
                && let Some(tokens) = self.tokens.get_mut(&load.model)
            {
                *tokens -= load.tokens;
            }
        }
        self.in_flight += usize::from(after.is_in_flight());
        self.stored += after.files().saturating_mul(load.bytes);
        self.open += usize::from(!after.is_done());
        if after.is_enqueued() {
            *self.tokens.entry(load.model.clone()).or_default() += load.tokens;
        }
        let place = |record: &Record| match &record.stage {
            Stage::Queued { file } => Some((file.is_none(), no)),
            _ => None,
        };
        let (old, new) = (before.and_then(place), place(after));
        if old != new {
            let queue = self.queued.entry(load.model.clone()).or_default();
            old.map(|old| queue.remove(&old));
            queue.extend(new);
        }
    }

    pub(super) fn enqueued(&self, model: Option<&String>) -> u64 {
        self.tokens.get(&model.cloned()).copied().unwrap_or(0)
    }

    #[cfg(test)]
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let tokens = |totals: &Self| -> Vec<_> {
            let tokens = totals.tokens.iter().filter(|(_, tokens)| **tokens > 0);
            tokens.map(|(model, tokens)| (model.clone(), *tokens)).collect()
        };
        let queued = |totals: &Self| -> Vec<_> {
            let queues = totals.queued.iter().filter(|(_, queue)| !queue.is_empty());
            queues.map(|(model, queue)| (model.clone(), queue.clone())).collect()
        };
        (self.in_flight, self.stored, self.open) == (other.in_flight, other.stored, other.open)
            && tokens(self) == tokens(other)
            && queued(self) == queued(other)
    }

    pub(super) fn has_queued(&self) -> bool {
        self.queued.values().any(|queue| !queue.is_empty())
    }

    /// The shards that wait, model by model.
    pub(super) fn queues(&self) -> impl Iterator<Item = (&Option<String>, &Queue)> {
        self.queued.iter()
    }
}
