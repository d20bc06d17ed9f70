//! The results of all shards, as the core's records have them.

use std::sync::Arc;

use batch_lines::Shard;

use super::results::{Origin, Part};
use crate::core::{Core, Stage};
use crate::event::ShardName;
use crate::store::{Refused, Store};

/// The results of every shard that is settled, and of the lines that were never sent.
pub(super) fn parts(
    core: &Core,
    shards: &[Arc<Shard>],
    refused: &Refused,
    store: &Store,
) -> Vec<Part> {
    let settled = core.shards().zip(shards).filter_map(|((no, load, record), shard)| {
        let Stage::Settled { batch, part, .. } = &record.stage else { return None };
        let (name, model) = (ShardName::of(load), load.model.clone());
        Some(Part {
            origin: Origin::Shard { no, name, model, batch: batch.clone() },
            round: load.round,
            path: store.part(load),
            lines: shard.lines.clone(),
            sha256: part.sha256.clone(),
        })
    });
    let never_sent = (!refused.named.is_empty()).then(|| Part {
        origin: Origin::Refused,
        round: 0,
        path: store.refused_part(),
        lines: refused.named.clone(),
        sha256: refused.sha256.clone(),
    });
    settled.chain(never_sent).collect()
}
