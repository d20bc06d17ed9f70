//! The cells of the retry table, over sockets that refuse, reset, cut and corrupt.

use std::time::Duration;

use crate::support::{Act, RawServer, batch, client, cut, error_body, refused, reply};
use batch_client::Client;
use batch_client::types::CreateBatchRequest;
use batch_ext::Error;
use batch_ext::error::{Kind, Outcome};
use batch_ext::retry::{GaveUp, RetryPolicy, WithRetry};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Read,
    Delete,
    Cancel,
    Upload,
    Create,
}

const OPS: [Op; 5] = [Op::Read, Op::Delete, Op::Cancel, Op::Upload, Op::Create];

impl Op {
    async fn send(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Read => drop(client.retrieve_batch().batch_id("b").send().await?),
            Self::Delete => drop(client.delete_file().file_id("f").send().await?),
            Self::Cancel => drop(client.cancel_batch().batch_id("b").send().await?),
            Self::Upload => {
                let request = client.request(http::Method::POST, "/files").body("x");
                let response = client.execute("create_file", request.build().unwrap()).await?;
                if !response.status().is_success() {
                    let status = response.status();
                    let headers = response.headers().clone();
                    let error = response.json().await.unwrap();
                    let error = batch_client::ResponseValue::new(error, status, headers);
                    return Err(batch_client::Error::ErrorResponse(error).into());
                }
            }
            Self::Create => {
                let body: CreateBatchRequest = CreateBatchRequest::builder()
                    .input_file_id("file-1")
                    .endpoint("/v1/chat/completions")
                    .completion_window("24h")
                    .try_into()
                    .unwrap();
                drop(client.create_batch().body(body).send().await?);
            }
        }
        Ok(())
    }

    fn success(self) -> Act {
        match self {
            Self::Delete => reply(200, "", r#"{"id":"f","object":"file","deleted":true}"#),
            _ => reply(200, "", batch("b", "validating")),
        }
    }

    fn cut(self) -> Act {
        cut(batch("b", "validating"))
    }
}

/// Short waits, because these tests run in real time.
fn quick(client: Client) -> Client {
    let policy = RetryPolicy::builder()
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(2))
        .build()
        .unwrap();
    client.with_retry(policy)
}

/// Asserts that every operation is retried after `fault`, except a create, which ends with an unknown
/// outcome.
async fn fails_once(fault: impl Fn(Op) -> Act, kind: Kind) {
    fails_once_with(fault, kind, Outcome::Unknown).await;
}

async fn fails_once_with(fault: impl Fn(Op) -> Act, kind: Kind, outcome: Outcome) {
    for op in OPS {
        let server = RawServer::start(vec![fault(op), op.success()]).await;
        let sent = op.send(&quick(server.client())).await;
        if op == Op::Create {
            let error = sent.unwrap_err();
            assert_eq!(error.kind(), kind, "{op:?}: {error}");
            assert_eq!(error.outcome(), outcome, "{op:?}: {error}");
            assert_eq!(error.gave_up(), Some(GaveUp::OutcomeUnknown));
            assert_eq!(error.attempts(), 1);
        } else {
            sent.unwrap_or_else(|error| panic!("{op:?}: {error}"));
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_retried_by_every_operation() {
    let base_url = refused().await;
    for op in OPS {
        let error = op.send(&quick(client(&base_url))).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Connect, "{op:?}");
        assert_eq!(error.attempts(), 3, "{op:?}");
        assert!(error.to_string().contains("cannot connect: Connection refused"), "{error}");
        assert!(error.outcome() == Outcome::NotDone && error.is_connect() && error.is_retryable());
    }
}

#[tokio::test]
async fn a_host_that_does_not_resolve_counts_as_not_sent() {
    let client = quick(client("http://nowhere.invalid/v1"));
    let error = Op::Create.send(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Kind::Connect, 3));
    assert!(error.outcome() == Outcome::NotDone);
}

#[tokio::test]
async fn a_tls_handshake_that_fails_counts_as_not_sent() {
    let server = RawServer::start(vec![Act::ResetBefore; 3]).await;
    let client = quick(client(&server.base_url.replace("http:", "https:")));
    let error = Op::Create.send(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Kind::Connect, 3));
    assert!(error.outcome() == Outcome::NotDone);
}

mod every_operation_but_create_is_retried_after {
    use super::*;

    #[tokio::test]
    async fn a_reset_before_processing() {
        fails_once(|_| Act::ResetBefore, Kind::Connection).await;
    }

    #[tokio::test]
    async fn a_reset_after_processing() {
        fails_once(|_| Act::ResetAfter, Kind::Connection).await;
    }

    #[tokio::test]
    async fn a_close_without_a_response() {
        fails_once(|_| Act::Reply(String::new()), Kind::Connection).await;
    }

    #[tokio::test]
    async fn a_response_that_is_not_http() {
        fails_once(|_| Act::Reply("220 mail.example ESMTP\r\n".to_owned()), Kind::Connection).await;
    }

    #[tokio::test]
    async fn a_body_that_is_cut() {
        fails_once_with(Op::cut, Kind::Connection, Outcome::Done).await;
    }

    #[tokio::test]
    async fn an_html_502() {
        let page = "<html><head><title>502 Bad Gateway</title></head></html>";
        fails_once(|_| reply(502, "content-type: text/html\r\n", page), Kind::Server).await;
    }

    #[tokio::test]
    async fn any_other_transient_status() {
        for status in [408, 500, 503, 504, 529] {
            fails_once(|_| reply(status, "", ""), Kind::Server).await;
        }
        fails_once(|_| reply(409, "x-should-retry: true\r\n", ""), Kind::Conflict).await;
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_out_by_every_operation() {
    for op in OPS {
        let body = error_body("slow down", Some("rate_limit_exceeded"));
        let limit = reply(429, "retry-after-ms: 1\r\n", body);
        let server = RawServer::start(vec![limit, op.success()]).await;
        op.send(&quick(server.client())).await.unwrap();
        let requests = server.requests();
        assert!(!requests[0].contains("x-retry-count"));
        assert!(requests[1].contains("x-retry-count: 1\r\n"), "{}", requests[1]);
    }
}

#[tokio::test]
async fn an_exhausted_quota_or_a_refusal_ends_every_operation_at_once() {
    for op in OPS {
        let quota = error_body("pay", Some("insufficient_quota"));
        let cases = [
            (reply(429, "retry-after: 1\r\n", quota), Kind::Quota, "pay"),
            (reply(401, "", "no such key"), Kind::Denied, "no such key"),
            (reply(404, "", r#"{"detail":"Not Found"}"#), Kind::NotFound, "Not Found"),
            (reply(409, "", error_body("final", None)), Kind::Conflict, "final"),
        ];
        for (act, kind, message) in cases {
            let server = RawServer::start(vec![act]).await;
            let error = op.send(&quick(server.client())).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{op:?}");
            assert_eq!(error.message(), Some(message));
            assert!(error.outcome() == Outcome::NotDone && !error.is_retryable(), "{op:?}");
            assert_eq!(error.attempts(), 1);
        }
    }
}

#[tokio::test]
async fn a_create_that_times_out_has_an_unknown_outcome() {
    let server = RawServer::start(vec![Act::Silence, Op::Cancel.success(), Act::Silence]).await;
    let client = batch_client::Config::new()
        .base_url(&server.base_url)
        .idle_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let client = quick(client);
    Op::Cancel.send(&client).await.unwrap();
    let error = Op::Create.send(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.outcome_unknown());
}

#[tokio::test]
async fn the_error_of_a_cut_body_has_the_status_and_the_request_id() {
    let server = RawServer::start(vec![Op::Read.cut(); 3]).await;
    let error = Op::Read.send(&quick(server.client())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Connection);
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.request_id(), Some("req_cut"));
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn without_retry_each_call_is_sent_once_and_errors_are_the_same() {
    for (act, kind) in [
        (Act::ResetAfter, Kind::Connection),
        (reply(502, "", "<html>"), Kind::Server),
        (Op::Read.cut(), Kind::Connection),
        (reply(429, "retry-after: 9\r\n", ""), Kind::RateLimited),
    ] {
        let server = RawServer::start(vec![act.clone(), act]).await;
        let plain = server.client();
        let error = Op::Read.send(&plain).await.unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (kind, None));
        let error = Op::Read.send(&plain.without_retry()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1));
    }
}
