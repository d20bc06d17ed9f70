//! The state directory: whose it is, what is in it, and what happens when it is damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server, Status};
use batch_run::{RunError, RunEvent};
use serde_json::Value;

use crate::support::{Desk, check_paid_once, client, creates, names, server, slow_server, small};

/// A run with results on disk whose last batch cannot be polled.
async fn half_done(desk: &Desk) -> Server {
    let stuck = Rule::new(Status::new(503)).on([Operation::RetrieveBatch]);
    let server = server([]).await;
    let run = desk.run().limits(small(10)).max_batches(1).outage_limit(Duration::from_millis(80));
    let run = run.build().unwrap();
    let control = run.control();
    let stopping = async {
        while desk.count(|e| matches!(e, RunEvent::Settled { .. })) < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.set_faults(FaultPlan::new().rule(stuck)).unwrap();
        control.stop();
    };
    let client = client(&server);
    let (done, ()) = tokio::join!(run.execute(&client), stopping);
    assert!(matches!(done, Err(RunError::Stopped { .. })), "{done:?}");
    server.set_faults(FaultPlan::new()).unwrap();
    server
}

fn first_file(dir: PathBuf, ends: &str) -> PathBuf {
    let names = names(&dir);
    dir.join(names.iter().find(|name| name.ends_with(ends)).expect("a file"))
}

#[tokio::test]
async fn results_that_were_damaged_on_disk_are_fetched_again_and_not_paid_again() {
    let remove: fn(&Path) = |path| fs::remove_file(path).unwrap();
    let cut: fn(&Path) = |path| {
        let text = fs::read(path).unwrap();
        fs::write(path, &text[..text.len() / 2]).unwrap();
    };
    let flip: fn(&Path) = |path| {
        let mut text = fs::read(path).unwrap();
        let at = text.len() / 3;
        text[at] ^= 1;
        fs::write(path, text).unwrap();
    };
    for (what, damage) in [("removed", remove), ("cut", cut), ("flipped", flip)] {
        let desk = Desk::new(60);
        let server = half_done(&desk).await;
        damage(&first_file(desk.state().join("results"), ".jsonl"));
        let report = desk.execute(desk.run(), &server).await.unwrap();
        assert!(report.is_success(), "{what}: {report:?}");
        desk.check_order(60);
        check_paid_once(&server);
    }
}

#[tokio::test]
async fn damaged_state_is_named_with_a_remedy() {
    let write: fn(&Path) = |path| fs::write(path, "nonsense").unwrap();
    let remove: fn(&Path) = |path| fs::remove_file(path).unwrap();
    let empty: fn(&Path) = |path| fs::write(path, r#"{"shards":[]}"#).unwrap();
    for (file, damage) in [
        ("run.json", write),
        ("rounds/round-0.json", write),
        ("rounds/round-0.json", remove),
        ("rounds/round-0.json", empty),
        ("shards/r0-s0.json", write),
        ("shards/r0-s1.json", remove),
    ] {
        let desk = Desk::new(60);
        let server = half_done(&desk).await;
        let before = creates(&server);
        damage(&desk.state().join(file));
        let error = desk.execute(desk.run(), &server).await.unwrap_err();
        assert!(matches!(error, RunError::Damaged { .. }), "{file}: {error}");
        let text = error.to_string();
        assert!(text.contains(file) && text.contains("start over"), "{text}");
        assert_eq!(creates(&server), before);
    }
}

#[tokio::test]
async fn a_head_that_is_gone_is_no_reason_to_send_everything_again() {
    let desk = Desk::new(60);
    let server = half_done(&desk).await;
    let before = creates(&server);
    fs::remove_file(desk.state().join("run.json")).unwrap();
    let error = desk.execute(desk.run(), &server).await.unwrap_err();
    assert!(matches!(error, RunError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("run.json"), "{error}");
    assert_eq!(creates(&server), before);
}

#[tokio::test]
async fn results_of_lines_that_were_never_sent_are_written_anew_if_they_are_lost() {
    let desk = Desk::new(20);
    let text = fs::read_to_string(desk.input()).unwrap();
    fs::write(desk.input(), text + "{\"custom_id\":\"bad\"}\n").unwrap();
    let bad = FaultEffect::LineStatus { status: 400, code: None, share: 0.4 };
    let server = server([Rule::new(bad).on([Operation::CreateBatch])]).await;
    let run = || desk.run().skip_invalid(true);
    desk.execute(run(), &server).await.unwrap();
    let before = fs::read(desk.output()).unwrap();
    for damage in ["", "{}\n"] {
        fs::write(desk.state().join("results/refused.jsonl"), damage).unwrap();
        fs::remove_file(desk.output()).unwrap();
        desk.execute(run(), &server).await.unwrap();
        assert_eq!(fs::read(desk.output()).unwrap(), before);
    }
}

#[tokio::test]
async fn the_state_of_another_version_is_refused() {
    let desk = Desk::new(60);
    let server = half_done(&desk).await;
    let path = desk.state().join("run.json");
    let mut run: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    run["version"] = 99.into();
    fs::write(&path, run.to_string()).unwrap();
    let error = desk.execute(desk.run(), &server).await.unwrap_err();
    assert!(error.to_string().contains("version 99"), "{error}");
}

#[tokio::test]
async fn a_directory_that_is_not_a_runs_is_never_touched() {
    let desk = Desk::new(3);
    let server = server([]).await;
    let dir = desk.path("mine");
    fs::create_dir_all(dir.join("results")).unwrap();
    for name in ["a.part", "b.next", "results/c.jsonl"] {
        fs::write(dir.join(name), "precious").unwrap();
    }
    for start_over in [false, true] {
        let run = desk.run().state_dir(&dir).start_over(start_over);
        let error = desk.execute(run, &server).await.unwrap_err();
        assert!(matches!(error, RunError::ForeignState { .. }), "{error}");
    }
    let run = desk.run().state_dir(desk.dir.path()).start_over(true);
    assert!(desk.execute(run, &server).await.is_err());
    assert_eq!(names(&dir), ["a.part", "b.next", "results"]);
    assert_eq!(names(&dir.join("results")), ["c.jsonl"]);
    assert_eq!(server.calls(Operation::CreateFile), 0);
}

#[tokio::test]
async fn only_one_process_works_on_a_run() {
    let desk = Desk::new(10);
    let server = slow_server(Duration::from_millis(20), []).await;
    let client = client(&server);
    let first = desk.run().build().unwrap();
    // As the first one has it while it writes the output.
    let part = desk.path("out.jsonl.part");
    let second = async {
        while desk.count(|e| matches!(e, RunEvent::Planned { .. })) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        fs::write(&part, "half").unwrap();
        let second = desk.execute(desk.run(), &server).await;
        (second, fs::read_to_string(&part).unwrap_or_default())
    };
    let (first, (second, half)) = tokio::join!(first.execute(&client), second);
    assert!(first.unwrap().is_success());
    assert!(matches!(second, Err(RunError::Locked { .. })), "{second:?}");
    assert_eq!(half, "half", "the second process touches nothing");
}

#[tokio::test]
async fn a_run_belongs_to_its_input_and_its_server() {
    let desk = Desk::new(60);
    let server = half_done(&desk).await;
    let other = crate::support::server([]).await;
    let error = desk.execute(desk.run(), &other).await.unwrap_err();
    assert!(matches!(error, RunError::Mismatch { what: "server", .. }), "{error}");
    let before = fs::read_to_string(desk.input()).unwrap();
    fs::write(desk.input(), before.clone() + &crate::support::request(99, "m")).unwrap();
    let error = desk.execute(desk.run(), &server).await.unwrap_err();
    assert!(matches!(error, RunError::Mismatch { what: "input", .. }), "{error}");
    fs::write(desk.input(), before).unwrap();
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
}

#[tokio::test]
async fn a_resumed_run_keeps_its_plan_whatever_the_options_say() {
    let desk = Desk::new(60);
    let server = half_done(&desk).await;
    let run = desk.run().limits(small(1)).rounds(1);
    let report = desk.execute(run, &server).await.unwrap();
    assert!(report.is_success());
    assert_eq!((report.batches, creates(&server)), (6, 6));
}

#[tokio::test]
async fn an_input_that_is_modified_while_the_run_is_in_progress_is_noticed() {
    let desk = Desk::new(20);
    let server = slow_server(Duration::from_millis(2), []).await;
    let input = desk.input();
    let run = desk.run().limits(small(5)).max_batches(1).on_event(move |event| {
        if matches!(event, RunEvent::Created { .. }) {
            fs::write(&input, "something else").unwrap();
        }
    });
    let error = desk.execute(run, &server).await.unwrap_err();
    assert!(matches!(error, RunError::InputChanged { .. }), "{error}");
    assert_eq!(server.calls(Operation::CreateFile), 1);
}

#[tokio::test]
async fn nothing_but_the_head_is_left_when_every_request_has_succeeded() {
    let desk = Desk::new(20);
    let server = server([]).await;
    desk.execute(desk.run().limits(small(5)), &server).await.unwrap();
    assert_eq!(names(&desk.state()), ["lock", "run.json"]);
    assert_eq!(names(desk.dir.path()), ["in.jsonl", "out.jsonl", "out.jsonl.batch"]);
}

#[cfg(unix)]
#[tokio::test]
async fn output_and_state_have_the_permissions_of_the_input() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new(20);
    fs::set_permissions(desk.input(), fs::Permissions::from_mode(0o640)).unwrap();
    let bad = FaultEffect::LineStatus { status: 400, code: None, share: 0.4 };
    let server = server([Rule::new(bad).on([Operation::CreateBatch])]).await;
    desk.execute(desk.run(), &server).await.unwrap();
    for path in ["out.jsonl", "run.json", "shards/r0-s0.json", "results/r0-s0.jsonl"] {
        let path = if path == "out.jsonl" { desk.output() } else { desk.state().join(path) };
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{}", path.display());
    }
}
