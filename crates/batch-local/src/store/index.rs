//! The records of all objects, in memory.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::records::{BatchEntry, FileRecord};
use super::shelf::Shelf;

#[derive(Default)]
pub(super) struct Index {
    pub(super) next_seq: u64,
    pub(super) files: Shelf<FileRecord>,
    pub(super) batches: Shelf<BatchEntry>,
    /// Files by the second in which they expire.
    pub(super) expiries: BTreeSet<(u64, String)>,
    pub(super) stored_bytes: u64,
}

impl Index {
    pub(super) fn take_seq(&mut self) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        seq
    }

    pub(super) fn add_file(&mut self, record: FileRecord) {
        self.next_seq = self.next_seq.max(record.seq + 1);
        self.stored_bytes += record.file.bytes;
        if let Some(second) = record.file.expires_at {
            self.expiries.insert((second, record.file.id.clone()));
        }
        self.files.insert(record.file.id.clone(), record.seq, record);
    }

    /// Removes bytes without a record, which an interrupted upload or deletion left behind. Results
    /// that an unfinished batch was publishing stay.
    pub(super) fn remove_orphans(&self, files: &Path) -> io::Result<()> {
        let unfinished = self.batches.values().map(|entry| &entry.record);
        let publishing: BTreeSet<&str> = unfinished
            .filter(|record| !record.batch.status.is_final())
            .flat_map(|record| [record.output_id.as_str(), record.error_id.as_str()])
            .collect();
        for entry in std::fs::read_dir(files)? {
            let path = entry?.path();
            let id = path.file_stem().and_then(|stem| stem.to_str());
            let known =
                id.is_some_and(|id| self.files.get(id).is_some() || publishing.contains(id));
            if !known {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    pub(super) fn drop_file(&mut self, id: &str) -> bool {
        let Some(record) = self.files.remove(id) else {
            return false;
        };
        self.stored_bytes -= record.file.bytes;
        if let Some(second) = record.file.expires_at {
            self.expiries.remove(&(second, record.file.id));
        }
        true
    }
}
