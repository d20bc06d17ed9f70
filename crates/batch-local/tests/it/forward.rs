//! Lines answered by another server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{chat_lines, ids, start};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use batch_local::{Forward, Responder, Server};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts a server that answers chat completions and returns its base URL.
async fn inference<H, F, R>(handler: H) -> String
where
    H: Fn(usize, HeaderMap, Value) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = R> + Send,
    R: IntoResponse,
{
    let calls = Arc::new(AtomicUsize::new(0));
    let route = axum::routing::post(
        move |headers: HeaderMap, axum::Json(body): axum::Json<Value>| async move {
            handler(calls.fetch_add(1, Ordering::SeqCst) + 1, headers, body).await
        },
    );
    let router = Router::new().route("/base/chat/completions", route);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}/base/")
}

fn echo(body: &Value) -> Value {
    json!({"echo": body["messages"][0]["content"], "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}})
}

fn to(base: &str) -> Forward {
    Forward::to(base).unwrap().first_pause(Duration::from_millis(1))
}

#[tokio::test]
async fn an_inference_server_gets_a_batch_api() {
    let base = inference(|_, headers, body| async move {
        assert_eq!(headers["authorization"], "Bearer sk-upstream");
        serde_json::to_string_pretty(&echo(&body)).unwrap()
    })
    .await;
    let forward = to(&base).api_key("sk-upstream").unwrap();
    assert!(!format!("{forward:?}").contains("sk-upstream"));
    let api = start(Server::builder().responder(Responder::forward(forward)).concurrency(8)).await;
    let id = api.submit(chat_lines(30)).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(batch["request_counts"], json!({"total": 30, "completed": 30, "failed": 0}));
    assert_eq!(batch["usage"]["total_tokens"], 150);
    for line in api.lines(&batch, "output_file_id").await {
        let id = line["custom_id"].as_str().unwrap();
        assert_eq!(line["response"]["body"]["echo"], format!("I am {id}."));
    }
}

#[tokio::test]
async fn transient_failures_are_retried_and_permanent_ones_reported() {
    let base = inference(|call, _, body| async move {
        let content = body["messages"][0]["content"].as_str().unwrap().to_owned();
        let fails = |status: u16, text: &'static str| {
            (StatusCode::from_u16(status).unwrap(), text.to_owned())
        };
        match content.as_str() {
            "I am r1." if call < 3 => fails(503, "busy"),
            "I am r2." => fails(400, r#"{"error":{"message":"no","code":"bad"}}"#),
            "I am r3." => fails(200, "<html>"),
            "I am r4." => fails(429, r#"{"error":{"message":"pay","code":"insufficient_quota"}}"#),
            "I am r5." => fails(500, r#"{"error":{"message":"broken"}}"#),
            _ => (StatusCode::OK, echo(&body).to_string()),
        }
    })
    .await;
    let api = start(
        Server::builder().responder(Responder::forward(to(&base).attempts(3))).concurrency(1),
    )
    .await;
    let id = api.submit(chat_lines(5)).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(ids(&api.lines(&batch, "output_file_id").await), ["r1"], "after two failures");
    let mut failed: Vec<(String, u64)> = api
        .lines(&batch, "error_file_id")
        .await
        .iter()
        .map(|line| {
            assert!(line["response"]["body"]["error"]["message"].is_string());
            let id = line["custom_id"].as_str().unwrap().to_owned();
            (id, line["response"]["status_code"].as_u64().unwrap())
        })
        .collect();
    failed.sort();
    assert_eq!(
        failed,
        [("r2".into(), 400), ("r3".into(), 502), ("r4".into(), 429), ("r5".into(), 500)]
    );
}

#[tokio::test]
async fn an_unreachable_or_silent_server_is_an_error_without_a_response() {
    let silent = inference(|_, _, _| std::future::pending::<String>()).await;
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (base, code) in [(silent, "request_timeout"), (gone, "server_unreachable")] {
        let forward = to(&base).attempts(2).timeout(Duration::from_millis(30));
        let api = start(Server::builder().responder(Responder::forward(forward))).await;
        let id = api.submit(chat_lines(1)).await;
        let batch = api.until(&id, "completed").await;
        let line = &api.lines(&batch, "error_file_id").await[0];
        assert!(line["response"].is_null());
        assert_eq!(line["error"]["code"], code);
    }
}

#[test]
fn invalid_base_urls_are_refused() {
    for (url, part) in [
        ("nonsense", "relative URL"),
        ("ftp://host/v1", "http://"),
        ("http://host/v1?key=1", "query"),
        ("http://user:secret@host/v1", "api_key()"),
    ] {
        let error = Forward::to(url).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(!format!("{error:?}{error}").contains("secret"), "{error}");
    }
    assert!(Forward::to("http://host/v1").unwrap().api_key("a\nb").is_err());
}
