//! Every trouble that can be asked for, and every pain of the API's users.

use std::time::{Duration, Instant};

use crate::support::{Api, chat_line, chat_lines, ids, read, start};
use batch_local::{FAULT_HEADER, FaultEffect, FaultPlan, Operation, Rule, Server, Status};
use reqwest::Method;
use serde_json::{Value, json};

async fn with(rule: Rule) -> Api {
    start(Server::builder().faults(FaultPlan::new().seed(3).rule(rule))).await
}

/// Runs a batch of so many lines that meets an effect.
async fn batch_with(api: &Api, effect: Value, lines: usize) -> Value {
    let file = api.upload(chat_lines(lines)).await;
    let request = api
        .request(Method::POST, "/batches")
        .header(FAULT_HEADER, effect.to_string())
        .json(&api.order(&file));
    let batch = read(request.send().await.unwrap()).await.ok();
    api.until_true(batch["id"].as_str().unwrap(), |batch| {
        batch["status"] == "completed" || batch["status"] == "failed"
    })
    .await
}

#[tokio::test]
async fn statuses_with_headers_on_chosen_calls() {
    let rule = Rule::new(Status::new(503).header("retry-after", "7").error_code("overloaded"));
    let api = with(rule.on([Operation::RetrieveBatch]).calls([2])).await;
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
async fn a_status_before_or_after_processing() {
    let api = start(Server::builder()).await;
    let order = api.order("file-none");
    for (effect, created) in [
        (json!({"status": {"code": 500}}), 0),
        (json!({"status": {"code": 500, "after": true}}), 1),
    ] {
        let request =
            api.request(Method::POST, "/batches").header(FAULT_HEADER, effect.to_string());
        let answer = read(request.json(&order).send().await.unwrap()).await;
        assert_eq!(answer.error().0, 500);
        assert!(answer.headers.contains_key("x-request-id"));
        assert_eq!(api.get("/batches").await.ok()["data"].as_array().unwrap().len(), created);
    }
}

#[tokio::test]
async fn resets_before_and_after_processing() {
    let api =
        with(Rule::new(FaultEffect::ResetBefore).on([Operation::CreateBatch]).calls([1])).await;
    let create = || api.request(Method::POST, "/batches").json(&api.order("file-none")).send();
    let batches = async || api.get("/batches").await.ok()["data"].as_array().unwrap().len();
    let error = create().await.unwrap_err();
    assert!(error.is_request() && !error.is_timeout() && !error.is_connect(), "{error:?}");
    assert!(format!("{error:?}").contains("ConnectionReset"), "a real reset: {error:?}");
    assert_eq!(batches().await, 0);

    let rule = Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]);
    api.server.set_faults(FaultPlan::new().rule(rule)).unwrap();
    let error = create().await.unwrap_err();
    assert!(format!("{error:?}").contains("ConnectionReset"), "{error:?}");
    assert_eq!(batches().await, 1, "it was created all the same");
}

#[tokio::test]
async fn an_upload_can_be_reset_too() {
    let api = with(Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(1)).await;
    let form = || {
        let part =
            reqwest::multipart::Part::bytes(chat_lines(2_000).into_bytes()).file_name("a.jsonl");
        reqwest::multipart::Form::new().text("purpose", "batch").part("file", part)
    };
    let send = || api.request(Method::POST, "/files").multipart(form()).send();
    send().await.unwrap_err();
    assert_eq!(api.get("/files").await.ok()["data"].as_array().unwrap().len(), 1);
    send().await.unwrap();
}

#[tokio::test]
async fn bodies_are_cut_truncated_garbled_and_dripped() {
    let api = start(Server::builder()).await;
    let content = chat_lines(1_000);
    let file = api.upload(content.clone()).await;
    let path = format!("/files/{file}/content");
    let get = async |effect: Value| {
        let request = api.request(Method::GET, &path).header(FAULT_HEADER, effect.to_string());
        request.send().await.unwrap()
    };
    let mut cut = get(json!({"cut_body": {"bytes": 70_000}})).await;
    assert_eq!(cut.content_length(), Some(content.len() as u64));
    let mut received = 0;
    let error = loop {
        match cut.chunk().await {
            Ok(Some(chunk)) => received += chunk.len(),
            Ok(None) => panic!("the cut was not noticed"),
            Err(error) => break error,
        }
    };
    assert_eq!(received, 70_000, "{error:?}");

    let truncated = get(json!({"truncate": {"bytes": 500}})).await;
    assert_eq!(truncated.status(), 200);
    assert_eq!(truncated.text().await.unwrap(), content[..500], "and nothing looks wrong");

    let request = api.request(Method::GET, &path).header("range", "bytes=5-");
    let whole = request.header(FAULT_HEADER, "\"ignore_range\"").send().await.unwrap();
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.text().await.unwrap(), content);

    let garbage = get(json!("garbage")).await;
    assert_eq!(garbage.status(), 200);
    assert!(serde_json::from_slice::<Value>(&garbage.bytes().await.unwrap()).is_err());

    let started = Instant::now();
    let dripped = get(json!({"slow_drip": {"bytes": 65_536, "ms": 10}})).await;
    assert_eq!(dripped.text().await.unwrap(), content);
    assert!(started.elapsed() >= Duration::from_millis(20));
}

#[tokio::test]
async fn gateways_answer_pages_plain_text_and_other_envelopes() {
    let api = start(Server::builder()).await;
    let get = async |effect: Value| {
        let request = api.request(Method::GET, "/batches").header(FAULT_HEADER, effect.to_string());
        let response = request.send().await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), kind, response.text().await.unwrap())
    };
    let (status, kind, text) = get(json!({"html": {"status": 502}})).await;
    assert_eq!((status, kind.as_str()), (502, "text/html; charset=utf-8"));
    assert!(text.starts_with("<html>"));
    let (status, kind, text) = get(json!({"status": {"code": 401, "body": "no"}})).await;
    assert_eq!((status, kind.as_str(), text.as_str()), (401, "text/plain; charset=utf-8", "no"));
    let detail = json!({"status": {"code": 422, "body": "{\"detail\":1}", "headers": {"content-type": "application/json"}}});
    let (status, kind, text) = get(detail).await;
    assert_eq!((status, kind.as_str(), text.as_str()), (422, "application/json", "{\"detail\":1}"));
}

#[tokio::test]
async fn answers_can_be_changed_in_any_place() {
    let change = json!([
        {"set": {"/data/0/status": "queued", "/data/0/created_at": null, "/data/0/output_file_id": ""}},
        {"remove": ["/data/0/endpoint", "/last_id", "/object"]},
    ]);
    let api = start(Server::builder()).await;
    let id = api.create("file-none").await;
    api.until(&id, "failed").await;
    let request = api.request(Method::GET, "/batches").header(FAULT_HEADER, change.to_string());
    let page = read(request.send().await.unwrap()).await.ok();
    assert_eq!(page["data"][0]["status"], "queued");
    assert!(page["data"][0]["created_at"].is_null());
    assert_eq!(page["data"][0]["output_file_id"], "");
    assert!(page["data"][0].get("endpoint").is_none());
    assert!(page.get("last_id").is_none() && page.get("object").is_none());
}

#[tokio::test]
async fn answers_come_late() {
    let delay = FaultEffect::Delay { ms: 30 };
    let api = with(Rule::new(delay).on([Operation::ListFiles]).calls([2])).await;
    api.get("/files").await.ok();
    let impatient = api.request(Method::GET, "/files").timeout(Duration::from_millis(5));
    assert!(impatient.send().await.unwrap_err().is_timeout());
    let faults = FaultPlan::new().rule(Rule::new(FaultEffect::Delay { ms: 30 }));
    api.server.set_faults(faults).unwrap();
    let started = Instant::now();
    api.get("/files").await.ok();
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn lists_lag_and_repeat_themselves() {
    let api = start(Server::builder()).await;
    for _ in 0..3 {
        api.create("file-none").await;
    }
    let list = async |path: &str, effect: Value| {
        let request = api.request(Method::GET, path).header(FAULT_HEADER, effect.to_string());
        read(request.send().await.unwrap()).await.ok()
    };
    let all = api.get("/batches").await.ok();
    let lagging = list("/batches", json!({"lagging_list": {"newest": 1}})).await;
    assert_eq!(lagging["data"].as_array().unwrap()[..], all["data"].as_array().unwrap()[1..]);
    assert_eq!(list("/batches", json!({"lagging_list": {"newest": 9}})).await["data"], json!([]));
    let after = format!("/batches?after={}", all["last_id"].as_str().unwrap());
    let repeated = list(&after, json!("repeat_page")).await;
    assert_eq!(repeated["data"], all["data"]);
    assert_eq!(repeated["has_more"], true);
}

#[tokio::test]
async fn files_are_denied_and_batches_fail_on_demand() {
    let api = start(Server::builder()).await;
    let file = api.upload(chat_lines(1)).await;
    let request = api
        .request(Method::GET, &format!("/files/{file}"))
        .header(FAULT_HEADER, "\"file_not_found\"");
    assert_eq!(read(request.send().await.unwrap()).await.error().0, 404);
    for (effect, code) in [
        (json!("file_not_found"), "invalid_request"),
        (json!("token_limit_exceeded"), "token_limit_exceeded"),
        (json!({"fail_batch": {"code": "empty_file", "message": "…", "line": 3}}), "empty_file"),
    ] {
        let batch = batch_with(&api, effect, 2).await;
        assert_eq!(batch["status"], "failed");
        assert_eq!(batch["errors"]["data"][0]["code"], code);
    }
    assert_eq!(batch_with(&api, json!([]), 2).await["status"], "completed");
}

#[tokio::test]
async fn lines_go_wrong_in_every_way() {
    let api = start(Server::builder()).await;
    let lines = async |effect: Value| {
        let batch = batch_with(&api, effect, 100).await;
        let raw = async |field: &str| match batch[field].as_str() {
            Some(file) => String::from_utf8(api.content(file).await).unwrap(),
            None => String::new(),
        };
        (batch.clone(), raw("output_file_id").await, raw("error_file_id").await)
    };
    let counts = |batch: &Value| {
        let counts = &batch["request_counts"];
        (counts["completed"].as_u64().unwrap(), counts["failed"].as_u64().unwrap())
    };

    // Responses that never came, while the counts say that all is well.
    let (batch, output, errors) =
        lines(json!([{"line_status": {"status": 0, "share": 0.2}}, "wrong_counts"])).await;
    assert_eq!(counts(&batch), (100, 0));
    let lost: Vec<Value> = errors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!((5..40).contains(&lost.len()), "{}", lost.len());
    assert_eq!(output.lines().count() + lost.len(), 100);
    for line in &lost {
        assert_eq!(line["response"], json!({"status_code": 0, "request_id": "", "body": {}}));
        assert!(line["error"].is_null());
    }
    // The same lines every time.
    let (_, _, again) =
        lines(json!([{"line_status": {"status": 0, "share": 0.2}}, "wrong_counts"])).await;
    let again: Vec<Value> = again.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(ids(&lost), ids(&again));

    // All failed: completed, without an output file.
    let (batch, output, errors) = lines(json!({"line_status": {"status": 429, "share": 1}})).await;
    assert_eq!((batch["status"].as_str(), counts(&batch)), (Some("completed"), (0, 100)));
    assert!(output.is_empty() && batch["output_file_id"].is_null());
    assert!(errors.lines().all(|line| line.contains("\"status_code\":429")));

    let (_, _, errors) =
        lines(json!({"line_error": {"code": "request_timeout", "share": 1}})).await;
    let line: Value = serde_json::from_str(errors.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["response"], &line["error"]["code"]),
        (&Value::Null, &json!("request_timeout"))
    );

    // Missing lines are counted, and nowhere.
    let (batch, output, errors) = lines(json!({"missing_lines": {"share": 0.2}})).await;
    assert_eq!((counts(&batch), errors.len()), ((100, 0), 0));
    assert!((60..95).contains(&output.lines().count()));

    let (_, output, _) = lines(json!({"repeated_lines": {"share": 1}})).await;
    assert_eq!(output.lines().count(), 200);

    let (_, output, _) = lines(json!({"garbled_lines": {"share": 0.5}})).await;
    let bad = output.lines().filter(|line| serde_json::from_str::<Value>(line).is_err()).count();
    assert!((20..80).contains(&bad), "{bad} of {}", output.lines().count());

    let (_, output, _) = lines(json!({"text_bodies": {"share": 1}})).await;
    let line: Value = serde_json::from_str(output.lines().next().unwrap()).unwrap();
    let body: Value = serde_json::from_str(line["response"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["object"], "chat.completion");

    let (batch, _, errors) = lines(json!("empty_error_file")).await;
    assert!(batch["error_file_id"].is_string() && errors.is_empty());
}

#[tokio::test]
async fn duplicate_ids_can_be_let_through() {
    let api = start(Server::builder()).await;
    let input = [chat_line("same"), chat_line("same")].join("\n");
    let file = api.upload(input).await;
    let request =
        api.request(Method::POST, "/batches").header(FAULT_HEADER, "\"accept_duplicates\"");
    let batch = read(request.json(&api.order(&file)).send().await.unwrap()).await.ok();
    let batch = api.until(batch["id"].as_str().unwrap(), "completed").await;
    assert_eq!(ids(&api.lines(&batch, "output_file_id").await), ["same", "same"]);
}

#[tokio::test]
async fn a_header_that_makes_no_sense_is_refused() {
    let api = start(Server::builder()).await;
    for bad in ["explode", "\"explode\"", "{\"html\": {\"status\": 9}}", "[1]"] {
        let request = api.request(Method::GET, "/batches").header(FAULT_HEADER, bad);
        assert_eq!(
            read(request.send().await.unwrap()).await.error(),
            (400, None, Some(FAULT_HEADER)),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_base_url_without_batches() {
    let rule = Rule::new(Status::new(404)).on([
        Operation::ListBatches,
        Operation::CreateBatch,
        Operation::RetrieveBatch,
        Operation::CancelBatch,
    ]);
    let api = with(rule).await;
    assert_eq!(api.get("/batches").await.error().0, 404);
    api.upload(chat_lines(1)).await;
}
