//! Faults of any request.

use batch_local::{Clock, FAULT_HEADER, FaultEffect, FaultPlan, Operation, Rule, Server, Status};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

use crate::support::{chat_lines, order, read, start, start_with, upload_form};

#[tokio::test]
async fn chosen_calls_get_a_status_with_headers() {
    let rule = Rule::new(Status::new(503).header("retry-after", "7").error_code("overloaded"));
    let api = start_with([rule.on([Operation::RetrieveBatch]).calls([2])]).await;
    let id = api.create("file-none").await;
    let path = format!("/batches/{id}");
    api.get(&path).await.ok();
    let refused = api.get(&path).await;
    assert_eq!(refused.error(), (503, Some("overloaded"), None));
    assert_eq!(refused.headers["retry-after"], "7");
    api.get(&path).await.ok();
    api.get("/batches").await.ok();
    assert_eq!(api.server.calls(Operation::RetrieveBatch), 3);
}

#[tokio::test]
async fn each_batch_can_have_its_own_count_of_calls() {
    let stray = Rule::new(Status::new(404)).on([Operation::RetrieveBatch]).per_object().first(1);
    let api = start_with([stray]).await;
    for _ in 0..2 {
        let path = format!("/batches/{}", api.create("file-none").await);
        assert_eq!(api.get(&path).await.error().0, 404, "although it exists");
        api.get(&path).await.ok();
    }
}

#[tokio::test]
async fn a_fault_can_last_for_a_time() {
    let clock = Clock::manual();
    let minute = Duration::from_secs(60);
    let outage =
        Rule::new(Status::new(503)).on([Operation::CreateFile]).during(Duration::ZERO..minute);
    let plan = FaultPlan::new().rule(outage);
    let api = start(Server::builder().clock(clock.clone()).faults(plan.clone())).await;
    let upload = async || {
        api.upload_form("input.jsonl", chat_lines(1), &[("purpose", "batch")]).await.status
    };
    assert_eq!(upload().await, 503);
    clock.advance(minute - Duration::from_millis(1));
    assert_eq!(upload().await, 503);
    clock.advance(Duration::from_millis(1));
    assert_eq!(upload().await, 200);
    api.server.set_faults(plan).unwrap();
    assert_eq!(upload().await, 503, "measured from the moment the plan was set");
}

#[tokio::test]
async fn a_status_replaces_processing_or_hides_its_result() {
    let api = start(Server::builder()).await;
    for (fault, created) in [
        (json!({"status": {"code": 502}}), 0),
        (json!({"status": {"code": 502, "after": true}}), 1),
    ] {
        let answer = read(api.create_with("file-none", &fault).send().await.unwrap()).await;
        assert_eq!(answer.error().0, 502);
        assert!(answer.headers.contains_key("x-request-id"));
        assert_eq!(api.batches().await, created);
    }
}

#[tokio::test]
async fn headers_may_have_absurd_values() {
    let api = start(Server::builder()).await;
    for (name, value) in
        [("retry-after", "18446744073709551616"), ("retry-after-ms", "1"), ("retry-after", "soon")]
    {
        let fault = json!({"status": {"code": 429, "headers": {name: value},
                                      "error_code": "token_limit_exceeded"}});
        let limited = read(api.create_with("file-none", &fault).send().await.unwrap()).await;
        assert_eq!(limited.error(), (429, Some("token_limit_exceeded"), None));
        assert_eq!(limited.headers[name], value);
    }
}

#[tokio::test]
async fn a_reset_comes_before_or_after_processing() {
    let api = start(Server::builder()).await;
    for (fault, created) in [("reset_before", 0), ("reset_after", 1)] {
        let error = api.create_with("file-none", &json!(fault)).send().await.unwrap_err();
        assert!(error.is_request() && !error.is_timeout() && !error.is_connect(), "{error:?}");
        assert!(format!("{error:?}").contains("ConnectionReset"), "a real reset: {error:?}");
        assert_eq!(api.batches().await, created, "{fault}");
    }
}

#[tokio::test]
async fn an_upload_is_processed_although_its_response_is_lost() {
    let reset = Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(1);
    let api = start_with([reset]).await;
    let send = || api.request(Method::POST, "/files").multipart(upload_form(chat_lines(2_000)));
    send().send().await.unwrap_err();
    assert_eq!(api.get("/files").await.ok()["data"].as_array().unwrap().len(), 1);
    send().send().await.unwrap();
}

#[tokio::test]
async fn a_batch_is_created_although_its_response_cannot_be_read() {
    let api = start(Server::builder()).await;
    for (created, fault) in [
        json!({"cut_body": {"bytes": 40}}),
        json!("garbage"),
        json!({"html": {"status": 200, "after": true}}),
        json!({"html": {"status": 502, "after": true}}),
    ]
    .into_iter()
    .enumerate()
    {
        let response = api.create_with("file-none", &fault).send().await.unwrap();
        let html = fault.get("html");
        let status = html.map_or(200, |html| html["status"].as_u64().unwrap());
        assert_eq!(u64::from(response.status().as_u16()), status);
        assert!(response.headers().contains_key("x-request-id"), "{fault}");
        match html {
            Some(_) => {
                assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
                assert!(response.text().await.unwrap().starts_with("<html>"));
            }
            None => assert!(response.json::<Value>().await.is_err(), "{fault}"),
        }
        assert_eq!(api.batches().await, created + 1, "{fault}");
    }
}

const HOUR: u64 = 3_600_000;

#[tokio::test]
async fn a_response_can_come_long_after_processing() {
    let api = start(Server::builder()).await;
    let create = api.create_with("file-none", &json!({"delay_response": {"ms": HOUR}}));
    let response = tokio::spawn(create.send());
    while api.batches().await == 0 {}
    assert!(!response.is_finished());
    api.server.shutdown().await;
    assert_eq!(response.await.unwrap().unwrap().status(), 200, "a stopping server does not wait");
}

#[tokio::test]
async fn processing_can_be_delayed() {
    let api = start(Server::builder()).await;
    let create = api.create_with("file-none", &json!({"delay": {"ms": HOUR}}));
    let response = tokio::spawn(create.send());
    while api.server.calls(Operation::CreateBatch) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(api.batches().await, 0);
    assert!(!response.is_finished());
    api.server.shutdown().await;
    assert_eq!(response.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn a_client_times_out_before_a_delayed_response() {
    let api = start(Server::builder()).await;
    let create = api.create_with("file-none", &json!({"delay_response": {"ms": HOUR}}));
    let error = create.timeout(Duration::from_millis(20)).send().await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn gateways_respond_with_pages_plain_text_and_other_envelopes() {
    let api = start(Server::builder()).await;
    let get = async |fault: Value| {
        let response = api.get_with("/batches/batch_x", &fault).send().await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), kind, response.text().await.unwrap())
    };
    for status in [200, 404, 502] {
        let (got, kind, text) = get(json!({"html": {"status": status}})).await;
        assert_eq!((got, kind.as_str()), (status, "text/html; charset=utf-8"));
        assert!(text.starts_with("<html>"));
    }
    let (status, kind, text) = get(json!({"status": {"code": 401, "body": "no"}})).await;
    assert_eq!((status, kind.as_str(), text.as_str()), (401, "text/plain; charset=utf-8", "no"));
    let detail = json!({"status": {"code": 422, "body": "{\"detail\":1}", "headers": {"content-type": "application/json"}}});
    let (status, kind, text) = get(detail).await;
    assert_eq!((status, kind.as_str(), text.as_str()), (422, "application/json", "{\"detail\":1}"));
}

#[tokio::test]
async fn any_value_of_a_response_can_be_changed() {
    let change = json!([
        {"set": {"/data/0/status": "queued", "/data/0/created_at": null, "/data/*/output_file_id": ""}},
        {"remove": ["/data/*/endpoint", "/last_id", "/object"]},
    ]);
    let api = start(Server::builder()).await;
    let id = api.create("file-none").await;
    api.until(&id, "failed").await;
    let page = read(api.get_with("/batches", &change).send().await.unwrap()).await.ok();
    assert_eq!(page["data"][0]["status"], "queued");
    assert!(page["data"][0]["created_at"].is_null());
    assert_eq!(page["data"][0]["output_file_id"], "");
    assert!(page["data"][0].get("endpoint").is_none());
    assert!(page.get("last_id").is_none() && page.get("object").is_none());
}

#[tokio::test]
async fn an_invalid_header_is_refused() {
    let api = start(Server::builder()).await;
    for bad in [
        "explode",
        "\"explode\"",
        "{\"html\": {\"status\": 9}}",
        "[1]",
        "{\"headers\": {\"transfer-encoding\": \"gzip\"}}",
    ] {
        let request = api.request(Method::POST, "/batches").header(FAULT_HEADER, bad);
        let refused = read(request.json(&order("file-none")).send().await.unwrap()).await;
        assert_eq!(refused.error(), (400, None, Some(FAULT_HEADER)), "{bad}");
    }
    assert_eq!(api.batches().await, 0);
}
