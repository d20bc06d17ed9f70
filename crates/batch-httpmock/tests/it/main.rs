//! The requests that mocks match and the responses that they send.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use batch_httpmock::MockServerExt;
use batch_httpmock::batch_client::types::{Batch, ErrorDetail, ErrorResponse, ListBatchesResponse};
use batch_httpmock::batch_client::{Client, Config, PathId};
use batch_httpmock::httpmock::MockServer;

fn client(server: &MockServer) -> Client {
    Config::new().base_url(server.base_url()).build().unwrap()
}

fn batch(id: &str) -> Batch {
    let batch = Batch::builder().id(id).status("completed").created_at(0);
    batch.input_file_id("file-1").completion_window("24h").try_into().unwrap()
}

fn page() -> ListBatchesResponse {
    ListBatchesResponse::builder().data(vec![batch("b")]).has_more(false).try_into().unwrap()
}

fn error() -> ErrorResponse {
    let error = ErrorDetail::try_from(ErrorDetail::builder().message("no")).unwrap();
    ErrorResponse::builder().error(error).try_into().unwrap()
}

#[tokio::test]
async fn an_id_is_matched_literally_and_as_a_whole() {
    let server = MockServer::start_async().await;
    let id = PathId::try_from("a.b/c").unwrap();
    server.retrieve_batch(|when, then| {
        let _ = when.batch_id(&id);
        let _ = then.success(200, &batch("a.b/c"));
    });
    let client = client(&server);
    assert!(client.retrieve_batch().batch_id("a.b/c").send().await.is_ok());
    for other in ["axb/c", "a.b", "a.b/cd", "xa.b/c"] {
        assert!(client.retrieve_batch().batch_id(other).send().await.is_err(), "{other}");
    }
}

#[tokio::test]
async fn a_query_parameter_is_matched_exactly_or_required_to_be_absent() {
    let server = MockServer::start_async().await;
    server.list_batches(|when, then| {
        let _ = when.limit(5).after(None);
        let _ = then.success(200, &page());
    });
    let client = client(&server);
    assert!(client.list_batches().limit(5).send().await.is_ok());
    assert!(client.list_batches().limit(50).send().await.is_err());
    assert!(client.list_batches().send().await.is_err());
    assert!(client.list_batches().limit(5).after("b").send().await.is_err());
}

#[tokio::test]
async fn a_mock_responds_with_errors_and_bytes() {
    let server = MockServer::start_async().await;
    server.list_batches(|when, then| {
        let _ = when.limit(1);
        let _ = then.client_error(404, &error());
    });
    server.list_batches(|when, then| {
        let _ = when.limit(2);
        let _ = then.server_error(503, &error());
    });
    let file = PathId::try_from("f").unwrap();
    server.download_file(|when, then| {
        let _ = when.file_id(&file);
        let _ = then.success(206, [0, 159]);
    });
    let client = client(&server);
    for (limit, status) in [(1, 404), (2, 503)] {
        let error = client.list_batches().limit(limit).send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.detail().unwrap().message, "no");
    }
    let response = client.download_file().file_id("f").send().await.unwrap();
    assert_eq!(response.status(), 206);
    assert_eq!(response.headers()["content-type"], "application/octet-stream");
    assert_eq!(response.headers()["content-length"], "2");
}

/// Whether a response with this status panics.
fn panics(status: u16, respond: fn(&MockServer, u16)) -> bool {
    let server = MockServer::start();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| respond(&server, status))).is_err()
}

#[test]
fn a_status_of_another_class_panics() {
    type Respond = fn(&MockServer, u16);
    let success: Respond = |server, status| {
        server.list_batches(|_, then| drop(then.success(status, &page())));
    };
    let bytes: Respond = |server, status| {
        server.download_file(|_, then| drop(then.success(status, b"")));
    };
    let client_error: Respond = |server, status| {
        server.list_batches(|_, then| drop(then.client_error(status, &error())));
    };
    let server_error: Respond = |server, status| {
        server.list_batches(|_, then| drop(then.server_error(status, &error())));
    };
    for (class, respond) in [(2, success), (2, bytes), (4, client_error), (5, server_error)] {
        for status in [200, 299, 301, 404, 503] {
            assert_eq!(panics(status, respond), status / 100 != class, "{class}: {status}");
        }
    }
}
