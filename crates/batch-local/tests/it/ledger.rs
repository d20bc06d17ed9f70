//! The ledger of paid requests and the debug endpoints.

use batch_local::{FaultEffect, FaultPlan, Ledger, Operation, Rule, Server};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Api, bad_line, chat_line, chat_lines, read, start, start_with};

fn ledger(api: &Api) -> Ledger {
    api.server.ledger().expect("faults are enabled")
}

/// Sends a request to an endpoint outside of the API.
async fn debug(api: &Api, method: Method, path: &str, body: Value) -> reqwest::Response {
    let request = api.http.request(method, format!("{}{path}", api.server.url()));
    request.json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_request_that_is_processed_twice_is_paid_twice() {
    let api = start_with([]).await;
    let file = api.upload(chat_lines(3)).await;
    let first = api.create(&file).await;
    api.until(&first, "completed").await;
    assert_eq!((ledger(&api).answered(), ledger(&api).paid()), (3, 3));
    assert_eq!(ledger(&api).paid_more_than_once().count(), 0);

    let second = api.submit(chat_line("r2")).await;
    api.until(&second, "completed").await;
    let ledger = ledger(&api);
    assert_eq!(ledger.paid_more_than_once().collect::<Vec<_>>(), [("r2", 2)]);
    let entry = ledger.entries().iter().find(|entry| entry.batch_id == second).unwrap();
    assert_eq!((entry.custom_id.as_str(), entry.answered, entry.paid), ("r2", 1, 1));
}

#[tokio::test]
async fn only_successes_are_paid() {
    let api = start_with([]).await;
    let id = api.submit([chat_line("good"), bad_line("bad")].join("\n")).await;
    api.until(&id, "completed").await;
    let ledger = ledger(&api);
    assert_eq!(ledger.answered_by_id(), [("bad", 1), ("good", 1)].into());
    assert_eq!(ledger.paid_by_id(), [("bad", 0), ("good", 1)].into());
}

#[tokio::test]
async fn faults_of_result_lines_do_not_change_what_is_paid() {
    for fault in [
        json!({"missing_lines": {"share": 1}}),
        json!({"garbled_lines": {"share": 1}}),
        json!({"repeated_lines": {"share": 1}}),
        json!({"unknown_lines": {"share": 1}}),
    ] {
        let api = start_with([]).await;
        api.run_with(&fault, 5).await;
        assert_eq!((ledger(&api).answered(), ledger(&api).paid()), (5, 5), "{fault}");
        assert!(ledger(&api).answered_by_id().keys().all(|id| id.starts_with('r')));
    }
    let api = start_with([]).await;
    api.run_with(&json!({"line_status": {"status": 503, "share": 1}}), 5).await;
    assert_eq!((ledger(&api).answered(), ledger(&api).paid()), (5, 0), "failures are not");
}

#[tokio::test]
async fn a_batch_cancelled_before_it_runs_costs_nothing() {
    let stall = FaultEffect::StallAfter { lines: 0 };
    let api = start_with([Rule::new(stall).on([Operation::CreateBatch])]).await;
    let id = api.submit(chat_lines(3)).await;
    api.until(&id, "in_progress").await;
    api.post(&format!("/batches/{id}/cancel"), json!({})).await.ok();
    api.until(&id, "cancelled").await;
    assert_eq!(ledger(&api), Ledger::default());
}

#[tokio::test]
async fn the_ledger_survives_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let server = || Server::builder().data_dir(directory.path()).faults(FaultPlan::new());
    let api = start(server()).await;
    let id = api.submit(chat_lines(20)).await;
    api.until(&id, "completed").await;
    let before = ledger(&api);
    assert_eq!(before.paid(), 20);
    api.server.shutdown().await;

    let api = start(server()).await;
    assert_eq!(ledger(&api), before);
    let id = api.submit(chat_line("r1")).await;
    api.until(&id, "completed").await;
    assert_eq!(ledger(&api).paid_more_than_once().collect::<Vec<_>>(), [("r1", 2)]);
}

#[tokio::test]
async fn another_process_reads_the_ledger_and_the_calls_and_sets_faults() {
    let api = start_with([]).await;
    let id = api.submit([chat_line("good"), bad_line("bad")].join("\n")).await;
    api.until(&id, "completed").await;

    let served = debug(&api, Method::GET, "/debug/ledger", json!(null)).await;
    let text = served.text().await.unwrap();
    assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger(&api));
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["answered"], &json["paid"]), (&json!(2), &json!(1)));
    let bad = json!({"custom_id": "bad", "batch_id": id, "answered": 1, "paid": 0});
    assert_eq!(json["entries"][0], bad);

    let calls = read(debug(&api, Method::GET, "/debug/calls", json!(null)).await).await.ok();
    assert_eq!((&calls["createFile"], &calls["listBatches"]), (&json!(1), &json!(0)));

    let plan = json!({"rules": [{"effect": {"status": {"code": 503}}}]});
    assert_eq!(debug(&api, Method::PUT, "/debug/faults", plan).await.status(), 204);
    assert_eq!(api.get("/batches").await.status, 503);
    let refused = debug(&api, Method::PUT, "/debug/faults", json!({"rules": 1})).await;
    assert_eq!(read(refused).await.error().0, 400);
    assert_eq!(api.get("/batches").await.status, 503, "the old plan stays");
    let none = debug(&api, Method::PUT, "/debug/faults", json!({})).await;
    assert_eq!(none.status(), 204, "faults do not reach these endpoints");
    api.get("/batches").await.ok();
}

#[tokio::test]
async fn without_faults_there_is_no_ledger_and_no_debug_endpoint() {
    let api = start(Server::builder()).await;
    assert!(api.server.ledger().is_none());
    for (method, path) in [
        (Method::GET, "/debug/ledger"),
        (Method::GET, "/debug/calls"),
        (Method::PUT, "/debug/faults"),
    ] {
        assert_eq!(read(debug(&api, method, path, json!({})).await).await.error().0, 404, "{path}");
    }
    assert!(!api.server.data_dir().join("ledger").exists());
}

#[tokio::test]
async fn debug_endpoints_require_the_key() {
    let api = start(Server::builder().api_key("sk-right").faults(FaultPlan::new())).await;
    for (method, path) in [
        (Method::GET, "/debug/ledger"),
        (Method::GET, "/debug/calls"),
        (Method::PUT, "/debug/faults"),
    ] {
        let url = format!("{}{path}", api.server.url());
        let request = api.http.request(method, url).json(&json!({}));
        let refused = read(request.try_clone().unwrap().send().await.unwrap()).await;
        assert_eq!(refused.error().0, 401, "{path}");
        assert!(request.bearer_auth("sk-right").send().await.unwrap().status().is_success());
    }
}
