//! Text from a server or a file is never a terminal control.

use std::fs;

use httpmock::{Method, MockServer};
use serde_json::{Value, json};

use crate::support::desk::Desk;
use crate::support::serve::Serve;
use crate::support::{Done, batch, text};

/// Clears the screen, sets the title, rings the bell, overwrites and forges lines, reorders text.
const HOSTILE: &str = concat!(
    "ok\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{9d}0;title\u{9c}\r\u{8}\u{7f}",
    "\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{e0041}\nerror: forged"
);

fn is_control(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}');
    (c.is_control() && c != '\n') || bidi
}

#[track_caller]
fn assert_harmless(what: &str, text: &str) {
    let found: Vec<_> = text.chars().filter(|&c| is_control(c)).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text:?}");
    assert!(!text.contains("\nerror: forged"), "{what}: a forged line in {text}");
}

fn hostile_batch() -> Value {
    json!({
        "id": HOSTILE, "object": "batch", "endpoint": HOSTILE, "input_file_id": HOSTILE,
        "completion_window": HOSTILE, "status": HOSTILE, "created_at": 1, "model": HOSTILE,
        "output_file_id": HOSTILE, "error_file_id": HOSTILE, "metadata": {HOSTILE: HOSTILE},
        "errors": {"data": [{"code": HOSTILE, "message": HOSTILE, "line": 1, "param": HOSTILE}]},
    })
}

fn hostile_file() -> Value {
    json!({
        "id": HOSTILE, "object": "file", "bytes": 1, "created_at": 1, "filename": HOSTILE,
        "purpose": HOSTILE, "status": HOSTILE,
    })
}

/// A server that puts hostile text into every field.
fn hostile_server() -> MockServer {
    let server = MockServer::start();
    let answer = |method: Method, path: &str, status: u16, body: Value| {
        server.mock(|when, then| {
            when.method(method).path(path);
            then.status(status).json_body(body);
        });
    };
    let done = |status: &str, output: &str| {
        let mut batch = hostile_batch();
        batch["status"] = status.into();
        batch["input_file_id"] = "input".into();
        batch["output_file_id"] = output.into();
        batch["error_file_id"] = Value::Null;
        batch
    };
    let error = |code: Value| json!({"error": {"message": HOSTILE, "type": HOSTILE, "param": HOSTILE, "code": code}});
    answer(
        Method::GET,
        "/batches",
        200,
        json!({"object": "list", "data": [hostile_batch()],
        "has_more": false, "first_id": HOSTILE, "last_id": HOSTILE}),
    );
    answer(Method::GET, "/batches/hostile", 200, hostile_batch());
    answer(Method::GET, "/batches/failed", 200, done("failed", ""));
    answer(Method::GET, "/batches/completed", 200, done("completed", "output"));
    answer(Method::GET, "/batches/lost", 200, done("completed", HOSTILE));
    answer(Method::POST, "/batches/hostile/cancel", 200, hostile_batch());
    answer(Method::GET, "/batches/error", 400, error(HOSTILE.into()));
    answer(Method::GET, "/batches/denied", 401, error(HOSTILE.into()));
    answer(
        Method::GET,
        "/files",
        200,
        json!({"object": "list", "data": [hostile_file()], "has_more": false}),
    );
    answer(Method::POST, "/files", 200, hostile_file());
    answer(Method::GET, "/files/hostile", 200, hostile_file());
    answer(
        Method::DELETE,
        "/files/hostile",
        200,
        json!({"id": HOSTILE, "object": HOSTILE, "deleted": true}),
    );
    server.mock(|when, then| {
        when.method(Method::GET).path("/batches/html");
        then.status(502).header("content-type", "text/html").body(format!("<p>{HOSTILE}"));
    });
    let request = json!({"custom_id": HOSTILE, "method": "POST", "url": "/v1/chat/completions",
        "body": {"model": HOSTILE, "messages": []}});
    server.mock(|when, then| {
        when.method(Method::GET).path("/files/input/content");
        then.status(200).body(request.to_string());
    });
    server.mock(|when, then| {
        when.method(Method::GET).path("/files/output/content");
        let line = json!({"custom_id": format!("{HOSTILE}2"), "response": null, "error": null});
        then.status(200).body(line.to_string());
    });
    server
}

#[test]
fn hostile_text_of_a_server_is_escaped() {
    let server = hostile_server();
    let desk = Desk::new();
    let (input, output) = (desk.requests(2), desk.path("out.jsonl"));
    let (input, output) = (text(&input), text(&output));
    for args in [
        &["list"][..],
        &["get", "hostile"],
        &["get", "error"],
        &["get", "denied"],
        &["cancel", "hostile"],
        &["wait", "failed"],
        &["results", "hostile"],
        &["results", "completed", "-o", output],
        &["results", "lost"],
        &["files", "list"],
        &["files", "get", "hostile"],
        &["files", "upload", input],
        &["create", input],
        &["get", "html", "--attempts", "2"],
    ] {
        for extra in [&[][..], &["-vv"], &["--json"]] {
            let mut command = batch();
            command.args(args).args(extra).args(["--base-url", &server.base_url()]);
            let done = Done(command.output().unwrap());
            assert_harmless(&format!("{args:?}"), &done.out());
            assert_harmless(&format!("{args:?}"), &done.err());
            let shown = done.out() + &done.err();
            let shows_it = shown.contains("title") || args[1] == "html";
            assert!(shows_it, "{args:?}: nothing hostile arrived: {shown}");
        }
    }
}

#[test]
fn json_output_keeps_the_values_of_the_server() {
    let server = hostile_server();
    let mut command = batch();
    let base_url = server.base_url();
    let done = command.args(["get", "hostile", "--json", "--base-url", &base_url]).output();
    let batch = Done(done.unwrap()).expect(0).json().remove(0);
    for field in ["id", "status", "model", "endpoint"] {
        assert_eq!(batch[field], HOSTILE);
    }
}

#[test]
fn colors_are_the_only_controls() {
    let server = hostile_server();
    let mut command = batch();
    command.args(["get", "hostile", "error", "--color", "always"]);
    let done = Done(command.args(["--base-url", &server.base_url()]).output().unwrap());
    let shown = done.out() + &done.err();
    assert!(shown.contains("\u{1b}[34m"), "{shown:?}");
    let colors = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_harmless("colors", &colors.replace_all(&shown, ""));
}

#[test]
fn hostile_text_in_a_run_is_escaped() {
    let desk = Desk::new();
    let (input, output) = (desk.path("in\u{1b}[2J\u{202e}.jsonl"), desk.path("out.jsonl"));
    let line = |id: &str| {
        json!({"custom_id": id, "method": "POST", "url": "/v1/chat/completions",
            "body": {"model": HOSTILE, "messages": []}})
    };
    fs::write(&input, format!("{}\n{}\n", line(HOSTILE), line("b"))).unwrap();
    let faults = desk.faults(json!([
        {"on": ["createBatch"], "calls": [1],
            "effect": {"fail_batch": {"code": HOSTILE, "message": HOSTILE}}},
        {"on": ["createBatch"], "effect": {"missing_lines": {"share": 1.0}}},
    ]));
    let server = Serve::start(&["--faults", text(&faults)]);
    let args = ["run", text(&input), "-o", text(&output), "--poll-interval", "10ms", "-vv"];
    let done = server.run(&args);
    assert_harmless("run", &done.out());
    assert_harmless("run", &done.err());
    assert!(done.err().contains("title"), "nothing hostile arrived: {}", done.err());

    fs::write(&input, format!("{}\n{}\n", line(HOSTILE), line(HOSTILE))).unwrap();
    for args in [&["validate"][..], &["validate", "--json"], &["plan"], &["plan", "--json"]] {
        let done = Done(batch().args(args).arg(&input).output().unwrap()).expect(1);
        assert_harmless("input", &done.out());
        assert_harmless("input", &done.err());
        assert!((done.out() + &done.err()).contains("[2J"));
    }
}

/// Needs a terminal, because only there are bars drawn and raw results escaped.
#[cfg(target_os = "linux")]
#[test]
fn hostile_text_never_reaches_a_terminal() {
    use std::process::Command;

    let desk = Desk::new();
    let server = hostile_server();
    let path = desk.path("raw");
    fs::write(&path, format!("{HOSTILE}\u{1b}[3")).unwrap();
    server.mock(|when, then| {
        when.method(Method::GET).path("/files/raw/content");
        then.status(200).body(fs::read(&path).unwrap());
    });
    let on_terminal = |args: &str| {
        let line =
            format!("{} {args} --base-url {}", env!("CARGO_BIN_EXE_batch"), server.base_url());
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).env("TERM", "xterm").env_remove("NO_COLOR");
        let done = command.stdin(std::process::Stdio::null()).output();
        String::from_utf8(done.expect("script, of util-linux").stdout).unwrap()
    };
    for args in ["get hostile", "wait hostile failed --timeout 1s", "files download raw", "list"] {
        let shown = on_terminal(args);
        assert!(shown.contains("title"), "{args}: nothing hostile arrived: {shown:?}");
        for planted in ["\u{1b}[2J", "\u{1b}]", "\u{7}", "\u{9b}", "\u{9d}", "\u{202e}", "\u{8}"] {
            assert!(!shown.contains(planted), "{args}: {planted:?} in {shown:?}");
        }
    }
}
