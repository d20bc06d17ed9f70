//! Requests that failed for transient reasons are sent again, and no others.

use batch_local::{FaultEffect, Operation, Rule};
use batch_run::RunEvent;

use crate::support::{Desk, check_paid_once, creates, server};

fn on_create(effect: FaultEffect) -> Rule {
    Rule::new(effect).on([Operation::CreateBatch])
}

#[tokio::test]
async fn transient_failures_are_sent_again_and_permanent_ones_are_not() {
    let desk = Desk::new(40);
    let server = server([
        on_create(FaultEffect::LineStatus { status: 503, code: None, share: 0.3 }).first(1),
        on_create(FaultEffect::LineStatus { status: 400, code: None, share: 0.2 }).first(1),
    ])
    .await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert_eq!(report.rounds, 2);
    assert_eq!(report.succeeded + report.failed, 40);
    assert_eq!(desk.codes()["400"] as u64, report.failed);
    assert_eq!(desk.count(|e| matches!(e, RunEvent::Round { number: 2, .. })), 1);
    desk.check_order(40);
    check_paid_once(&server);
}

#[tokio::test]
async fn what_is_missing_to_the_end_is_named() {
    let desk = Desk::new(20);
    let server = server([on_create(FaultEffect::MissingLines { share: 0.8 })]).await;
    let report = desk.execute(desk.run().rounds(2), &server).await.unwrap();
    assert_eq!((report.transient, report.rounds), (report.failed, 2));
    let [group] = &report.failures[..] else { panic!("{report:?}") };
    assert_eq!((&*group.code, group.count), ("missing_result", report.failed));
    assert_eq!(group.examples.len(), 3);
    assert_eq!(creates(&server), 2);
}
