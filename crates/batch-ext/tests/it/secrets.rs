//! Secrets, planted wherever a call can carry one, appear in no log, `Debug` or `Display`.

use std::error::Error as StdError;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Act, RawServer, batch, cut, error_body, reply};
use batch_client::types::{CreateBatchRequest, Metadata};
use batch_client::{Client, Config};
use batch_ext::Error;
use batch_ext::create::{CreateOnce, CreatePolicy};
use batch_ext::paginate::Paginate;
use batch_ext::retry::{RetryEvent, RetryPolicy, WithRetry};
use batch_ext::wait::{WaitForBatch, WaitPolicy};
use futures_util::TryStreamExt;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

/// Part of every planted secret, and of nothing else.
const PLANTED: &str = "hunter2";

/// The log of all crates at all levels.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// All textual forms of an error and its sources.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.detailed());
    let mut next = StdError::source(error);
    while let Some(source) = next {
        text += &format!(" {source} {source:?} {source:#?}");
        next = source.source();
    }
    text
}

fn client(server: &RawServer, log: &Log) -> Client {
    let log = log.clone();
    let policy = RetryPolicy::builder()
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(1))
        .observer(move |event: &RetryEvent<'_>| {
            let mut log = log.clone();
            writeln!(log, "{event:?}").unwrap();
        })
        .build()
        .unwrap();
    Config::new()
        .base_url(&server.base_url)
        .token(format!("sk-{PLANTED}-token"))
        .organization(format!("org-{PLANTED}"))
        .header("api-key", format!("{PLANTED}-header"))
        .query("code", format!("{PLANTED}-query"))
        .build()
        .unwrap()
        .with_retry(policy)
}

fn request() -> CreateBatchRequest {
    let mut request: CreateBatchRequest = CreateBatchRequest::builder()
        .input_file_id("file-1")
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()
        .unwrap();
    request.metadata = Some(Metadata([("note".to_owned(), format!("{PLANTED}-body"))].into()));
    request
}

/// Failures with a secret wherever they can carry one.
fn failures() -> Vec<Act> {
    let message = format!("Incorrect API key provided: sk-{PLANTED}-token.");
    let header = format!("x-echo: {PLANTED}\r\nset-cookie: session={PLANTED}\r\n");
    vec![
        reply(401, &header, error_body(&message, Some("invalid_api_key"))),
        reply(400, &header, error_body(PLANTED, Some(&format!("no word: {PLANTED}")))),
        reply(
            422,
            &format!("x-request-id: not an id {PLANTED}\r\n"),
            json!({"error": {"message": "m", "param": format!("no word: {PLANTED}")}}),
        ),
        reply(403, "", format!("plain {PLANTED}")),
        reply(429, "", error_body(PLANTED, Some("insufficient_quota"))),
        reply(502, &header, format!("<html><title>{PLANTED}</title></html>")),
        reply(200, &header, format!("<html>{PLANTED}</html>")),
        // serde_json's own message would quote the string.
        reply(200, "", json!({"id": "b", "created_at": PLANTED, "data": PLANTED})),
        reply(200, "", json!({"id": [PLANTED], "data": [{"id": [PLANTED]}]})),
        reply(302, &format!("location: http://127.0.0.1:1/?{PLANTED}\r\n"), ""),
        cut(format!("{PLANTED} {}", batch("b", "completed"))),
        Act::ResetAfter,
        Act::ResetBefore,
        Act::Reply(format!("220 {PLANTED} ESMTP\r\n")),
        Act::Reply(format!("HTTP/1.1 {PLANTED}\r\n\r\n")),
        Act::Reply(format!("HTTP/1.1 200 OK\r\n{PLANTED} no header\r\n\r\n")),
    ]
}

#[tokio::test]
async fn planted_secrets_are_never_shown() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let once = CreatePolicy::builder().max_sends(1).list_lag(Duration::ZERO).build().unwrap();
    let wait = WaitPolicy::builder()
        .min_interval(Duration::from_millis(1))
        .max_failures(1)
        .deadline(Duration::from_millis(20))
        .build()
        .unwrap();
    let mut text = String::new();
    let mut errors = 0;
    for act in failures() {
        // The server repeats the failure for every request that follows.
        for call in 0..5 {
            let server = RawServer::start(vec![act.clone(); 60]).await;
            let client = client(&server, &log);
            text += &format!("{client:?}");
            let error = match call {
                0 => Error::from(client.retrieve_batch().batch_id("b").send().await.unwrap_err()),
                1 => client.list_batches().items().try_next().await.unwrap_err(),
                2 => client.wait_for_batch("b").policy(wait.clone()).await.unwrap_err(),
                3 => {
                    let creation = client.create_batch_once(request()).policy(once.clone());
                    text += &format!("{creation:?}");
                    creation.without_key().await.unwrap_err()
                }
                _ => {
                    let request = client.request(http::Method::POST, "/files").body(PLANTED);
                    match client.execute("create_file", request.build().unwrap()).await {
                        Err(error) => error.into(),
                        Ok(_) => continue,
                    }
                }
            };
            errors += 1;
            text += &shown(&error);
        }
    }
    assert!(errors >= 70, "only {errors} calls failed");

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for word in ["retrieve_batch", "wait before another attempt", "gave up", "server_error"] {
        assert!(logged.contains(word), "the log is not complete: no {word}");
    }
    for (place, text) in [("error", &text), ("log", &logged)] {
        if let Some(at) = text.find(PLANTED) {
            let from = text.floor_char_boundary(at.saturating_sub(300));
            let to = text.floor_char_boundary(at + 100);
            panic!("a secret in an {place}: {}", &text[from..to]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_step_is_an_event_in_the_span_of_its_call() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let policy = RetryPolicy::builder().jitter(false).max_attempts(2).build().unwrap();
    let limited = crate::support::answer(429, &[("retry-after", "3")], "");
    let (client, _) = crate::support::scripted([limited, crate::support::answer(503, &[], "")]);
    let sent = client.with_retry(policy).retrieve_batch().batch_id("b").send().await;
    sent.unwrap_err();

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<_> = logged.lines().map(str::trim).collect();
    let span = r#"call{operation="retrieve_batch"}"#;
    let expected = [
        format!("DEBUG {span}: attempt attempt=1"),
        format!(
            "INFO {span}: wait before another attempt attempt=1 reason=\"rate_limited\" status=429 \
             request_id=\"req_429\" delay_ms=3000 hinted=true"
        ),
        format!("DEBUG {span}: attempt attempt=2"),
        format!(
            "DEBUG {span}: gave up attempt=2 reason=\"server_error\" why=\"attempts\" status=503 \
             request_id=\"req_503\""
        ),
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn the_servers_message_is_in_the_accessors() {
    let body = error_body("the words", Some("the_code"));
    let server = RawServer::start(vec![reply(400, "x-request-id: req_1\r\n", body)]).await;
    let client = client(&server, &Log::default());
    let error = Error::from(client.retrieve_batch().batch_id("b").send().await.unwrap_err());
    assert_eq!(error.message(), Some("the words"));
    assert_eq!(error.to_string(), "retrieve_batch: refused (400, the_code), request req_1");
    assert_eq!(error.detailed().to_string(), format!("{error}: the words"));
}
