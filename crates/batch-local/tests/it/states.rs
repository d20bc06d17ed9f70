//! The statuses of a batch: cancellation, expiry, failure, and partial results.

use std::time::Duration;

use crate::support::{Api, DAY, chat_lines, ids, order, start};
use batch_local::{Answer, Clock, Responder, Server, Timing};
use serde_json::{Value, json};

/// Creates a batch of ten lines that stalls after three.
async fn stalled(api: &Api) -> String {
    let file = api.upload(chat_lines(10)).await;
    let request = api
        .request(reqwest::Method::POST, "/batches")
        .header(batch_local::FAULT_HEADER, r#"{"stall_after": {"lines": 3}}"#)
        .json(&order(&file));
    let batch = crate::support::read(request.send().await.unwrap()).await.ok();
    let id = batch["id"].as_str().unwrap().to_owned();
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 3).await;
    id
}

fn codes(lines: &[Value]) -> Vec<&str> {
    let mut codes: Vec<&str> = lines
        .iter()
        .map(|line| {
            assert!(line["response"].is_null());
            line["error"]["code"].as_str().unwrap()
        })
        .collect();
    codes.dedup();
    codes
}

#[tokio::test]
async fn every_status_has_its_timestamp() {
    let second = Duration::from_secs(1);
    let clock = Clock::manual();
    let timing = Timing::instant().validating(second).line(second).finalizing(second);
    let api = start(Server::builder().clock(clock.clone()).timing(timing)).await;
    let id = api.submit(chat_lines(1)).await;
    let start = api.until(&id, "validating").await["created_at"].as_u64().unwrap();
    clock.advance(second);
    assert_eq!(api.until(&id, "in_progress").await["in_progress_at"], start + 1);
    clock.advance(second);
    assert_eq!(api.until(&id, "finalizing").await["finalizing_at"], start + 2);
    clock.advance(second);
    let batch = api.until(&id, "completed").await;
    assert_eq!(batch["completed_at"], start + 3);
    assert_eq!(batch["expires_at"], start + 86_400);
    for never in ["failed_at", "expired_at", "cancelling_at", "cancelled_at", "errors"] {
        assert!(batch[never].is_null(), "{never}");
    }
}

#[tokio::test]
async fn an_expired_batch_keeps_what_was_answered() {
    let clock = Clock::manual();
    let api = start(Server::builder().clock(clock.clone())).await;
    let id = stalled(&api).await;
    clock.advance(DAY - Duration::from_secs(1));
    api.until(&id, "in_progress").await;
    clock.advance(Duration::from_secs(1));
    let batch = api.until(&id, "expired").await;
    assert_eq!(batch["expired_at"], batch["expires_at"]);
    assert_eq!(batch["request_counts"], json!({"total": 10, "completed": 3, "failed": 0}));
    let output = api.lines(&batch, "output_file_id").await;
    let errors = api.lines(&batch, "error_file_id").await;
    assert_eq!((output.len(), errors.len()), (3, 7));
    assert_eq!(codes(&errors), ["batch_expired"]);
    let both: Vec<Value> = output.into_iter().chain(errors).collect();
    let mut all = ids(&both);
    all.dedup();
    assert_eq!(all.len(), 10, "every request is in one of the files, once");
}

#[tokio::test]
async fn a_cancelled_batch_keeps_what_was_answered() {
    let clock = Clock::manual();
    let timing = Timing::instant().cancelling(Duration::from_secs(600));
    let api = start(Server::builder().clock(clock.clone()).timing(timing)).await;
    let id = stalled(&api).await;
    let path = format!("/batches/{id}/cancel");
    let batch = api.post(&path, json!({})).await.ok();
    assert_eq!(batch["status"], "cancelling");
    assert!(batch["cancelling_at"].is_u64());
    assert_eq!(api.post(&path, json!({})).await.ok()["status"], "cancelling", "again");
    clock.advance(Duration::from_secs(600));
    let batch = api.until(&id, "cancelled").await;
    assert!(batch["cancelled_at"].is_u64());
    assert_eq!(batch["request_counts"], json!({"total": 10, "completed": 3, "failed": 0}));
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 3);
    let errors = api.lines(&batch, "error_file_id").await;
    assert_eq!(errors.len(), 7);
    assert_eq!(codes(&errors), ["batch_cancelled"]);
    assert_eq!(api.post(&path, json!({})).await.ok()["status"], "cancelled", "and again");
}

#[tokio::test]
async fn lines_in_flight_may_finish_after_a_cancellation_within_a_limit() {
    let clock = Clock::manual();
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let responder = Responder::from_fn({
        let gate = gate.clone();
        move |_| {
            let gate = gate.clone();
            async move {
                gate.acquire().await.unwrap().forget();
                Answer::ok(json!({}))
            }
        }
    });
    let api =
        start(Server::builder().clock(clock.clone()).responder(responder).concurrency(2)).await;
    let id = api.submit(chat_lines(5)).await;
    api.until(&id, "in_progress").await;
    // Two lines are with the responder; one of them comes back.
    gate.add_permits(1);
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 1).await;
    api.post(&format!("/batches/{id}/cancel"), json!({})).await.ok();
    gate.add_permits(1);
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 2).await;
    api.until(&id, "cancelling").await;
    clock.advance(Duration::from_secs(600));
    let batch = api.until(&id, "cancelled").await;
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 2);
    assert_eq!(api.lines(&batch, "error_file_id").await.len(), 3);
}

#[tokio::test]
async fn a_batch_cancelled_in_validation_has_no_files() {
    let clock = Clock::manual();
    let timing = Timing::instant().validating(Duration::from_secs(60));
    let api = start(Server::builder().clock(clock).timing(timing)).await;
    let id = api.submit(chat_lines(3)).await;
    api.post(&format!("/batches/{id}/cancel"), json!({})).await.ok();
    let batch = api.until(&id, "cancelled").await;
    assert!(batch["output_file_id"].is_null() && batch["error_file_id"].is_null());
    assert!(batch["in_progress_at"].is_null());
}

#[tokio::test]
async fn a_final_batch_cannot_be_cancelled() {
    let clock = Clock::manual();
    let api = start(Server::builder().clock(clock.clone())).await;
    let completed = api.submit(chat_lines(1)).await;
    api.until(&completed, "completed").await;
    let failed = api.create("file-none").await;
    api.until(&failed, "failed").await;
    let expired = stalled(&api).await;
    clock.advance(DAY);
    api.until(&expired, "expired").await;
    for id in [completed, failed, expired] {
        let before = api.get(&format!("/batches/{id}")).await.ok();
        let refused = api.post(&format!("/batches/{id}/cancel"), json!({})).await;
        assert_eq!(refused.error(), (409, None, None));
        assert_eq!(api.get(&format!("/batches/{id}")).await.ok(), before);
    }
}

#[tokio::test]
async fn a_batch_whose_requests_all_fail_completes_without_output() {
    let responder = Responder::from_fn(|_| async { Answer::error(400, Some("bad"), "no") });
    let api = start(Server::builder().responder(responder)).await;
    let id = api.submit(chat_lines(3)).await;
    let batch = api.until(&id, "completed").await;
    assert!(batch["output_file_id"].is_null());
    assert_eq!(batch["request_counts"], json!({"total": 3, "completed": 0, "failed": 3}));
    let errors = api.lines(&batch, "error_file_id").await;
    assert_eq!(errors.len(), 3);
    assert_eq!(errors[0]["response"]["body"]["error"]["code"], "bad");
}

#[tokio::test]
async fn a_panic_in_the_responder_fails_its_line_only() {
    let responder = Responder::from_fn(|request| async move {
        assert_ne!(request.custom_id(), "r2", "this panic is part of the test");
        Answer::ok(json!({}))
    });
    let api = start(Server::builder().responder(responder)).await;
    let id = api.submit(chat_lines(3)).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(ids(&api.lines(&batch, "output_file_id").await), ["r1", "r3"]);
    let errors = api.lines(&batch, "error_file_id").await;
    assert_eq!(errors[0]["response"]["status_code"], 500);
}

#[tokio::test]
async fn files_expire() {
    let clock = Clock::manual();
    let api = start(Server::builder().clock(clock.clone())).await;
    let kept = api.upload_form("a.txt", "x", &[("purpose", "user_data")]).await.ok();
    assert!(kept["expires_at"].is_null());
    let file = api.upload(chat_lines(1)).await;
    let mut order = order(&file);
    order["output_expires_after"] = json!({"anchor": "created_at", "seconds": 3_600});
    let batch = api.post("/batches", order).await.ok();
    let batch = api.until(batch["id"].as_str().unwrap(), "completed").await;
    let output = format!("/files/{}", batch["output_file_id"].as_str().unwrap());
    let described = api.get(&output).await.ok();
    assert_eq!(described["purpose"], "batch_output");
    let lifetime =
        |file: &Value| file["expires_at"].as_u64().unwrap() - file["created_at"].as_u64().unwrap();
    assert_eq!(lifetime(&described), 3_600);
    let input = api.get(&format!("/files/{file}")).await.ok();
    assert_eq!(lifetime(&input), 30 * 86_400);

    clock.advance(Duration::from_secs(3_599));
    api.get(&output).await.ok();
    clock.advance(Duration::from_secs(1));
    assert_eq!(api.get(&output).await.status, 404);
    assert_eq!(api.get(&format!("{output}/content")).await.status, 404);
    clock.advance(30 * DAY);
    let left = api.get("/files").await.ok();
    assert_eq!(left["data"], json!([kept]));
}

#[tokio::test]
async fn other_completion_windows_can_be_configured() {
    let clock = Clock::manual();
    let api = start(Server::builder().clock(clock).completion_windows(["1h", "24h", "14d"])).await;
    for (window, seconds) in [("1h", 3_600), ("24h", 86_400), ("14d", 1_209_600)] {
        let mut order = order("file-none");
        order["completion_window"] = window.into();
        let batch = api.post("/batches", order).await.ok();
        assert_eq!(batch["completion_window"], window);
        assert_eq!(
            batch["expires_at"].as_u64().unwrap() - batch["created_at"].as_u64().unwrap(),
            seconds
        );
    }
}
