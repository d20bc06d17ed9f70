//! Every generated operation, against the mocks that are generated with it.

use batch_client::types::{
    Batch, BatchEndpoint, BatchStatus, DeleteFileResponse, ErrorDetail, ErrorResponse, FilePurpose,
    ListBatchesResponse, ListFilesResponse, OpenAiFile, SortOrder,
};
use batch_client::{Config, Error, PathId};
use batch_httpmock::MockServerExt;
use httpmock::MockServer;
use serde_json::json;

use crate::support::client;

fn id(id: &str) -> PathId {
    PathId::try_from(id).unwrap()
}

fn batch(id: &str, status: &str) -> Batch {
    Batch::builder()
        .id(id)
        .input_file_id("file-1")
        .completion_window("24h")
        .status(status)
        .created_at(1)
        .try_into()
        .unwrap()
}

fn file(id: &str) -> OpenAiFile {
    OpenAiFile::builder()
        .id(id)
        .bytes(3)
        .created_at(1)
        .filename("in.jsonl")
        .purpose(Some(FilePurpose::Batch))
        .try_into()
        .unwrap()
}

fn error(message: &str, code: Option<&str>) -> ErrorResponse {
    let detail = ErrorDetail::builder().message(message).code(code.map(str::to_owned));
    let error = ErrorDetail::try_from(detail).unwrap();
    ErrorResponse::builder().error(error).try_into().unwrap()
}

#[tokio::test]
async fn list_batches_sends_cursor_and_limit_and_nothing_else() {
    let server = MockServer::start_async().await;
    let page: ListBatchesResponse = ListBatchesResponse::builder()
        .data(vec![batch("batch_2", "completed")])
        .has_more(true)
        .try_into()
        .unwrap();
    let mock = server.list_batches(|when, then| {
        let _ = when.after("batch_1").limit(50).into_inner().is_true(|request| {
            let headers = request.headers();
            !headers.contains_key("api-version") && !headers.contains_key("authorization")
        });
        let _ = then.success(200, &page);
    });
    let response = client(&server).list_batches().limit(50).after("batch_1").send().await.unwrap();
    mock.assert();
    assert_eq!(response.into_inner(), page);
}

#[tokio::test]
async fn create_batch_sends_the_given_fields_and_nothing_else() {
    let server = MockServer::start_async().await;
    let mock = server.mock(|when, then| {
        when.method("POST").path("/batches").json_body(json!({
            "input_file_id": "file-1",
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "metadata": {"job": "7"},
        }));
        // Any 2xx is a success.
        then.status(201).json_body_obj(&batch("batch_1", "validating"));
    });
    let metadata = std::collections::BTreeMap::from([("job".to_owned(), "7".to_owned())]);
    let response = client(&server)
        .create_batch()
        .body_map(|body| {
            body.input_file_id("file-1")
                .endpoint(BatchEndpoint::V1ChatCompletions)
                .completion_window("24h")
                .metadata(Some(metadata.into()))
        })
        .send()
        .await
        .unwrap();
    mock.assert();
    assert_eq!(
        (response.status().as_u16(), &response.status),
        (201.try_into().unwrap(), &BatchStatus::Validating)
    );
}

#[tokio::test]
async fn retrieve_and_cancel_batch_encode_the_id_in_the_path() {
    let server = MockServer::start_async().await;
    let retrieve = server.retrieve_batch(|when, then| {
        let _ = when.batch_id(&id("batch.1/=+x"));
        let _ = then.success(200, &batch("batch.1/=+x", "in_progress"));
    });
    let cancel = server.cancel_batch(|when, then| {
        let _ = when.batch_id(&id("batch.1/=+x"));
        let _ = then.success(200, &batch("batch.1/=+x", "cancelling"));
    });
    let client = client(&server);
    let batch = client.retrieve_batch().batch_id("batch.1/=+x").send().await.unwrap();
    assert_eq!(batch.status, BatchStatus::InProgress);
    let batch = client.cancel_batch().batch_id(&batch.id).send().await.unwrap();
    assert_eq!(batch.status, BatchStatus::Cancelling);
    retrieve.assert();
    cancel.assert();
}

#[tokio::test]
async fn the_file_operations_send_their_parameters() {
    let server = MockServer::start_async().await;
    let page: ListFilesResponse =
        ListFilesResponse::builder().data(vec![file("file-1")]).has_more(false).try_into().unwrap();
    let gone: DeleteFileResponse =
        DeleteFileResponse::builder().id("file-1").deleted(true).try_into().unwrap();
    let mocks = [
        server.list_files(|when, then| {
            let _ = when
                .purpose(FilePurpose::Batch)
                .order(SortOrder::Asc)
                .limit(10_000)
                .after("file-0");
            let _ = then.success(200, &page);
        }),
        server.retrieve_file(|when, then| {
            let _ = when.file_id(&id("file-1"));
            let _ = then.success(200, &file("file-1"));
        }),
        server.delete_file(|when, then| {
            let _ = when.file_id(&id("file-1"));
            let _ = then.success(200, &gone);
        }),
        server.download_file(|when, then| {
            let _ = when.file_id(&id("file-1"));
            let _ = then.success(200, b"{}\n");
        }),
    ];
    let client = client(&server);
    let listed = client
        .list_files()
        .purpose("batch")
        .order("asc")
        .limit(10_000)
        .after("file-0")
        .send()
        .await
        .unwrap();
    assert_eq!(listed.into_inner(), page);
    let one = client.retrieve_file().file_id("file-1").send().await.unwrap();
    assert_eq!(one.into_inner(), file("file-1"));
    let deleted = client.delete_file().file_id("file-1").send().await.unwrap();
    assert!(deleted.deleted);
    let bytes = client.download_file().file_id("file-1").send().await.unwrap();
    let mut stream = bytes.into_inner().into_inner();
    let first = std::future::poll_fn(|cx| http_stream(&mut stream, cx)).await;
    assert_eq!(first.as_ref(), b"{}\n");
    for mock in mocks {
        mock.assert();
    }
}

fn http_stream(
    stream: &mut (impl futures_core::Stream<Item = reqwest::Result<bytes::Bytes>> + Unpin),
    cx: &mut std::task::Context<'_>,
) -> std::task::Poll<bytes::Bytes> {
    std::pin::Pin::new(stream).poll_next(cx).map(|chunk| chunk.unwrap().unwrap())
}

#[tokio::test]
async fn unsafe_ids_are_rejected_before_anything_is_sent() {
    // Nothing listens there.
    let client = Config::new().base_url("http://127.0.0.1:9").build().unwrap();
    for id in ["", ".", "..", "../files", "a\\b"] {
        let error = client.retrieve_batch().batch_id(id).send().await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert!(error.to_string().contains("`batch_id`: "), "{error}");
    }
    let error = client.retrieve_batch().send().await.unwrap_err();
    assert!(error.to_string().contains("batch_id"), "{error}");
}

#[tokio::test]
async fn an_error_has_its_status_code_and_request_id() {
    let server = MockServer::start_async().await;
    server.create_batch(|when, then| {
        let _ = when.into_inner();
        let _ = then
            .client_error(429, &error("Slow down", Some("insufficient_quota")))
            .into_inner()
            .header("x-request-id", "req_1");
    });
    let body = batch_client::types::CreateBatchRequest::builder()
        .input_file_id("file-1")
        .endpoint("/v1/responses")
        .completion_window("24h");
    let body = batch_client::types::CreateBatchRequest::try_from(body).unwrap();
    let failed = client(&server).create_batch().body(body).send().await.unwrap_err();
    assert_eq!(failed.status().unwrap(), 429);
    assert_eq!(failed.request_id(), Some("req_1"));
    assert_eq!(failed.detail().unwrap().code.as_deref(), Some("insufficient_quota"));
    assert_eq!(
        failed.to_string(),
        "429 Too Many Requests: Slow down (insufficient_quota) (request ID req_1)"
    );
}

#[tokio::test]
async fn an_error_body_in_any_format_becomes_an_envelope() {
    // The status, the content type, the body, and the resulting message.
    let table = [
        (502, "text/html", "<html><title>Bad gateway</title></html>", "Bad gateway"),
        (401, "text/plain", "no key", "no key"),
        (404, "application/json", r#"{"detail":"Not Found"}"#, "Not Found"),
        (400, "application/json", r#"{"error":{"message":"x","code":17}}"#, "x"),
        (503, "application/json", "{", "{"),
        (500, "text/plain", "", "Internal Server Error"),
    ];
    for (status, content_type, body, message) in table {
        let server = MockServer::start_async().await;
        server.mock(|when, then| {
            when.path("/batches/batch_1");
            then.status(status)
                .header("content-type", content_type)
                .header("x-request-id", "req_1")
                .body(body);
        });
        let error = client(&server).retrieve_batch().batch_id("batch_1").send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.request_id(), Some("req_1"));
        assert_eq!(error.detail().unwrap().message, message);
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_keeps_its_headers_and_body() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/batches");
        then.status(200).header("x-request-id", "req_1").body("<html>hidden</html>");
    });
    let error = client(&server).list_batches().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("req_1")));
    assert!(!format!("{error} {error:?}").contains("hidden"));
    let Error::InvalidResponsePayload { body, .. } = error else { panic!("{error}") };
    assert_eq!(body, "<html>hidden</html>");
}

#[tokio::test]
async fn a_large_error_body_becomes_a_short_message() {
    let server = MockServer::start_async().await;
    server.mock(|when, then| {
        when.path("/batches/batch_1");
        then.status(502).body("x".repeat(1_000_000));
    });
    let error = client(&server).retrieve_batch().batch_id("batch_1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.detail().unwrap().message, "x".repeat(500));
}
