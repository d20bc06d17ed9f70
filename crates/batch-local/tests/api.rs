//! Requests and answers of the nine operations: shapes, parameters, errors, headers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::time::Duration;

use batch_local::{Clock, Limits, Server};
use common::{Api, chat_lines, read, start};
use reqwest::Method;
use reqwest::header::RANGE;
use serde_json::{Value, json};

#[tokio::test]
async fn a_file_is_uploaded_described_downloaded_and_deleted() {
    let api = start(Server::builder()).await;
    let content = chat_lines(2);
    let file = api
        .upload_form("in.jsonl", content.clone(), &[("purpose", "batch")])
        .await
        .ok();
    let id = file["id"].as_str().unwrap();
    assert!(id.starts_with("file-"));
    assert_eq!(file["object"], "file");
    assert_eq!(file["bytes"], content.len());
    assert_eq!(file["filename"], "in.jsonl");
    assert_eq!(file["purpose"], "batch");
    assert_eq!(file["status"], "processed");
    assert_eq!(api.get(&format!("/files/{id}")).await.ok(), file);
    assert_eq!(api.content(id).await, content.as_bytes());
    let deleted = api.delete(&format!("/files/{id}")).await.ok();
    assert_eq!(
        deleted,
        json!({"id": id, "object": "file", "deleted": true})
    );
    for gone in [
        api.get(&format!("/files/{id}")).await,
        api.get(&format!("/files/{id}/content")).await,
        api.delete(&format!("/files/{id}")).await,
    ] {
        assert_eq!(gone.error(), (404, None, Some("id")));
    }
}

#[tokio::test]
async fn uploads_that_are_wrong_are_refused_and_leave_nothing() {
    let mut limits = Limits::default();
    limits.file_bytes = 1_000;
    limits.storage_bytes = Some(1_500);
    let api = start(Server::builder().limits(limits)).await;
    let good = "{}\n";
    for (name, content, fields, expected) in [
        (
            "a.txt",
            good,
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "",
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "",
            vec![("purpose", "user_data")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "no json\n{}",
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "[]\n{}",
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "{\n}",
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            "\n\n",
            vec![("purpose", "batch")],
            (400, None, Some("file")),
        ),
        (
            "a.jsonl",
            good,
            vec![],
            (400, Some("missing_required_parameter"), Some("purpose")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "other")],
            (400, Some("invalid_value"), Some("purpose")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch_output")],
            (400, Some("invalid_value"), Some("purpose")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch"), ("x", "y")],
            (400, Some("unknown_parameter"), Some("x")),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "created_at"),
                ("expires_after[seconds]", "3599"),
            ],
            (
                400,
                Some("integer_below_min_value"),
                Some("expires_after.seconds"),
            ),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "created_at"),
                ("expires_after[seconds]", "soon"),
            ],
            (400, Some("invalid_type"), Some("expires_after.seconds")),
        ),
        (
            "a.jsonl",
            good,
            vec![
                ("purpose", "batch"),
                ("expires_after[anchor]", "now"),
                ("expires_after[seconds]", "3600"),
            ],
            (400, Some("invalid_value"), Some("expires_after.anchor")),
        ),
        (
            "a.jsonl",
            good,
            vec![("purpose", "batch"), ("expires_after[seconds]", "3600")],
            (
                400,
                Some("missing_required_parameter"),
                Some("expires_after.anchor"),
            ),
        ),
        (
            "a.jsonl",
            &"x".repeat(1_001),
            vec![("purpose", "user_data")],
            (413, None, Some("file")),
        ),
    ] {
        let refused = api.upload_form(name, content, &fields).await;
        assert_eq!(
            refused.error(),
            expected,
            "{name} {fields:?}: {}",
            refused.json
        );
    }
    assert_eq!(api.get("/files").await.ok()["data"], json!([]));

    let not_a_form = api.post("/files", json!({})).await;
    assert_eq!(not_a_form.error().0, 400);
    let form = reqwest::multipart::Form::new().text("purpose", "batch");
    let no_file = api
        .request(Method::POST, "/files")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(
        read(no_file).await.error(),
        (400, Some("missing_required_parameter"), Some("file"))
    );

    api.upload_form("a", "x".repeat(1_000), &[("purpose", "user_data")])
        .await
        .ok();
    let full = api
        .upload_form("b", "x".repeat(501), &[("purpose", "user_data")])
        .await;
    assert_eq!(
        full.error(),
        (400, None, Some("file")),
        "the storage is full"
    );
}

#[tokio::test]
async fn an_upload_may_say_when_it_expires() {
    let api = start(Server::builder()).await;
    let fields = [
        ("expires_after[anchor]", "created_at"),
        ("expires_after[seconds]", "7200"),
        ("purpose", "evals"),
    ];
    let file = api.upload_form("a", "x", &fields).await.ok();
    assert_eq!(
        file["expires_at"].as_u64().unwrap() - file["created_at"].as_u64().unwrap(),
        7_200
    );
}

#[tokio::test]
async fn a_new_batch_has_every_field() {
    let api = start(Server::builder().clock(Clock::manual())).await;
    let mut order = api.order("file-x");
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
async fn orders_that_are_wrong_are_refused() {
    let api = start(Server::builder()).await;
    let order = |name: &str, value: Value| {
        let mut order = api.order("file-x");
        order[name] = value;
        order
    };
    let pairs = |count: usize| -> Value {
        (0..count)
            .map(|n| (format!("k{n}"), json!("v")))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let without = |name: &str| {
        let mut order = api.order("file-x");
        order.as_object_mut().unwrap().remove(name);
        order
    };
    let long_key = "k".repeat(65);
    let long_key_param = format!("metadata.{}", "k".repeat(64));
    for (body, code, param) in [
        (
            without("input_file_id"),
            "missing_required_parameter",
            "input_file_id",
        ),
        (
            without("endpoint"),
            "missing_required_parameter",
            "endpoint",
        ),
        (
            without("completion_window"),
            "missing_required_parameter",
            "completion_window",
        ),
        (
            order("endpoint", "/v1/nothing".into()),
            "invalid_value",
            "endpoint",
        ),
        (order("endpoint", 1.into()), "invalid_type", "endpoint"),
        (
            order("completion_window", "48h".into()),
            "invalid_value",
            "completion_window",
        ),
        (
            order("input_file_id", 1.into()),
            "invalid_type",
            "input_file_id",
        ),
        (order("metadata", "x".into()), "invalid_type", "metadata"),
        (
            order("metadata", json!({"a": 1})),
            "invalid_type",
            "metadata.a",
        ),
        (
            order("metadata", json!({"a": null})),
            "invalid_type",
            "metadata.a",
        ),
        (
            order("metadata", pairs(17)),
            "object_above_max_properties",
            "metadata",
        ),
        (
            order("metadata", json!({"a": "v".repeat(513)})),
            "string_above_max_length",
            "metadata.a",
        ),
        (
            order("metadata", json!({long_key: "v"})),
            "string_above_max_length",
            &long_key_param,
        ),
        (
            order("output_expires_after", 1.into()),
            "invalid_type",
            "output_expires_after",
        ),
        (
            order("output_expires_after", json!({"anchor": "created_at"})),
            "missing_required_parameter",
            "output_expires_after.seconds",
        ),
        (
            order(
                "output_expires_after",
                json!({"anchor": "created_at", "seconds": 2_592_001}),
            ),
            "integer_above_max_value",
            "output_expires_after.seconds",
        ),
        (
            order(
                "output_expires_after",
                json!({"anchor": "x", "seconds": 3_600}),
            ),
            "invalid_value",
            "output_expires_after.anchor",
        ),
        (
            order("output_expires_after", Value::Null),
            "invalid_type",
            "output_expires_after",
        ),
    ] {
        let refused = api.post("/batches", body.clone()).await;
        assert_eq!(refused.error(), (400, Some(code), Some(param)), "{body}");
    }
    for body in ["", "{", "[]", "null", "\u{fffd}"] {
        let sent = api
            .request(Method::POST, "/batches")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(read(sent).await.error(), (400, None, None), "{body:?}");
    }
    let huge = api
        .request(Method::POST, "/batches")
        .body(" ".repeat(2_000_000))
        .send()
        .await
        .unwrap();
    assert_eq!(read(huge).await.error().0, 413);
    assert_eq!(
        api.get("/batches").await.ok()["data"],
        json!([]),
        "nothing was created"
    );

    for metadata in [
        pairs(16),
        json!({"k".repeat(64): "é".repeat(512)}),
        json!({}),
        Value::Null,
    ] {
        let batch = api
            .post("/batches", order("metadata", metadata.clone()))
            .await
            .ok();
        assert_eq!(batch["metadata"], metadata);
    }
    api.post("/batches", order("surprise", 1.into())).await.ok();
    let most = json!({"anchor": "created_at", "seconds": 2_592_000});
    api.post("/batches", order("output_expires_after", most))
        .await
        .ok();
}

/// Follows a list to its end; the ids seen, page by page.
async fn pages(api: &Api, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after = String::new();
    loop {
        let page = api.get(&format!("{path}{after}")).await.ok();
        assert_eq!(page["object"], "list");
        let ids: Vec<String> = page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(page["first_id"].as_str(), ids.first().map(String::as_str));
        assert_eq!(page["last_id"].as_str(), ids.last().map(String::as_str));
        after = format!("&after={}", page["last_id"].as_str().unwrap_or_default());
        pages.push(ids);
        if page["has_more"] == false {
            return pages;
        }
    }
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
    assert_eq!(
        pages(&api, "/batches?").await,
        chunks(20),
        "20 unless told otherwise"
    );
    assert_eq!(pages(&api, "/batches?limit=10").await, chunks(10));
    assert_eq!(
        pages(&api, "/batches?limit=25").await,
        chunks(25),
        "no empty page at the end"
    );
    assert_eq!(pages(&api, "/batches?limit=100").await, chunks(100));
}

#[tokio::test]
async fn files_are_listed_by_purpose_and_order() {
    let api = start(Server::builder().clock(Clock::manual())).await;
    let mut all = Vec::new();
    for n in 0..6 {
        let purpose = if n % 2 == 0 { "evals" } else { "user_data" };
        let file = api
            .upload_form("a", "x", &[("purpose", purpose)])
            .await
            .ok();
        all.push(file["id"].as_str().unwrap().to_owned());
    }
    let evals: Vec<String> = all.iter().step_by(2).cloned().collect();
    let reversed = |ids: &[String]| -> Vec<String> { ids.iter().rev().cloned().collect() };
    assert_eq!(pages(&api, "/files?").await.concat(), reversed(&all));
    assert_eq!(
        pages(&api, "/files?order=desc").await.concat(),
        reversed(&all)
    );
    assert_eq!(
        pages(&api, "/files?order=asc&limit=4").await,
        [all[..4].to_vec(), all[4..].to_vec()]
    );
    assert_eq!(
        pages(&api, "/files?purpose=evals&limit=2").await.concat(),
        reversed(&evals)
    );
    assert_eq!(pages(&api, "/files?purpose=evals&limit=2").await.len(), 2);
    assert_eq!(
        pages(&api, "/files?purpose=assistants").await,
        [[] as [String; 0]]
    );
    let empty = api.get("/files?purpose=vision").await.ok();
    assert_eq!(
        empty,
        json!({"object": "list", "data": [], "first_id": null, "last_id": null, "has_more": false})
    );
}

#[tokio::test]
async fn list_parameters_that_are_wrong_are_refused() {
    let api = start(Server::builder()).await;
    for (path, status, code, param) in [
        (
            "/batches?limit=0",
            400,
            Some("integer_below_min_value"),
            "limit",
        ),
        (
            "/batches?limit=-1",
            400,
            Some("integer_below_min_value"),
            "limit",
        ),
        (
            "/batches?limit=101",
            400,
            Some("integer_above_max_value"),
            "limit",
        ),
        ("/batches?limit=", 400, Some("invalid_type"), "limit"),
        ("/batches?limit=ten", 400, Some("invalid_type"), "limit"),
        ("/batches?after=batch_none", 404, None, "after"),
        (
            "/files?limit=0",
            400,
            Some("integer_below_min_value"),
            "limit",
        ),
        (
            "/files?limit=10001",
            400,
            Some("integer_above_max_value"),
            "limit",
        ),
        ("/files?order=", 400, Some("invalid_value"), "order"),
        ("/files?order=up", 400, Some("invalid_value"), "order"),
        ("/files?after=file-none", 404, None, "after"),
        (
            "/files?purpose=other",
            400,
            Some("invalid_value"),
            "purpose",
        ),
    ] {
        assert_eq!(
            api.get(path).await.error(),
            (status, code, Some(param)),
            "{path}"
        );
    }
    api.get("/batches?unknown=1&limit=1&after=").await.ok();
}

#[tokio::test]
async fn what_is_unknown_is_answered_in_the_envelope() {
    let api = start(Server::builder()).await;
    assert_eq!(api.get("/batches/batch_none").await.error().0, 404);
    assert_eq!(
        api.post("/batches/batch_none/cancel", json!({}))
            .await
            .error()
            .0,
        404
    );
    assert_eq!(
        api.get("/files/..%2f..%2fetc%2fpasswd/content")
            .await
            .error()
            .0,
        404
    );
    assert_eq!(api.get("/files/%ff").await.error().0, 400);
    assert_eq!(api.get("/models").await.error().0, 404);
    assert_eq!(api.get("/batches/x/y/z").await.error().0, 404);
    let outside = read(
        api.http
            .get(format!("{}/batches", api.server.url()))
            .send()
            .await
            .unwrap(),
    )
    .await;
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
async fn with_a_key_nobody_else_gets_in() {
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
    assert!(
        !wrong.json.to_string().contains("sk-"),
        "no key in the answer"
    );
    send(Some("Bearer sk-right")).await.ok();
    send(Some("bearer sk-right")).await.ok();
    assert!(!format!("{:?}", api.server).contains("sk-right"));
    assert!(!format!("{:?}", Server::builder().api_key("sk-right")).contains("sk-right"));
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let api = start(Server::builder()).await;
    let first = api.get("/batches").await;
    let second = api.get("/nowhere").await;
    for answer in [&first, &second] {
        assert!(
            answer.headers["x-request-id"]
                .to_str()
                .unwrap()
                .starts_with("req_")
        );
        answer.headers["openai-processing-ms"]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap();
        assert_eq!(answer.headers["openai-version"], "2020-10-01");
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    assert_ne!(
        first.headers["x-request-id"],
        second.headers["x-request-id"]
    );
}

#[tokio::test]
async fn what_comes_too_often_is_limited_by_the_hour_and_the_minute() {
    let mut limits = Limits::default();
    limits.batches_per_hour = 2;
    limits.uploads_per_minute = 1;
    let clock = Clock::manual();
    let api = start(Server::builder().limits(limits).clock(clock.clone())).await;
    let create = async || api.post("/batches", api.order("file-x")).await;
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
    let refused = api
        .upload_form("a.jsonl", "{}", &[("purpose", "batch")])
        .await;
    assert_eq!(refused.error(), (429, Some("rate_limit_exceeded"), None));
    assert_eq!(refused.headers["retry-after"], "60");
}

#[tokio::test]
async fn content_comes_in_ranges() {
    let api = start(Server::builder()).await;
    // Larger than what is read from the disk at once.
    let content: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let file = api
        .upload_form(
            "data \"x\".bin",
            content.clone(),
            &[("purpose", "user_data")],
        )
        .await
        .ok();
    let path = format!("/files/{}/content", file["id"].as_str().unwrap());
    let get = async |range: &str, if_range: Option<&str>| {
        let mut request = api.request(Method::GET, &path).header(RANGE, range);
        if let Some(tag) = if_range {
            request = request.header("if-range", tag);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.bytes().await.unwrap().to_vec())
    };
    let (status, headers, whole) = get("items=0-1", None).await;
    assert_eq!((status, &whole), (200, &content));
    assert_eq!(headers["accept-ranges"], "bytes");
    assert_eq!(headers["content-length"], "200000");
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(
        headers["content-disposition"],
        "attachment; filename=\"data__x_.bin\""
    );
    let tag = headers["etag"].to_str().unwrap().to_owned();

    let (status, headers, rest) = get("bytes=150000-", Some(&tag)).await;
    assert_eq!((status, &rest[..]), (206, &content[150_000..]));
    assert_eq!(headers["content-range"], "bytes 150000-199999/200000");
    assert_eq!(headers["content-length"], "50000");
    assert_eq!(get("bytes=10-19", None).await.2, content[10..20]);
    assert_eq!(get("bytes=-5", None).await.2, content[199_995..]);
    assert_eq!(
        get("bytes=5-", Some("\"other\"")).await.0,
        200,
        "another file's rest is not wanted"
    );

    let request = api
        .request(Method::GET, &path)
        .header(RANGE, "bytes=200000-");
    let outside = read(request.send().await.unwrap()).await;
    assert_eq!(outside.error().0, 416);
    assert_eq!(outside.headers["content-range"], "bytes */200000");

    let head = api.request(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-length"], "200000");
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
        (
            "/v1/moderations",
            json!({"input": ["a", "b"]}),
            "/results/1/flagged",
            json!(false),
        ),
        (
            "/v1/images/generations",
            json!({"prompt": "a cat", "n": 2}),
            "/output_format",
            json!("png"),
        ),
        (
            "/v1/images/edits",
            json!({"prompt": "a cat"}),
            "/output_format",
            json!("png"),
        ),
        (
            "/v1/videos",
            json!({"model": "m", "prompt": "a cat"}),
            "/object",
            json!("video"),
        ),
    ] {
        let run = async || {
            let line = json!({"custom_id": "x", "method": "POST", "url": endpoint, "body": body});
            let mut order = api.order(&api.upload(line.to_string()).await);
            order["endpoint"] = endpoint.into();
            let batch = api.post("/batches", order).await.ok();
            let batch = api.until(batch["id"].as_str().unwrap(), "completed").await;
            let lines = api.lines(&batch, "output_file_id").await;
            lines
                .first()
                .unwrap_or_else(|| panic!("{endpoint}: {batch}"))["response"]["body"]
                .clone()
        };
        let answer = run().await;
        assert_eq!(answer["made_by"], "batch-local", "{endpoint}");
        assert_eq!(answer.pointer(pointer), Some(&expected), "{endpoint}");
        assert_eq!(run().await, answer, "the same every time");
    }
}
