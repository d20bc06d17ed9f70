//! Golden files, and sessions of commands in the form of a shell transcript.

use std::fmt::Write as _;
use std::path::Path;

use regex::Regex;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

use super::desk::Desk;
use super::serve::Serve;
use super::{Done, batch};

/// Patterns of values that differ from run to run, and their placeholders in golden files.
const MASKS: [(&str, &str); 9] = [
    (r"batch_[0-9a-f]{32}", "batch_[ID]"),
    (r"file-[0-9a-f]{32}", "file-[ID]"),
    (r"[0-9a-f]{16}(-s|\b)", "[RUN_ID]$1"),
    (r"req_[0-9a-zA-Z]+", "req_[ID]"),
    (r"127\.0\.0\.1:[0-9]+", "127.0.0.1:[PORT]"),
    // The key order of the input, and so its hash, depends on the features of serde_json.
    (r"SHA-256 [0-9a-f]{12}…", "SHA-256 [HASH]…"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z( \([0-9a-z ]+ ago\))?", "[TIME]"),
    (r"(?m)^(time +)(less than a second|[0-9]+s)$", "${1}[DURATION]"),
    (r"(completed +)[0-9]+m?s( +)", "${1}[AGE]${2}"),
];

fn mask(text: &str) -> String {
    MASKS.iter().fold(text.to_owned(), |text, (pattern, replacement)| {
        Regex::new(pattern).unwrap().replace_all(&text, *replacement).into_owned()
    })
}

/// Compares text with `golden/NAME.txt`.
#[track_caller]
pub(crate) fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/golden/{name}.txt"));
    let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
    Assert::new().action_env("SNAPSHOTS").eq(mask(text), expected);
}

/// The transcript of commands that are run one after the other at one desk.
pub(crate) struct Session<'a> {
    desk: &'a Desk,
    server: Option<&'a Serve>,
    transcript: String,
}

impl<'a> Session<'a> {
    pub(crate) fn new(desk: &'a Desk) -> Self {
        Self { desk, server: None, transcript: String::new() }
    }

    pub(crate) fn with_server(desk: &'a Desk, server: &'a Serve) -> Self {
        Self { desk, server: Some(server), transcript: String::new() }
    }

    /// Runs a command line, split at spaces.
    pub(crate) fn run(&mut self, line: &str) -> Done {
        let mut command = batch();
        if let Some(server) = self.server {
            command.env("OPENAI_BASE_URL", &server.url);
        }
        command.args(line.split(' ')).current_dir(self.desk.dir.path());
        let done = Done(command.output().unwrap());
        let text = &mut self.transcript;
        let _ = writeln!(text, "$ batch {line}");
        text.push_str(&done.out());
        for line in done.err().lines() {
            let _ = writeln!(text, "2> {line}");
        }
        let _ = writeln!(text, "exit code: {}\n", done.code().unwrap());
        done
    }

    /// Compares the transcript so far with `golden/NAME.txt`.
    #[track_caller]
    pub(crate) fn check(self, name: &str) {
        check(name, &self.transcript);
    }
}
