//! A workspace in a temporary directory, and runs of the binary in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The `openapi.yaml` of this workspace.
pub(crate) const OPENAPI: &str = include_str!("../../../openapi.yaml");

pub(crate) struct Workspace(TempDir);

/// What a run of the binary printed, and its exit status.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// A workspace with this `openapi.yaml` and nothing else.
    pub(crate) fn new(openapi: &str) -> Self {
        let workspace = Self::empty();
        workspace.write("openapi.yaml", openapi);
        workspace
    }

    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs `xtask ARGS` in this workspace.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        run(self.0.path(), args)
    }
}

/// Runs `xtask ARGS` in the workspace with this root directory.
pub(crate) fn run(root: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("--root").arg(root).args(args).output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Returns the root directory of this workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
