//! A full queue: wait, once for each wave, and remember what was learnt.

use std::time::Duration;

use batch_local::{FaultEffect, Operation, Rule, Status};
use batch_run::RunEvent;

use crate::support::{Desk, check_paid_once, creates, server, slow_server, small};

#[tokio::test]
async fn a_full_queue_does_not_count_against_the_file() {
    let desk = Desk::new(10);
    let on = |effect| Rule::new(effect).on([Operation::CreateBatch]);
    let full = on(FaultEffect::TokenLimitExceeded).first(6);
    let alarm = on(FaultEffect::FileNotFound).calls([7, 8]);
    let server = server([full, alarm]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!((server.calls(Operation::CreateFile), creates(&server)), (1, 9));
}

#[tokio::test]
async fn a_wave_of_refusals_is_one_hold() {
    let desk = Desk::new(40);
    let full = Status::new(429).error_code("token_limit_exceeded");
    let server = server([Rule::new(full).on([Operation::CreateBatch]).first(8)]).await;
    let run = desk.run().limits(small(5)).max_batches(8).max_transfers(8);
    assert!(desk.execute(run, &server).await.unwrap().is_success());
    let holds = desk.count(|e| matches!(e, RunEvent::Held { .. }));
    assert!((1..=4).contains(&holds), "{holds} holds for one wave of eight");
    check_paid_once(&server);
}

#[tokio::test]
async fn retry_after_on_a_full_queue_is_kept() {
    let desk = Desk::new(2);
    let full = Status::new(429).error_code("token_limit_exceeded").header("retry-after-ms", "400");
    let server = server([Rule::new(full).on([Operation::CreateBatch]).first(1)]).await;
    let begin = std::time::Instant::now();
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert!(begin.elapsed() >= Duration::from_millis(400));
    assert_eq!(creates(&server), 2);
}

#[tokio::test]
async fn no_more_batches_are_in_flight_than_allowed() {
    let desk = Desk::new(40);
    let server = slow_server(Duration::from_millis(1), []).await;
    let run = desk.run().limits(small(5)).max_batches(2);
    assert!(desk.execute(run, &server).await.unwrap().is_success());
    let (mut now, mut most) = (0_usize, 0);
    for event in desk.events() {
        match event {
            RunEvent::Created { .. } => now += 1,
            RunEvent::Ended { .. } => now -= 1,
            _ => {}
        }
        most = most.max(now);
    }
    assert_eq!(most, 2);
}
