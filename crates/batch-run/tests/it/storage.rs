//! The storage window: at most so many bytes of inputs on the server at once.

use std::fs;

use batch_run::RunEvent;

use crate::support::{Desk, check_paid_once, files_on, server, small};

#[tokio::test]
async fn inputs_on_the_server_never_exceed_the_window() {
    let desk = Desk::new(60);
    let server = server([]).await;
    let shard_bytes = fs::metadata(desk.input()).unwrap().len() / 6;
    let run = desk.run().limits(small(10)).max_stored(2 * shard_bytes + 20);
    assert!(desk.execute(run, &server).await.unwrap().is_success());
    let (mut stored, mut most) = (0_i64, 0);
    for event in desk.events() {
        match event {
            RunEvent::Uploaded { .. } => stored += 1,
            RunEvent::Settled { .. } => stored -= 1,
            _ => {}
        }
        most = most.max(stored);
    }
    assert!(most <= 2, "{most} inputs at once");
    assert_eq!(files_on(&server).await, 0);
    check_paid_once(&server);
}

#[tokio::test]
async fn a_shard_larger_than_the_window_is_sent_alone() {
    let desk = Desk::new(20);
    let server = server([]).await;
    let run = desk.run().limits(small(10)).max_stored(1);
    assert!(desk.execute(run, &server).await.unwrap().is_success());
}
