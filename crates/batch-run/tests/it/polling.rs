//! Batches in flight: no answer but a final status ends them.

use std::time::Duration;

use batch_local::{FaultEffect, Operation, Rule, Status};
use batch_run::{RunError, RunEvent};

use crate::support::{Desk, check_paid_once, creates, server};

fn on_poll(effect: impl Into<FaultEffect>) -> Rule {
    Rule::new(effect.into()).on([Operation::RetrieveBatch])
}

#[tokio::test]
async fn a_stray_404_is_no_reason_to_send_a_batch_again() {
    for effect in [Status::new(404).into(), FaultEffect::Html { status: 404, after: false }] {
        let desk = Desk::new(10);
        let server = server([on_poll(effect).first(20)]).await;
        let report = desk.execute(desk.run(), &server).await.unwrap();
        assert_eq!((report.succeeded, report.batches, report.rounds), (10, 1, 1));
        assert_eq!(creates(&server), 1);
        let retries = |e: &RunEvent| matches!(e, RunEvent::Retrying { action: "poll batch", .. });
        assert!(desk.count(retries) > 0);
    }
}

#[tokio::test]
async fn a_batch_that_the_server_does_not_know_any_more_ends_as_unknown_and_is_not_sent_again() {
    let desk = Desk::new(10);
    let server = server([on_poll(Status::new(404))]).await;
    let run = desk.run().outage_limit(Duration::from_millis(50));
    let report = desk.execute(run, &server).await.unwrap();
    assert_eq!((report.succeeded, report.unknown, report.transient), (0, 10, 0));
    assert_eq!((report.rounds, creates(&server)), (1, 1));
    assert_eq!(desk.codes()["outcome_unknown"], 10);
    let [shard] = &report.unknown_shards[..] else { panic!("{report:?}") };
    assert_eq!((&*shard.shard, shard.requests), ("shard 1", 10));
    assert!(shard.batch_id.as_deref().is_some_and(|id| id.starts_with("batch_")));
}

#[tokio::test]
async fn every_other_failed_poll_is_repeated_too() {
    for effect in [
        Status::new(403).into(),
        Status::new(400).into(),
        Status::new(500).into(),
        FaultEffect::Garbage,
        FaultEffect::ResetBefore,
        FaultEffect::CutBody { bytes: 10 },
    ] {
        let desk = Desk::new(3);
        let server = server([on_poll(effect).first(8)]).await;
        assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
        assert_eq!(creates(&server), 1);
    }
}

#[tokio::test]
async fn a_server_that_is_gone_for_good_ends_the_run_and_the_next_one_goes_on() {
    let desk = Desk::new(6);
    let server = server([on_poll(Status::new(503))]).await;
    let run = || desk.run().outage_limit(Duration::from_millis(60));
    let error = desk.execute(run(), &server).await.unwrap_err();
    assert!(matches!(error, RunError::Api { action: "poll batch", .. }), "{error}");
    server.set_faults(batch_local::FaultPlan::new()).unwrap();
    assert!(desk.execute(run(), &server).await.unwrap().is_success());
    check_paid_once(&server);
}

#[tokio::test]
async fn a_hint_of_a_millisecond_makes_no_storm_of_polls() {
    let desk = Desk::new(3);
    let hint =
        std::collections::BTreeMap::from([("retry-after-ms".to_owned(), Some("1".to_owned()))]);
    let server = crate::support::slow_server(
        Duration::from_millis(60),
        [on_poll(FaultEffect::Headers(hint))],
    )
    .await;
    desk.execute(desk.run(), &server).await.unwrap();
    // 180 ms of work, at least 5 ms apart.
    assert!(server.calls(Operation::RetrieveBatch) < 60);
}

#[tokio::test]
async fn an_absurd_retry_after_ends_the_run_with_an_error() {
    for hint in ["18446744073709551616", "9223372036854775807"] {
        let desk = Desk::new(3);
        let busy = Status::new(503).header("retry-after", hint);
        let server = server([Rule::new(busy).on([Operation::ListBatches])]).await;
        let error = desk.execute(desk.run(), &server).await.unwrap_err();
        assert!(matches!(error, RunError::Api { .. }), "{error}");
        assert_eq!(server.calls(Operation::CreateFile), 0);
        assert!(!desk.state().exists(), "nothing was begun");
    }
}

#[tokio::test]
async fn results_that_are_named_late_are_waited_for() {
    let desk = Desk::new(5);
    let late = FaultEffect::LateResults { retrieves: 4 };
    let server = server([Rule::new(late).on([Operation::CreateBatch])]).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert!(report.is_success(), "{report:?}");
    check_paid_once(&server);
}
