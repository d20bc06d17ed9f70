//! Behavior common to all operations (errors, headers, the key, rate limits), and the built-in
//! answers.

use crate::support::{chat_lines, order, read, start};
use batch_local::{Clock, Server, ServerLimits};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn invalid_list_parameters_are_refused() {
    let api = start(Server::builder()).await;
    for (path, status, code, param) in [
        ("/batches?limit=0", 400, Some("integer_below_min_value"), "limit"),
        ("/batches?limit=-1", 400, Some("integer_below_min_value"), "limit"),
        ("/batches?limit=101", 400, Some("integer_above_max_value"), "limit"),
        ("/batches?limit=", 400, Some("invalid_type"), "limit"),
        ("/batches?limit=ten", 400, Some("invalid_type"), "limit"),
        ("/batches?after=batch_none", 404, None, "after"),
        ("/files?limit=0", 400, Some("integer_below_min_value"), "limit"),
        ("/files?limit=10001", 400, Some("integer_above_max_value"), "limit"),
        ("/files?order=", 400, Some("invalid_value"), "order"),
        ("/files?order=up", 400, Some("invalid_value"), "order"),
        ("/files?after=file-none", 404, None, "after"),
        ("/files?purpose=other", 400, Some("invalid_value"), "purpose"),
    ] {
        assert_eq!(api.get(path).await.error(), (status, code, Some(param)), "{path}");
    }
    api.get("/batches?unknown=1&limit=1&after=").await.ok();
}

#[tokio::test]
async fn unknown_objects_and_routes_have_the_error_envelope() {
    let api = start(Server::builder()).await;
    assert_eq!(api.get("/batches/batch_none").await.error().0, 404);
    assert_eq!(api.post("/batches/batch_none/cancel", json!({})).await.error().0, 404);
    assert_eq!(api.get("/files/..%2f..%2fetc%2fpasswd/content").await.error().0, 404);
    assert_eq!(api.get("/files/%ff").await.error().0, 400);
    assert_eq!(api.get("/models").await.error().0, 404);
    assert_eq!(api.get("/batches/x/y/z").await.error().0, 404);
    let outside =
        read(api.http.get(format!("{}/batches", api.server.url())).send().await.unwrap()).await;
    assert_eq!(outside.error().0, 404);
    for (method, path, allowed) in [
        (Method::PUT, "/batches", "GET,HEAD,POST"),
        (Method::DELETE, "/batches/x", "GET,HEAD"),
        (Method::GET, "/batches/x/cancel", "POST"),
        (Method::PATCH, "/files/x", "GET,HEAD,DELETE"),
    ] {
        let refused = read(api.request(method, path).send().await.unwrap()).await;
        assert_eq!(refused.error(), (405, Some("method_not_supported"), None));
        assert_eq!(refused.headers["allow"], allowed);
    }
}

#[tokio::test]
async fn a_key_is_required_if_the_server_has_one() {
    let api = start(Server::builder().api_key("sk-right")).await;
    let send = async |header: Option<&str>| {
        let mut request = api.request(Method::GET, "/batches");
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        read(request.send().await.unwrap()).await
    };
    assert_eq!(send(None).await.error(), (401, None, None));
    assert_eq!(send(Some("Basic c2s=")).await.error(), (401, None, None));
    let wrong = send(Some("Bearer sk-wrong")).await;
    assert_eq!(wrong.error(), (401, Some("invalid_api_key"), None));
    assert!(!wrong.json.to_string().contains("sk-"), "no key in the response");
    send(Some("Bearer sk-right")).await.ok();
    send(Some("bearer sk-right")).await.ok();
    assert!(!format!("{:?}", api.server).contains("sk-right"));
    assert!(!format!("{:?}", Server::builder().api_key("sk-right")).contains("sk-right"));
}

#[tokio::test]
async fn every_response_has_the_common_headers() {
    let api = start(Server::builder()).await;
    let first = api.get("/batches").await;
    let second = api.get("/nowhere").await;
    for answer in [&first, &second] {
        assert!(answer.headers["x-request-id"].to_str().unwrap().starts_with("req_"));
        answer.headers["openai-processing-ms"].to_str().unwrap().parse::<u64>().unwrap();
        assert_eq!(answer.headers["openai-version"], "2020-10-01");
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    assert_ne!(first.headers["x-request-id"], second.headers["x-request-id"]);
}

#[tokio::test]
async fn creations_and_uploads_have_rate_limits() {
    let mut limits = ServerLimits::default();
    limits.batches_per_hour = 2;
    limits.uploads_per_minute = 1;
    let clock = Clock::manual();
    let api = start(Server::builder().limits(limits).clock(clock.clone())).await;
    let create = async || api.post("/batches", order("file-x")).await;
    let first = create().await;
    assert_eq!(first.headers["x-ratelimit-limit-requests"], "2");
    assert_eq!(first.headers["x-ratelimit-remaining-requests"], "1");
    assert_eq!(first.headers["x-ratelimit-reset-requests"], "1h0m0s");
    assert_eq!(create().await.status, 200);
    clock.advance(Duration::from_secs(3_000));
    let refused = create().await;
    assert_eq!(refused.error(), (429, Some("rate_limit_exceeded"), None));
    assert_eq!(refused.headers["retry-after"], "600");
    assert_eq!(refused.headers["x-ratelimit-remaining-requests"], "0");
    clock.advance(Duration::from_secs(600));
    create().await.ok();

    api.upload(chat_lines(1)).await;
    let refused = api.upload_form("a.jsonl", "{}", &[("purpose", "batch")]).await;
    assert_eq!(refused.error(), (429, Some("rate_limit_exceeded"), None));
    assert_eq!(refused.headers["retry-after"], "60");
}

#[tokio::test]
async fn the_built_in_responder_answers_every_endpoint() {
    let api = start(Server::builder()).await;
    for (endpoint, body, pointer, expected) in [
        (
            "/v1/chat/completions",
            json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]}),
            "/object",
            json!("chat.completion"),
        ),
        (
            "/v1/responses",
            json!({"model": "m", "input": "hi"}),
            "/output/0/content/0/type",
            json!("output_text"),
        ),
        (
            "/v1/completions",
            json!({"model": "m", "prompt": "hi"}),
            "/choices/0/finish_reason",
            json!("stop"),
        ),
        (
            "/v1/embeddings",
            json!({"model": "m", "input": ["a", "b"], "dimensions": 2}),
            "/data/1/index",
            json!(1),
        ),
        (
            "/v1/embeddings",
            json!({"model": "m", "input": "a", "dimensions": 3, "encoding_format": "base64"}),
            "/data/0/object",
            json!("embedding"),
        ),
        ("/v1/moderations", json!({"input": ["a", "b"]}), "/results/1/flagged", json!(false)),
        (
            "/v1/images/generations",
            json!({"prompt": "a cat", "n": 2}),
            "/output_format",
            json!("png"),
        ),
        ("/v1/images/edits", json!({"prompt": "a cat"}), "/output_format", json!("png")),
        ("/v1/videos", json!({"model": "m", "prompt": "a cat"}), "/object", json!("video")),
    ] {
        let run = async || {
            let line = json!({"custom_id": "x", "method": "POST", "url": endpoint, "body": body});
            let mut order = order(&api.upload(line.to_string()).await);
            order["endpoint"] = endpoint.into();
            let batch = api.post("/batches", order).await.ok();
            let batch = api.until(batch["id"].as_str().unwrap(), "completed").await;
            let lines = api.lines(&batch, "output_file_id").await;
            lines.first().unwrap_or_else(|| panic!("{endpoint}: {batch}"))["response"]["body"]
                .clone()
        };
        let answer = run().await;
        assert_eq!(answer["made_by"], "batch-local", "{endpoint}");
        assert_eq!(answer.pointer(pointer), Some(&expected), "{endpoint}");
        assert_eq!(run().await, answer, "deterministic");
    }
}
