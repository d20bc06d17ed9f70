//! `batch create`, `get`, `list`, `wait`, `cancel`, `results` and `retry`.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::support::child::Running;
use crate::support::desk::{Desk, SALT};
use crate::support::requests::{check_results, statuses};
use crate::support::serve::Serve;
use crate::support::{Done, text};

fn id(done: &Done) -> String {
    done.json()[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_batch_step_by_step() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(12), desk.path("out.jsonl"));
    let server = Serve::start(&[]);
    let made = server.run(&["create", text(&input), "--json", "--metadata", "team=x"]).expect(0);
    let id = id(&made);

    let ended = server.run(&["wait", &id, "--json", "--interval", "20ms"]).expect(0).json();
    assert_eq!(ended[0]["status"], "completed");
    assert_eq!(server.run(&["get", &id, "--json"]).expect(0).json()[0]["id"], id.as_str());
    assert!(server.run(&["get", &id]).expect(0).out().contains("12/12"));

    let results = server.run(&["results", &id, "-o", text(&output), "--json"]).expect(0);
    assert_eq!(results.json()[0]["succeeded"], 12);
    check_results(&output, 12, SALT);
    let printed = server.run(&["results", &id]).expect(0);
    assert_eq!(printed.0.stdout, fs::read(&output).unwrap());

    let done = server.run(&["cancel", &id]).expect(3);
    assert!(done.err().contains("409"), "{}", done.err());
}

#[test]
fn the_same_key_finds_the_same_batch() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&[]);
    let create = ["create", text(&input), "--json", "--key", "once"];
    let first = server.run(&create).expect(0);
    let second = server.run(&create).expect(0);
    assert_eq!(id(&first), id(&second));
    assert!(second.err().contains("found the batch"), "{}", second.err());
    let files = server.run(&["files", "list", "--purpose", "batch", "--json"]).expect(0).json();
    assert_eq!(files.len(), 1, "the second upload is deleted: {files:?}");
}

#[test]
fn an_uploaded_file_can_be_used() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&[]);
    let file = id(&server.run(&["files", "upload", text(&input), "--json"]).expect(0));
    let endpoint = "/v1/chat/completions";
    let batch = server.run(&["create", "--file-id", &file, "--endpoint", endpoint, "--json"]);
    assert_eq!(batch.expect(0).json()[0]["input_file_id"], file.as_str());
    server.run(&["create", "--file-id", &file]).expect(2);
}

#[test]
fn an_invalid_file_is_not_sent() {
    let desk = Desk::new();
    let input = desk.path("in.jsonl");
    fs::write(&input, "nonsense\n").unwrap();
    let server = Serve::start(&[]);
    let done = server.run(&["create", text(&input)]).expect(1);
    assert!(done.out().contains("in.jsonl:1: invalid_json_line"), "{}", done.out());
    assert!(done.err().contains("--no-validate"), "{}", done.err());
    assert!(server.run(&["files", "list", "--json"]).json().is_empty());
}

#[test]
fn a_list_can_be_filtered() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&[]);
    let create =
        |team: &str| id(&server.run(&["create", text(&input), "--json", "--metadata", team]));
    let ids = [create("team=x"), create("team=y"), create("other=x")];
    let list = |args: &[&str]| {
        let done = server.run(&[&["list", "--json"], args].concat()).expect(0);
        done.json().iter().map(|batch| batch["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let [a, b, c] = ids;
    assert_eq!(list(&[]), [&c[..], &b, &a], "newest first");
    assert_eq!(list(&["-n", "1"]), [&c[..]]);
    assert_eq!(list(&["--after", &c]), [&b[..], &a]);
    assert_eq!(list(&["--metadata", "team"]), [&b[..], &a]);
    assert_eq!(list(&["--metadata", "team=x"]), [&a[..]]);
    assert!(list(&["--status", "failed"]).is_empty());
    server.run(&["wait", &a, &b, &c, "--interval", "20ms"]).expect(0);
    assert_eq!(list(&["--status", "COMPLETED", "--all"]), [&c[..], &b, &a]);
}

#[test]
fn a_batch_that_does_not_complete_is_exit_code_1() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let faults = desk.faults(json!([{"on": ["createBatch"],
        "effect": {"fail_batch": {"code": "invalid_request", "message": "no", "line": 2}}}]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let id = id(&server.run(&["create", text(&input), "--json"]).expect(0));
    let done = server.run(&["wait", &id, "--interval", "20ms"]).expect(1);
    assert!(done.out().contains("  line 2: invalid_request: no"), "{}", done.out());
}

#[test]
fn an_interrupted_wait_leaves_the_batch_alone() {
    let desk = Desk::new();
    let input = desk.requests(3);
    let server = Serve::start(&["--validating-time", "1h"]);
    let id = id(&server.run(&["create", text(&input), "--json"]).expect(0));
    let mut wait = Running::start(server.command(&["wait", &id, "-vv"]));
    assert!(wait.reaches("retrieve_batch"));
    wait.interrupt();
    let done = wait.finish().expect(130);
    assert!(done.err().contains("still in progress"), "{}", done.err());
    assert_eq!(server.run(&["get", &id, "--json"]).json()[0]["status"], "validating");

    let done = server.run(&["results", &id]).expect(1);
    assert!(done.err().contains("no results yet: it is validating"), "{}", done.err());
    let done = server.run(&["wait", &id, "--timeout", "10ms", "--interval", "1ms"]).expect(3);
    assert!(done.err().contains("not final by the deadline"), "{}", done.err());
    let done = server.run(&["cancel", "--wait", &id, "--json"]).expect(0);
    assert_eq!(done.json()[0]["status"], "cancelled");
}

#[test]
fn a_retry_is_a_batch_of_what_failed() {
    let desk = Desk::new();
    let (input, output, again) =
        (desk.requests(40), desk.path("out.jsonl"), desk.path("again.jsonl"));
    let faults = desk.faults(json!([
        {"on": ["createBatch"], "calls": [1], "effect": {"line_status": {"status": 500, "share": 0.5}}},
    ]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let first = id(&server.run(&["create", text(&input), "--json"]).expect(0));
    server.run(&["wait", &first, "--interval", "20ms"]).expect(0);
    let done = server.run(&["results", &first, "-o", text(&output)]).expect(1);
    assert!(done.err().contains(&format!("batch retry {first}")), "{}", done.err());
    let failed = statuses(&check_results(&output, 40, SALT))[&500];

    server.run(&["retry", &first, "-o", text(&again)]).expect(0);
    assert_eq!(fs::read_to_string(&again).unwrap().lines().count(), failed);
    let second = id(&server.run(&["retry", &first, "--json"]).expect(0));
    let ended = server.run(&["wait", &second, "--json", "--interval", "20ms"]).expect(0).json();
    assert_eq!(ended[0]["request_counts"]["total"], failed);
    assert_eq!(ended[0]["metadata"]["retry_of"], first.as_str());
    assert!(server.run(&["retry", &second]).expect(0).err().contains("nothing to retry"));
}

#[test]
fn results_replace_a_file_as_a_whole_and_never_a_device() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(5), desk.path("out.jsonl"));
    let server = Serve::start(&[]);
    let id = id(&server.run(&["create", text(&input), "--json"]).expect(0));
    server.run(&["wait", &id, "--interval", "20ms"]).expect(0);
    fs::write(&output, "old\n".repeat(10_000)).unwrap();
    // The results have the permissions of the input.
    #[cfg(unix)]
    fs::set_permissions(&input, fs::Permissions::from_mode(0o640)).unwrap();
    let given = ["results", &id, "-o", text(&output), "--input", text(&input)];
    server.run(&given).expect(0);
    #[cfg(unix)]
    assert_eq!(fs::metadata(&output).unwrap().permissions().mode() & 0o777, 0o640);
    check_results(&output, 5, SALT);
    assert_eq!(fs::read_dir(desk.dir.path()).unwrap().count(), 2, "no temporary file is left");
    #[cfg(unix)]
    {
        let link = desk.path("null");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        server.run(&["results", &id, "-o", text(&link)]).expect(0);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
    let missing = desk.path("no/such/dir.jsonl");
    let done = server.run(&["results", &id, "-o", text(&missing)]).expect(4);
    assert!(done.err().contains("error: cannot create"), "{}", done.err());
    assert!(!done.err().contains("cannot write"), "{}", done.err());
}
