//! Output that cannot be written: a closed pipe, a full disk.

use std::fs::{self, File};
use std::io::PipeWriter;
use std::process::{Command, Stdio};

use crate::support::desk::{Desk, SALT};
use crate::support::requests::check_results;
use crate::support::serve::Serve;
use crate::support::{Done, text};

/// A pipe whose reader has gone.
fn closed_pipe() -> PipeWriter {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer
}

/// A file on a full disk.
fn full_disk() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

/// A server with a completed batch, and commands that print something.
struct Stage {
    desk: Desk,
    server: Serve,
    batch_id: String,
    file_id: String,
}

impl Stage {
    fn new() -> Self {
        let desk = Desk::new();
        let input = desk.requests(3);
        fs::write(desk.path("bad.jsonl"), "nonsense\n").unwrap();
        let server = Serve::start(&[]);
        let batch = server.run(&["create", text(&input), "--json"]).expect(0).json().remove(0);
        let id = |name: &str| batch[name].as_str().unwrap().to_owned();
        let (batch_id, file_id) = (id("id"), id("input_file_id"));
        server.run(&["wait", &batch_id, "--interval", "20ms"]).expect(0);
        Self { desk, server, batch_id, file_id }
    }

    fn commands(&self) -> Vec<String> {
        let (batch, file) = (&self.batch_id, &self.file_id);
        let mut commands: Vec<_> = [
            "--help",
            "run --help",
            "--version",
            "man",
            "completions bash",
            "validate bad.jsonl",
            "validate bad.jsonl --json",
            "plan in.jsonl",
            "plan in.jsonl --json",
            "create in.jsonl",
            "list",
            "list --json",
            "files list",
            "files list --json",
            "files upload in.jsonl",
            "serve",
        ]
        .map(str::to_owned)
        .into();
        commands.extend(["get", "wait", "results"].map(|command| format!("{command} {batch}")));
        commands.extend(["get", "download"].map(|command| format!("files {command} {file}")));
        commands
    }

    fn command(&self, line: &str) -> Command {
        let mut command = self.server.command(&line.split(' ').collect::<Vec<_>>());
        command.current_dir(self.desk.dir.path());
        command
    }
}

#[test]
fn a_closed_pipe_ends_each_command_quietly() {
    let stage = Stage::new();
    for line in stage.commands() {
        let done = stage.command(&line).stdout(closed_pipe()).output().unwrap();
        let done = Done(done);
        assert_eq!(done.code(), Some(141), "{line}: {}", done.err());
        assert!(!done.err().contains("error"), "{line}: {}", done.err());
    }
}

#[test]
fn a_full_disk_is_an_error_of_each_command() {
    let stage = Stage::new();
    for line in stage.commands() {
        let done = Done(stage.command(&line).stdout(full_disk()).output().unwrap());
        assert_eq!(done.code(), Some(4), "{line}: {}", done.err());
        let expected = "error: cannot write to standard output: No space left on device";
        assert!(done.err().contains(expected), "{line}: {}", done.err());
    }
}

#[test]
fn a_failing_standard_error_does_not_fail_the_command() {
    let stage = Stage::new();
    let input = stage.desk.path("in.jsonl");
    for (n, stderr) in [Stdio::from(closed_pipe()), full_disk().into()].into_iter().enumerate() {
        let output = stage.desk.path(&format!("out-{n}.jsonl"));
        let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms", "-vv"];
        let done = stage.server.command(&args).stderr(stderr).output().unwrap();
        let done = Done(done).expect(0);
        assert!(done.out().contains("succeeded"));
        check_results(&output, 3, SALT);
    }
    for stderr in [Stdio::from(closed_pipe()), full_disk().into()] {
        let done = stage.command("get batch_none").stderr(stderr).output().unwrap();
        Done(done).expect(3);
    }
    for stderr in [Stdio::from(closed_pipe()), full_disk().into()] {
        Done(stage.command("lsit").stderr(stderr).output().unwrap()).expect(2);
    }
}

#[test]
fn a_run_finishes_even_if_nothing_can_be_printed() {
    let stage = Stage::new();
    let input = stage.desk.path("in.jsonl");
    for (stdout, stderr, code) in [
        (Stdio::from(closed_pipe()), Stdio::from(closed_pipe()), 141),
        (full_disk().into(), full_disk().into(), 4),
    ] {
        let output = stage.desk.path(&format!("out-{code}.jsonl"));
        let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms"];
        let done = stage.server.command(&args).stdout(stdout).stderr(stderr).status().unwrap();
        assert_eq!(done.code(), Some(code));
        check_results(&output, 3, SALT);
    }
}
