//! A run's state on disk: one directory, one journal, one process at a time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use batch_ext::files::AtomicFile;
use fs4::fs_std::FileExt;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::RunError;
use crate::state::{State, VERSION};

const JOURNAL: &str = "journal.json";
const RESULTS: &str = "results";
const LOCK: &str = "lock";

/// A state directory, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Journal {
    dir: PathBuf,
    /// Files get its permissions.
    input: PathBuf,
    _lock: File,
}

impl Journal {
    /// Opens a state directory, making it where it is missing, and reads what it holds.
    pub(crate) fn open(dir: &Path, input: &Path) -> Result<(Self, Option<State>), RunError> {
        fs::create_dir_all(dir).map_err(RunError::io("create the state directory", dir))?;
        let journal = Self { dir: dir.into(), input: input.into(), _lock: lock(dir)? };
        let results = journal.results();
        fs::create_dir_all(&results).map_err(RunError::io("create", &results))?;
        journal.sweep()?;
        let state = journal.load()?;
        Ok((journal, state))
    }

    /// Whether there is a journal in a directory.
    pub(crate) fn exists(dir: &Path) -> bool {
        dir.join(JOURNAL).exists()
    }

    /// Removes what an earlier run left in a directory, unless a process is at work on it.
    pub(crate) fn forget(dir: &Path) -> Result<(), RunError> {
        if !dir.exists() {
            return Ok(());
        }
        // What cannot be read can be forgotten all the same.
        let _lock = lock(dir)?;
        let path = dir.join(JOURNAL);
        for gone in [fs::remove_file(&path), fs::remove_dir_all(dir.join(RESULTS))] {
            match gone {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(RunError::io("remove", &path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Leaves a directory in which nothing was begun as if it had not been touched.
    pub(crate) fn abandon(self) {
        // Other things may lie there; then it stays.
        let _ = fs::remove_dir(self.results());
        let _ = fs::remove_file(self.dir.join(LOCK));
        let _ = fs::remove_dir(&self.dir);
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where fetched results lie.
    pub(crate) fn results(&self) -> PathBuf {
        self.dir.join(RESULTS)
    }

    /// Removes what a crash left half-written.
    fn sweep(&self) -> Result<(), RunError> {
        for dir in [self.dir.clone(), self.results()] {
            let entries = fs::read_dir(&dir).map_err(RunError::io("read", &dir))?;
            for entry in entries {
                let path = entry.map_err(RunError::io("read", &dir))?.path();
                if path.extension().is_some_and(|end| end == "next" || end == "part") {
                    fs::remove_file(&path).map_err(RunError::io("remove", &path))?;
                }
            }
        }
        Ok(())
    }

    fn load(&self) -> Result<Option<State>, RunError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let path = self.dir.join(JOURNAL);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(RunError::io("read", &path)(error)),
        };
        let wrong = |reason: String| RunError::Journal { path: path.clone(), reason };
        let head: Head = serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))?;
        if head.version != VERSION {
            return Err(wrong(format!(
                "it has version {}, and this program reads version {VERSION}; use the program that wrote it",
                head.version
            )));
        }
        serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))
    }

    /// Replaces the journal. When this returns, the new one lasts; when it fails, the old one does.
    pub(crate) fn save(&self, state: &State) -> Result<(), RunError> {
        self.write(JOURNAL, state, true)
    }

    /// Writes another JSON file of the run's, once.
    pub(crate) fn write<T: Serialize>(
        &self,
        name: &str,
        value: &T,
        pretty: bool,
    ) -> Result<(), RunError> {
        let path = self.dir.join(name);
        self.write_json(&path, value, pretty).map_err(RunError::io("write", &path))
    }

    fn write_json<T: Serialize>(&self, path: &Path, value: &T, pretty: bool) -> io::Result<()> {
        let mut file = AtomicFile::create(path)?.with_mode_of(&self.input)?;
        if pretty {
            serde_json::to_writer_pretty(&mut file, value)?;
        } else {
            serde_json::to_writer(&mut file, value)?;
        }
        file.write_all(b"\n")?;
        file.commit()
    }

    /// Reads such a file.
    pub(crate) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, RunError> {
        let path = self.dir.join(name);
        let text = fs::read(&path).map_err(RunError::io("read", &path))?;
        serde_json::from_slice(&text)
            .map_err(|error| RunError::Journal { path, reason: error.to_string() })
    }

    /// Removes what is not needed once the results are merged; the journal stays, and says so.
    pub(crate) fn tidy(&self, state: &State) -> Result<(), RunError> {
        let results = self.results();
        fs::remove_dir_all(&results).map_err(RunError::io("remove", &results))?;
        for round in &state.rounds {
            let path = self.dir.join(&round.shards);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(RunError::io("remove", &path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The lock of a directory, which the system lets go when the process ends in whatever way.
fn lock(dir: &Path) -> Result<File, RunError> {
    let path = dir.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(RunError::io("open", &path))?;
    match FileExt::try_lock_exclusive(&file) {
        Ok(true) => Ok(file),
        Ok(false) => Err(RunError::Locked { path: dir.into() }),
        Err(error) => Err(RunError::io("lock", &path)(error)),
    }
}
