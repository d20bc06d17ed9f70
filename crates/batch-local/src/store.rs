//! Files and batches on disk, with an index of their metadata in memory.
//!
//! Plain files rather than an embedded database: payloads are byte streams that want to be
//! appended, renamed and sent as they are, and what remains is one small JSON record per object,
//! for which an atomic rename is all the transaction there is. The directory can be read with
//! `ls` and `jq`.
//!
//! ```text
//! files/ID.json      a file's record
//! files/ID.data      its bytes
//! batches/ID.json    a batch's record
//! work/ID/           an unfinished batch: input.jsonl, output.jsonl, errors.jsonl
//! incoming/          uploads under way
//! lock               held by the server that uses the directory
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize as SerializeDerive};
use tempfile::TempDir;
use tokio::sync::watch;

use crate::engine::progress::Progress;
use crate::fault::{Effect, LineFaults};
use crate::model::{Batch, FileObject};

/// A file's record, with its place in the order of creation.
#[derive(Clone, SerializeDerive, Deserialize)]
pub(crate) struct FileRecord {
    pub(crate) seq: u64,
    pub(crate) file: FileObject,
}

/// A batch's record: what the API shows, and what the engine must know to go on after a restart.
#[derive(Clone, SerializeDerive, Deserialize)]
pub(crate) struct BatchRecord {
    pub(crate) seq: u64,
    pub(crate) batch: Batch,
    /// Lifetime of the result files in seconds.
    pub(crate) output_lifetime: u64,
    /// Ids that the result files will get, chosen early so that publishing them can be repeated.
    pub(crate) output_id: String,
    pub(crate) error_id: String,
    /// Estimated tokens of its input, for the enqueued-token limit.
    pub(crate) enqueued_tokens: u64,
    /// What shall go wrong with it.
    #[serde(default)]
    pub(crate) effects: Vec<Effect>,
    #[serde(default)]
    pub(crate) fault_seed: u64,
}

/// A batch in memory.
#[derive(Clone)]
pub(crate) struct BatchEntry {
    pub(crate) record: BatchRecord,
    pub(crate) progress: Arc<Progress>,
    /// True once cancelling was asked for.
    pub(crate) cancel: watch::Sender<bool>,
    /// Serialises writes of the record.
    saving: Arc<tokio::sync::Mutex<()>>,
}

impl BatchEntry {
    fn new(record: BatchRecord) -> Self {
        Self {
            progress: Arc::new(Progress::default()),
            cancel: watch::Sender::new(false),
            saving: Arc::default(),
            record,
        }
    }

    /// What shall go wrong with it.
    pub(crate) fn faults(&self) -> LineFaults<'_> {
        LineFaults::new(&self.record.effects, self.record.fault_seed)
    }

    /// The batch as the API shows it, with the counts as they are now.
    pub(crate) fn view(&self) -> Batch {
        let mut batch = self.record.batch.clone();
        self.progress.show_in(&mut batch);
        batch
    }
}

/// Things in the order of their creation, found by id.
struct Shelf<T> {
    by_seq: BTreeMap<u64, T>,
    seq_of: HashMap<String, u64>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            by_seq: BTreeMap::new(),
            seq_of: HashMap::new(),
        }
    }
}

impl<T> Shelf<T> {
    fn insert(&mut self, id: String, seq: u64, item: T) {
        self.seq_of.insert(id, seq);
        self.by_seq.insert(seq, item);
    }

    fn get(&self, id: &str) -> Option<&T> {
        self.by_seq.get(self.seq_of.get(id)?)
    }

    fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_seq.get_mut(self.seq_of.get(id)?)
    }

    fn remove(&mut self, id: &str) -> Option<T> {
        self.by_seq.remove(&self.seq_of.remove(id)?)
    }

    /// Up to `limit` matching items after the cursor, and whether more follow. `None` when the
    /// cursor is unknown.
    fn page<R>(
        &self,
        query: &PageQuery,
        matches: impl Fn(&T) -> bool,
        view: impl Fn(&T) -> R,
    ) -> Option<(Vec<R>, bool)> {
        let cursor = match &query.after {
            None => None,
            Some(id) => Some(*self.seq_of.get(id)?),
        };
        // What a lagging list does not show yet begins here.
        let end = match query.hidden.checked_sub(1) {
            None => u64::MAX,
            Some(last) => self.by_seq.keys().rev().nth(last).copied().unwrap_or(0),
        };
        let start = cursor.map_or(0, |seq| seq + 1);
        let items: Box<dyn Iterator<Item = &T>> = if query.oldest_first {
            Box::new(self.by_seq.range(start.min(end)..end).map(|(_, item)| item))
        } else {
            let end = cursor.unwrap_or(u64::MAX).min(end);
            Box::new(self.by_seq.range(..end).rev().map(|(_, item)| item))
        };
        let mut matching = items.filter(|item| matches(item));
        let page = matching.by_ref().take(query.limit).map(view).collect();
        let more = matching.next().is_some();
        Some((page, more))
    }
}

/// Which page of a list is asked for.
pub(crate) struct PageQuery {
    pub(crate) after: Option<String>,
    pub(crate) limit: usize,
    pub(crate) oldest_first: bool,
    /// How many of the newest items a lagging list does not show.
    pub(crate) hidden: usize,
}

#[derive(Default)]
struct Index {
    next_seq: u64,
    files: Shelf<FileRecord>,
    batches: Shelf<BatchEntry>,
    /// Files by the second in which they expire.
    expiries: BTreeSet<(u64, String)>,
    stored_bytes: u64,
}

/// A server's memory.
pub(crate) struct Store {
    root: PathBuf,
    index: Mutex<Index>,
    /// Whether records are synced to the disk: not worth it in a directory that is temporary.
    durable: bool,
    /// Held until the server has ended.
    _lock: std::fs::File,
    _temporary: Option<TempDir>,
}

impl Store {
    /// Opens `directory`, making it when it is missing, or a temporary one.
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
            if root
                .join("files")
                .join(&record.file.id)
                .with_extension("data")
                .exists()
            {
                index.add_file(record);
            }
        }
        for record in load::<BatchRecord>(&root.join("batches"))? {
            index.next_seq = index.next_seq.max(record.seq + 1);
            let entry = BatchEntry::new(record);
            index
                .batches
                .insert(entry.record.batch.id.clone(), entry.record.seq, entry);
        }
        index.remove_orphans(&root.join("files"))?;
        Ok(Self {
            durable: temporary.is_none(),
            root,
            index: Mutex::new(index),
            _lock: lock,
            _temporary: temporary,
        })
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        // Nothing panics while the lock is held; were it so, the index would still be whole.
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The latest second that any record mentions.
    pub(crate) fn latest_second(&self) -> u64 {
        let index = self.index();
        let files = index.files.by_seq.values().map(|r| r.file.created_at);
        let batches = index.batches.by_seq.values().flat_map(|entry| {
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

    /// Where the bytes of a file lie.
    pub(crate) fn data_path(&self, file_id: &str) -> PathBuf {
        self.root.join("files").join(format!("{file_id}.data"))
    }

    /// A fresh place for an upload.
    pub(crate) fn incoming_path(&self) -> PathBuf {
        self.root
            .join("incoming")
            .join(uuid::Uuid::new_v4().simple().to_string())
    }

    /// The directory of an unfinished batch.
    pub(crate) fn work_dir(&self, batch_id: &str) -> PathBuf {
        self.root.join("work").join(batch_id)
    }

    /// Takes over the bytes at `data` as a file.
    pub(crate) async fn add_file(&self, data: &Path, file: FileObject) -> io::Result<()> {
        let target = self.data_path(&file.id);
        if self.durable {
            tokio::fs::File::open(data).await?.sync_all().await?;
        }
        tokio::fs::rename(data, &target).await?;
        let record = {
            let mut index = self.index();
            FileRecord {
                seq: index.take_seq(),
                file,
            }
        };
        self.write(&target.with_extension("json"), &record).await?;
        self.index().add_file(record);
        Ok(())
    }

    /// A file that has not expired.
    pub(crate) fn file(&self, id: &str, now: u64) -> Option<FileObject> {
        self.sweep(now);
        self.index().files.get(id).map(|record| record.file.clone())
    }

    /// Deletes a file; false when there is none.
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

    /// Bytes of all stored files.
    pub(crate) fn stored_bytes(&self, now: u64) -> u64 {
        self.sweep(now);
        self.index().stored_bytes
    }

    /// A page of files; `None` when the cursor is unknown.
    pub(crate) fn list_files(
        &self,
        query: &PageQuery,
        purpose: Option<&str>,
        now: u64,
    ) -> Option<(Vec<FileObject>, bool)> {
        self.sweep(now);
        self.index().files.page(
            query,
            |record| purpose.is_none_or(|purpose| record.file.purpose == purpose),
            |record| record.file.clone(),
        )
    }

    /// Forgets files whose time has come.
    fn sweep(&self, now: u64) {
        let mut index = self.index();
        while let Some((second, id)) = index.expiries.first().cloned() {
            if second > now {
                break;
            }
            index.drop_file(&id);
            let data = self.data_path(&id);
            // What cannot be removed now is dropped again after the next start.
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
            index
                .batches
                .insert(id.clone(), seq, BatchEntry::new(record));
        }
        self.save_batch(&id).await
    }

    /// A batch in memory.
    pub(crate) fn batch(&self, id: &str) -> Option<BatchEntry> {
        self.index().batches.get(id).cloned()
    }

    /// Changes a batch's record in memory; [`save_batch`](Self::save_batch) writes it.
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
        // Read inside the turn, so that the last write is always the latest state.
        let Some(mut entry) = self.batch(id) else {
            return Ok(());
        };
        entry.record.batch = entry.view();
        let path = self.root.join("batches").join(format!("{id}.json"));
        self.write(&path, &entry.record).await
    }

    /// A page of batches, newest first; `None` when the cursor is unknown.
    pub(crate) fn list_batches(&self, query: &PageQuery) -> Option<(Vec<Batch>, bool)> {
        self.index().batches.page(query, |_| true, BatchEntry::view)
    }

    /// Ids of the batches that are not final.
    pub(crate) fn unfinished(&self) -> Vec<String> {
        let index = self.index();
        let entries = index.batches.by_seq.values();
        entries
            .filter(|entry| !entry.record.batch.status.is_final())
            .map(|entry| entry.record.batch.id.clone())
            .collect()
    }

    /// Starts a validated batch, unless too many tokens of its model are waiting already: then
    /// the tokens that are.
    pub(crate) fn enqueue(
        &self,
        id: &str,
        tokens: u64,
        limit: Option<u64>,
        start: impl FnOnce(&mut BatchEntry),
    ) -> Result<(), u64> {
        let mut index = self.index();
        let model = index
            .batches
            .get(id)
            .and_then(|entry| entry.record.batch.model.clone());
        let waiting: u64 = index
            .batches
            .by_seq
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

    async fn write(&self, path: &Path, record: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(record)?;
        let next = path.with_extension("json.next");
        tokio::fs::write(&next, text).await?;
        if self.durable {
            tokio::fs::File::open(&next).await?.sync_all().await?;
        }
        tokio::fs::rename(&next, path).await?;
        #[cfg(unix)]
        if self.durable
            && let Some(directory) = path.parent()
        {
            // A name is safe only when its directory is.
            tokio::fs::File::open(directory).await?.sync_all().await?;
        }
        Ok(())
    }
}

impl Index {
    fn take_seq(&mut self) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        seq
    }

    fn add_file(&mut self, record: FileRecord) {
        self.next_seq = self.next_seq.max(record.seq + 1);
        self.stored_bytes += record.file.bytes;
        if let Some(second) = record.file.expires_at {
            self.expiries.insert((second, record.file.id.clone()));
        }
        self.files
            .insert(record.file.id.clone(), record.seq, record);
    }

    /// Removes bytes without a record: an upload or a deletion that a crash interrupted. What an
    /// unfinished batch was publishing stays.
    fn remove_orphans(&self, files: &Path) -> io::Result<()> {
        let unfinished = self.batches.by_seq.values().map(|entry| &entry.record);
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

    fn drop_file(&mut self, id: &str) -> bool {
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

/// All records of a directory. What is not a whole record is an error: it names the file.
fn load<T: DeserializeOwned>(directory: &Path) -> io::Result<Vec<T>> {
    let mut records = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let record = serde_json::from_slice(&std::fs::read(&path)?).map_err(|error| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{}: {error}", path.display()),
                )
            })?;
            records.push(record);
        }
    }
    Ok(records)
}

/// Takes the directory's lock, or says who has it.
fn lock(path: &Path) -> io::Result<std::fs::File> {
    use fs4::fs_std::FileExt;
    let file = std::fs::File::create(path)?;
    match file.try_lock_exclusive() {
        Ok(true) => Ok(file),
        Ok(false) => Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another server uses this data directory",
        )),
        Err(error) => Err(error),
    }
}
