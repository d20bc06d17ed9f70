//! `batch validate` and `batch plan`: no server needed.

use std::fs;

use crate::support::desk::Desk;
use crate::support::golden::Session;
use crate::support::requests::write_requests;
use crate::support::{run, text};

#[test]
fn problems_are_printed_with_their_lines_and_codes() {
    let desk = Desk::new();
    let good = fs::read_to_string(desk.requests(3)).unwrap();
    let bad = concat!(
        r#"{"custom_id":"r-0","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}"#,
        "\n",
        r#"{"custom_id":"x","method":"GET","url":"/v1/nothing","body":{"model":"m"}}"#,
        "\nnonsense\n"
    );
    fs::write(desk.path("bad.jsonl"), format!("{good}{bad}")).unwrap();
    let mut session = Session::new(&desk);
    session.run("validate in.jsonl").expect(0);
    session.run("validate in.jsonl bad.jsonl").expect(1);
    session.run("validate bad.jsonl --json").expect(1);
    session.run("validate bad.jsonl --max-problems 1").expect(1);
    session.run("plan bad.jsonl").expect(1);
    session.run("validate none.jsonl").expect(4);
    session.check("validate");
}

#[test]
fn a_single_batch_has_one_model() {
    let desk = Desk::new();
    let input = desk.path("in.jsonl");
    write_requests(&input, 4, &["a", "b"], 1);
    run(&["validate", text(&input)]).expect(0);
    let done = run(&["validate", "--single", text(&input)]).expect(1);
    assert!(done.out().contains("mismatched_model"), "{}", done.out());
}

#[test]
fn a_plan_shows_batches_tokens_and_cost() {
    let desk = Desk::new();
    write_requests(&desk.path("in.jsonl"), 10, &["a", "b"], 1);
    let mut session = Session::new(&desk);
    session.run("plan in.jsonl").expect(0);
    session.run("plan in.jsonl --max-requests 2 --price a=1000:1").expect(0);
    session.run("plan in.jsonl --price a=1000:1 --price b=1000:1000 --output-tokens 100").expect(0);
    session.run("plan in.jsonl --json --price a=1000:0").expect(0);
    session.check("plan");
}

#[test]
fn a_dry_run_is_the_plan() {
    let desk = Desk::new();
    let input = desk.path("in.jsonl");
    write_requests(&input, 10, &["a", "b"], 1);
    for options in [&["--json"][..], &["--price", "a=1:1"], &["--max-bytes", "1000"]] {
        let dry = run(&[&["run", text(&input), "--dry-run"], options].concat()).expect(0);
        let plan = run(&[&["plan", text(&input)], options].concat()).expect(0);
        assert_eq!(dry.out(), plan.out());
    }
    assert_eq!(fs::read_dir(desk.dir.path()).unwrap().count(), 1, "nothing was written");
}
