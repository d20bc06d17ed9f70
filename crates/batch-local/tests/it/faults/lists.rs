//! Faults of lists.

use batch_local::{Clock, FaultEffect, Operation, Rule, Server, Status};
use serde_json::{Value, json};
use std::time::Duration;

use crate::support::{Api, chat_lines, id, page_ids, pages, read, start, start_with};

async fn list(api: &Api, path: &str, fault: Value) -> Value {
    read(api.get_with(path, &fault).send().await.unwrap()).await.ok()
}

#[tokio::test]
async fn the_newest_objects_can_be_hidden() {
    let api = start(Server::builder()).await;
    for _ in 0..3 {
        api.create("file-none").await;
    }
    let all = page_ids(&api.get("/batches").await.ok());
    let lagging = list(&api, "/batches", json!({"lagging_list": {"newest": 1}})).await;
    assert_eq!(page_ids(&lagging), all[1..]);
    let empty = list(&api, "/batches", json!({"lagging_list": {"newest": 9}})).await;
    assert_eq!(empty["data"], json!([]));
}

#[tokio::test]
async fn young_objects_can_be_hidden() {
    let clock = Clock::manual();
    let api = start(Server::builder().clock(clock.clone())).await;
    let shown = async |path: &str| {
        let page = list(&api, path, json!({"list_lag": {"ms": 1_500}})).await;
        page["data"].as_array().unwrap().len()
    };
    api.submit(chat_lines(1)).await;
    for path in ["/batches", "/files?purpose=batch"] {
        assert_eq!(shown(path).await, 0);
    }
    clock.advance(Duration::from_millis(1_499));
    assert_eq!((shown("/batches").await, shown("/files?purpose=batch").await), (0, 0));
    clock.advance(Duration::from_millis(1));
    assert_eq!((shown("/batches").await, shown("/files?purpose=batch").await), (1, 1));
}

#[tokio::test]
async fn a_new_batch_can_be_hidden_from_the_lists_that_follow() {
    let unlisted = FaultEffect::Unlisted { lists: 2 };
    let api = start_with([Rule::new(unlisted).on([Operation::CreateBatch]).calls([2])]).await;
    let first = api.create("file-none").await;
    for _ in 0..5 {
        assert_eq!(page_ids(&api.get("/batches").await.ok())[..], *std::slice::from_ref(&first));
    }
    let second = api.create("file-none").await;
    api.get(&format!("/batches/{second}")).await.ok();
    for expected in [1, 1, 2, 2] {
        assert_eq!(api.batches().await, expected);
    }
}

#[tokio::test]
async fn a_page_can_repeat_forever() {
    let api = start(Server::builder()).await;
    for _ in 0..3 {
        api.create("file-none").await;
    }
    let all = api.get("/batches").await.ok();
    let after = format!("/batches?after={}", all["last_id"].as_str().unwrap());
    let repeated = list(&api, &after, json!("repeat_page")).await;
    assert_eq!(page_ids(&repeated), page_ids(&all));
    assert_eq!(repeated["has_more"], true);
}

#[tokio::test]
async fn pages_can_overlap() {
    let api = start_with([Rule::new(FaultEffect::OverlapPages).on(Operation::ALL)]).await;
    for _ in 0..5 {
        api.create("file-none").await;
        api.upload(chat_lines(1)).await;
    }
    for path in ["/batches?", "/files?", "/files?order=asc"] {
        let pages = pages(&api, &format!("{path}&limit=3")).await;
        assert_eq!(pages.len(), 2, "{path}");
        assert_eq!(pages[0][2], pages[1][0], "{path}: the last object comes again");
        let mut all = pages.concat();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5, "{path}");
    }
}

#[tokio::test]
async fn metadata_can_be_left_out_of_lists() {
    let api = start(Server::builder()).await;
    let mut order = crate::support::order("file-none");
    order["metadata"] = json!({"run": "7"});
    let batch = id(&api.post("/batches", order).await.ok());
    let page = list(&api, "/batches", json!({"remove": ["/data/*/metadata"]})).await;
    assert!(page["data"][0].get("metadata").is_none());
    assert_eq!(api.get(&format!("/batches/{batch}")).await.ok()["metadata"], json!({"run": "7"}));
}

#[tokio::test]
async fn high_limits_can_be_refused() {
    let max = FaultEffect::MaxLimit { limit: 100 };
    let api = start_with([Rule::new(max).on([Operation::ListFiles])]).await;
    api.get("/files").await.ok();
    api.get("/files?limit=100").await.ok();
    let refused = api.get("/files?limit=101").await;
    assert_eq!(refused.error(), (400, Some("integer_above_max_value"), Some("limit")));

    let max = FaultEffect::MaxLimit { limit: 2 };
    let api = start_with([Rule::new(max).on([Operation::ListBatches])]).await;
    for _ in 0..3 {
        api.create("file-none").await;
    }
    assert_eq!(api.batches().await, 2, "the default is within the limit");
}

#[tokio::test]
async fn the_list_of_files_can_be_missing() {
    let api = start_with([Rule::new(Status::new(405)).on([Operation::ListFiles])]).await;
    assert_eq!(api.get("/files").await.error().0, 405);
    api.upload(chat_lines(1)).await;
}
