//! The names that a run gives to its files and batches on the server.

use crate::core::{Load, stem};

/// The metadata key that a run's batches are found by.
pub(super) const KEY: &str = "batch_run_key";

/// The metadata key for the run's id.
pub(super) const RUN_ID: &str = "batch_run_id";

/// The metadata key for the shard's name.
pub(super) const SHARD: &str = "batch_run_shard";

/// The start of all metadata keys that the run itself uses.
pub(crate) const RESERVED: &str = "batch_run_";

/// The start of the names of all files of a run.
pub(super) fn file_prefix(run_id: &str) -> String {
    format!("batch-run-{run_id}-")
}

/// The name of a shard's input file. Each upload has its own, so that one that was lost and found is
/// told from the one before.
pub(super) fn file(run_id: &str, load: &Load, number: u32) -> String {
    format!("{}{}-u{number}.jsonl", file_prefix(run_id), stem(load))
}

/// The start of the keys of a shard's batches.
pub(super) fn key_prefix(run_id: &str, load: &Load) -> String {
    format!("{run_id}-{}-a", stem(load))
}

/// The key of a shard's batch.
pub(super) fn key(run_id: &str, load: &Load, attempt: u32) -> String {
    format!("{}{attempt}", key_prefix(run_id, load))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_shard_takes_anothers_batches_or_files_for_its_own() {
        let load = |index| Load { round: 0, index, requests: 1, bytes: 1, tokens: 1, model: None };
        let (one, eleven) = (load(1), load(11));
        assert!(key("id", &one, 0).starts_with(&key_prefix("id", &one)));
        assert!(!key("id", &eleven, 0).starts_with(&key_prefix("id", &one)));
        assert_ne!(key("id", &one, 1), key("id", &one, 11));
        assert_ne!(file("id", &one, 0), file("id", &one, 1));
        assert!(file("id", &one, 0).starts_with(&file_prefix("id")));
    }
}
