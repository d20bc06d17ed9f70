//! Files and batches on disk, with an index of their records in memory.
//!
//! Plain files rather than an embedded database: payloads are byte streams that are appended,
//! renamed and sent as they are, and what remains is one small JSON record per object, for which an
//! atomic rename is transaction enough. The directory can be inspected with `ls` and `jq`.
//!
//! ```text
//! files/ID.json      a file's record
//! files/ID.data      its bytes
//! batches/ID.json    a batch's record
//! work/ID/           an unfinished batch: input.jsonl, output.jsonl, errors.jsonl
//! ledger/ID.jsonl    a batch's answered requests, if faults are enabled
//! incoming/          uploads in progress
//! lock               held by the server that uses the directory
//! ```

mod disk;
mod index;
mod records;
mod shelf;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use crate::file_kind::FileKind;
use crate::model::{Batch, FileObject};
use disk::{load, lock, write};
use index::Index;
use records::FileRecord;

pub(crate) use records::{BatchEntry, BatchRecord};
pub(crate) use shelf::PageQuery;

/// The files and batches of a server.
pub(crate) struct Store {
    root: PathBuf,
    index: Mutex<Index>,
    /// Calls of listBatches so far.
    lists: AtomicU64,
    /// Whether records are synced to the disk, which a temporary directory does not need.
    durable: bool,
    /// Held as long as the server lives.
    _lock: std::fs::File,
    _temporary: Option<TempDir>,
}

impl Store {
    /// Opens `directory`, creating it if it is missing, or a temporary one.
    pub(crate) fn open(directory: Option<&Path>) -> io::Result<Self> {
        let (root, temporary) = match directory {
            Some(path) => (path.to_owned(), None),
            None => {
                let temporary = tempfile::Builder::new().prefix("batch-local-").tempdir()?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        for part in ["files", "batches", "work", "incoming"] {
            std::fs::create_dir_all(root.join(part))?;
        }
        let lock = lock(&root.join("lock"))?;
        for stale in std::fs::read_dir(root.join("incoming"))? {
            std::fs::remove_file(stale?.path())?;
        }
        let mut index = Index::default();
        for record in load::<FileRecord>(&root.join("files"))? {
            // A record without bytes was being deleted.
            if root.join("files").join(&record.file.id).with_extension("data").exists() {
                index.add_file(record);
            }
        }
        for record in load::<BatchRecord>(&root.join("batches"))? {
            index.next_seq = index.next_seq.max(record.seq + 1);
            let entry = BatchEntry::new(record, 0);
            index.batches.insert(entry.record.batch.id.clone(), entry.record.seq, entry);
        }
        index.remove_orphans(&root.join("files"))?;
        Ok(Self {
            durable: temporary.is_none(),
            root,
            index: Mutex::new(index),
            lists: AtomicU64::new(0),
            _lock: lock,
            _temporary: temporary,
        })
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        // Nothing panics while the lock is held.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The latest timestamp of any record.
    pub(crate) fn latest_second(&self) -> u64 {
        let index = self.index();
        let files = index.files.values().map(|r| r.file.created_at);
        let batches = index.batches.values().flat_map(|entry| {
            let b = &entry.record.batch;
            [
                Some(b.created_at),
                b.in_progress_at,
                b.finalizing_at,
                b.completed_at,
                b.failed_at,
                b.expired_at,
                b.cancelling_at,
                b.cancelled_at,
            ]
        });
        files.chain(batches.flatten()).max().unwrap_or_default()
    }

    /// The data directory.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file's bytes.
    pub(crate) fn data_path(&self, file_id: &str) -> PathBuf {
        self.root.join("files").join(format!("{file_id}.data"))
    }

    /// A new path for an upload.
    pub(crate) fn incoming_path(&self) -> PathBuf {
        self.root.join("incoming").join(uuid::Uuid::new_v4().simple().to_string())
    }

    /// The directory of an unfinished batch.
    pub(crate) fn work_dir(&self, batch_id: &str) -> PathBuf {
        self.root.join("work").join(batch_id)
    }

    /// Turns the bytes at `data` into a file.
    pub(crate) async fn add_file(
        &self,
        data: &Path,
        file: FileObject,
        kind: FileKind,
        created: Duration,
    ) -> io::Result<()> {
        let target = self.data_path(&file.id);
        if self.durable {
            tokio::fs::File::open(data).await?.sync_all().await?;
        }
        tokio::fs::rename(data, &target).await?;
        let record = {
            let mut index = self.index();
            FileRecord { seq: index.take_seq(), file, kind, created }
        };
        write(&target.with_extension("json"), &record, self.durable).await?;
        self.index().add_file(record);
        Ok(())
    }

    /// The kind of a file.
    pub(crate) fn file_kind(&self, id: &str) -> Option<FileKind> {
        self.index().files.get(id).map(|record| record.kind)
    }

    /// A file that has not expired.
    pub(crate) fn file(&self, id: &str, now: u64) -> Option<FileObject> {
        self.sweep(now);
        self.index().files.get(id).map(|record| record.file.clone())
    }

    /// Deletes a file. Returns whether there was one.
    pub(crate) async fn delete_file(&self, id: &str, now: u64) -> io::Result<bool> {
        self.sweep(now);
        if !self.index().drop_file(id) {
            return Ok(false);
        }
        let data = self.data_path(id);
        tokio::fs::remove_file(data.with_extension("json")).await?;
        tokio::fs::remove_file(data).await?;
        Ok(true)
    }

    /// Total bytes of all stored files.
    pub(crate) fn stored_bytes(&self, now: u64) -> u64 {
        self.sweep(now);
        self.index().stored_bytes
    }

    /// A page of files. `None` if the cursor is unknown.
    pub(crate) fn list_files(
        &self,
        query: &PageQuery,
        purpose: Option<&str>,
        now: u64,
    ) -> Option<(Vec<FileObject>, bool)> {
        self.sweep(now);
        self.index().files.page(
            query,
            |record| {
                record.created <= query.created_by
                    && purpose.is_none_or(|purpose| record.file.purpose == purpose)
            },
            |record| record.file.clone(),
        )
    }

    /// Deletes expired files.
    fn sweep(&self, now: u64) {
        let mut index = self.index();
        while let Some((second, id)) = index.expiries.first().cloned() {
            if second > now {
                break;
            }
            index.drop_file(&id);
            let data = self.data_path(&id);
            // What cannot be removed now is deleted again after the next start.
            let _ = std::fs::remove_file(data.with_extension("json"));
            let _ = std::fs::remove_file(data);
        }
    }

    /// Adds a batch.
    pub(crate) async fn add_batch(&self, mut record: BatchRecord) -> io::Result<()> {
        let id = record.batch.id.clone();
        {
            let mut index = self.index();
            record.seq = index.take_seq();
            let seq = record.seq;
            let entry = BatchEntry::new(record, self.lists.load(Ordering::Relaxed));
            index.batches.insert(id.clone(), seq, entry);
        }
        self.save_batch(&id).await
    }

    /// A batch in memory.
    pub(crate) fn batch(&self, id: &str) -> Option<BatchEntry> {
        self.index().batches.get(id).cloned()
    }

    /// Changes a batch's record in memory. [`save_batch`](Self::save_batch) writes it.
    pub(crate) fn change_batch<R>(
        &self,
        id: &str,
        change: impl FnOnce(&mut BatchEntry) -> R,
    ) -> Option<R> {
        self.index().batches.get_mut(id).map(change)
    }

    /// Writes a batch's record as it is now.
    pub(crate) async fn save_batch(&self, id: &str) -> io::Result<()> {
        let Some(saving) = self.batch(id).map(|entry| entry.saving) else {
            return Ok(());
        };
        let _turn = saving.lock().await;
        // Read while holding the lock, so that the last write is always the latest state.
        let Some(mut entry) = self.batch(id) else {
            return Ok(());
        };
        entry.record.batch = entry.view();
        let path = self.root.join("batches").join(format!("{id}.json"));
        write(&path, &entry.record, self.durable).await
    }

    /// A page of batches, newest first. `None` if the cursor is unknown.
    pub(crate) fn list_batches(&self, query: &PageQuery) -> Option<(Vec<Batch>, bool)> {
        let call = self.lists.fetch_add(1, Ordering::Relaxed) + 1;
        self.index().batches.page(
            query,
            |entry| entry.unlisted_until < call && entry.record.created <= query.created_by,
            BatchEntry::listed,
        )
    }

    /// Ids of the batches that are not final.
    pub(crate) fn unfinished(&self) -> Vec<String> {
        let index = self.index();
        let entries = index.batches.values();
        entries
            .filter(|entry| !entry.record.batch.status.is_final())
            .map(|entry| entry.record.batch.id.clone())
            .collect()
    }

    /// Starts a validated batch, unless too many tokens of its model are enqueued already.
    ///
    /// # Errors
    /// The tokens that are enqueued.
    pub(crate) fn enqueue(
        &self,
        id: &str,
        tokens: u64,
        limit: Option<u64>,
        start: impl FnOnce(&mut BatchEntry),
    ) -> Result<(), u64> {
        let mut index = self.index();
        let model = index.batches.get(id).and_then(|entry| entry.record.batch.model.clone());
        let waiting: u64 = index
            .batches
            .values()
            .map(|entry| &entry.record)
            .filter(|r| !r.batch.status.is_final() && r.batch.id != id && r.batch.model == model)
            .map(|record| record.enqueued_tokens)
            .sum();
        if limit.is_some_and(|limit| waiting.saturating_add(tokens) > limit) {
            return Err(waiting);
        }
        if let Some(entry) = index.batches.get_mut(id) {
            entry.record.enqueued_tokens = tokens;
            start(entry);
        }
        Ok(())
    }
}
