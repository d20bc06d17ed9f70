//! What each command does, as its user sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Serve, batch, check_results, run, statuses, text, write_requests};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Desk {
    dir: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn requests(&self, count: usize) -> PathBuf {
        let path = self.path("in.jsonl");
        write_requests(&path, count, &["m"], 7);
        path
    }

    fn faults(&self, rules: Value) -> PathBuf {
        let path = self.path("faults.json");
        fs::write(&path, json!({"rules": rules}).to_string()).unwrap();
        path
    }
}

#[test]
fn run_local_needs_nothing_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(30), desk.path("out.jsonl"));
    let args = ["run", "--local", text(&input), "-o", text(&output)];
    let done = run(&args).expect(0);
    assert!(done.out().contains("succeeded"), "{}", done.out());
    check_results(&output, 30, 7);
    let state: Vec<_> = fs::read_dir(desk.path("out.jsonl.batch"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(state.len(), 2, "the journal and its lock: {state:?}");

    // Run again, it says so, and does not run again.
    let written = fs::metadata(&output).unwrap().modified().unwrap();
    let again = run(&args).expect(0);
    assert!(again.err().contains("ended before"), "{}", again.err());
    assert_eq!(fs::metadata(&output).unwrap().modified().unwrap(), written);
    run(&[&args[..], &["--force"]].concat()).expect(0);
}

#[test]
fn run_local_killed_goes_on_with_the_batches_of_its_own_server() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(3_000), desk.path("out.jsonl"));
    let args =
        ["run", "--local", text(&input), "-o", text(&output), "--max-requests", "100", "--json"];
    let mut kills = 0;
    let done = loop {
        let mut child =
            batch().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begin = Instant::now();
        let patience = Duration::from_millis(150 + 150 * kills);
        while begin.elapsed() < patience && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        let done = child.wait_with_output().unwrap();
        if done.status.code().is_some() {
            break common::Done(done).expect(0);
        }
    };
    let report = &done.json()[0];
    assert_eq!((report["succeeded"].as_u64(), report["batches"].as_u64()), (Some(3_000), Some(30)));
    check_results(&output, 3_000, 7);
    assert!(!desk.path("out.jsonl.batch/server").exists());
}

#[test]
fn run_splits_mixed_models_and_keeps_the_order() {
    let desk = Desk::new();
    let (input, output) = (desk.path("in.jsonl"), desk.path("out.jsonl"));
    write_requests(&input, 100, &["a", "b", "c"], 3);
    let server = Serve::start(&[]);
    let done = server
        .run(&[
            "run",
            text(&input),
            "-o",
            text(&output),
            "--json",
            "--max-requests",
            "10",
            "--poll-interval",
            "20ms",
            "--price",
            "a=1:2",
        ])
        .expect(0);
    let report = &done.json()[0];
    assert_eq!(report["succeeded"], 100);
    assert_eq!(report["batches"], 12);
    assert_eq!(report["models"].as_object().unwrap().len(), 3);
    assert_eq!(report["cost"], Value::Null, "two models have no price");
    check_results(&output, 100, 3);
    // The uploaded inputs are gone, the results stay.
    let files = server.run(&["files", "list", "--json"]).expect(0).json();
    assert!(files.iter().all(|file| file["purpose"] == "batch_output"), "{files:?}");
}

#[test]
fn what_may_pass_is_sent_again_and_what_may_not_is_kept() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(50), desk.path("out.jsonl"));
    let faults = desk.faults(json!([
        {"on": ["createBatch"], "calls": [1], "effect": {"line_status": {"status": 503, "share": 0.5}}},
        {"on": ["createBatch"], "effect": {"line_status": {"status": 400, "share": 0.1}}},
    ]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let done = server
        .run(&["run", text(&input), "-o", text(&output), "--json", "--poll-interval", "20ms"])
        .expect(1);
    let report = &done.json()[0];
    assert_eq!(report["rounds"], 2);
    let counts = statuses(&check_results(&output, 50, 7));
    assert_eq!(
        counts.keys().filter(|status| !matches!(status, 200 | 400)).count(),
        0,
        "{counts:?}"
    );
    assert_eq!(report["succeeded"].as_u64().unwrap() as usize, counts[&200]);
    assert_eq!(report["http_errors"].as_u64().unwrap() as usize, counts[&400]);
}

#[test]
fn a_full_queue_is_waited_out() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(60), desk.path("out.jsonl"));
    let server = Serve::start(&["--max-enqueued-tokens", "300", "--line-time", "5ms"]);
    let done = server
        .run(&[
            "run",
            text(&input),
            "-o",
            text(&output),
            "--json",
            "--max-requests",
            "10",
            "--poll-interval",
            "20ms",
            "--max-poll-interval",
            "50ms",
            "--hold",
            "100ms",
        ])
        .expect(0);
    assert!(done.err().contains("token_limit_exceeded"), "{}", done.err());
    check_results(&output, 60, 7);
}

#[test]
fn a_refused_line_is_left_out_and_the_others_go_on() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(5), desk.path("out.jsonl"));
    let faults = desk.faults(json!([{"on": ["createBatch"], "calls": [1],
        "effect": {"fail_batch": {"code": "invalid_request", "message": "no", "line": 2}}}]));
    let server = Serve::start(&["--faults", text(&faults)]);
    server.run(&["run", text(&input), "-o", text(&output), "--poll-interval", "20ms"]).expect(1);
    let lines = check_results(&output, 5, 7);
    assert_eq!(lines[1]["error"]["code"], "batch_refused");
    assert_eq!(lines[1]["error"]["message"], "invalid_request: no");
    assert_eq!(statuses(&lines)[&200], 4);
}

#[test]
fn interrupted_once_it_stops_and_the_same_command_goes_on() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(40), desk.path("out.jsonl"));
    let server = Serve::start(&["--line-time", "20ms"]);
    let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms", "--json"];
    let child =
        server.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Not before there is something to go on with.
    let begin = Instant::now();
    while !fs::read_to_string(desk.path("out.jsonl.batch/journal.json"))
        .unwrap_or_default()
        .contains("running")
    {
        assert!(begin.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let done = common::Done(child.wait_with_output().unwrap()).expect(130);
    assert!(done.err().contains("1 batch goes on at the server"), "{}", done.err());
    assert!(done.err().contains("run the same command again"), "{}", done.err());

    let done = server.run(&args).expect(0);
    assert!(done.err().contains("going on where it stopped"), "{}", done.err());
    check_results(&output, 40, 7);
    assert_eq!(server.run(&["list", "--json"]).json().len(), 1, "no second batch");
}

#[test]
fn interrupted_with_cancel_it_keeps_what_was_done() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(60), desk.path("out.jsonl"));
    let server = Serve::start(&["--line-time", "30ms", "--concurrency", "1"]);
    let args = [
        "run",
        text(&input),
        "-o",
        text(&output),
        "--poll-interval",
        "20ms",
        "--json",
        "--on-interrupt",
        "cancel",
        "--max-requests",
        "30",
        "--max-batches",
        "1",
    ];
    let child =
        server.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begin = Instant::now();
    let answered = || {
        let batches = server.run(&["list", "--json"]).json();
        batches.first().is_some_and(|batch| batch["request_counts"]["completed"].as_i64() > Some(2))
    };
    while !answered() {
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let done = common::Done(child.wait_with_output().unwrap()).expect(1);
    let report = &done.json()[0];
    assert_eq!(report["cancelled"], true);
    let lines = check_results(&output, 60, 7);
    let succeeded = lines.iter().filter(|line| line["response"]["status_code"] == 200).count();
    assert!((1..30).contains(&succeeded), "{succeeded}");
    assert_eq!(server.run(&["list", "--json"]).json()[0]["status"], "cancelled");
}

#[test]
fn a_run_belongs_to_its_input_and_its_server() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(5), desk.path("out.jsonl"));
    let (one, two) = (Serve::start(&[]), Serve::start(&[]));
    let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms"];
    one.run(&args).expect(0);
    let other = two.run(&args).expect(4);
    assert!(other.err().contains("another server"), "{}", other.err());
    write_requests(&input, 6, &["m"], 7);
    let other = one.run(&args).expect(4);
    assert!(
        other.err().contains("another input") && other.err().contains("--force"),
        "{}",
        other.err()
    );

    // Nor does it replace what it did not write.
    let foreign = desk.path("foreign.jsonl");
    fs::write(&foreign, "mine").unwrap();
    one.run(&["run", text(&input), "-o", text(&foreign)]).expect(4);
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "mine");
}

#[test]
fn two_processes_do_not_share_a_run() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(20), desk.path("out.jsonl"));
    let server = Serve::start(&["--line-time", "50ms"]);
    let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms"];
    let mut first =
        server.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begin = Instant::now();
    while !desk.path("out.jsonl.batch/journal.json").exists() {
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
    let second = server.run(&args).expect(4);
    assert!(second.err().contains("another process"), "{}", second.err());
    assert!(first.wait().unwrap().success());
}

#[test]
fn bad_input_is_found_before_anything_is_sent() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(3), desk.path("out.jsonl"));
    let good = fs::read_to_string(&input).unwrap();
    fs::write(&input, format!("{good}{{\"custom_id\":\"r-0\"}}\nnonsense\n")).unwrap();
    let server = Serve::start(&[]);
    let done = server.run(&["run", text(&input), "-o", text(&output)]).expect(1);
    assert!(done.out().contains("in.jsonl:4: duplicate_custom_id:"), "{}", done.out());
    assert!(done.out().contains("in.jsonl:5:"), "{}", done.out());
    assert!(!desk.path("out.jsonl.batch").exists());
    assert!(server.run(&["files", "list", "--json"]).json().is_empty());
    let validated = run(&["validate", text(&input)]).expect(1);
    assert_eq!(validated.out(), done.out());

    server
        .run(&[
            "run",
            text(&input),
            "-o",
            text(&output),
            "--skip-invalid",
            "--poll-interval",
            "20ms",
        ])
        .expect(1);
    check_results(&output, 3, 7);
}

#[test]
fn a_server_without_batches_is_found_out_before_the_upload() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&[]);
    let url = server.url.replace("/v1", "/nothing");
    let done =
        run(&["run", text(&input), "-o", text(&desk.path("o")), "--base-url", &url]).expect(3);
    assert!(done.err().contains("not supported by this server"), "{}", done.err());
    assert!(server.run(&["files", "list", "--json"]).json().is_empty());
}

#[test]
fn a_missing_key_is_a_clear_error() {
    let desk = Desk::new();
    let input = desk.requests(1);
    for args in [&["list"][..], &["run", text(&input), "-o", "out.jsonl"]] {
        let done = run(args).expect(2);
        assert!(done.err().contains("OPENAI_API_KEY is not set"), "{}", done.err());
    }
}

#[test]
fn a_secret_is_printed_nowhere() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(3), desk.path("out.jsonl"));
    let mut command = batch();
    command.args(["serve", "--key-env", "SERVER_KEY"]).env("SERVER_KEY", "sk-planted-1");
    let server = Serve::of(command);
    let done = server.run(&["list"]).expect(3);
    assert!(done.err().contains("OPENAI_API_KEY"), "{}", done.err());
    let mut command = server.command(&[
        "run",
        text(&input),
        "-o",
        text(&output),
        "--poll-interval",
        "20ms",
        "-vv",
        "--header",
        "x-other=sk-planted-2",
        "--query",
        "code=sk-planted-3",
    ]);
    let done =
        common::Done(command.env("OPENAI_API_KEY", "sk-planted-1").output().unwrap()).expect(0);
    let journal = fs::read_to_string(desk.path("out.jsonl.batch/journal.json")).unwrap();
    for place in [done.out(), done.err(), journal] {
        assert!(!place.contains("sk-planted"), "{place}");
    }
}

#[test]
fn one_batch_step_by_step() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(12), desk.path("out.jsonl"));
    let server = Serve::start(&[]);
    let create = ["create", text(&input), "--json", "--metadata", "team=x", "--key", "once"];
    let made = server.run(&create).expect(0).json().remove(0);
    let id = made["id"].as_str().unwrap();
    assert_eq!(server.run(&create).expect(0).json()[0]["id"], made["id"], "the key finds it again");

    let ended = server.run(&["wait", id, "--json", "--interval", "20ms"]).expect(0).json();
    assert_eq!(ended[0]["status"], "completed");
    assert_eq!(server.run(&["get", id, "--json"]).expect(0).json()[0]["id"], made["id"]);
    assert!(server.run(&["get", id]).expect(0).out().contains("12/12"));
    let listed = server.run(&["list", "--metadata", "team=x", "--status", "completed"]).expect(0);
    assert!(listed.out().contains(id) && listed.out().starts_with("ID"), "{}", listed.out());
    assert!(server.run(&["list", "--status", "failed", "--json"]).expect(0).out().is_empty());

    server.run(&["results", id, "-o", text(&output)]).expect(0);
    check_results(&output, 12, 7);
    let done = server.run(&["cancel", id]).expect(3);
    assert!(done.err().contains("409"), "{}", done.err());
    server.run(&["get", "batch_none"]).expect(3);
}

#[test]
fn retry_makes_a_batch_of_what_failed() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(40), desk.path("out.jsonl"));
    let faults = desk.faults(json!([
        {"on": ["createBatch"], "calls": [1], "effect": {"line_status": {"status": 500, "share": 0.5}}},
    ]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let id = |done: common::Done| done.json()[0]["id"].as_str().unwrap().to_owned();
    let first = id(server.run(&["create", text(&input), "--json"]).expect(0));
    server.run(&["wait", &first, "--interval", "20ms"]).expect(0);
    let done = server.run(&["results", &first, "-o", text(&output)]).expect(1);
    assert!(done.err().contains(&format!("batch retry {first}")), "{}", done.err());
    let failed = statuses(&check_results(&output, 40, 7))[&500];

    let second = id(server.run(&["retry", &first, "--json"]).expect(0));
    let ended = server.run(&["wait", &second, "--json", "--interval", "20ms"]).expect(0).json();
    assert_eq!(ended[0]["request_counts"]["total"], failed);
    assert_eq!(ended[0]["metadata"]["retry_of"], first.as_str());
}

#[test]
fn files_go_up_and_down() {
    let desk = Desk::new();
    let (input, back) = (desk.requests(4), desk.path("back.jsonl"));
    let server = Serve::start(&[]);
    let file = server.run(&["files", "upload", text(&input), "--json"]).expect(0).json().remove(0);
    let id = file["id"].as_str().unwrap();
    assert!(server.run(&["files", "list"]).expect(0).out().contains("in.jsonl"));
    assert!(server.run(&["files", "get", id]).expect(0).out().contains("in.jsonl"));
    server.run(&["files", "download", id, "-o", text(&back)]).expect(0);
    assert_eq!(fs::read(&back).unwrap(), fs::read(&input).unwrap());
    assert_eq!(
        server.run(&["files", "download", id]).expect(0).0.stdout,
        fs::read(&input).unwrap()
    );
    server.run(&["files", "delete", id]).expect(0);
    server.run(&["files", "get", id]).expect(3);
}

#[test]
fn a_dry_run_sends_nothing() {
    let desk = Desk::new();
    let input = desk.path("in.jsonl");
    write_requests(&input, 10, &["a", "b"], 1);
    let done =
        run(&["run", text(&input), "--dry-run", "--price", "a=1:1", "--price", "b=1:1"]).expect(0);
    assert!(done.out().contains("2 batches, 10 requests"), "{}", done.out());
    let plan = run(&["plan", text(&input), "--max-requests", "2", "--json"]).expect(0).json();
    assert_eq!(plan.len(), 6, "{plan:?}");
    assert!(plan.iter().all(|shard| shard["requests"].as_u64() <= Some(2)));
}

#[test]
fn help_teaches_and_completions_complete() {
    let help = run(&["--help"]).expect(0).out();
    for word in
        ["Exit codes:", "130", "OPENAI_BASE_URL", "batch run --local", "validate", "completions"]
    {
        assert!(help.contains(word), "{word}");
    }
    assert!(run(&["completions", "bash"]).expect(0).out().contains("_batch"));
    assert!(run(&["man"]).expect(0).out().contains(".TH batch"));
    run(&["nonsense"]).expect(2);
}
