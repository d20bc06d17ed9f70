//! Creating each batch once, whatever becomes of the answer.

use std::collections::BTreeMap;
use std::time::Duration;

use batch_local::{FaultEffect, Operation, Rule, Status};
use batch_run::RunEvent;
use serde_json::json;

use crate::support::{Desk, creates, server, slow_server, small};

fn on_create(effect: impl Into<FaultEffect>) -> Rule {
    Rule::new(effect.into()).on([Operation::CreateBatch])
}

#[tokio::test]
async fn a_lost_answer_to_a_create_makes_no_second_batch() {
    let desk = Desk::new(10);
    let server = server([on_create(FaultEffect::ResetAfter).first(1)]).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!((report.succeeded, report.batches), (10, 1));
    assert_eq!(creates(&server), 1);
    assert_eq!(desk.count(|e| matches!(e, RunEvent::Created { found: true, .. })), 1);
}

#[tokio::test]
async fn a_create_that_was_accepted_is_never_sent_again_however_long_the_list_lags() {
    for unreadable in [
        FaultEffect::Garbage,
        FaultEffect::CutBody { bytes: 20 },
        FaultEffect::Html { status: 200, after: true },
    ] {
        let desk = Desk::new(10);
        let lag = FaultEffect::ListLag { ms: 300 };
        let rules = [on_create(unreadable), Rule::new(lag).on([Operation::ListBatches])];
        let server = server(rules).await;
        let report = desk.execute(desk.run(), &server).await.unwrap();
        assert_eq!((report.succeeded, report.batches), (10, 1));
        assert_eq!(creates(&server), 1);
    }
}

#[tokio::test]
async fn a_create_of_unknown_outcome_is_sent_again_at_most_once() {
    for lost in [
        FaultEffect::ResetAfter,
        FaultEffect::Html { status: 502, after: true },
        Status::new(500).after().into(),
    ] {
        let desk = Desk::new(10);
        let lag = FaultEffect::ListLag { ms: 300 };
        let server = server([on_create(lost), Rule::new(lag).on([Operation::ListBatches])]).await;
        let report = desk.execute(desk.run(), &server).await.unwrap();
        assert_eq!(report.succeeded, 10);
        assert!(creates(&server) <= 2, "{}", creates(&server));
    }
}

#[tokio::test]
async fn the_second_batch_of_a_shard_is_cancelled_and_reported() {
    let desk = Desk::new(10);
    let server = slow_server(
        Duration::from_millis(40),
        [
            on_create(FaultEffect::ResetAfter).first(1),
            Rule::new(FaultEffect::ListLag { ms: 150 }).on([Operation::ListBatches]),
        ],
    )
    .await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!(report.succeeded, 10);
    assert_eq!(creates(&server), 2);
    let [duplicate] = &report.duplicate_batches[..] else { panic!("{report:?}") };
    assert!(duplicate.answered.is_some(), "{duplicate:?}");
    assert_eq!(desk.count(|e| matches!(e, RunEvent::Duplicate { .. })), 1);
}

#[tokio::test]
async fn a_server_that_forbids_a_retry_is_not_sent_a_second_create() {
    let desk = Desk::new(10);
    let lost = Status::new(500).header("x-should-retry", "false");
    let server = server([on_create(lost)]).await;
    let run = desk.run().outage_limit(Duration::from_millis(60));
    let report = desk.execute(run, &server).await.unwrap();
    assert_eq!((report.succeeded, report.unknown), (0, 10));
    assert_eq!(creates(&server), 1);
}

#[tokio::test]
async fn a_server_without_metadata_finds_its_batch_by_the_input_file() {
    let desk = Desk::new(10);
    let remove = FaultEffect::Remove(vec!["/data/*/metadata".into()]);
    let rules =
        [on_create(FaultEffect::ResetAfter), Rule::new(remove).on([Operation::ListBatches])];
    let server = server(rules).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!((report.succeeded, creates(&server)), (10, 1));
}

#[tokio::test]
async fn a_false_alarm_about_the_file_is_waited_out() {
    let desk = Desk::new(10);
    let server = server([on_create(FaultEffect::FileNotFound).first(2)]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!(server.calls(Operation::CreateFile), 1, "the file was there all along");
}

#[tokio::test]
async fn a_file_that_stays_unfound_is_uploaded_anew() {
    let desk = Desk::new(10);
    let server = server([on_create(FaultEffect::FileNotFound).first(4)]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!((server.calls(Operation::CreateFile), creates(&server)), (2, 5));
}

#[tokio::test]
async fn the_key_travels_in_the_metadata_and_names_the_run() {
    let desk = Desk::new(4);
    let server = server([]).await;
    let run = desk.run().limits(small(2)).metadata("job", "nightly");
    desk.execute(run, &server).await.unwrap();
    let batches = crate::support::client(&server).list_batches().send().await.unwrap();
    let mut keys = BTreeMap::new();
    for batch in batches.into_inner().data {
        let metadata = batch.metadata.unwrap();
        assert_eq!(json!(*metadata)["job"], "nightly");
        let run_id = metadata["batch_run_id"].clone();
        assert!(metadata["batch_run_key"].starts_with(&run_id));
        keys.insert(metadata["batch_run_key"].clone(), metadata["batch_run_shard"].clone());
    }
    assert_eq!(keys.into_values().collect::<Vec<_>>(), ["shard 1", "shard 2"]);
}
