//! Faults of downloads and of the files behind them.

use batch_local::{FaultEffect, FileKind, Operation, Rule, Server};
use reqwest::header::{CONTENT_LENGTH, ETAG, TRANSFER_ENCODING};
use serde_json::{Value, json};

use crate::support::{Api, Ended, bad_line, chat_line, chat_lines, read, start, start_with};

/// A server with a file, the path of its content, and the content.
async fn with_file() -> (Api, String, String) {
    let api = start(Server::builder()).await;
    let content = chat_lines(1_000);
    let file = api.upload(content.clone()).await;
    (api, format!("/files/{file}/content"), content)
}

async fn get(api: &Api, path: &str, fault: Value) -> reqwest::Response {
    api.get_with(path, &fault).send().await.unwrap()
}

/// Reads a body that breaks off, and returns how many bytes arrived.
async fn received(mut response: reqwest::Response) -> usize {
    let mut received = 0;
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => received += chunk.len(),
            Ok(None) => panic!("the end of the body came as if nothing were missing"),
            Err(_) => return received,
        }
    }
}

#[tokio::test]
async fn a_body_with_a_length_breaks_off() {
    let (api, path, content) = with_file().await;
    let cut = get(&api, &path, json!({"cut_body": {"bytes": 70_000}})).await;
    assert_eq!(cut.content_length(), Some(content.len() as u64));
    assert_eq!(received(cut).await, 70_000);
    let whole = get(&api, &path, json!({"cut_body": {"bytes": content.len()}})).await;
    assert_eq!(whole.text().await.unwrap(), content, "there is nothing to cut");
}

#[tokio::test]
async fn a_chunked_body_breaks_off() {
    let (api, path, content) = with_file().await;
    for bytes in [70_000, content.len()] {
        let fault = json!([{"framing": "chunked"}, {"cut_body": {"bytes": bytes}}]);
        let cut = get(&api, &path, fault).await;
        assert_eq!(cut.headers().get(CONTENT_LENGTH), None);
        assert_eq!(cut.headers()[TRANSFER_ENCODING], "chunked");
        assert_eq!(received(cut).await, bytes, "at the very end, only the last chunk is missing");
    }
}

#[tokio::test]
async fn a_connection_closes_after_a_complete_chunked_body() {
    let (api, path, content) = with_file().await;
    let fault = json!([{"framing": "chunked"}, {"headers": {"connection": "close"}}]);
    let (raw, ended) = api.raw_get(&path, &fault).await;
    assert_eq!(ended, Ended::Closed);
    assert!(raw.ends_with(b"\r\n0\r\n\r\n"), "with its last chunk");
    assert_eq!(get(&api, &path, fault).await.text().await.unwrap(), content);
}

#[tokio::test]
async fn a_body_ends_with_its_connection() {
    let (api, path, content) = with_file().await;
    let body = |raw: &[u8]| {
        let text = String::from_utf8(raw.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("content-length") && !head.contains("transfer-encoding"), "{head}");
        body.to_owned()
    };
    let framing = json!({"framing": "until_close"});
    let (raw, ended) = api.raw_get(&path, &framing).await;
    assert_eq!((body(&raw), ended), (content.clone(), Ended::Closed));
    assert_eq!(get(&api, &path, framing.clone()).await.text().await.unwrap(), content);

    let short = json!([framing, {"truncate": {"bytes": 70_000}}]);
    let (raw, ended) = api.raw_get(&path, &short).await;
    assert_eq!((body(&raw).len(), ended), (70_000, Ended::Closed), "nobody can tell");
    assert_eq!(get(&api, &path, short).await.text().await.unwrap(), content[..70_000]);

    let cut = json!([framing, {"cut_body": {"bytes": 70_000}}]);
    let (raw, ended) = api.raw_get(&path, &cut).await;
    assert_eq!((body(&raw).len(), ended), (70_000, Ended::Reset));
}

#[tokio::test]
async fn a_short_body_can_look_whole() {
    let (api, path, content) = with_file().await;
    for fault in [
        json!({"truncate": {"bytes": 500}}),
        json!([{"framing": "chunked"}, {"truncate": {"bytes": 500}}]),
    ] {
        let short = get(&api, &path, fault).await;
        assert_eq!(short.status(), 200);
        assert_eq!(short.text().await.unwrap(), content[..500]);
    }
}

#[tokio::test]
async fn a_body_arrives_in_small_pieces() {
    let (api, path, content) = with_file().await;
    let mut dripped = get(&api, &path, json!({"slow_drip": {"bytes": 10_000, "ms": 1}})).await;
    let mut received = Vec::new();
    while let Some(chunk) = dripped.chunk().await.unwrap() {
        assert!(chunk.len() <= 10_000);
        received.extend_from_slice(&chunk);
    }
    assert_eq!(received, content.as_bytes());
}

#[tokio::test]
async fn something_else_comes_in_place_of_a_file() {
    let (api, path, content) = with_file().await;
    let page = get(&api, &path, json!({"html": {"status": 200}})).await;
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().starts_with("<html>"));
    let garbage = get(&api, &path, json!("garbage")).await;
    assert_eq!(garbage.status(), 200);
    assert!(!content.as_bytes().starts_with(&garbage.bytes().await.unwrap()));
}

#[tokio::test]
async fn a_range_is_answered_wrongly() {
    let (api, path, content) = with_file().await;
    let ranged = async |range: &str, fault: Value| {
        api.get_with(&path, &fault).header("range", range).send().await.unwrap()
    };
    let whole = ranged("bytes=5-", json!("ignore_range")).await;
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.text().await.unwrap(), content);

    let real = ranged("bytes=5-", json!([])).await.headers()[ETAG].clone();
    let other = ranged("bytes=5-", json!({"headers": {"etag": "\"other\""}})).await;
    assert_eq!(other.status(), 206);
    assert_ne!(other.headers()[ETAG], real);
    let none = ranged("bytes=5-", json!({"headers": {"etag": null}})).await;
    assert_eq!((none.status().as_u16(), none.headers().get(ETAG)), (206, None));

    let end = format!("bytes={}-", content.len());
    assert_eq!(ranged(&end, json!([])).await.status(), 416);
    let claimed = json!({"status": {"code": 416, "headers": {"content-range": "bytes */9"}}});
    let claimed = ranged("bytes=5-", claimed).await;
    assert_eq!(
        (claimed.status().as_u16(), &claimed.headers()["content-range"]),
        (416, &"bytes */9".parse().unwrap())
    );
}

#[tokio::test]
async fn metadata_states_another_length() {
    let (api, path, content) = with_file().await;
    let path = path.trim_end_matches("/content");
    let wrong = read(get(&api, path, json!({"set": {"/bytes": 1}})).await).await.ok();
    assert_eq!(wrong["bytes"], 1);
    assert_eq!(api.get(path).await.ok()["bytes"], content.len());
}

#[tokio::test]
async fn one_kind_of_file_is_denied() {
    for (denied, kind) in [
        ("input_file_id", FileKind::Upload),
        ("output_file_id", FileKind::Output),
        ("error_file_id", FileKind::Error),
    ] {
        let rule = Rule::new(FaultEffect::FileNotFound).files([kind]);
        let api = start_with([rule.on([Operation::DownloadFile, Operation::RetrieveFile])]).await;
        let id = api.submit([chat_line("good"), bad_line("bad")].join("\n")).await;
        let batch = api.until(&id, "completed").await;
        for field in ["input_file_id", "output_file_id", "error_file_id"] {
            let file = format!("/files/{}", batch[field].as_str().unwrap());
            for path in [file.clone(), format!("{file}/content")] {
                let status = get(&api, &path, json!([])).await.status().as_u16();
                assert_eq!(status, if field == denied { 404 } else { 200 }, "{kind:?} {path}");
            }
        }
    }
}
