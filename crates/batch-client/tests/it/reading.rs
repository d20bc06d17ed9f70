//! Tolerant reading of what servers omit, set to null, or add.

use batch_client::types::{
    Batch, BatchEndpoint, BatchStatus, CompletionWindow, FilePurpose, ListBatchesResponse,
    ListFilesResponse, OpenAiFile, SortOrder,
};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_batch_needs_only_its_id() {
    let full = json!({
        "id": "b", "object": null, "endpoint": null, "model": null, "errors": null,
        "input_file_id": null, "completion_window": null, "status": null, "output_file_id": null,
        "error_file_id": null, "created_at": null, "in_progress_at": null, "expires_at": null,
        "finalizing_at": null, "completed_at": null, "failed_at": null, "expired_at": null,
        "cancelling_at": null, "cancelled_at": null, "request_counts": null, "usage": null,
        "metadata": null,
    });
    let batch: Batch = serde_json::from_value(full).unwrap();
    assert_eq!(batch.status, BatchStatus::Unknown(String::new()));
    assert_eq!(batch, serde_json::from_value(json!({"id": "b"})).unwrap());
}

#[test]
fn one_unusual_batch_does_not_spoil_a_page() {
    let page: ListBatchesResponse = serde_json::from_value(json!({
        "data": [
            {"id": "b1", "status": "completed", "created_at": 1, "input_file_id": "f",
             "completion_window": "24h", "output_file_id": "", "request_counts":
             {"total": null, "completed": 1}, "usage": {"input_tokens": 5},
             "errors": {"data": [{"code": null, "message": null, "line": null}]}},
            {"id": "b2", "status": "scheduling", "endpoint": "/chat/completions", "extra": {}},
        ],
        "has_more": null,
    }))
    .unwrap();
    assert_eq!(page.data[0].output_file_id.as_deref(), Some(""));
    assert_eq!(page.data[0].request_counts.as_ref().unwrap().completed, 1);
    assert_eq!(page.data[1].status.as_str(), "scheduling");
    assert_eq!(page.data[1].endpoint, Some(BatchEndpoint::Unknown("/chat/completions".into())));
    assert!(!page.has_more);
}

#[test]
fn a_file_may_have_no_status_and_an_unknown_purpose() {
    let page: ListFilesResponse = serde_json::from_value(json!({
        "object": "list", "first_id": null, "last_id": null, "has_more": false,
        "data": [{"id": "f", "object": "file", "bytes": 1, "created_at": 1, "filename": "x",
                  "purpose": "batch_error", "status": null}],
    }))
    .unwrap();
    assert_eq!(page.data[0].purpose, Some(FilePurpose::Unknown("batch_error".into())));
}

#[test]
fn a_body_that_is_something_else_is_rejected() {
    for wrong in [json!({}), json!({"data": null}), json!({"error": {}}), json!([]), json!("x")] {
        assert!(serde_json::from_value::<ListBatchesResponse>(wrong.clone()).is_err(), "{wrong}");
        assert!(serde_json::from_value::<Batch>(wrong.clone()).is_err(), "{wrong}");
        assert!(serde_json::from_value::<OpenAiFile>(wrong).is_err());
    }
}

/// Checks the laws of an open enum for a value.
macro_rules! open_enum_laws {
    ($type:ty, $value:expr) => {{
        let value: String = $value;
        let read = <$type>::from(value.as_str());
        prop_assert_eq!(read.as_str(), value.as_str());
        prop_assert_eq!(read.to_string(), value.clone());
        prop_assert_eq!(&<$type>::from(value.clone()), &read);
        prop_assert_eq!(&value.parse::<$type>().unwrap(), &read);
        let wire = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(&wire, &serde_json::to_string(&value).unwrap());
        prop_assert_eq!(&serde_json::from_str::<$type>(&wire).unwrap(), &read);
    }};
}

const KNOWN: [&str; 8] = [
    "validating",
    "failed",
    "in_progress",
    "finalizing",
    "completed",
    "expired",
    "cancelling",
    "cancelled",
];

proptest! {
    #[test]
    fn open_enums_preserve_every_value(value in prop_oneof![
        any::<String>(),
        proptest::sample::select(&KNOWN[..]).prop_map(str::to_owned),
        proptest::sample::select(&["24h", "/v1/responses", "batch", "asc", "fine-tune"][..])
            .prop_map(str::to_owned),
    ]) {
        open_enum_laws!(BatchStatus, value.clone());
        open_enum_laws!(BatchEndpoint, value.clone());
        open_enum_laws!(CompletionWindow, value.clone());
        open_enum_laws!(FilePurpose, value.clone());
        open_enum_laws!(SortOrder, value);
    }
}

#[test]
fn a_known_value_never_becomes_unknown() {
    for status in KNOWN {
        assert!(!matches!(BatchStatus::from(status), BatchStatus::Unknown(_)), "{status}");
    }
}

#[cfg(feature = "schemars")]
#[test]
fn models_implement_json_schema() {
    let schema = schemars::schema_for!(Batch).to_value();
    assert_eq!(schema["$defs"]["BatchStatus"]["type"], "string");
    assert!(
        schema["$defs"]["BatchStatus"].get("enum").is_none(),
        "an open enum must accept any string"
    );
}

/// What a layer leaves in a response is found on the value and on the error made of it.
#[tokio::test]
async fn extensions_of_a_response_reach_the_value_and_the_error() {
    #[derive(Clone, Debug, PartialEq)]
    struct Mark(u8);

    for (body, decodes) in
        [(r#"{"id":"file-1","object":"file","deleted":true}"#, true), ("<", false)]
    {
        let mut response = http::Response::new(body.to_owned());
        response.extensions_mut().insert(Mark(7));
        let value: Result<_, batch_client::Error> = batch_client::ResponseValue::<
            batch_client::types::DeleteFileResponse,
        >::from_response(response.into())
        .await;
        let mark = match &value {
            Ok(value) => value.extensions().get::<Mark>(),
            Err(error) => error.extensions().and_then(|extensions| extensions.get::<Mark>()),
        };
        assert_eq!((mark, value.is_ok()), (Some(&Mark(7)), decodes));
    }
}

/// A layer that has decoded the body passes the value on; of another body it says nothing.
#[tokio::test]
async fn a_body_is_decoded_once_and_never_taken_for_another() {
    use std::sync::atomic::{AtomicU32, Ordering};

    use batch_client::{Decoded, ResponseValue};

    static DECODED: AtomicU32 = AtomicU32::new(0);
    struct Counted(i32);
    impl<'de> serde::Deserialize<'de> for Counted {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            DECODED.fetch_add(1, Ordering::Relaxed);
            i32::deserialize(deserializer).map(Self)
        }
    }

    let first = bytes::Bytes::from_static(b"1");
    for (body, value, times) in [(first.clone(), 1, 1), (bytes::Bytes::from_static(b"2"), 2, 2)] {
        DECODED.store(0, Ordering::Relaxed);
        let mut response = http::Response::new(body);
        response.extensions_mut().insert(Decoded::<Counted>::new(&first).unwrap());
        let read: Result<_, batch_client::Error> =
            ResponseValue::<Counted>::from_response(response.into()).await;
        assert_eq!(read.unwrap().into_inner().0, value);
        assert_eq!(DECODED.load(Ordering::Relaxed), times);
    }
    assert!(Decoded::<i32>::new(&bytes::Bytes::from_static(b"<")).is_err());
}
