//! The setup that all tests share.

pub(crate) mod child;
pub(crate) mod desk;
pub(crate) mod golden;
pub(crate) mod requests;
pub(crate) mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Environment variables that change what the binary does or prints.
const VARIABLES: [&str; 8] = [
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "OPENAI_ORG_ID",
    "OPENAI_PROJECT_ID",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "LINES",
];

/// The binary under test, shielded from this machine's environment.
pub(crate) fn batch() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batch"));
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.env("COLUMNS", "100").stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub(crate) fn run(args: &[&str]) -> Done {
    Done(batch().args(args).output().unwrap())
}

/// A process that has ended.
pub(crate) struct Done(pub(crate) Output);

impl Done {
    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// Standard output as JSON lines.
    pub(crate) fn json(&self) -> Vec<Value> {
        let lines = self.out();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    /// Checks the exit code, and shows the output if it is another one.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code(), Some(code), "{}\n{}", self.out(), self.err());
        self
    }
}

/// Files under a directory that should not outlive a run.
pub(crate) fn leftovers(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(leftovers(&path));
        } else if path.extension().is_some_and(|end| end == "part" || end == "next") {
            found.push(path);
        }
    }
    found
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
