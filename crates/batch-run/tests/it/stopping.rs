//! Stopping and cancelling, at any moment.

use std::time::{Duration, Instant};

use batch_local::{FaultEffect, Operation, Rule, Status};
use batch_run::{RunError, RunEvent};

use crate::support::{Desk, check_paid_once, client, creates, server, slow_server, small};

/// Executes the run and stops it after a while; says how long it took to stop.
async fn stop_after(
    desk: &Desk,
    run: batch_run::RunBuilder,
    server: &batch_local::Server,
    wait: Duration,
) -> (Result<batch_run::RunReport, RunError>, Duration) {
    let run = run.build().unwrap();
    let control = run.control();
    let stopping = async {
        tokio::time::sleep(wait).await;
        control.stop();
        Instant::now()
    };
    let client = client(server);
    let (done, stopped) = tokio::join!(run.execute(&client), stopping);
    let _ = desk;
    (done, stopped.elapsed())
}

#[tokio::test]
async fn stopped_again_and_again_it_resumes_and_sends_nothing_twice() {
    let desk = Desk::new(30);
    let server = slow_server(Duration::from_millis(3), []).await;
    let mut stops = 0;
    loop {
        let run = desk.run().limits(small(5)).max_batches(2);
        let wait = Duration::from_millis(7 * (stops + 1));
        match stop_after(&desk, run, &server, wait).await.0 {
            Ok(report) => {
                assert!(report.is_success());
                break;
            }
            Err(RunError::Stopped { .. }) => stops += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(stops > 0);
    assert_eq!(creates(&server), 6);
    assert_eq!(server.calls(Operation::CancelBatch), 0, "a stop cancels nothing");
    check_paid_once(&server);
}

#[tokio::test]
async fn a_stop_takes_effect_within_a_second_whatever_the_run_waits_for() {
    let hour = Status::new(503).header("retry-after", "60");
    for (what, rule) in [
        ("the first call", Rule::new(hour.clone()).on([Operation::ListBatches])),
        ("an upload", Rule::new(hour.clone()).on([Operation::CreateFile])),
        ("a create", Rule::new(hour.clone()).on([Operation::CreateBatch])),
        ("a poll", Rule::new(hour.clone()).on([Operation::RetrieveBatch])),
        ("a download", Rule::new(hour).on([Operation::DownloadFile])),
        (
            "a response",
            Rule::new(FaultEffect::DelayResponse { ms: 60_000 }).on([Operation::CreateBatch]),
        ),
        ("a hold", Rule::new(FaultEffect::TokenLimitExceeded).on([Operation::CreateBatch])),
    ] {
        let desk = Desk::new(4);
        let server = server([rule]).await;
        let run = desk.run().hold(Duration::from_secs(600)).start_limit(Duration::from_secs(600));
        let (done, took) = stop_after(&desk, run, &server, Duration::from_millis(150)).await;
        assert!(matches!(done, Err(RunError::Stopped { .. })), "{what}: {done:?}");
        assert!(took < Duration::from_secs(1), "{what}: {took:?}");
    }
}

#[tokio::test]
async fn a_cancelled_run_keeps_what_was_answered_and_sends_nothing_more() {
    let desk = Desk::new(40);
    let server = slow_server(Duration::from_millis(20), []).await;
    let run = desk.run().limits(small(10)).max_batches(2).outage_limit(Duration::from_millis(300));
    let run = run.build().unwrap();
    let control = run.control();
    let cancelling = async {
        while desk.count(|e| matches!(e, RunEvent::Polled { answered: 1.., .. })) == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        control.cancel();
    };
    let client = client(&server);
    let (done, ()) = tokio::join!(run.execute(&client), cancelling);
    let report = done.unwrap();
    assert!(report.cancelled && report.succeeded > 0 && report.failed > 0, "{report:?}");
    assert_eq!(report.succeeded + report.failed, 40);
    assert!(desk.codes()["not_sent"] >= 20, "{:?}", desk.codes());
    desk.check_order(40);
    assert_eq!(creates(&server), 2);
}

#[tokio::test]
async fn a_run_that_is_stopped_while_it_cancels_goes_on_cancelling() {
    let desk = Desk::new(20);
    let server = slow_server(Duration::from_millis(30), []).await;
    let builder =
        || desk.run().limits(small(10)).max_batches(1).outage_limit(Duration::from_millis(300));
    let run = builder().build().unwrap();
    let control = run.control();
    let ending = async {
        while desk.count(|e| matches!(e, RunEvent::Created { .. })) == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        control.cancel();
        control.stop();
    };
    let client = client(&server);
    let (done, ()) = tokio::join!(run.execute(&client), ending);
    assert!(matches!(done, Err(RunError::Stopped { .. })), "{done:?}");
    let report = desk.execute(builder(), &server).await.unwrap();
    assert!(report.cancelled);
    assert_eq!(creates(&server), 1);
}
