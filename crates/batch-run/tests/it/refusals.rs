//! What a server refuses for good: named with its reason, while everything else goes on.

use std::fs;
use std::time::Duration;

use batch_local::{FaultEffect, Operation, Rule, Status};
use batch_run::{RunError, RunEvent};

use crate::support::{Desk, client_of, creates, request, server, small};

#[tokio::test]
async fn one_refused_shard_does_not_stop_the_others() {
    let desk = Desk::new(30);
    let refused = Status::new(400).error_code("model_not_supported");
    let server = server([Rule::new(refused).on([Operation::CreateBatch]).first(1)]).await;
    let report = desk.execute(desk.run().limits(small(10)), &server).await.unwrap();
    assert_eq!((report.succeeded, report.failed, report.batches), (20, 10, 2));
    assert_eq!(desk.codes()["batch_refused"], 10);
    let [group] = &report.failures[..] else { panic!("{report:?}") };
    assert_eq!((&*group.code, group.count), ("model_not_supported", 10));
    let named = |e: &RunEvent| matches!(e, RunEvent::Settled { reason: Some(_), .. });
    assert_eq!(desk.count(named), 1);
    desk.check_order(30);
}

#[tokio::test]
async fn a_batch_that_failed_as_a_whole_is_kept_with_its_reason() {
    let desk = Desk::new(5);
    let refuse = FaultEffect::FailBatch {
        code: "model_not_found".into(),
        message: "no such model".into(),
        param: None,
        line: None,
    };
    let server = server([Rule::new(refuse).on([Operation::CreateBatch])]).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!((report.failed, report.rounds), (5, 1), "not sent again");
    assert_eq!(desk.codes()["batch_refused"], 5);
}

#[tokio::test]
async fn a_bad_line_is_refused_by_itself_and_the_others_are_sent_again() {
    let desk = Desk::new(5);
    let refuse = FaultEffect::FailBatch {
        code: "invalid_value".into(),
        message: "bad model".into(),
        param: None,
        line: Some(2),
    };
    let server = server([Rule::new(refuse).on([Operation::CreateBatch]).first(1)]).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!((report.succeeded, report.failed, report.rounds), (4, 1, 2));
    assert_eq!(desk.lines()[1]["error"]["code"], "batch_refused");
}

#[tokio::test]
async fn an_upload_that_is_refused_for_good_is_named_and_the_rest_goes_on() {
    let desk = Desk::new(20);
    let refused = Status::new(413);
    let server = server([Rule::new(refused).on([Operation::CreateFile]).first(1)]).await;
    let report = desk.execute(desk.run().limits(small(10)), &server).await.unwrap();
    assert_eq!((report.succeeded, report.failed), (10, 10));
    assert_eq!(creates(&server), 1);
}

#[tokio::test]
async fn a_wrong_port_is_noticed_soon_and_leaves_no_state() {
    let desk = Desk::new(3);
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", unused.local_addr().unwrap());
    drop(unused);
    let run = desk.run().build().unwrap();
    let error = run.execute(&client_of(&url)).await.unwrap_err();
    assert!(error.api().is_some_and(|error| error.is_connect()), "{error}");
    assert!(!desk.state().exists());
}

#[tokio::test]
async fn a_server_without_batches_is_named() {
    for status in [404, 405, 501] {
        let desk = Desk::new(3);
        let server = server([Rule::new(Status::new(status)).on([Operation::ListBatches])]).await;
        let error = desk.execute(desk.run(), &server).await.unwrap_err();
        assert!(matches!(error, RunError::Unsupported { .. }), "{error}");
        assert_eq!(server.calls(Operation::CreateFile), 0);
        assert!(!desk.state().exists());
    }
}

#[tokio::test]
async fn invalid_lines_are_refused_before_anything_is_sent_or_skipped_if_asked_for() {
    let desk = Desk::new(0);
    let input = [&request(0, "m"), "{\"custom_id\":\"bad\"}", "not JSON", &request(1, "m")];
    fs::write(desk.input(), input.join("\n")).unwrap();
    let server = server([]).await;
    let error = desk.execute(desk.run(), &server).await.unwrap_err();
    assert!(matches!(error, RunError::InvalidInput { .. }), "{error}");
    assert!(!desk.state().exists());
    let report = desk.execute(desk.run().skip_invalid(true), &server).await.unwrap();
    assert_eq!((report.succeeded, report.refused, report.failed), (2, 2, 0));
    assert!(!report.is_success());
    let ids: Vec<_> = desk.lines().iter().map(|line| line["custom_id"].to_string()).collect();
    assert_eq!(ids, ["\"r-0\"", "\"bad\"", "\"r-1\""]);
    assert_eq!(desk.codes()["invalid_request_line"], 1);
}

#[tokio::test]
async fn a_denied_key_ends_the_run_and_keeps_nothing_waiting() {
    let desk = Desk::new(3);
    let server = server([Rule::new(Status::new(401))]).await;
    let run = desk.run().outage_limit(Duration::from_millis(50));
    let error = desk.execute(run, &server).await.unwrap_err();
    assert!(error.api().is_some_and(|error| error.is_denied()), "{error}");
}
