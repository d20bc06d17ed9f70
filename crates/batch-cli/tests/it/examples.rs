//! The scripts in `examples/`.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::desk::{Desk, SALT};
use crate::support::requests::check_results;
use crate::support::{Done, text};

/// Runs an example with the binary under test on the path.
fn example(name: &str, args: &[&str]) -> Done {
    let bin = Path::new(env!("CARGO_BIN_EXE_batch")).parent().unwrap();
    let path = std::env::join_paths(
        [bin.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let mut command = Command::new("sh");
    command.arg(script).args(args).env("PATH", path.unwrap()).env("PAUSE", "0");
    command.env("OPENAI_API_KEY", "key").env_remove("OPENAI_BASE_URL").stdin(Stdio::null());
    Done(command.output().unwrap())
}

#[test]
fn keep_running_ends_with_the_run() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(10), desk.path("out.jsonl"));
    let done = example("keep_running.sh", &[text(&input), text(&output), "--local"]).expect(0);
    check_results(&output, 10, SALT);
    assert!(!done.err().contains("resuming in"), "{}", done.err());
}

#[test]
fn keep_running_repeats_a_run_whose_server_is_unavailable_and_no_other() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(1), desk.path("out.jsonl"));
    let unreachable = ["--base-url", "http://127.0.0.1:9/v1", "--attempts", "1"];
    let args = [text(&input), text(&output), "--outage-limit", "0s"];
    let done = example("keep_running.sh", &[&args[..], &unreachable].concat()).expect(3);
    assert_eq!(done.err().matches("resuming in 0 seconds").count(), 4, "{}", done.err());

    let missing = desk.path("none.jsonl");
    let done = example("keep_running.sh", &[text(&missing), text(&output), "--local"]).expect(4);
    assert!(!done.err().contains("resuming in"), "{}", done.err());
}
