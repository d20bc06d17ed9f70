//! API keys and other secrets.

use std::fs;

use crate::support::desk::Desk;
use crate::support::serve::Serve;
use crate::support::{Done, batch, run, text};

#[test]
fn a_missing_key_is_reported_before_anything_is_sent() {
    let desk = Desk::new();
    let input = desk.requests(1);
    for args in [&["list"][..], &["run", text(&input), "-o", "out.jsonl"]] {
        let done = run(args).expect(2);
        assert!(done.err().contains("OPENAI_API_KEY is not set"), "{}", done.err());
    }
}

#[test]
fn a_header_can_carry_the_key() {
    let mut command = batch();
    command.args(["serve", "--key-env", "SERVER_KEY"]).env("SERVER_KEY", "sk-1");
    let server = Serve::spawn(command);
    let done = server.run(&["list"]).expect(3);
    assert!(done.err().contains("OPENAI_API_KEY"), "{}", done.err());
    let mut command = server.command(&["list", "--header", "authorization=env:AUTHORIZATION"]);
    Done(command.env("AUTHORIZATION", "Bearer sk-1").output().unwrap()).expect(0);
}

#[test]
fn a_secret_is_printed_nowhere() {
    let desk = Desk::new();
    let (input, output) = (desk.requests(3), desk.path("out.jsonl"));
    let mut command = batch();
    command.args(["serve", "--key-env", "SERVER_KEY"]).env("SERVER_KEY", "sk-planted-1");
    let server = Serve::spawn(command);
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
    let done = Done(command.env("OPENAI_API_KEY", "sk-planted-1").output().unwrap()).expect(0);
    assert!(done.err().contains("create_batch"), "each call is logged: {}", done.err());
    let state = fs::read_to_string(desk.path("out.jsonl.batch/run.json")).unwrap();
    for place in [done.out(), done.err(), state] {
        assert!(!place.contains("sk-planted"), "{place}");
    }
}
