//! Faults that stay with a batch.

use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server};
use serde_json::{Value, json};

use crate::support::{Api, chat_line, chat_lines, id, ids, read, start, start_with};

/// The batch after its end, its output file and its error file.
async fn run(api: &Api, faults: Value) -> (Value, String, String) {
    let batch = api.run_with(&faults, 100).await;
    let output = api.text(&batch, "output_file_id").await;
    let errors = api.text(&batch, "error_file_id").await;
    (batch, output, errors)
}

fn counts(batch: &Value) -> (u64, u64) {
    let counts = &batch["request_counts"];
    (counts["completed"].as_u64().unwrap(), counts["failed"].as_u64().unwrap())
}

fn parsed(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn validation_fails_on_demand() {
    let api = start(Server::builder()).await;
    for (fault, code) in [
        (json!("file_not_found"), "invalid_request"),
        (json!("token_limit_exceeded"), "token_limit_exceeded"),
        (json!({"fail_batch": {"code": "empty_file", "message": "…", "line": 3}}), "empty_file"),
    ] {
        let batch = api.run_with(&fault, 2).await;
        assert_eq!(batch["status"], "failed");
        assert_eq!(batch["errors"]["data"][0]["code"], code);
    }
    assert_eq!(api.run_with(&json!([]), 2).await["status"], "completed");
}

#[tokio::test]
async fn results_come_later_than_the_final_status() {
    let api = start(Server::builder()).await;
    let file = api.upload(chat_lines(2)).await;
    let created = api.create_with(&file, &json!({"late_results": {"retrieves": 3}}));
    let batch = id(&read(created.send().await.unwrap()).await.ok());
    let complete = |batch: &Value| {
        let complete = batch["request_counts"].is_object();
        assert_eq!(batch["output_file_id"].is_string(), complete, "{batch}");
        assert_eq!(batch["usage"].is_object(), complete);
        complete
    };
    assert!(!complete(&api.until(&batch, "completed").await));
    let listed = async || complete(&api.get("/batches").await.ok()["data"][0]);
    let retrieved = async || complete(&api.get(&format!("/batches/{batch}")).await.ok());
    assert!(!listed().await);
    assert!(!retrieved().await);
    assert!(!listed().await, "lists do not count");
    assert!(!retrieved().await);
    assert!(retrieved().await && listed().await);
}

#[tokio::test]
async fn responses_never_come_while_the_counts_say_otherwise() {
    let api = start(Server::builder()).await;
    let faults = json!([{"line_status": {"status": 0, "share": 0.2}}, "wrong_counts"]);
    let (batch, output, errors) = run(&api, faults).await;
    assert_eq!(counts(&batch), (100, 0));
    let lost = parsed(&errors);
    assert!((5..40).contains(&lost.len()), "{}", lost.len());
    assert_eq!(output.lines().count() + lost.len(), 100);
    for line in &lost {
        assert_eq!(line["response"], json!({"status_code": 0, "request_id": "", "body": {}}));
        assert!(line["error"].is_null());
    }
}

#[tokio::test]
async fn the_seed_decides_which_lines_of_which_batch_are_hit() {
    let hit = async |seed: u64| {
        let fault = FaultEffect::LineStatus { status: 500, code: None, share: 0.2 };
        let plan = FaultPlan::new().seed(seed).rule(Rule::new(fault).on([Operation::CreateBatch]));
        let api = start(Server::builder().faults(plan)).await;
        let mut hit = Vec::new();
        for _ in 0..2 {
            let batch = api.run_with(&json!([]), 100).await;
            let failed = api.lines(&batch, "error_file_id").await;
            hit.push(ids(&failed).into_iter().map(str::to_owned).collect::<Vec<_>>());
        }
        hit
    };
    let first = hit(1).await;
    assert_eq!(hit(1).await, first, "the same every time");
    assert_ne!(hit(2).await, first);
    assert_ne!(first[0], first[1], "a line that is sent again may be luckier");
}

#[tokio::test]
async fn all_lines_fail_and_there_is_no_output_file() {
    let api = start(Server::builder()).await;
    let faults = json!({"line_status": {"status": 429, "code": "rate_limit_exceeded", "share": 1}});
    let (batch, output, errors) = run(&api, faults).await;
    assert_eq!((batch["status"].as_str(), counts(&batch)), (Some("completed"), (0, 100)));
    assert!(output.is_empty() && batch["output_file_id"].is_null());
    for line in parsed(&errors) {
        assert_eq!(line["response"]["status_code"], 429);
        assert_eq!(line["response"]["body"]["error"]["code"], "rate_limit_exceeded");
    }
}

#[tokio::test]
async fn lines_have_an_error_in_place_of_a_response() {
    let api = start(Server::builder()).await;
    let faults = json!({"line_error": {"code": "request_timeout", "share": 1}});
    let (_, _, errors) = run(&api, faults).await;
    let line = &parsed(&errors)[0];
    assert!(line["response"].is_null());
    assert_eq!(line["error"]["code"], "request_timeout");
}

#[tokio::test]
async fn lines_are_missing_although_they_count() {
    let api = start(Server::builder()).await;
    let (batch, output, errors) = run(&api, json!({"missing_lines": {"share": 0.2}})).await;
    assert_eq!((counts(&batch), errors.len()), ((100, 0), 0));
    assert!((60..95).contains(&output.lines().count()));
}

#[tokio::test]
async fn lines_are_repeated_garbled_or_strange() {
    let api = start(Server::builder()).await;
    let (_, output, _) = run(&api, json!({"repeated_lines": {"share": 1}})).await;
    assert_eq!(output.lines().count(), 200);

    let (_, output, _) = run(&api, json!({"garbled_lines": {"share": 0.5}})).await;
    let bad = output.lines().filter(|line| serde_json::from_str::<Value>(line).is_err()).count();
    assert!((20..80).contains(&bad), "{bad} of {}", output.lines().count());

    let (batch, output, _) = run(&api, json!({"unknown_lines": {"share": 0.1}})).await;
    assert_eq!(counts(&batch), (100, 0), "not counted");
    let lines = parsed(&output);
    let known = ids(&lines).iter().filter(|id| id.starts_with('r')).count();
    assert_eq!(known, 100);
    let unknown = ids(&lines).iter().filter(|id| id.starts_with("unknown-")).count();
    assert_eq!(known + unknown, lines.len());
    assert!((2..25).contains(&unknown), "{unknown}");
}

#[tokio::test]
async fn bodies_are_text_that_contains_json() {
    let api = start(Server::builder()).await;
    let (_, output, _) = run(&api, json!({"text_bodies": {"share": 1}})).await;
    let body: Value =
        serde_json::from_str(parsed(&output)[0]["response"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["object"], "chat.completion");
}

#[tokio::test]
async fn an_error_file_can_be_empty() {
    let api = start(Server::builder()).await;
    let (batch, _, errors) = run(&api, json!("empty_error_file")).await;
    assert!(batch["error_file_id"].is_string() && errors.is_empty());
}

#[tokio::test]
async fn duplicate_ids_can_be_accepted() {
    let api = start_with([Rule::new(FaultEffect::AcceptDuplicates)]).await;
    let batch = api.submit([chat_line("same"), chat_line("same")].join("\n")).await;
    let batch = api.until(&batch, "completed").await;
    assert_eq!(ids(&api.lines(&batch, "output_file_id").await), ["same", "same"]);
}
