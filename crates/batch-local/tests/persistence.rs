//! A data directory: what was there is there again, and what was under way goes on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use batch_local::{Answer, Clock, Responder, Server, StartError};
use common::{Api, chat_lines, ids, start};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// A responder that answers as many lines as there are permits, and counts them.
fn gated(gate: &Arc<Semaphore>, asked: &Arc<AtomicUsize>) -> Responder {
    let (gate, asked) = (gate.clone(), asked.clone());
    Responder::from_fn(move |request| {
        let (gate, asked) = (gate.clone(), asked.clone());
        async move {
            gate.acquire().await.unwrap().forget();
            asked.fetch_add(1, Ordering::SeqCst);
            let usage = json!({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3});
            Answer::ok(json!({"echo": request.custom_id(), "usage": usage}))
        }
    })
}

#[tokio::test]
async fn a_stopped_server_goes_on_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let gate = Arc::new(Semaphore::new(0));
    let asked = Arc::new(AtomicUsize::new(0));
    let server = || {
        Server::builder()
            .data_dir(directory.path())
            .responder(gated(&gate, &asked))
            .concurrency(4)
    };

    let api = start(server()).await;
    let id = api.submit(chat_lines(50)).await;
    gate.add_permits(20);
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 20)
        .await;
    let Api {
        server: running, ..
    } = api;
    running.shutdown().await;

    gate.add_permits(1_000);
    let api = start(server()).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(
        batch["request_counts"],
        json!({"total": 50, "completed": 50, "failed": 0})
    );
    assert_eq!(
        batch["usage"]["total_tokens"], 150,
        "usage is that of both runs"
    );
    assert_eq!(
        asked.load(Ordering::SeqCst),
        50,
        "no line was answered twice"
    );
    let lines = api.lines(&batch, "output_file_id").await;
    let mut unique = ids(&lines);
    unique.dedup();
    assert_eq!((lines.len(), unique.len()), (50, 50));
}

#[tokio::test]
async fn a_server_that_died_loses_no_line_and_repeats_none_in_the_output() {
    let directory = tempfile::tempdir().unwrap();
    let gate = Arc::new(Semaphore::new(0));
    let asked = Arc::new(AtomicUsize::new(0));
    let server = || {
        Server::builder()
            .data_dir(directory.path())
            .responder(gated(&gate, &asked))
            .concurrency(4)
    };
    let api = start(server()).await;
    let id = api.submit(chat_lines(50)).await;
    gate.add_permits(20);
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 20)
        .await;
    drop(api);
    // The tasks end and let go of the directory when the runtime turns to them.
    let work = directory.path().join("work").join(&id);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    // A crash in the middle of a write.
    use std::io::Write;
    let mut output = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(work.join("output.jsonl"))
        .unwrap();
    output
        .write_all(br#"{"id":"batch_req_1","custom_id":"r49","resp"#)
        .unwrap();
    drop(output);

    gate.add_permits(1_000);
    let api = start(server()).await;
    let batch = api.until(&id, "completed").await;
    let lines = api.lines(&batch, "output_file_id").await;
    let mut unique = ids(&lines);
    unique.dedup();
    assert_eq!((lines.len(), unique.len()), (50, 50));
    assert!(!work.exists());
}

#[tokio::test]
async fn objects_survive_as_they_were() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Clock::manual();
    let server = || {
        Server::builder()
            .data_dir(directory.path().join("made/when/missing"))
            .clock(clock.clone())
    };
    let api = start(server()).await;
    let id = api.submit(chat_lines(3)).await;
    let batch = api.until(&id, "completed").await;
    let deleted = api.upload(chat_lines(1)).await;
    api.delete(&format!("/files/{deleted}")).await.ok();
    let failed = api.create("file-none").await;
    api.until(&failed, "failed").await;
    let content = api.content(batch["output_file_id"].as_str().unwrap()).await;
    let (batches, files) = (api.get("/batches").await.ok(), api.get("/files").await.ok());
    api.server.shutdown().await;

    let api = start(server()).await;
    assert_eq!(api.get("/batches").await.ok(), batches);
    assert_eq!(api.get("/files").await.ok(), files);
    assert_eq!(
        api.content(batch["output_file_id"].as_str().unwrap()).await,
        content
    );
    let newer = api.upload(chat_lines(1)).await;
    assert_eq!(
        api.get("/files").await.ok()["data"][0]["id"],
        Value::from(newer),
        "order goes on"
    );
}

#[tokio::test]
async fn cancelling_is_finished_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Clock::manual();
    let timing = batch_local::Timing::instant().cancelling(std::time::Duration::from_secs(60));
    let gate = Arc::new(Semaphore::new(0));
    let asked = Arc::default();
    let server = || {
        Server::builder()
            .data_dir(directory.path())
            .clock(clock.clone())
            .timing(timing)
            .responder(gated(&gate, &asked))
    };
    let api = start(server()).await;
    let id = api.submit(chat_lines(5)).await;
    gate.add_permits(2);
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 2)
        .await;
    api.post(&format!("/batches/{id}/cancel"), json!({}))
        .await
        .ok();
    api.server.shutdown().await;

    let api = start(server()).await;
    api.until(&id, "cancelling").await;
    clock.advance(std::time::Duration::from_secs(60));
    let batch = api.until(&id, "cancelled").await;
    assert_eq!(
        batch["request_counts"],
        json!({"total": 5, "completed": 2, "failed": 0})
    );
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 2);
    assert_eq!(api.lines(&batch, "error_file_id").await.len(), 3);
}

#[tokio::test]
async fn a_directory_has_one_server() {
    let directory = tempfile::tempdir().unwrap();
    let api = start(Server::builder().data_dir(directory.path())).await;
    let second = Server::builder().data_dir(directory.path()).start().await;
    let error = second.unwrap_err();
    assert!(matches!(error, StartError::Data { .. }));
    assert!(error.to_string().contains("another server uses"), "{error}");
    api.server.shutdown().await;
    start(Server::builder().data_dir(directory.path())).await;
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_named() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("batches")).unwrap();
    std::fs::write(directory.path().join("batches/batch_x.json"), "{").unwrap();
    let error = Server::builder()
        .data_dir(directory.path())
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("batch_x.json"), "{error}");
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused() {
    let error = Server::builder().concurrency(0).start().await.unwrap_err();
    assert!(error.to_string().contains("concurrency"), "{error}");
    let error = Server::builder()
        .completion_windows(["soon"])
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("soon"), "{error}");
    let taken = start(Server::builder()).await;
    let error = Server::builder()
        .address(taken.server.address())
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }), "{error}");
}
