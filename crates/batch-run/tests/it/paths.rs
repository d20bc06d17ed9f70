//! Inputs and outputs that cannot work are refused before anything is sent.

use std::fs;
use std::path::PathBuf;

use batch_local::Operation;
use batch_run::{Run, RunError};

use crate::support::{Desk, client, names, server};

#[tokio::test]
async fn an_output_that_cannot_be_written_is_found_before_anything_is_paid() {
    let desk = Desk::new(3);
    let server = server([]).await;
    fs::create_dir(desk.path("dir")).unwrap();
    fs::write(desk.path("old.jsonl"), "old").unwrap();
    let link = |name: &str| {
        let path = desk.path(name);
        fs::hard_link(desk.input(), &path).unwrap();
        path
    };
    let state = desk.path("state");
    for (output, part) in [
        (desk.path("dir"), "directory"),
        (desk.path("missing/out.jsonl"), "does not exist"),
        (link("same.jsonl"), "is the input"),
        (desk.path("old.jsonl"), "exists"),
        (state.clone(), "state directory"),
        (PathBuf::from("/dev/null"), "regular file"),
    ] {
        let run = Run::builder(desk.input(), &output).state_dir(&state);
        let error = run.build().unwrap().execute(&client(&server)).await.unwrap_err();
        assert!(error.to_string().contains(part), "{}: {error}", output.display());
    }
    // Replacing the input is not what starting over is for.
    let run = Run::builder(desk.input(), desk.path("same.jsonl")).start_over(true);
    assert!(run.build().unwrap().execute(&client(&server)).await.is_err());
    assert_eq!(fs::read_to_string(desk.path("old.jsonl")).unwrap(), "old");
    assert_eq!(server.calls(Operation::CreateFile), 0);
    assert_eq!(names(desk.dir.path()), ["dir", "in.jsonl", "old.jsonl", "same.jsonl"]);
}

#[tokio::test]
async fn an_output_within_the_state_directory_is_refused() {
    let desk = Desk::new(3);
    let server = server([]).await;
    let state = desk.path("state");
    fs::create_dir(&state).unwrap();
    let run = Run::builder(desk.input(), state.join("out.jsonl")).state_dir(&state);
    let error = run.build().unwrap().execute(&client(&server)).await.unwrap_err();
    assert!(error.to_string().contains("within the state directory"), "{error}");
}

#[tokio::test]
async fn an_input_that_cannot_be_read_twice_is_refused() {
    let desk = Desk::new(3);
    let server = server([]).await;
    for (input, part) in [
        (desk.path("missing.jsonl"), "missing.jsonl"),
        (desk.dir.path().to_owned(), "regular file"),
        (PathBuf::from("/dev/null"), "regular file"),
    ] {
        let run = Run::builder(&input, desk.output()).build().unwrap();
        let error = run.execute(&client(&server)).await.unwrap_err();
        assert!(matches!(error, RunError::File(_)), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(names(desk.dir.path()), ["in.jsonl"]);
}
