//! Data directories: objects survive a restart, and batches resume.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{Api, chat_lines, ids, start};
use batch_local::{Answer, Builder, Clock, FaultPlan, Responder, Server, StartError};
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

/// What outlives a server: its directory, and a gated responder.
struct World {
    directory: tempfile::TempDir,
    gate: Arc<Semaphore>,
    asked: Arc<AtomicUsize>,
}

impl World {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            gate: Arc::new(Semaphore::new(0)),
            asked: Arc::default(),
        }
    }

    fn server(&self) -> Builder {
        let responder = gated(&self.gate, &self.asked);
        Server::builder().data_dir(self.directory.path()).responder(responder).concurrency(4)
    }

    /// A server with a batch of 50 lines, 20 of which have been answered.
    async fn with_twenty_of_fifty_answered(&self) -> (Api, String) {
        let api = start(self.server()).await;
        let id = api.submit(chat_lines(50)).await;
        self.gate.add_permits(20);
        api.until_true(&id, |batch| batch["request_counts"]["completed"] == 20).await;
        (api, id)
    }
}

/// How many lines the output has, and how many different ids.
async fn distinct_lines(api: &Api, batch: &Value) -> (usize, usize) {
    let lines = api.lines(batch, "output_file_id").await;
    let mut unique = ids(&lines);
    unique.dedup();
    (lines.len(), unique.len())
}

#[tokio::test]
async fn a_stopped_server_resumes_where_it_was() {
    let world = World::new();
    let (api, id) = world.with_twenty_of_fifty_answered().await;
    let Api { server: running, .. } = api;
    running.shutdown().await;

    world.gate.add_permits(1_000);
    let api = start(world.server()).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(batch["request_counts"], json!({"total": 50, "completed": 50, "failed": 0}));
    assert_eq!(batch["usage"]["total_tokens"], 150, "the usage of both runs");
    assert_eq!(world.asked.load(Ordering::SeqCst), 50, "no line was answered twice");
    assert_eq!(distinct_lines(&api, &batch).await, (50, 50));
}

#[tokio::test]
async fn a_crash_loses_no_line_and_repeats_none_in_the_output() {
    let world = World::new();
    let (api, id) = world.with_twenty_of_fifty_answered().await;
    drop(api);
    let work = world.directory.path().join("work").join(&id);
    // Its tasks end, and unlock the directory, when the runtime polls them.
    let lock = std::fs::File::open(world.directory.path().join("lock")).unwrap();
    while !fs4::fs_std::FileExt::try_lock_exclusive(&lock).unwrap() {
        tokio::task::yield_now().await;
    }
    drop(lock);
    // A crash in the middle of a write.
    use std::io::Write;
    let mut output = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(work.join("output.jsonl"))
        .unwrap();
    output.write_all(br#"{"id":"batch_req_1","custom_id":"r49","resp"#).unwrap();
    drop(output);

    world.gate.add_permits(1_000);
    let api = start(world.server()).await;
    let batch = api.until(&id, "completed").await;
    assert_eq!(distinct_lines(&api, &batch).await, (50, 50));
    while work.exists() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn objects_survive_a_restart_unchanged() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Clock::manual();
    let server = || {
        Server::builder().data_dir(directory.path().join("made/when/missing")).clock(clock.clone())
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
    assert_eq!(api.content(batch["output_file_id"].as_str().unwrap()).await, content);
    let newer = api.upload(chat_lines(1)).await;
    assert_eq!(
        api.get("/files").await.ok()["data"][0]["id"],
        Value::from(newer),
        "the order continues"
    );
}

#[tokio::test]
async fn a_cancellation_is_finished_after_a_restart() {
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
    api.until_true(&id, |batch| batch["request_counts"]["completed"] == 2).await;
    api.post(&format!("/batches/{id}/cancel"), json!({})).await.ok();
    api.server.shutdown().await;

    let api = start(server()).await;
    api.until(&id, "cancelling").await;
    clock.advance(std::time::Duration::from_secs(60));
    let batch = api.until(&id, "cancelled").await;
    assert_eq!(batch["request_counts"], json!({"total": 5, "completed": 2, "failed": 0}));
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 2);
    assert_eq!(api.lines(&batch, "error_file_id").await.len(), 3);
}

#[tokio::test]
async fn a_data_directory_has_one_server_at_a_time() {
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
async fn an_unreadable_record_is_named() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("batches")).unwrap();
    std::fs::write(directory.path().join("batches/batch_x.json"), "{").unwrap();
    let error = Server::builder().data_dir(directory.path()).start().await.unwrap_err();
    assert!(error.to_string().contains("batch_x.json"), "{error}");
}

#[tokio::test]
async fn invalid_settings_are_refused() {
    let error = Server::builder().concurrency(0).start().await.unwrap_err();
    assert!(error.to_string().contains("concurrency"), "{error}");
    let error = Server::builder().api_key("").start().await.unwrap_err();
    assert!(error.to_string().contains("key"), "{error}");
    let error = Server::builder().completion_windows(["soon"]).start().await.unwrap_err();
    assert!(error.to_string().contains("soon"), "{error}");
    let taken = start(Server::builder()).await;
    let error = Server::builder().address(taken.server.address()).start().await.unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }), "{error}");
}

#[tokio::test]
async fn a_crash_while_publishing_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Clock::manual();
    let minute = std::time::Duration::from_secs(60);
    let timing = batch_local::Timing::instant().finalizing(minute);
    let server =
        || Server::builder().data_dir(directory.path()).clock(clock.clone()).timing(timing);
    let api = start(server()).await;
    let id = api.submit(chat_lines(5)).await;
    api.until(&id, "finalizing").await;
    api.server.shutdown().await;

    // As if the server had crashed between moving the bytes and writing their record.
    let record = directory.path().join("batches").join(format!("{id}.json"));
    let record: Value = serde_json::from_slice(&std::fs::read(record).unwrap()).unwrap();
    let name = format!("{}.data", record["output_id"].as_str().unwrap());
    let work = directory.path().join("work").join(&id).join("output.jsonl");
    std::fs::rename(work, directory.path().join("files").join(name)).unwrap();
    // And in the middle of an upload.
    let orphan = directory.path().join("files/file-orphan.data");
    std::fs::write(&orphan, "x").unwrap();
    let upload = directory.path().join("incoming/upload");
    std::fs::write(&upload, "x").unwrap();

    let api = start(server()).await;
    clock.advance(minute);
    let batch = api.until(&id, "completed").await;
    assert_eq!(api.lines(&batch, "output_file_id").await.len(), 5);
    assert!(!orphan.exists() && !upload.exists());
}

/// The process that the next test kills: a server that answers some lines and hangs on the rest.
#[test]
#[ignore = "run by the test that kills it"]
fn killed_process() {
    let (Ok(directory), Ok(lines)) = (std::env::var("KILL_DIRECTORY"), std::env::var("KILL_AFTER"))
    else {
        return;
    };
    let gate = Arc::new(Semaphore::new(lines.parse().unwrap()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let responder = gated(&gate, &Arc::default());
        let builder = Server::builder().data_dir(directory).responder(responder);
        let builder = builder.faults(FaultPlan::new());
        let server = builder.start().await.unwrap();
        println!("\nbase={}", server.base_url());
        std::future::pending::<()>().await;
    });
}

#[tokio::test]
async fn a_server_killed_at_any_point_loses_and_doubles_nothing() {
    use std::io::BufRead;
    for answered in [0, 1, 700, 1_999] {
        let directory = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["persistence::killed_process", "--exact", "--ignored", "--nocapture"])
            .env("KILL_DIRECTORY", directory.path())
            .env("KILL_AFTER", answered.to_string())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let said = std::io::BufReader::new(child.stdout.take().unwrap());
        let base = said
            .lines()
            .find_map(|line| line.unwrap().strip_prefix("base=").map(ToOwned::to_owned));
        let base = base.expect("the process serves");
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let part =
            reqwest::multipart::Part::bytes(chat_lines(2_000).into_bytes()).file_name("a.jsonl");
        let form = reqwest::multipart::Form::new().text("purpose", "batch").part("file", part);
        let file = http.post(format!("{base}/files")).multipart(form).send().await.unwrap();
        let file = crate::support::read(file).await.ok();
        let order = json!({"input_file_id": file["id"], "endpoint": "/v1/chat/completions", "completion_window": "24h"});
        let batch = http.post(format!("{base}/batches")).json(&order).send().await.unwrap();
        let id = crate::support::read(batch).await.ok()["id"].as_str().unwrap().to_owned();
        loop {
            let batch = http.get(format!("{base}/batches/{id}")).send().await.unwrap();
            let batch = crate::support::read(batch).await.ok();
            if batch["status"] == "in_progress" && batch["request_counts"]["completed"] == answered
            {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let server = Server::builder().data_dir(directory.path()).faults(FaultPlan::new());
        let api = start(server).await;
        let batch = api.until(&id, "completed").await;
        assert_eq!(
            batch["request_counts"],
            json!({"total": 2_000, "completed": 2_000, "failed": 0})
        );
        assert_eq!(distinct_lines(&api, &batch).await, (2_000, 2_000), "after {answered}");
        let ledger = api.server.ledger().unwrap();
        assert_eq!((ledger.answered(), ledger.paid()), (2_000, 2_000), "after {answered}");
    }
}
