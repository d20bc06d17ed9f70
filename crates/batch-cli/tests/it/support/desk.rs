//! A directory to work in.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::requests::write_requests;

/// The salt of a desk's requests.
pub(crate) const SALT: u64 = 7;

pub(crate) struct Desk {
    pub(crate) dir: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes `in.jsonl` with requests for one model.
    pub(crate) fn requests(&self, count: usize) -> PathBuf {
        let path = self.path("in.jsonl");
        write_requests(&path, count, &["m"], SALT);
        path
    }

    /// Writes `faults.json`, for `batch serve --faults`.
    pub(crate) fn faults(&self, rules: Value) -> PathBuf {
        let path = self.path("faults.json");
        fs::write(&path, json!({"rules": rules}).to_string()).unwrap();
        path
    }
}
