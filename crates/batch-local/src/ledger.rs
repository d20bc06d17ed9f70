//! The ledger: which requests were answered and paid, and in which batch.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::fs::OpenOptions;
use tokio::io::{AsyncWriteExt, BufWriter};

/// How often each request was answered and paid.
///
/// A test that wants to know whether a client had a request processed twice asks the ledger rather
/// than counting batches: two batches are harmless if the second was cancelled before it answered
/// anything. See [`Server::ledger`](crate::Server::ledger) and the endpoint `GET /debug/ledger`,
/// whose body this is.
///
/// ```
/// use batch_local::{FaultPlan, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::builder().faults(FaultPlan::new()).start().await?;
/// // … a client runs its batches …
/// let ledger = server.ledger().ok_or("faults are not enabled")?;
/// assert_eq!(ledger.paid_more_than_once().count(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    answered: u64,
    paid: u64,
    entries: Vec<LedgerEntry>,
}

/// One request of one batch.
///
/// A request was *answered* if the responder answered it, well or badly. It was *paid* if that
/// answer was a success, even if a fault then kept the result line out of the output file. What a
/// restarted server repeats because its last results were lost counts once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LedgerEntry {
    /// The request's `custom_id`.
    pub custom_id: String,
    /// The batch it was part of.
    pub batch_id: String,
    /// Lines with this `custom_id` that were answered: 1, or more if the batch accepted
    /// duplicates.
    pub answered: u64,
    /// How many of them succeeded.
    pub paid: u64,
}

impl Ledger {
    /// Every request of every batch that was answered.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// Answers to all requests together.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// Paid answers to all requests together.
    #[must_use]
    pub fn paid(&self) -> u64 {
        self.paid
    }

    /// Answers by `custom_id`, over all batches.
    #[must_use]
    pub fn answered_by_id(&self) -> BTreeMap<&str, u64> {
        self.by_id(|entry| entry.answered)
    }

    /// Paid answers by `custom_id`, over all batches. Requests that were answered but never paid
    /// are listed with 0.
    #[must_use]
    pub fn paid_by_id(&self) -> BTreeMap<&str, u64> {
        self.by_id(|entry| entry.paid)
    }

    /// The custom ids with more than one paid answer, and how many they have.
    pub fn paid_more_than_once(&self) -> impl Iterator<Item = (&str, u64)> {
        self.paid_by_id().into_iter().filter(|(_, paid)| *paid > 1)
    }

    fn by_id(&self, count: impl Fn(&LedgerEntry) -> u64) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(entry.custom_id.as_str()).or_default() += count(entry);
        }
        counts
    }
}

/// One answered line, as it is kept on disk.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    line: u64,
    custom_id: String,
    paid: bool,
}

/// The records behind the ledger: answered lines, by batch and line number.
pub(crate) struct Book {
    directory: PathBuf,
    batches: Mutex<BTreeMap<String, BTreeMap<u64, Line>>>,
}

impl Book {
    /// Opens the book kept in a directory, which is created if it is missing.
    pub(crate) fn open(directory: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&directory)?;
        let mut batches = BTreeMap::new();
        for entry in std::fs::read_dir(&directory)? {
            let path = entry?.path();
            if let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) {
                batches.insert(id.to_owned(), load(&path)?);
            }
        }
        Ok(Self { directory, batches: Mutex::new(batches) })
    }

    fn batches(&self) -> MutexGuard<'_, BTreeMap<String, BTreeMap<u64, Line>>> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ledger as of now.
    pub(crate) fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::default();
        for (batch_id, lines) in &*self.batches() {
            let mut by_id: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
            for line in lines.values() {
                let (answered, paid) = by_id.entry(&line.custom_id).or_default();
                *answered += 1;
                *paid += u64::from(line.paid);
            }
            for (custom_id, (answered, paid)) in by_id {
                ledger.answered += answered;
                ledger.paid += paid;
                ledger.entries.push(LedgerEntry {
                    custom_id: custom_id.to_owned(),
                    batch_id: batch_id.clone(),
                    answered,
                    paid,
                });
            }
        }
        ledger
    }

    /// The records of one batch.
    pub(crate) async fn pages(&self, batch_id: &str) -> io::Result<Pages<'_>> {
        let path = self.directory.join(format!("{batch_id}.jsonl"));
        let file = OpenOptions::new().append(true).create(true).open(path).await?;
        Ok(Pages { book: self, batch_id: batch_id.to_owned(), file: BufWriter::new(file) })
    }
}

/// Records the answers of one batch.
pub(crate) struct Pages<'a> {
    book: &'a Book,
    batch_id: String,
    file: BufWriter<tokio::fs::File>,
}

impl Pages<'_> {
    /// Records an answer. To survive a crash, it must be [flushed](Self::flush) before the result
    /// line is written, so that a line that is answered again after a crash counts once.
    pub(crate) async fn note(&mut self, line: u64, custom_id: &str, paid: bool) -> io::Result<()> {
        let line = Line { line, custom_id: custom_id.to_owned(), paid };
        let mut text = serde_json::to_vec(&line)?;
        text.push(b'\n');
        self.book.batches().entry(self.batch_id.clone()).or_default().insert(line.line, line);
        self.file.write_all(&text).await
    }

    pub(crate) async fn flush(&mut self) -> io::Result<()> {
        self.file.flush().await
    }
}

/// Reads the lines of a batch. A line that a crash cut off is removed: it has no result either.
fn load(path: &Path) -> io::Result<BTreeMap<u64, Line>> {
    let mut text = std::fs::read(path)?;
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    if whole < text.len() {
        text.truncate(whole);
        std::fs::OpenOptions::new().write(true).open(path)?.set_len(whole as u64)?;
    }
    let lines = text.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| serde_json::from_slice::<Line>(line).ok());
    Ok(lines.map(|line| (line.line, line)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn note(book: &Book, batch: &str, lines: &[(u64, &str, bool)]) {
        let mut pages = book.pages(batch).await.unwrap();
        for (line, custom_id, paid) in lines {
            pages.note(*line, custom_id, *paid).await.unwrap();
        }
        pages.flush().await.unwrap();
    }

    #[tokio::test]
    async fn a_request_paid_in_two_batches_is_in_the_ledger() {
        let directory = tempfile::tempdir().unwrap();
        let book = Book::open(directory.path().join("ledger")).unwrap();
        note(&book, "b1", &[(1, "a", true), (2, "b", false)]).await;
        note(&book, "b2", &[(1, "a", true), (2, "b", true)]).await;
        let ledger = book.ledger();
        assert_eq!((ledger.answered(), ledger.paid()), (4, 3));
        assert_eq!(ledger.paid_by_id(), BTreeMap::from([("a", 2), ("b", 1)]));
        assert_eq!(ledger.answered_by_id(), BTreeMap::from([("a", 2), ("b", 2)]));
        assert_eq!(ledger.paid_more_than_once().collect::<Vec<_>>(), [("a", 2)]);
        assert_eq!(ledger.entries().len(), 4);
    }

    #[tokio::test]
    async fn a_line_answered_again_after_a_crash_counts_once() {
        let directory = tempfile::tempdir().unwrap();
        let book = Book::open(directory.path().into()).unwrap();
        note(&book, "b", &[(1, "a", true), (2, "a", true)]).await;
        let before = book.ledger();
        assert_eq!(before.entries()[0].paid, 2, "duplicate ids are lines of their own");
        let path = directory.path().join("b.jsonl");
        let mut text = std::fs::read(&path).unwrap();
        text.extend_from_slice(b"{\"line\":3,\"cus");
        std::fs::write(&path, text).unwrap();

        let book = Book::open(directory.path().into()).unwrap();
        assert_eq!(book.ledger(), before);
        note(&book, "b", &[(2, "a", true), (3, "c", true)]).await;
        assert_eq!(book.ledger().paid(), 3);
        assert_eq!(Book::open(directory.path().into()).unwrap().ledger(), book.ledger());
    }
}
