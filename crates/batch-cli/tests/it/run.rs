//! `batch run`

use std::fs;

use serde_json::{Value, json};

use crate::support::child::Running;
use crate::support::desk::{Desk, SALT};
use crate::support::requests::{check_results, statuses, write_requests};
use crate::support::serve::Serve;
use crate::support::{batch, run, text};

#[test]
fn a_local_run_needs_no_server_and_leaves_only_its_state() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(30), desk.path("out.jsonl"));
    let args = ["run", "--local", text(&input), "-o", text(&output)];
    let done = run(&args).expect(0);
    assert!(done.out().contains("succeeded"), "{}", done.out());
    check_results(&output, 30, SALT);
    let state: Vec<_> = fs::read_dir(desk.path("out.jsonl.batch"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(state.len(), 2, "the head and the lock: {state:?}");

    // The same command shows the report again, and runs nothing.
    let written = fs::metadata(&output).unwrap().modified().unwrap();
    let again = run(&args).expect(0);
    assert!(again.err().contains("already finished"), "{}", again.err());
    assert_eq!(fs::metadata(&output).unwrap().modified().unwrap(), written);
    run(&[&args[..], &["--force"]].concat()).expect(0);
}

#[test]
fn a_killed_local_run_resumes_with_the_batches_of_its_own_server() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(1_000), desk.path("out.jsonl"));
    let args =
        ["run", "--local", text(&input), "-o", text(&output), "--max-requests", "50", "--json"];
    let start = || {
        let mut command = batch();
        command.args(args);
        Running::start(command)
    };
    for step in ["created batch_", "resuming", "is completed"] {
        let mut killed = start();
        assert!(killed.reaches(step), "{step}");
        killed.kill();
        assert_eq!(killed.finish().code(), None);
    }
    let done = start().finish().expect(0);
    let report = &done.json()[0];
    assert_eq!((&report["succeeded"], &report["batches"]), (&json!(1_000), &json!(20)));
    check_results(&output, 1_000, SALT);
    assert!(!desk.path("out.jsonl.batch.server").exists());
}

#[test]
fn mixed_models_are_split_and_the_order_is_kept() {
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
fn transient_failures_are_resubmitted_and_permanent_ones_kept() {
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
    let counts = statuses(&check_results(&output, 50, SALT));
    assert_eq!(
        counts.keys().filter(|status| !matches!(status, 200 | 400)).count(),
        0,
        "{counts:?}"
    );
    assert_eq!(report["succeeded"].as_u64().unwrap() as usize, counts[&200]);
    assert_eq!(report["failed"].as_u64().unwrap() as usize, counts[&400]);
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
    check_results(&output, 60, SALT);
}

#[test]
fn a_rejected_line_is_left_out_and_the_others_are_sent() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(5), desk.path("out.jsonl"));
    let faults = desk.faults(json!([{"on": ["createBatch"], "calls": [1],
        "effect": {"fail_batch": {"code": "invalid_request", "message": "no", "line": 2}}}]));
    let server = Serve::start(&["--faults", text(&faults)]);
    server.run(&["run", text(&input), "-o", text(&output), "--poll-interval", "20ms"]).expect(1);
    let lines = check_results(&output, 5, SALT);
    assert_eq!(lines[1]["error"]["code"], "batch_refused");
    assert_eq!(lines[1]["error"]["message"], "invalid_request: no");
    assert_eq!(statuses(&lines)[&200], 4);
}

#[test]
fn an_interrupted_run_stops_and_resumes() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(40), desk.path("out.jsonl"));
    let server = Serve::start(&["--line-time", "20ms"]);
    let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms", "--json"];
    let mut interrupted = Running::start(server.command(&args));
    assert!(interrupted.reaches("created batch_"));
    interrupted.interrupt();
    let done = interrupted.finish().expect(130);
    assert!(done.err().contains("1 batch is still in progress"), "{}", done.err());
    assert!(done.err().contains("run the same command again"), "{}", done.err());

    let done = server.run(&args).expect(0);
    assert!(done.err().contains("resuming"), "{}", done.err());
    check_results(&output, 40, SALT);
    assert_eq!(server.run(&["list", "--json"]).json().len(), 1, "no second batch");
}

#[test]
fn a_run_interrupted_with_cancel_keeps_what_was_answered() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(60), desk.path("out.jsonl"));
    let server = Serve::start(&["--line-time", "30ms", "--concurrency", "1"]);
    let run = ["run", text(&input), "-o", text(&output), "--poll-interval", "20ms", "--json"];
    let options = ["--on-interrupt", "cancel", "--max-requests", "30", "--max-batches", "1"];
    let mut interrupted = Running::start(server.command(&[&run[..], &options].concat()));
    assert!(interrupted.reaches("created batch_"));
    let answered = || {
        let batches = server.run(&["list", "--json"]).json();
        batches[0]["request_counts"]["completed"].as_i64() > Some(2)
    };
    while !answered() {}
    interrupted.interrupt();
    let done = interrupted.finish().expect(1);
    assert_eq!(done.json()[0]["cancelled"], true);
    let succeeded = statuses(&check_results(&output, 60, SALT))[&200];
    assert!((1..30).contains(&succeeded), "{succeeded}");
    assert_eq!(server.run(&["list", "--json"]).json()[0]["status"], "cancelled");
}

#[test]
fn a_second_interrupt_exits_at_once() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(5), desk.path("out.jsonl"));
    let server = Serve::start(&["--cancelling-time", "1h", "--line-time", "1h"]);
    let mut interrupted = Running::start(server.command(&[
        "run",
        text(&input),
        "-o",
        text(&output),
        "--on-interrupt",
        "cancel",
    ]));
    assert!(interrupted.reaches("created batch_"));
    interrupted.interrupt();
    assert!(interrupted.reaches("cancelling the batches"));
    interrupted.interrupt();
    interrupted.finish().expect(130);
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
    write_requests(&input, 6, &["m"], SALT);
    let other = one.run(&args).expect(4);
    assert!(
        other.err().contains("another input") && other.err().contains("--force"),
        "{}",
        other.err()
    );

    // A file that the run did not write is not replaced.
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
    let mut first = Running::start(server.command(&args));
    assert!(first.reaches("uploaded as"));
    let second = server.run(&args).expect(4);
    assert!(second.err().contains("another process"), "{}", second.err());
    first.finish().expect(0);
}

#[test]
fn an_invalid_input_is_reported_before_anything_is_sent() {
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
    check_results(&output, 3, SALT);
}

#[test]
fn a_server_without_a_batch_api_is_reported_before_the_upload() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&[]);
    let url = server.url.replace("/v1", "/nothing");
    let done =
        run(&["run", text(&input), "-o", text(&desk.path("o")), "--base-url", &url]).expect(3);
    assert!(done.err().contains("does not support batches"), "{}", done.err());
    assert!(server.run(&["files", "list", "--json"]).json().is_empty());
}
