//! `cargo xtask example-requests`

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Workspace, root, run};

#[test]
fn each_documented_item_becomes_a_request() {
    let workspace = Workspace::empty();
    workspace
        .write("crates/batch-one/src/lib.rs", "/// Adds.\npub fn add() {}\npub fn bare() {}\n");
    workspace.write("crates/batch-one/src/deep/er.rs", "/// A \"type\".\npub struct Er;\n");
    workspace.write("crates/batch-one/README.md", "not a source");
    workspace.write("crates/notes.md", "not a crate");
    let made = workspace.run(&["example-requests"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    assert!(made.stderr.starts_with("wrote 2 requests to "), "{}", made.stderr);
    let text = workspace.read("examples/requests.jsonl");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<_> = lines.iter().map(|line| line["custom_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["batch_one::add", "batch_one::deep::er::Er"]);
    assert_eq!(lines[1]["method"], "POST");
    assert_eq!(lines[1]["url"], "/v1/chat/completions");
    assert_eq!(
        lines[1]["body"]["messages"][1]["content"],
        "batch_one::deep::er::Er\n\nA \"type\"."
    );

    assert_eq!(workspace.run(&["example-requests"]).status, 0);
    assert_eq!(workspace.read("examples/requests.jsonl"), text, "the same sources, other bytes");
}

#[test]
fn this_workspace_gives_requests_for_every_library() {
    let workspace = Workspace::empty();
    let output = workspace.path("requests.jsonl");
    let made = run(root(), &["example-requests", "--output", output.to_str().unwrap()]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let text = workspace.read("requests.jsonl");
    let crates: BTreeSet<String> = text
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["custom_id"].as_str().unwrap().split("::").next().unwrap().replace('_', "-")
        })
        .collect();
    let libraries: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("src/lib.rs").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(libraries.len() >= 6, "{libraries:?}");
    assert_eq!(crates, libraries);
}

#[test]
fn a_source_that_is_not_rust_is_named_and_nothing_is_written() {
    let workspace = Workspace::empty();
    workspace.write("crates/batch-one/src/lib.rs", "pub fn {");
    let failed = workspace.run(&["example-requests"]);
    assert_eq!(failed.status, 1);
    assert!(failed.stderr.contains("lib.rs: not valid Rust: "), "{}", failed.stderr);
    assert!(!workspace.path("examples").exists());
}
