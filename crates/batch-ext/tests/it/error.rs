//! The error type: what it takes from a response, and which predicates hold.

use std::error::Error as _;
use std::io::ErrorKind;

use crate::support::{Scripted, answer, error_body, ok, scripted};
use batch_ext::Error;
use batch_ext::error::Kind;
use serde_json::json;

/// The error of a retrieve with this response.
async fn error_of(response: Scripted) -> Error {
    let (client, _) = scripted([response]);
    client.retrieve_batch().batch_id("b").send().await.unwrap_err().into()
}

#[tokio::test]
async fn each_predicate_holds_for_its_failures_only() {
    let status = |status| answer(status, &[], error_body("m", None));
    let quota = answer(429, &[], error_body("m", Some("insufficient_quota")));
    let table: [(Scripted, Kind, &[&str]); 15] = [
        (status(400), Kind::Refused, &[]),
        (status(401), Kind::Denied, &["denied"]),
        (status(403), Kind::Denied, &["denied"]),
        (status(404), Kind::NotFound, &["not_found"]),
        (status(408), Kind::Server, &["retryable", "timeout"]),
        (status(409), Kind::Conflict, &[]),
        (status(429), Kind::RateLimited, &["retryable", "rate_limited"]),
        (quota, Kind::Quota, &["quota"]),
        (status(500), Kind::Server, &["retryable", "server"]),
        (status(504), Kind::Server, &["retryable", "timeout", "server"]),
        (Scripted::Error(ErrorKind::ConnectionRefused), Kind::Connect, &["retryable", "connect"]),
        (Scripted::Error(ErrorKind::ConnectionReset), Kind::Connection, &["retryable"]),
        (Scripted::Error(ErrorKind::TimedOut), Kind::Timeout, &["retryable", "timeout"]),
        (Scripted::Error(ErrorKind::Other), Kind::Other, &[]),
        (ok(json!("not a batch")), Kind::Decode, &["retryable"]),
    ];
    for (response, kind, expected) in table {
        let error = error_of(response).await;
        let predicates = [
            ("retryable", error.is_retryable()),
            ("rate_limited", error.is_rate_limited()),
            ("quota", error.is_quota()),
            ("denied", error.is_denied()),
            ("not_found", error.is_not_found()),
            ("timeout", error.is_timeout()),
            ("connect", error.is_connect()),
            ("server", error.is_server()),
        ];
        let held: Vec<_> =
            predicates.iter().filter(|(_, held)| *held).map(|(name, _)| *name).collect();
        assert_eq!((error.kind(), &held[..]), (kind, expected), "{error}");
    }
}

#[tokio::test]
async fn every_field_of_the_servers_error_is_kept() {
    let body = json!({"error": {
        "message": "No such window.", "type": "invalid_request_error",
        "param": "completion_window", "code": "invalid_value",
    }});
    let headers = [("retry-after", "7"), ("x-should-retry", "false")];
    let error = error_of(answer(422, &headers, body)).await;
    assert_eq!(error.status().unwrap().as_u16(), 422);
    assert_eq!(error.code(), Some("invalid_value"));
    assert_eq!(error.error_type(), Some("invalid_request_error"));
    assert_eq!(error.param(), Some("completion_window"));
    assert_eq!(error.message(), Some("No such window."));
    assert_eq!(error.request_id(), Some("req_422"));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    assert!(error.retry_forbidden());
    assert_eq!(
        error.in_operation("retrieve_batch").to_string(),
        "retrieve_batch: refused (422, invalid_value, param completion_window), request req_422"
    );
}

#[tokio::test]
async fn a_decode_error_says_where_and_quotes_nothing() {
    for (body, expected) in [
        ("<html>", "not JSON at line 1, column 1"),
        ("{\"id\":\n[\"x\"]}", "not the expected structure at line 2, column 0"),
        ("{\"id\": ", "unexpected end at line 1, column 7"),
    ] {
        let error = error_of(answer(200, &[], body)).await;
        assert_eq!(error.kind(), Kind::Decode);
        assert_eq!(error.source().unwrap().to_string(), expected);
    }
}

#[tokio::test]
async fn debug_is_the_kind_and_the_display_form() {
    let error = error_of(answer(404, &[], error_body("m", Some("gone")))).await;
    assert_eq!(format!("{error:?}"), format!("Error(NotFound: {error})"));
    assert_eq!(format!("{:?}", error.detailed()), format!("{error:?}"));
}
