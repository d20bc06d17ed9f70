//! What a run reports while it is in progress, and at its end.

use batch_run::RunEvent;

use crate::support::{Desk, check_paid_once, server, small};

#[tokio::test]
async fn events_tell_the_whole_story() {
    let desk = Desk::new(25);
    let server = server([]).await;
    let report = desk.execute(desk.run().limits(small(10)), &server).await.unwrap();
    assert!(report.is_success());
    assert_eq!((report.requests, report.batches, report.rounds), (25, 3, 1));
    assert!(report.usage().input_tokens > 0);
    assert_eq!(desk.count(|e| matches!(e, RunEvent::Planned { shards: 3, requests: 25, .. })), 1);
    for (what, count) in [
        ("uploaded", desk.count(|e| matches!(e, RunEvent::Uploaded { .. }))),
        ("created", desk.count(|e| matches!(e, RunEvent::Created { found: false, .. }))),
        ("ended", desk.count(|e| matches!(e, RunEvent::Ended { .. }))),
        ("settled", desk.count(|e| matches!(e, RunEvent::Settled { unknown: 0, .. }))),
    ] {
        assert_eq!(count, 3, "{what}");
    }
    desk.check_order(25);
    check_paid_once(&server);
}

#[tokio::test]
async fn a_run_can_be_stopped_from_its_own_events_and_names_its_shards() {
    let desk = Desk::new(4);
    let server = server([]).await;
    desk.execute(desk.run().limits(small(2)), &server).await.unwrap();
    let named = desk.events().into_iter().find_map(|event| match event {
        RunEvent::Created { shard, .. } => Some(shard.to_string()),
        _ => None,
    });
    assert!(["shard 1", "shard 2"].contains(&&*named.unwrap()));
}
