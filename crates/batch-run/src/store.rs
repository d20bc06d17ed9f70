//! The state directory: small records, each replaced whole and on its own.
//!
//! | path | content |
//! |---|---|
//! | `lock` | marks the directory as the state of a run; locked while a process works on it |
//! | `run.json` | the head: identity, rounds and report of the run |
//! | `rounds/round-0.json` | the shards of a round, as ranges of the input; written once |
//! | `shards/r0-s0.json` | the record of a shard |
//! | `results/r0-s0.jsonl` | a shard's results in order |
//! | `results/r0-s0.output`, `.error` | a batch's files as fetched, until they are in order |
//!
//! Everything but the results is readable JSON. Nothing contains a secret.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use batch_ext::files::AtomicFile;
use batch_lines::{Limits, Shard, Spans};
use fs4::fs_std::FileExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::core::{self, Head, Load, Record};
use crate::error::{FileError, RunError};
use crate::fingerprint::Fingerprint;
use crate::report::RunReport;

/// Version of the layout. It changes when an older program could misread a newer state.
pub(crate) const VERSION: u32 = 2;

/// The content of the lock file, by which the directory is recognized.
const MARK: &str = "State of a batch run. Do not edit.\n";

const LOCK: &str = "lock";
const RUN: &str = "run.json";
const ROUNDS: &str = "rounds";
const SHARDS: &str = "shards";
const RESULTS: &str = "results";

/// The content of `run.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) version: u32,
    /// Names the run on the server: in file names and in the metadata of batches.
    pub(crate) run_id: String,
    /// Seconds since 1970.
    pub(crate) started_at: u64,
    /// The base URL, or the name that the caller gives the server.
    pub(crate) server: String,
    pub(crate) input: Fingerprint,
    pub(crate) plan: PlanLimits,
    #[serde(flatten)]
    pub(crate) head: Head,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) report: Option<RunReport>,
}

/// The limits that a run was planned with. Later rounds use them too, even if the run is
/// resumed with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PlanLimits {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
    pub(crate) embedding_inputs: u64,
    pub(crate) tokens: Option<u64>,
    pub(crate) line_bytes: usize,
}

impl From<&Limits> for PlanLimits {
    fn from(limits: &Limits) -> Self {
        Self {
            requests: limits.requests,
            bytes: limits.bytes,
            embedding_inputs: limits.embedding_inputs,
            tokens: limits.tokens,
            line_bytes: limits.line_bytes,
        }
    }
}

impl From<&PlanLimits> for Limits {
    fn from(plan: &PlanLimits) -> Self {
        let mut limits = Self::default();
        limits.requests = plan.requests;
        limits.bytes = plan.bytes;
        limits.embedding_inputs = plan.embedding_inputs;
        limits.tokens = plan.tokens;
        limits.line_bytes = plan.line_bytes;
        limits
    }
}

/// The shards of a round.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Round {
    pub(crate) shards: Vec<Shard>,
    /// Lines of the input that are not sent because they have a problem. Only the first round has
    /// any.
    #[serde(default)]
    pub(crate) refused: Refused,
}

/// Lines of the input that are not sent because they have a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    /// How many they are.
    pub(crate) lines: u64,
    /// Those that have an id of their own, and so a line in the output.
    pub(crate) named: Spans,
    /// Hash of the file with their results.
    pub(crate) sha256: String,
}

/// A state directory, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Store {
    dir: PathBuf,
    /// Files get the permissions of the input.
    input: PathBuf,
    _lock: File,
}

impl Store {
    /// Opens a state directory, creating it if it is missing.
    pub(crate) fn open(dir: &Path, input: &Path) -> Result<Self, RunError> {
        if is_foreign(dir)? {
            return Err(RunError::ForeignState { path: dir.into() });
        }
        fs::create_dir_all(dir).map_err(FileError::of("create", dir))?;
        let store = Self { dir: dir.into(), input: input.into(), _lock: lock(dir)? };
        for sub in [ROUNDS, SHARDS, RESULTS] {
            let path = dir.join(sub);
            fs::create_dir_all(&path).map_err(FileError::of("create", &path))?;
        }
        Ok(store)
    }

    /// Whether a run has left its head in a directory.
    pub(crate) fn exists(dir: &Path) -> bool {
        dir.join(RUN).exists()
    }

    /// Removes the state of an earlier run, unless a process works on it.
    pub(crate) fn forget(dir: &Path) -> Result<(), RunError> {
        if !dir.exists() {
            return Ok(());
        }
        if is_foreign(dir)? {
            return Err(RunError::ForeignState { path: dir.into() });
        }
        let _lock = lock(dir)?;
        // The head goes first: without it, the rest means nothing.
        remove_file(&dir.join(RUN))?;
        for sub in [ROUNDS, SHARDS, RESULTS] {
            remove_dir(&dir.join(sub))?;
        }
        Ok(())
    }

    /// Removes the state left by a process that died before it wrote the head.
    ///
    /// # Errors
    /// If anything was sent: then there was a head, and it is lost.
    pub(crate) fn clear(&self) -> Result<(), RunError> {
        if self.was_sent()? {
            return Err(damaged(&self.dir.join(RUN), "it is missing, although batches were begun"));
        }
        for sub in [ROUNDS, SHARDS, RESULTS] {
            let path = self.dir.join(sub);
            remove_dir(&path)?;
            fs::create_dir_all(&path).map_err(FileError::of("create", &path))?;
        }
        Ok(())
    }

    /// Whether any record has changed since the run began.
    fn was_sent(&self) -> Result<bool, RunError> {
        let dir = self.dir.join(SHARDS);
        let failed = || FileError::of("read", &dir);
        for entry in fs::read_dir(&dir).map_err(failed())? {
            let path = entry.map_err(failed())?.path();
            let is_record = path.extension().is_some_and(|end| end == "json");
            if is_record && self.read_needed::<Record>(&path)? != Record::new() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removes every trace of a run that has sent nothing.
    pub(crate) fn abandon(&self) {
        let _ = fs::remove_file(self.dir.join(RUN));
        for sub in [ROUNDS, SHARDS, RESULTS] {
            let _ = fs::remove_dir_all(self.dir.join(sub));
        }
        let _ = fs::remove_file(self.dir.join(LOCK));
        // It stays if it holds anything else.
        let _ = fs::remove_dir(&self.dir);
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The head, if there is one.
    pub(crate) fn load(&self) -> Result<Option<Run>, RunError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let path = self.dir.join(RUN);
        let Some(text) = read(&path)? else { return Ok(None) };
        let version: Version = parse(&path, &text)?;
        if version.version != VERSION {
            let reason = format!(
                "it has version {}, and this program reads version {VERSION}; finish the run with \
                 the program that began it, or start over",
                version.version
            );
            return Err(RunError::Damaged { path, reason });
        }
        parse(&path, &text).map(Some)
    }

    /// The shards of a round.
    pub(crate) fn round(&self, number: usize) -> Result<Round, RunError> {
        self.read_needed(&self.round_path(number))
    }

    /// The error for a round that cannot be what was saved.
    pub(crate) fn damaged_round(&self, number: usize, what: &str) -> RunError {
        damaged(&self.round_path(number), what)
    }

    /// The saved record of a shard.
    pub(crate) fn record(&self, load: &Load) -> Result<Record, RunError> {
        self.read_needed(&self.record_path(load))
    }

    pub(crate) fn save_run(&self, run: &Run) -> Result<(), FileError> {
        self.write(&self.dir.join(RUN), run, true)
    }

    pub(crate) fn save_round(&self, number: usize, round: &Round) -> Result<(), FileError> {
        self.write(&self.round_path(number), round, false)
    }

    pub(crate) fn save_record(&self, load: &Load, record: &Record) -> Result<(), FileError> {
        self.write(&self.record_path(load), record, false)
    }

    /// The path of a shard's results in order.
    pub(crate) fn part(&self, load: &Load) -> PathBuf {
        self.dir.join(RESULTS).join(format!("{}.jsonl", core::stem(load)))
    }

    /// The path of a fetched result file, which is kept until its lines are in order.
    pub(crate) fn fetched(&self, load: &Load, role: core::Role) -> PathBuf {
        let end = match role {
            core::Role::Output => "output",
            core::Role::Error => "error",
        };
        self.dir.join(RESULTS).join(format!("{}.{end}", core::stem(load)))
    }

    /// The results of lines that were never sent.
    pub(crate) fn refused_part(&self) -> PathBuf {
        self.dir.join(RESULTS).join("refused.jsonl")
    }

    /// A new file that appears whole or not at all.
    pub(crate) fn create(&self, path: &Path) -> io::Result<AtomicFile> {
        AtomicFile::create(path)?.with_mode_of(&self.input)
    }

    /// Removes what is not needed any more once every request has succeeded.
    pub(crate) fn tidy(&self) -> Result<(), RunError> {
        for sub in [SHARDS, RESULTS, ROUNDS] {
            remove_dir(&self.dir.join(sub))?;
        }
        Ok(())
    }

    fn round_path(&self, number: usize) -> PathBuf {
        self.dir.join(ROUNDS).join(format!("round-{number}.json"))
    }

    fn record_path(&self, load: &Load) -> PathBuf {
        self.dir.join(SHARDS).join(format!("{}.json", core::stem(load)))
    }

    fn write<T: Serialize>(&self, path: &Path, value: &T, pretty: bool) -> Result<(), FileError> {
        let write = || {
            let mut text =
                if pretty { serde_json::to_vec_pretty(value)? } else { serde_json::to_vec(value)? };
            text.push(b'\n');
            let mut file = self.create(path)?;
            file.write_all(&text)?;
            file.commit()
        };
        write().map_err(FileError::of("write", path))
    }

    fn read_needed<T: DeserializeOwned>(&self, path: &Path) -> Result<T, RunError> {
        match read(path)? {
            Some(text) => parse(path, &text),
            None => Err(damaged(path, "it is missing")),
        }
    }
}

/// Whether a directory holds something other than the state of a run.
fn is_foreign(dir: &Path) -> Result<bool, RunError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(FileError::of("read", dir)(error).into()),
    };
    // A process may have died before it marked a new directory.
    if entries.flatten().all(|entry| entry.file_name() == LOCK) {
        return Ok(false);
    }
    let mut mark = String::new();
    let marked = File::open(dir.join(LOCK))
        .and_then(|file| file.take(MARK.len() as u64).read_to_string(&mut mark))
        .is_ok_and(|_| mark == MARK);
    Ok(!marked)
}

/// The lock of a directory, which the system releases however the process ends.
fn lock(dir: &Path) -> Result<File, RunError> {
    let path = dir.join(LOCK);
    let open = |path: &Path| {
        File::options().create(true).truncate(false).read(true).write(true).open(path)
    };
    let mut file = open(&path).map_err(FileError::of("open", &path))?;
    match FileExt::try_lock_exclusive(&file) {
        Ok(true) => {}
        Ok(false) => return Err(RunError::Locked { path: dir.into() }),
        Err(error) => return Err(FileError::of("lock", &path)(error).into()),
    }
    let is_new = file.metadata().is_ok_and(|meta| meta.len() == 0);
    if is_new {
        let marked = file.write_all(MARK.as_bytes()).and_then(|()| file.sync_all());
        marked.map_err(FileError::of("write", &path))?;
    }
    Ok(file)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, RunError> {
    match fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::of("read", path)(error).into()),
    }
}

fn parse<T: DeserializeOwned>(path: &Path, text: &[u8]) -> Result<T, RunError> {
    serde_json::from_slice(text).map_err(|error| damaged(path, &error.to_string()))
}

fn damaged(path: &Path, what: &str) -> RunError {
    let reason = format!(
        "{what}; restore it from a backup if there is one, or start over (batches in flight \
         continue on the server and are billed; their metadata names this run)"
    );
    RunError::Damaged { path: path.into(), reason }
}

fn remove_file(path: &Path) -> Result<(), RunError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(FileError::of("remove", path)(error).into())
        }
        _ => Ok(()),
    }
}

fn remove_dir(path: &Path) -> Result<(), RunError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(FileError::of("remove", path)(error).into())
        }
        _ => Ok(()),
    }
}
