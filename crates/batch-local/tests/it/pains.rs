//! Known problems of batch APIs, each reproduced with faults.

use std::time::Duration;

use crate::support::{Api, DAY, chat_line, chat_lines, order, read, start};
use batch_local::{
    Clock, FaultEffect, FaultPlan, Operation, Rule, Server, ServerLimits, Status, Timing,
};
use reqwest::Method;
use serde_json::{Value, json};

async fn with(rules: impl IntoIterator<Item = Rule>) -> Api {
    let plan = rules.into_iter().fold(FaultPlan::new().seed(1), FaultPlan::rule);
    start(Server::builder().clock(Clock::manual()).faults(plan)).await
}

fn on_batches(effect: impl Into<FaultEffect>) -> Rule {
    Rule::new(effect).on([Operation::CreateBatch])
}

async fn run(api: &Api, lines: usize) -> Value {
    let id = api.submit(chat_lines(lines)).await;
    api.ended(&id).await
}

#[tokio::test]
async fn p01_completed_without_an_output_file() {
    let all = FaultEffect::LineStatus { status: 400, code: None, share: 1.0 };
    let batch = run(&with([on_batches(all)]).await, 5).await;
    assert_eq!(batch["status"], "completed");
    assert!(batch["output_file_id"].is_null() && batch["error_file_id"].is_string());
}

#[tokio::test]
async fn p02_wrong_counts_and_missing_lines() {
    let some = FaultEffect::MissingLines { share: 0.3 };
    let api = with([on_batches(some), on_batches(FaultEffect::WrongCounts)]).await;
    let batch = run(&api, 100).await;
    assert_eq!(batch["request_counts"], json!({"total": 100, "completed": 100, "failed": 0}));
    let lines = api.lines(&batch, "output_file_id").await.len();
    assert!((50..90).contains(&lines), "{lines}");
}

#[tokio::test]
async fn p03_partial_results_of_an_expired_batch() {
    let api = with([on_batches(FaultEffect::StallAfter { lines: 2 })]).await;
    let id = api.submit(chat_lines(5)).await;
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 2).await;
    api.server.clock().advance(DAY);
    let batch = api.until(&id, "expired").await;
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 2);
    assert_eq!(api.lines(&batch, "error_file_id").await.len(), 3);
}

#[tokio::test]
async fn p04_the_token_limit_clears() {
    let api = with([on_batches(FaultEffect::TokenLimitExceeded).first(1)]).await;
    let refused = run(&api, 2).await;
    assert_eq!(refused["errors"]["data"][0]["code"], "token_limit_exceeded");
    assert_eq!(run(&api, 2).await["status"], "completed");
}

#[tokio::test]
async fn p05_created_without_the_client_knowing() {
    let lag =
        Rule::new(FaultEffect::LaggingList { newest: 1 }).on([Operation::ListBatches]).first(1);
    let api = with([on_batches(FaultEffect::ResetAfter).first(1), lag]).await;
    let order = order("file-x");
    api.request(Method::POST, "/batches").json(&order).send().await.unwrap_err();
    let seen = async || api.get("/batches").await.ok()["data"].as_array().unwrap().len();
    assert_eq!(seen().await, 0, "not shown yet");
    assert_eq!(seen().await, 1, "although it existed before");
}

#[tokio::test]
async fn p06_a_new_status_and_nulls_in_a_list() {
    let change = [("/data/0/status", json!("scheduling")), ("/data/0/created_at", Value::Null)];
    let change = change.map(|(at, value)| (at.to_owned(), value)).into();
    let api = with([Rule::new(FaultEffect::Set(change)).on([Operation::ListBatches])]).await;
    api.create("file-x").await;
    let page = api.get("/batches").await.ok();
    assert_eq!(page["data"][0]["status"], "scheduling");
    assert!(page["data"][0]["created_at"].is_null());
}

#[tokio::test]
async fn p07_downloads_that_break_off_and_resume() {
    let cut = FaultEffect::CutBody { bytes: 1_000 };
    let api = with([Rule::new(cut).on([Operation::DownloadFile]).first(1)]).await;
    let content = chat_lines(100);
    let path = format!("/files/{}/content", api.upload(content.clone()).await);
    let broken = api.request(Method::GET, &path).send().await.unwrap();
    broken.bytes().await.unwrap_err();
    let rest = api.request(Method::GET, &path).header("range", "bytes=1000-");
    let rest = rest.send().await.unwrap();
    assert_eq!(rest.status(), 206);
    assert_eq!(rest.text().await.unwrap(), content[1_000..]);
}

#[tokio::test]
async fn p08_invalid_lines_are_found_minutes_later() {
    let minutes = Duration::from_secs(300);
    let clock = Clock::manual();
    let timing = Timing::instant().validating(minutes);
    let api = start(Server::builder().clock(clock.clone()).timing(timing)).await;
    let id = api.submit(format!("{}\nbroken", chat_line("a"))).await;
    api.until(&id, "validating").await;
    clock.advance(minutes);
    let batch = api.until(&id, "failed").await;
    assert_eq!(batch["errors"]["data"][0]["line"], 2);
}

#[tokio::test]
async fn p09_input_that_must_be_split() {
    let mut limits = ServerLimits::default();
    limits.requests_per_batch = 10;
    let api = start(Server::builder().limits(limits)).await;
    assert_eq!(run(&api, 11).await["errors"]["data"][0]["code"], "too_many_tasks");
    assert_eq!(run(&api, 10).await["status"], "completed");
}

#[tokio::test]
async fn p10_duplicate_ids_swap_answers() {
    let api = with([on_batches(FaultEffect::AcceptDuplicates)]).await;
    let id = api.submit([chat_line("x"), chat_line("x")].join("\n")).await;
    let batch = api.until(&id, "completed").await;
    let lines = api.lines(&batch, "output_file_id").await;
    assert_eq!(lines.iter().filter(|line| line["custom_id"] == "x").count(), 2);
}

#[tokio::test]
async fn p11_one_bad_gateway_among_the_polls() {
    let page = Rule::new(FaultEffect::Html { status: 502, after: false });
    let api = with([page.on([Operation::RetrieveBatch]).calls([2])]).await;
    let id = api.create("file-x").await;
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let poll = api.request(Method::GET, &format!("/batches/{id}")).send().await.unwrap();
        statuses.push(poll.status().as_u16());
    }
    assert_eq!(statuses, [200, 502, 200]);
    assert_eq!(api.server.calls(Operation::RetrieveBatch), 3, "every poll counts");
}

#[tokio::test]
async fn p12_a_job_whose_client_has_gone() {
    let directory = tempfile::tempdir().unwrap();
    let server = || Server::builder().data_dir(directory.path());
    let api = start(server()).await;
    let mut order = order(&api.upload(chat_lines(3)).await);
    order["metadata"] = json!({"run": "7"});
    api.post("/batches", order).await.ok();
    api.server.shutdown().await;
    let api = start(server()).await;
    let found = &api.get("/batches").await.ok()["data"][0];
    assert_eq!(found["metadata"], json!({"run": "7"}));
    api.until(found["id"].as_str().unwrap(), "completed").await;
}

#[tokio::test]
async fn p13_pages_that_lead_nowhere() {
    let api = with([]).await;
    for _ in 0..3 {
        api.create("file-x").await;
    }
    let list = async |effect: Value| {
        let path = format!(
            "/batches?limit=2&after={}",
            api.get("/batches").await.ok()["first_id"].as_str().unwrap()
        );
        read(api.get_with(&path, &effect).send().await.unwrap()).await.ok()
    };
    let page = list(json!("repeat_page")).await;
    assert_eq!(page["first_id"], api.get("/batches").await.ok()["first_id"]);
    assert_eq!(page["has_more"], true);
    let page = list(json!({"set": {"/data": [], "/has_more": true}})).await;
    assert_eq!((&page["data"], &page["has_more"]), (&json!([]), &json!(true)));
    assert!(list(json!({"remove": ["/last_id"]})).await.get("last_id").is_none());
}

#[tokio::test]
async fn p14_a_server_without_batches() {
    for status in [404, 405, 501] {
        let api = with([Rule::new(Status::new(status)).on(Operation::BATCHES)]).await;
        api.upload(chat_lines(1)).await;
        assert_eq!(api.get("/batches").await.status, status);
        assert_eq!(api.post("/batches", order("file-x")).await.status, status);
    }
}

#[tokio::test]
async fn p15_files_left_behind_until_nothing_fits() {
    let mut limits = ServerLimits::default();
    limits.storage_bytes = Some(1_000);
    let clock = Clock::manual();
    let api = start(Server::builder().limits(limits).clock(clock.clone())).await;
    let fields = [("purpose", "user_data")];
    let expiring = [
        ("purpose", "user_data"),
        ("expires_after[anchor]", "created_at"),
        ("expires_after[seconds]", "3600"),
    ];
    api.upload_form("a", "x".repeat(900), &expiring).await.ok();
    assert_eq!(api.upload_form("b", "x".repeat(200), &fields).await.status, 400);
    clock.advance(Duration::from_secs(3_600));
    api.upload_form("b", "x".repeat(200), &fields).await.ok();
}
