//! Whole sessions, compared with golden files.

use std::fs;

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::golden::Session;
use crate::support::requests::write_requests;
use crate::support::serve::Serve;
use crate::support::{Done, text};

fn id(done: &Done) -> String {
    let out = done.out();
    let line = out.lines().find(|line| line.starts_with("id ")).expect("an id");
    line.split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn a_run() {
    let desk = Desk::new();
    desk.requests(5);
    let server = Serve::start(&[]);
    let mut session = Session::with_server(&desk, &server);
    session.run("run in.jsonl -o out.jsonl --dry-run").expect(0);
    session.run("run in.jsonl -o out.jsonl --poll-interval 10ms --price m=1:2").expect(0);
    session.run("run in.jsonl -o out.jsonl").expect(0);
    session.run("run in.jsonl -o out.jsonl --quiet").expect(0);
    session.check("run");
}

#[test]
fn a_run_with_failures() {
    let desk = Desk::new();
    write_requests(&desk.path("in.jsonl"), 10, &["m"], 1);
    let faults = desk.faults(json!([
        {"on": ["createBatch"], "calls": [1], "effect": {"line_status": {"status": 503, "share": 1.0}}},
        {"on": ["createBatch"], "calls": [2], "effect": {"line_status": {"status": 400, "share": 1.0}}},
    ]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let mut session = Session::with_server(&desk, &server);
    session.run("run in.jsonl -o out.jsonl --poll-interval 10ms").expect(1);
    session.check("run-failures");
}

#[test]
fn a_batch() {
    let desk = Desk::new();
    desk.requests(3);
    let server = Serve::start(&[]);
    let mut session = Session::with_server(&desk, &server);
    let id = id(&session.run("create in.jsonl --metadata team=search --key once").expect(0));
    session.run(&format!("wait {id} --interval 10ms")).expect(0);
    session.run("list").expect(0);
    session.run("list --status failed").expect(0);
    session.run(&format!("results {id} -o out.jsonl")).expect(0);
    session.run(&format!("retry {id}")).expect(0);
    session.run(&format!("cancel {id}")).expect(3);
    session.check("batch");
}

#[test]
fn files() {
    let desk = Desk::new();
    desk.requests(3);
    let server = Serve::start(&[]);
    let mut session = Session::with_server(&desk, &server);
    let id = id(&session.run("files upload in.jsonl").expect(0));
    session.run("files list").expect(0);
    session.run(&format!("files download {id} -o copy.jsonl")).expect(0);
    session.run(&format!("files delete {id}")).expect(0);
    session.run(&format!("files get {id}")).expect(3);
    session.check("files");
}

#[test]
fn usage_errors() {
    let desk = Desk::new();
    desk.requests(3);
    let mut session = Session::new(&desk);
    for line in [
        "list",
        "list --header sk-secret",
        "list --header api-key=env:NO_SUCH_VARIABLE",
        "list --base-url nonsense --header api-key=x",
        "list --limit many",
        "run in.jsonl",
        "run in.jsonl -o out.jsonl --local --expire-results 1m",
        "run in.jsonl -o out.jsonl --local --metadata team",
        "plan in.jsonl --price cheap",
        "create",
        "serve --forward-key-env KEY",
        "serve --key-env NO_SUCH_VARIABLE",
        "lsit",
    ] {
        session.run(line).expect(2);
    }
    session.check("usage-errors");
}

#[test]
fn server_errors() {
    let desk = Desk::new();
    desk.requests(3);
    let server = Serve::start(&[]);
    let mut session = Session::with_server(&desk, &server);
    session.run("get batch_none").expect(3);
    session.run("get ..").expect(2);
    session.run("files download file-none").expect(3);
    session.run("run in.jsonl -o out.jsonl --base-url http://127.0.0.1:1/v1 --attempts 1 --outage-limit 0s").expect(3);
    let elsewhere = server.url.replace("/v1", "/elsewhere");
    session.run(&format!("run in.jsonl -o out2.jsonl --base-url {elsewhere}")).expect(3);
    session.check("server-errors");
}

#[test]
fn local_errors() {
    let desk = Desk::new();
    desk.requests(3);
    let server = Serve::start(&[]);
    let mut session = Session::with_server(&desk, &server);
    fs::write(desk.path("mine.jsonl"), "mine").unwrap();
    fs::write(desk.path("bad.jsonl"), "nonsense\n").unwrap();
    session.run("run none.jsonl -o out.jsonl").expect(4);
    session.run("run in.jsonl -o mine.jsonl").expect(4);
    session.run("run bad.jsonl -o out.jsonl").expect(1);
    session.run("run in.jsonl -o out.jsonl --quiet --poll-interval 10ms").expect(0);
    fs::remove_file(desk.path("out.jsonl")).unwrap();
    session.run("run in.jsonl -o out.jsonl").expect(4);
    write_requests(&desk.path("in.jsonl"), 4, &["m"], 1);
    session.run("run in.jsonl -o out.jsonl").expect(4);
    session.run("serve --faults none.json").expect(4);
    session.check("local-errors");
}
