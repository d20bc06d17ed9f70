//! Settings out of range, and the bounds of the public types.

use std::time::Duration;

use batch_ext::batch_client::Config;
use batch_run::Run;

use crate::support::{Desk, server, small};

#[test]
fn settings_that_make_no_sense_are_refused_when_built() {
    let run = || Run::builder("in", "out");
    for (run, part) in [
        (run().max_batches(0), "at least 1"),
        (run().rounds(0), "at least 1"),
        (run().max_transfers(0), "at least 1"),
        (run().max_stored(0), "at least one byte"),
        (run().poll_interval(Duration::ZERO, Duration::ZERO), "poll interval"),
        (run().limits(small(0)), "one request"),
        (Run::builder("same", "same"), "another file"),
        ((0..14).fold(run(), |run, n| run.metadata(n.to_string(), "x")), "13"),
        (run().metadata("batch_run_key", "x"), "uses itself"),
        (run().metadata("k".repeat(65), "x"), "65 characters"),
        (run().metadata("", "x"), "0 characters"),
        (run().metadata("key", "x".repeat(513)), "513 characters"),
    ] {
        let error = run.build().unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn no_duration_is_too_long() {
    let desk = Desk::new(3);
    let server = server([]).await;
    let run = desk
        .run()
        .poll_interval(Duration::from_millis(5), Duration::MAX)
        .hold(Duration::MAX)
        .outage_limit(Duration::MAX)
        .start_limit(Duration::MAX);
    assert!(desk.execute(run, &server).await.unwrap().is_success());
}

#[test]
fn a_run_can_be_sent_and_shared() {
    fn send_sync<T: Send + Sync>(_: T) {}
    let client = Config::new().build().unwrap();
    let run = Run::builder("in.jsonl", "out.jsonl").build().unwrap();
    send_sync(run.execute(&client));
}
