//! The real binary, and servers for it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

/// The binary under test, away from this machine's environment.
pub fn batch() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batch"));
    for name in ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub fn run(args: &[&str]) -> Done {
    Done(batch().args(args).output().unwrap())
}

pub struct Done(pub Output);

impl Done {
    pub fn code(&self) -> i32 {
        self.0.status.code().expect("not killed")
    }

    pub fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// Standard output as JSON lines.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.out();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Says all there is to say when the code is another one.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(code), "{}\n{}", self.out(), self.err());
        self
    }
}

/// `batch serve`, until it is dropped.
pub struct Serve {
    child: Child,
    pub url: String,
}

impl Serve {
    pub fn start(args: &[&str]) -> Self {
        let mut command = batch();
        command.arg("serve").args(args).stdout(Stdio::piped()).stderr(Stdio::null());
        Self::of(command)
    }

    pub fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { child, url: url.trim().to_owned() }
    }

    /// Ends the server in good order, and starts it again where it was.
    pub fn restart(self, args: &[&str]) -> Self {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        let port = self.url.split(':').nth(2).unwrap().split('/').next().unwrap().to_owned();
        let mut this = self;
        this.child.wait().unwrap();
        let again = Self::start(&[args, &["--port", &port]].concat());
        assert_eq!(again.url, this.url);
        again
    }

    /// Runs the binary against this server.
    pub fn run(&self, args: &[&str]) -> Done {
        Done(self.command(args).output().unwrap())
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = batch();
        command.args(args).args(["--base-url", &self.url]);
        command
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Requests whose answers can be told apart, for the models in turn.
pub fn write_requests(path: &Path, count: usize, models: &[&str], salt: u64) {
    let mut text = String::new();
    for n in 0..count {
        let line = json!({
            "custom_id": format!("r-{n}"),
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": models[n % models.len()],
                "messages": [{"role": "user", "content": nonce(n, salt)}],
            },
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}

/// What the answer to a request repeats.
pub fn nonce(n: usize, salt: u64) -> String {
    format!("nonce <{salt:x}.{n}>")
}

/// Every request stands in the results exactly once, in order, and each answer is its own. Returns
/// the lines.
pub fn check_results(path: &Path, count: usize, salt: u64) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), count, "one line for each request");
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(line["custom_id"], format!("r-{n}"), "in the order of the input");
        if line["response"]["status_code"] == 200 {
            // Some servers, and faults, send the body as text.
            let body = line["response"]["body"].to_string();
            assert!(body.contains(&nonce(n, salt)), "the answer of another request: {line}");
        }
    }
    lines
}

/// How many lines have which status; 0 for no response.
pub fn statuses(lines: &[Value]) -> HashMap<i64, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(line["response"]["status_code"].as_i64().unwrap_or(0)).or_default() += 1;
    }
    counts
}

/// Files under a directory that should not outlive a run.
pub fn leftovers(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(leftovers(&path));
        } else if path.extension().is_some_and(|end| end == "part" || end == "next") {
            found.push(path);
        }
    }
    found
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
