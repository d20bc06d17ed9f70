//! The validation of lines: every documented code, with its line number.

use crate::support::{Api, chat_line, chat_lines, order, start};
use batch_local::{Server, ServerLimits};
use serde_json::{Value, json};

/// Code, param and line of each problem.
async fn problems(
    api: &Api,
    endpoint: &str,
    input: &str,
) -> Vec<(String, Option<String>, Option<u64>)> {
    let file = api.upload(input).await;
    let mut order = order(&file);
    order["endpoint"] = endpoint.into();
    let batch = api.post("/batches", order).await.ok();
    assert_eq!(batch["status"], "validating", "creation always succeeds");
    let batch = api.until_true(batch["id"].as_str().unwrap(), |batch| {
        batch["status"] == "failed" || batch["status"] == "completed"
    });
    let batch = batch.await;
    if batch["status"] == "completed" {
        let counts = &batch["request_counts"];
        let answered = counts["completed"].as_u64().unwrap() + counts["failed"].as_u64().unwrap();
        assert_eq!(counts["total"], answered, "every line that is accepted is answered");
        return Vec::new();
    }
    assert!(batch["failed_at"].is_u64());
    assert!(batch["in_progress_at"].is_null());
    assert_eq!(batch["errors"]["object"], "list");
    let errors = batch["errors"]["data"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            assert!(!error["message"].as_str().unwrap().is_empty());
            (
                error["code"].as_str().unwrap().to_owned(),
                error["param"].as_str().map(Into::into),
                error["line"].as_u64(),
            )
        })
        .collect()
}

fn line(change: impl Fn(&mut Value)) -> String {
    let mut line: Value = serde_json::from_str(&chat_line("second")).unwrap();
    change(&mut line);
    line.to_string()
}

fn without(name: &'static str) -> String {
    line(|line| {
        line.as_object_mut().unwrap().remove(name);
    })
}

#[tokio::test]
async fn each_problem_of_a_line_has_its_code_param_and_line() {
    let api = start(Server::builder()).await;
    let good = chat_line("first");
    for (bad, code, param) in [
        ("{\"custom_id\": ".into(), "invalid_json_line", None),
        ("[1, 2]".into(), "invalid_json_line", None),
        ("\"text\"".into(), "invalid_json_line", None),
        (without("custom_id"), "missing_required_parameter", Some("custom_id")),
        (without("method"), "missing_required_parameter", Some("method")),
        (without("url"), "missing_required_parameter", Some("url")),
        (without("body"), "missing_required_parameter", Some("body")),
        (line(|l| l["custom_id"] = Value::Null), "missing_required_parameter", Some("custom_id")),
        (line(|l| l["custom_id"] = 7.into()), "invalid_type", Some("custom_id")),
        (line(|l| l["body"] = 7.into()), "invalid_type", Some("body")),
        (line(|l| l["method"] = "GET".into()), "invalid_method", Some("method")),
        (line(|l| l["url"] = "/v1/embeddings".into()), "invalid_url", Some("url")),
        (line(|l| l["url"] = "/v1/nothing".into()), "invalid_url", Some("url")),
        (line(|l| l["url"] = "chat/completions".into()), "invalid_url", Some("url")),
        (line(|l| l["custom_id"] = "first".into()), "duplicate_custom_id", Some("custom_id")),
        (line(|l| l["body"]["stream"] = true.into()), "streaming_unsupported", Some("body.stream")),
        (line(|l| l["body"]["model"] = "other".into()), "mismatched_model", Some("body.model")),
        (
            line(|l| l["body"]["model"] = Value::Null),
            "missing_required_parameter",
            Some("body.model"),
        ),
    ] {
        let found = problems(&api, "/v1/chat/completions", &format!("{good}\n\n{bad}\n")).await;
        let expected = (code.to_owned(), param.map(Into::into), Some(3));
        assert_eq!(found, [expected], "{bad}");
    }
}

#[tokio::test]
async fn unusual_but_valid_lines_are_accepted() {
    let api = start(Server::builder()).await;
    for odd in [
        line(|l| l["body"]["stream"] = false.into()),
        line(|l| l["extra"] = json!({"a": 1})),
        line(|l| l["body"]["messages"][0]["content"] = "a\u{2028}b".into()),
        "{\"custom_id\":\"x\",\"custom_id\":\"y\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-test\",\"messages\":[]}}".into(),
        format!("\r\n{}\r", chat_line("second")),
    ] {
        let input = format!("{}\n{odd}", chat_line("first"));
        assert_eq!(problems(&api, "/v1/chat/completions", &input).await, [], "{odd}");
    }
}

#[tokio::test]
async fn all_problems_are_reported_at_once() {
    let api = start(Server::builder()).await;
    let lines = [
        chat_line("a"),
        "broken".into(),
        line(|l| {
            l["custom_id"] = "a".into();
            l["url"] = "/v1/responses".into();
        }),
    ];
    let found = problems(&api, "/v1/chat/completions", &lines.join("\n")).await;
    let found: Vec<(&str, u64)> =
        found.iter().map(|(code, _, line)| (code.as_str(), line.unwrap())).collect();
    assert_eq!(found, [("invalid_json_line", 2), ("duplicate_custom_id", 3), ("invalid_url", 3)]);
}

#[tokio::test]
async fn an_unknown_model_is_not_found() {
    let api = start(Server::builder().models(["gpt-test"])).await;
    assert_eq!(problems(&api, "/v1/chat/completions", &chat_lines(2)).await, []);
    let bad = line(|l| l["body"]["model"] = "gpt-none".into());
    assert_eq!(
        problems(&api, "/v1/chat/completions", &bad).await,
        [("model_not_found".into(), Some("body.model".into()), Some(1))]
    );
}

#[tokio::test]
async fn limits_of_the_whole_file_have_their_codes() {
    let mut limits = ServerLimits::default();
    limits.requests_per_batch = 3;
    limits.embedding_inputs = 5;
    limits.batch_file_bytes = 2_000;
    let api = start(Server::builder().limits(limits)).await;
    assert_eq!(problems(&api, "/v1/chat/completions", &chat_lines(3)).await, []);
    let whole = |code: &str| [(code.to_owned(), None, None)];
    assert_eq!(
        problems(&api, "/v1/chat/completions", &chat_lines(4)).await,
        whole("too_many_tasks")
    );
    assert_eq!(
        problems(&api, "/v1/chat/completions", &chat_lines(40)).await,
        whole("file_too_large")
    );

    let embed = |input: Value| {
        json!({"custom_id": "e", "method": "POST", "url": "/v1/embeddings",
               "body": {"model": "m", "dimensions": 2, "input": input}})
        .to_string()
    };
    for (input, fits) in [
        (json!("one"), true),
        (json!(["a", "b", "c", "d", "e"]), true),
        (json!(["a", "b", "c", "d", "e", "f"]), false),
        (json!([1, 2, 3, 4, 5, 6, 7]), true),
        (json!([[1], [2], [3], [4], [5], [6]]), false),
    ] {
        let found = problems(&api, "/v1/embeddings", &embed(input.clone())).await;
        let expected = if fits { vec![] } else { whole("too_many_tasks").to_vec() };
        assert_eq!(found, expected, "{input}");
    }
}

#[tokio::test]
async fn an_unfit_input_file_fails_the_batch_but_not_its_creation() {
    let api = start(Server::builder()).await;
    let other = api.upload_form("a.txt", "x", &[("purpose", "user_data")]).await.ok();
    for file in ["file-none", other["id"].as_str().unwrap()] {
        let id = api.create(file).await;
        let batch = api.until(&id, "failed").await;
        let error = &batch["errors"]["data"][0];
        assert_eq!(error["code"], "invalid_request");
        assert!(error["line"].is_null());
    }
}

#[tokio::test]
async fn enqueued_tokens_are_limited_until_batches_end() {
    let mut limits = ServerLimits::default();
    limits.enqueued_tokens = Some(100);
    let clock = batch_local::Clock::manual();
    let timing = batch_local::Timing::instant().finalizing(std::time::Duration::from_secs(60));
    let api = start(Server::builder().limits(limits).clock(clock.clone()).timing(timing)).await;
    let first = api.submit(chat_lines(4)).await;
    api.until(&first, "finalizing").await;
    let second = api.submit(chat_lines(4)).await;
    let batch = api.until(&second, "failed").await;
    assert_eq!(batch["errors"]["data"][0]["code"], "token_limit_exceeded");
    clock.advance(std::time::Duration::from_secs(60));
    api.until(&first, "completed").await;
    let third = api.submit(chat_lines(4)).await;
    api.until(&third, "finalizing").await;
}
