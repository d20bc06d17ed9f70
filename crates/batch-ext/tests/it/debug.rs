//! The `Debug` forms: named after their type, with what identifies the value.

use std::time::Duration;

use crate::support::{batch, in_process, ok, scripted};
use batch_client::types::CreateBatchRequest;
use batch_ext::create::CreateOnce;
use batch_ext::files::{FilesExt, Source};
use batch_ext::paginate::Paginate;
use batch_ext::retry::{Reopen, RetryPolicy};
use batch_ext::wait::WaitForBatch;
use futures_util::StreamExt;
use serde_json::json;

#[tokio::test]
async fn each_type_shows_what_identifies_it() {
    let (client, _) = scripted([]);
    let request: CreateBatchRequest = CreateBatchRequest::builder()
        .input_file_id("file-7")
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()
        .unwrap();
    let source = Source::bytes("in.jsonl", "{}");
    let policy = RetryPolicy::builder().max_attempts(9);
    let reopen = Reopen::new(|| async { Err(std::io::Error::other("gone").into()) });
    let table = [
        (format!("{:?}", client.create_batch_once(request)), "Creation", "file-7"),
        (format!("{source:?}"), "Source", "in.jsonl"),
        (format!("{:?}", client.upload(source)), "Upload", "in.jsonl"),
        (format!("{:?}", client.download("file-8")), "Download", "file-8"),
        (format!("{:?}", client.download("file-8").bytes()), "DownloadStream", "None"),
        (format!("{:?}", client.list_batches().items().total(5)), "Items", "Some(5)"),
        (format!("{:?}", client.list_batches().pages().prefetch(true)), "Pages", "true"),
        (format!("{policy:?}"), "RetryPolicyBuilder", ".."),
        (format!("{:?}", policy.build().unwrap()), "RetryPolicy", "max_attempts: 9"),
        (format!("{reopen:?}"), "Reopen", ".."),
        (format!("{:?}", client.wait_for_batch("batch_1")), "BatchWait", "batch_1"),
        (format!("{:?}", client.wait_for_batch("batch_1").snapshots()), "Snapshots", ".."),
        (format!("{:?}", client.wait_for_batches(["a", "b"])), "BatchWaitSet", "batches: 2"),
        (format!("{:?}", client.wait_for_batches(["a", "b"]).ends()), "Ends", "left: 2"),
    ];
    for (text, name, detail) in table {
        assert!(text.starts_with(&format!("{name} {{")), "{text}");
        assert!(text.contains(detail), "{detail} is not in {text}");
    }
}

#[tokio::test]
async fn streams_show_their_progress() {
    let page =
        json!({"data": [batch("a", "completed"), batch("b", "completed")], "has_more": false});
    let (client, _) = scripted([ok(page)]);
    let mut items = client.list_batches().items();
    items.next().await.unwrap().unwrap();
    let text = format!("{items:?}");
    assert!(text.contains("at_hand: 1") && text.contains("pages: 1"), "{text}");

    let client = in_process(|_| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(http::Response::new("x".to_owned()).into())
    });
    assert!(format!("{:?}", client.download("file-1").bytes()).contains("end: None"));
}
