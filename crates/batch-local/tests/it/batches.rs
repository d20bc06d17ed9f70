//! Batches: creation, fields, lists.

use crate::support::{order, pages, read, start};
use batch_local::{Clock, Server};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_batch_has_every_field() {
    let api = start(Server::builder().clock(Clock::manual())).await;
    let mut order = order("file-x");
    order["metadata"] = json!({"customer": "42"});
    let batch = api.post("/batches", order).await.ok();
    assert!(batch["id"].as_str().unwrap().starts_with("batch_"));
    let mut rest = batch.clone();
    for field in ["id", "created_at", "expires_at"] {
        rest.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(
        rest,
        json!({
            "object": "batch", "endpoint": "/v1/chat/completions", "model": null, "errors": null,
            "input_file_id": "file-x", "completion_window": "24h", "status": "validating",
            "output_file_id": null, "error_file_id": null, "in_progress_at": null,
            "finalizing_at": null, "completed_at": null, "failed_at": null, "expired_at": null,
            "cancelling_at": null, "cancelled_at": null,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "usage": null, "metadata": {"customer": "42"},
        })
    );
}

#[tokio::test]
async fn invalid_create_requests_are_refused() {
    let api = start(Server::builder()).await;
    let with = |name: &str, value: Value| {
        let mut body = order("file-x");
        body[name] = value;
        body
    };
    let pairs = |count: usize| -> Value {
        (0..count).map(|n| (format!("k{n}"), json!("v"))).collect::<serde_json::Map<_, _>>().into()
    };
    let without = |name: &str| {
        let mut order = order("file-x");
        order.as_object_mut().unwrap().remove(name);
        order
    };
    let long_key = "k".repeat(65);
    let long_key_param = format!("metadata.{}", "k".repeat(64));
    for (body, code, param) in [
        (without("input_file_id"), "missing_required_parameter", "input_file_id"),
        (without("endpoint"), "missing_required_parameter", "endpoint"),
        (without("completion_window"), "missing_required_parameter", "completion_window"),
        (with("endpoint", "/v1/nothing".into()), "invalid_value", "endpoint"),
        (with("endpoint", 1.into()), "invalid_type", "endpoint"),
        (with("completion_window", "48h".into()), "invalid_value", "completion_window"),
        (with("input_file_id", 1.into()), "invalid_type", "input_file_id"),
        (with("metadata", "x".into()), "invalid_type", "metadata"),
        (with("metadata", json!({"a": 1})), "invalid_type", "metadata.a"),
        (with("metadata", json!({"a": null})), "invalid_type", "metadata.a"),
        (with("metadata", pairs(17)), "object_above_max_properties", "metadata"),
        (with("metadata", json!({"a": "v".repeat(513)})), "string_above_max_length", "metadata.a"),
        (with("metadata", json!({long_key: "v"})), "string_above_max_length", &long_key_param),
        (with("output_expires_after", 1.into()), "invalid_type", "output_expires_after"),
        (
            with("output_expires_after", json!({"anchor": "created_at"})),
            "missing_required_parameter",
            "output_expires_after.seconds",
        ),
        (
            with("output_expires_after", json!({"anchor": "created_at", "seconds": 2_592_001})),
            "integer_above_max_value",
            "output_expires_after.seconds",
        ),
        (
            with("output_expires_after", json!({"anchor": "x", "seconds": 3_600})),
            "invalid_value",
            "output_expires_after.anchor",
        ),
        (with("output_expires_after", Value::Null), "invalid_type", "output_expires_after"),
    ] {
        let refused = api.post("/batches", body.clone()).await;
        assert_eq!(refused.error(), (400, Some(code), Some(param)), "{body}");
    }
    for body in ["", "{", "[]", "null", "\u{fffd}"] {
        let sent = api.request(Method::POST, "/batches").body(body).send().await.unwrap();
        assert_eq!(read(sent).await.error(), (400, None, None), "{body:?}");
    }
    let huge =
        api.request(Method::POST, "/batches").body(" ".repeat(2_000_000)).send().await.unwrap();
    assert_eq!(read(huge).await.error().0, 413);
    assert_eq!(api.get("/batches").await.ok()["data"], json!([]), "nothing was created");

    for metadata in [pairs(16), json!({"k".repeat(64): "é".repeat(512)}), json!({}), Value::Null] {
        let batch = api.post("/batches", with("metadata", metadata.clone())).await.ok();
        assert_eq!(batch["metadata"], metadata);
    }
    api.post("/batches", with("surprise", 1.into())).await.ok();
    let most = json!({"anchor": "created_at", "seconds": 2_592_000});
    api.post("/batches", with("output_expires_after", most)).await.ok();
}

#[tokio::test]
async fn batches_are_listed_newest_first_page_by_page() {
    // All in one second: the order of creation is what counts.
    let api = start(Server::builder().clock(Clock::manual())).await;
    let mut created = Vec::new();
    for _ in 0..25 {
        created.insert(0, api.create("file-none").await);
    }
    let chunks =
        |size: usize| -> Vec<Vec<String>> { created.chunks(size).map(<[_]>::to_vec).collect() };
    assert_eq!(pages(&api, "/batches?").await, chunks(20), "20 by default");
    assert_eq!(pages(&api, "/batches?limit=10").await, chunks(10));
    assert_eq!(pages(&api, "/batches?limit=25").await, chunks(25), "no empty page at the end");
    assert_eq!(pages(&api, "/batches?limit=100").await, chunks(100));
}
