//! Waiting. Time is paused, and the server is a script in the process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Scripted, answer, batch, error_body, in_process, ok, scripted};
use batch_ext::error::Kind;
use batch_ext::retry::{RetryPolicy, WithRetry};
use batch_ext::wait::{BatchWait, End, WaitForBatch, WaitPolicy, WaitPolicyBuilder};
use futures_core::{FusedStream, Stream};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use tokio::time::Instant;

fn plain() -> WaitPolicyBuilder {
    WaitPolicy::builder().jitter(false).growth(2.0).max_interval(Duration::from_secs(8))
}

fn policy() -> WaitPolicy {
    plain().build().unwrap()
}

fn states(statuses: &[&str]) -> Vec<Scripted> {
    statuses.iter().map(|status| ok(batch("b", status))).collect()
}

fn failure(status: u16) -> Scripted {
    answer(status, &[], error_body("no", None))
}

#[tokio::test(start_paused = true)]
async fn the_first_poll_is_immediate_and_intervals_grow_to_the_maximum() {
    let (client, server) = scripted(states(&[
        "in_progress",
        "in_progress",
        "in_progress",
        "in_progress",
        "in_progress",
        "completed",
    ]));
    let start = Instant::now();
    let end = client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert!(matches!(end, End::Completed(_)));
    assert_eq!(server.all()[0].at, start);
    assert_eq!(server.gaps(), [1000, 2000, 4000, 8000, 8000]);
}

#[tokio::test(start_paused = true)]
async fn a_change_of_status_restarts_the_intervals() {
    let (client, server) = scripted(states(&[
        "validating",
        "validating",
        "validating",
        "finalizing",
        "finalizing",
        "completed",
    ]));
    client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert_eq!(server.gaps(), [1000, 2000, 4000, 1000, 2000]);
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_is_yielded_before_the_sleep() {
    let (client, _) = scripted(states(&["validating", "in_progress", "completed"]));
    let mut snapshots = client.wait_for_batch("b").policy(policy()).snapshots();
    let start = Instant::now();
    let mut seen = Vec::new();
    while let Some(batch) = snapshots.try_next().await.unwrap() {
        seen.push((batch.status.to_string(), start.elapsed().as_secs()));
    }
    let expected = [("validating", 0), ("in_progress", 1), ("completed", 2)];
    assert_eq!(seen, expected.map(|(status, at)| (status.to_owned(), at)));
    assert!(snapshots.next().await.is_none() && snapshots.is_terminated());
}

#[tokio::test(start_paused = true)]
async fn each_final_status_has_its_own_end_in_any_spelling() {
    type Is = fn(&End) -> bool;
    let table: &[(&str, Is)] = &[
        ("completed", |end| matches!(end, End::Completed(_))),
        ("failed", |end| matches!(end, End::Failed(_))),
        ("expired", |end| matches!(end, End::Expired(_))),
        ("cancelled", |end| matches!(end, End::Cancelled(_))),
        ("canceled", |end| matches!(end, End::Cancelled(_))),
        ("COMPLETED", |end| matches!(end, End::Completed(_))),
    ];
    for (status, is) in table {
        let (client, _) = scripted(states(&[status]));
        let end = client.wait_for_batch("b").await.unwrap();
        assert!(is(&end), "{status}: {end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_end_has_the_ids_of_its_files_and_the_errors_of_its_input() {
    let mut failed = batch("b", "failed");
    failed["output_file_id"] = json!("");
    failed["error_file_id"] = json!("file-e");
    failed["errors"] = json!({"data": [{"code": "invalid_json_line", "line": 3}]});
    let (client, _) = scripted([ok(failed)]);
    let end = client.wait_for_batch("b").await.unwrap();
    assert_eq!(end.output_file_id(), None, "an empty id is none");
    assert_eq!(end.error_file_id(), Some("file-e"));
    assert_eq!(end.errors()[0].line, Some(3));
    assert!(!end.is_completed());

    for errors in [Value::Null, json!({}), json!({"data": null})] {
        let mut expired = batch("b", "expired");
        expired["errors"] = errors;
        expired["output_file_id"] = json!("file-o");
        let (client, _) = scripted([ok(expired)]);
        let end = client.wait_for_batch("b").await.unwrap();
        assert!(end.errors().is_empty());
        assert_eq!(end.output_file_id(), Some("file-o"), "partial output is paid for");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_status_is_visible_and_not_final() {
    let (client, server) = scripted(states(&["queued", "scheduling", "completed"]));
    let wait = client.wait_for_batch("b").policy(policy());
    let seen: Vec<_> =
        wait.snapshots().map_ok(|b| b.status.to_string()).try_collect().await.unwrap();
    assert_eq!(seen, ["queued", "scheduling", "completed"]);
    assert_eq!(server.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn retry_after_replaces_the_interval() {
    let asks = |seconds| answer(200, &[("retry-after", seconds)], batch("b", "in_progress"));
    let limited = answer(429, &[("retry-after", "40")], "");
    let (client, server) =
        scripted([asks("30"), asks("99999999"), limited, ok(batch("b", "completed"))]);
    client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert_eq!(server.gaps(), [30_000, 600_000, 40_000]);
}

#[tokio::test(start_paused = true)]
async fn transient_failures_are_tolerated() {
    let running = || ok(batch("b", "in_progress"));
    let (client, server) = scripted([
        failure(502),
        running(),
        Scripted::Error(std::io::ErrorKind::ConnectionReset),
        failure(429),
        answer(503, &[], "<html>"),
        answer(200, &[], "<html>maintenance</html>"),
        running(),
        ok(batch("b", "completed")),
    ]);
    // The client's own retry policy does not apply.
    let client = client.with_retry(RetryPolicy::default());
    client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert_eq!(server.count(), 8);
}

#[tokio::test(start_paused = true)]
async fn too_many_failures_in_a_row_end_the_wait_with_the_last_snapshot() {
    let policy = plain().max_failures(2).build().unwrap();
    let (client, _) =
        scripted(states(&["in_progress"]).into_iter().chain((0..3).map(|_| failure(503))));
    let error = client.wait_for_batch("b").policy(policy).await.unwrap_err();
    assert!(error.is_server());
    let wait = error.wait().unwrap();
    assert_eq!(wait.last.as_ref().unwrap().status.as_str(), "in_progress");
    assert_eq!((wait.polls, wait.elapsed), (4, Duration::from_secs(7)));
}

#[tokio::test(start_paused = true)]
async fn a_success_resets_the_count_of_failures() {
    let policy = plain().max_failures(1).build().unwrap();
    let mut script = Vec::new();
    for _ in 0..20 {
        script.push(failure(500));
        script.push(ok(batch("b", "in_progress")));
    }
    script.push(ok(batch("b", "completed")));
    let (client, _) = scripted(script);
    client.wait_for_batch("b").policy(policy).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn permanent_failures_end_the_wait_at_once() {
    let quota = answer(429, &[], error_body("pay", Some("insufficient_quota")));
    for (failure, kind) in [(failure(401), Kind::Denied), (quota, Kind::Quota)] {
        let (client, server) = scripted([failure]);
        let error = client.wait_for_batch("b").await.unwrap_err();
        assert_eq!((error.kind(), server.count()), (kind, 1));
        assert_eq!(error.operation(), Some("retrieve_batch"));
        assert!(error.wait().unwrap().last.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_batch_may_not_be_found_at_first() {
    let late = [failure(404), failure(404), ok(batch("b", "completed"))];
    let (client, _) = scripted(late);
    client.wait_for_batch("b").await.unwrap();

    let (client, server) = scripted((0..6).map(|_| failure(404)));
    let error = client.wait_for_batch("b").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(server.count(), 6, "five are tolerated");

    // A batch that was seen before is not missing but gone.
    let (client, _) = scripted([ok(batch("b", "in_progress")), failure(404)]);
    assert!(client.wait_for_batch("b").await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn there_is_one_last_poll_at_the_deadline() {
    let policy = || plain().deadline(Duration::from_secs(5)).build().unwrap();
    let (client, server) =
        scripted(states(&["in_progress", "in_progress", "in_progress", "completed"]));
    let end = client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert!(end.is_completed());
    assert_eq!(server.gaps(), [1000, 2000, 2000]);

    let (client, server) = scripted(states(&["in_progress"; 4]));
    let start = Instant::now();
    let error = client.wait_for_batch("b").policy(policy()).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(5));
    assert_eq!(server.count(), 4);
    assert!(error.is_timeout() && !error.outcome_unknown());
    let wait = error.wait().unwrap();
    assert_eq!((wait.polls, wait.elapsed), (4, Duration::from_secs(5)));
    assert!(wait.last.is_some());
}

#[tokio::test(start_paused = true)]
async fn the_error_of_the_last_poll_is_the_source_of_the_timeout() {
    let policy = plain().deadline(Duration::from_secs(1)).build().unwrap();
    let (client, _) = scripted([failure(503), failure(502)]);
    let error = client.wait_for_batch("b").policy(policy).await.unwrap_err();
    assert!(error.is_timeout());
    let source = std::error::Error::source(&error).unwrap();
    let source = source.downcast_ref::<batch_ext::Error>().unwrap();
    assert_eq!(source.status().unwrap().as_u16(), 502);
}

#[tokio::test(start_paused = true)]
async fn a_poll_that_hangs_counts_as_failed() {
    let (client, server) = scripted([Scripted::Never, ok(batch("b", "completed"))]);
    client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert_eq!(server.gaps(), [61_000]);
}

#[tokio::test(start_paused = true)]
async fn a_week_of_waiting_polls_once_a_minute() {
    let polls = Arc::new(AtomicUsize::new(0));
    let counter = polls.clone();
    let start = Instant::now();
    let week = Duration::from_secs(7 * 24 * 3600);
    let client = in_process(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        let status = if start.elapsed() < week { "in_progress" } else { "completed" };
        async move { Ok(http::Response::new(batch("b", status).to_string()).into()) }
    });
    let policy = WaitPolicy::builder().jitter(false).build().unwrap();
    client.wait_for_batch("b").policy(policy).await.unwrap();
    assert!(start.elapsed() - week <= Duration::from_secs(60), "{:?}", start.elapsed());
    let polls = polls.load(Ordering::Relaxed);
    assert!((10_080..10_100).contains(&polls), "{polls} polls in 10,080 minutes");
}

#[tokio::test(start_paused = true)]
async fn cancel_and_wait_cancels_once_and_waits() {
    let (client, server) = scripted(states(&["cancelling", "cancelling", "cancelled"]));
    let end = client.cancel_and_wait("b").policy(policy()).await.unwrap();
    assert!(matches!(end, End::Cancelled(_)));
    let operations: Vec<_> = server.all().iter().map(|request| request.operation).collect();
    assert_eq!(operations, ["cancel_batch", "retrieve_batch", "retrieve_batch"]);
}

#[tokio::test(start_paused = true)]
async fn cancel_and_wait_accepts_a_batch_that_ended_by_itself() {
    for status in [409, 400] {
        let (client, server) = scripted([failure(status), ok(batch("b", "completed"))]);
        let end = client.cancel_and_wait("b").await.unwrap();
        assert!(end.is_completed());
        assert_eq!(server.gaps(), [0]);
    }
    // A refusal for another reason is an error that has the batch.
    let (client, _) = scripted([failure(400), ok(batch("b", "in_progress"))]);
    let error = client.cancel_and_wait("b").await.unwrap_err();
    assert_eq!(error.operation(), Some("cancel_batch"));
    assert_eq!(error.wait().unwrap().last.as_ref().unwrap().id, "b");
}

#[tokio::test(start_paused = true)]
async fn a_cancel_that_fails_is_sent_again() {
    let (client, server) = scripted([failure(502), failure(409), ok(batch("b", "cancelled"))]);
    let end = client.cancel_and_wait("b").await.unwrap();
    assert!(matches!(end, End::Cancelled(_)));
    let operations: Vec<_> = server.all().iter().map(|request| request.operation).collect();
    assert_eq!(operations, ["cancel_batch", "cancel_batch", "retrieve_batch"]);
}

#[tokio::test(start_paused = true)]
async fn a_set_yields_each_batch_as_it_ends() {
    let start = Instant::now();
    let ends = HashMap::from([("slow", 100), ("quick", 3), ("middle", 30)]);
    let client = in_process(move |call| {
        let path = call.request.url().path().to_owned();
        let id = path.rsplit('/').next().unwrap().to_owned();
        let found = ends.get(id.as_str()).map(|end| {
            batch(&id, if start.elapsed().as_secs() < *end { "in_progress" } else { "completed" })
        });
        async move {
            let response = match found {
                Some(batch) => http::Response::new(batch.to_string()),
                None => http::Response::builder().status(401).body(String::new()).unwrap(),
            };
            Ok(response.into())
        }
    });
    let set = client.wait_for_batches(["slow", "quick", "lost", "middle"]).concurrency(1);
    let ended: Vec<_> = set.policy(policy()).ends().collect().await;
    let order: Vec<_> = ended.iter().map(|(id, end)| (id.as_str(), end.is_ok())).collect();
    assert_eq!(order, [("lost", false), ("quick", true), ("middle", true), ("slow", true)]);
}

#[tokio::test(start_paused = true)]
async fn concurrency_limits_requests_rather_than_batches() {
    let under_way = Arc::new(Mutex::new((0usize, 0usize)));
    let counts = under_way.clone();
    let client = in_process(move |call| {
        let id = call.request.url().path().rsplit('/').next().unwrap().to_owned();
        let counts = counts.clone();
        async move {
            {
                let mut counts = counts.lock().unwrap();
                counts.0 += 1;
                counts.1 = counts.1.max(counts.0);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            counts.lock().unwrap().0 -= 1;
            Ok(http::Response::new(batch(&id, "completed").to_string()).into())
        }
    });
    let ids = (0..200).map(|n| format!("b{n}"));
    let start = Instant::now();
    assert_eq!(client.wait_for_batches(ids).concurrency(5).ends().count().await, 200);
    assert_eq!(under_way.lock().unwrap().1, 5);
    assert_eq!(start.elapsed(), Duration::from_millis(400));
}

#[tokio::test(start_paused = true)]
async fn a_concurrency_of_zero_means_one() {
    let (client, _) = scripted([ok(batch("a", "completed")), ok(batch("b", "completed"))]);
    assert_eq!(client.wait_for_batches(["a", "b"]).concurrency(0).ends().count().await, 2);
}

#[tokio::test(start_paused = true)]
async fn intervals_grow_by_half_by_default() {
    let (client, server) =
        scripted(states(&["in_progress", "in_progress", "in_progress", "failed"]));
    let policy = WaitPolicy::builder().jitter(false).build().unwrap();
    assert_eq!(policy.deadline(), None);
    client.wait_for_batch("b").policy(policy).await.unwrap();
    assert_eq!(server.gaps(), [1000, 1500, 2250]);
}

#[test]
fn waits_are_send_and_sync() {
    fn send<T: Send + Sync + 'static>(_: T) {}
    fn stream<S: Stream + FusedStream + Send + Sync + Unpin + 'static>(_: S) {}
    let (client, _) = scripted([]);
    let wait = || -> BatchWait { client.wait_for_batch("b") };
    send(std::future::IntoFuture::into_future(wait()));
    stream(wait().snapshots());
    stream(client.wait_for_batches(["b"]).ends());
}

#[tokio::test(start_paused = true)]
async fn a_hint_below_the_minimum_interval_is_raised_to_it() {
    let eager = |status: u16, body: Value| answer(status, &[("retry-after-ms", "1")], body);
    let (client, server) = scripted([
        eager(200, batch("b", "in_progress")),
        eager(503, json!({})),
        eager(200, batch("b", "in_progress")),
        ok(batch("b", "completed")),
    ]);
    client.wait_for_batch("b").policy(policy()).await.unwrap();
    assert_eq!(server.gaps(), [1000, 1000, 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_cancel_whose_response_cannot_be_read_is_not_sent_again() {
    let (client, server) = scripted([answer(200, &[], "<html>"), ok(batch("b", "cancelled"))]);
    client.cancel_and_wait("b").policy(policy()).await.unwrap();
    let operations: Vec<_> = server.all().iter().map(|request| request.operation).collect();
    assert_eq!(operations, ["cancel_batch", "retrieve_batch"]);
}
