//! A run that has ended: executed again, retried, and asked about what is unknown.

use std::fs;
use std::time::Duration;

use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Status};
use batch_run::{RunError, RunEvent};

use crate::support::{Desk, check_paid_once, creates, server, small};

#[tokio::test]
async fn a_run_that_succeeded_is_not_executed_again() {
    let desk = Desk::new(3);
    let server = server([]).await;
    let first = desk.execute(desk.run(), &server).await.unwrap();
    let second = desk.execute(desk.run().retry_failed(true), &server).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(desk.count(|e| matches!(e, RunEvent::EndedBefore)), 1);
    assert_eq!(creates(&server), 1);
    fs::remove_file(desk.output()).unwrap();
    let error = desk.execute(desk.run(), &server).await.unwrap_err();
    assert!(matches!(error, RunError::Output { .. }), "{error}");
    assert!(desk.execute(desk.run().start_over(true), &server).await.unwrap().is_success());
}

#[tokio::test]
async fn retry_failed_sends_only_what_failed_and_keeps_the_rest() {
    let desk = Desk::new(40);
    let bad = FaultEffect::LineStatus { status: 400, code: None, share: 0.4 };
    let server = server([Rule::new(bad).on([Operation::CreateBatch])]).await;
    let first = desk.execute(desk.run(), &server).await.unwrap();
    assert!(first.failed > 0 && first.succeeded > 0, "{first:?}");
    server.set_faults(FaultPlan::new()).unwrap();
    let again = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!(again.failed, first.failed, "not without being asked to");
    let retried = desk.execute(desk.run().retry_failed(true), &server).await.unwrap();
    assert!(retried.is_success(), "{retried:?}");
    assert_eq!((retried.requests, retried.rounds), (40, 2));
    desk.check_order(40);
    check_paid_once(&server);
}

#[tokio::test]
async fn unknown_outcomes_are_asked_about_again_and_cost_nothing() {
    let desk = Desk::new(10);
    let server = server([Rule::new(Status::new(404)).on([Operation::RetrieveBatch])]).await;
    let run = || desk.run().outage_limit(Duration::from_millis(50));
    let first = desk.execute(run(), &server).await.unwrap();
    assert_eq!(first.unknown, 10);
    server.set_faults(FaultPlan::new()).unwrap();
    let second = desk.execute(run(), &server).await.unwrap();
    assert!(second.is_success(), "{second:?}");
    assert_eq!(creates(&server), 1);
}

#[tokio::test]
async fn only_resend_unknown_sends_unknown_outcomes_again() {
    let desk = Desk::new(10);
    let gone = Rule::new(Status::new(404)).on([Operation::RetrieveBatch]).calls(1..200);
    let server = server([gone]).await;
    let run = || desk.run().outage_limit(Duration::from_millis(50));
    assert_eq!(desk.execute(run(), &server).await.unwrap().unknown, 10);
    assert_eq!(desk.execute(run().retry_failed(true), &server).await.unwrap().unknown, 10);
    assert_eq!(creates(&server), 1);
    desk.execute(run().resend_unknown(true), &server).await.unwrap();
    assert_eq!(creates(&server), 2);
}

#[tokio::test]
async fn an_output_that_is_gone_is_written_anew_while_the_results_are_here() {
    let desk = Desk::new(20);
    let bad = FaultEffect::LineStatus { status: 400, code: None, share: 0.4 };
    let server = server([Rule::new(bad).on([Operation::CreateBatch])]).await;
    desk.execute(desk.run().limits(small(10)), &server).await.unwrap();
    let before = fs::read(desk.output()).unwrap();
    fs::remove_file(desk.output()).unwrap();
    desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!(fs::read(desk.output()).unwrap(), before);
    assert_eq!(creates(&server), 2);
}
