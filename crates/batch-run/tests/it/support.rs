//! What the tests share: a directory with an input, a server with faults, and a client.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use batch_ext::batch_client::{Client, Config};
use batch_ext::retry::{RetryPolicy, WithRetry};
use batch_lines::Limits;
use batch_local::{FaultPlan, Operation, Rule, Server, Timing};
use batch_run::{Run, RunBuilder, RunError, RunEvent, RunReport};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A directory with an input of small requests, and what the run has reported.
#[derive(Clone)]
pub struct Desk {
    pub dir: Arc<TempDir>,
    events: Arc<Mutex<Vec<RunEvent>>>,
}

impl Desk {
    pub fn new(requests: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = (0..requests).map(|n| request(n, "m") + "\n").collect();
        fs::write(dir.path().join("in.jsonl"), lines).unwrap();
        Self { dir: Arc::new(dir), events: Arc::default() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn input(&self) -> PathBuf {
        self.path("in.jsonl")
    }

    pub fn output(&self) -> PathBuf {
        self.path("out.jsonl")
    }

    pub fn state(&self) -> PathBuf {
        self.path("out.jsonl.batch")
    }

    /// A run that waits for nothing longer than a test may.
    pub fn run(&self) -> RunBuilder {
        let events = Arc::clone(&self.events);
        Run::builder(self.input(), self.output())
            .poll_interval(Duration::from_millis(5), Duration::from_millis(20))
            .hold(Duration::from_millis(20))
            .list_lag(Duration::ZERO)
            .start_limit(Duration::from_millis(100))
            .on_event(move |event| events.lock().unwrap().push(event))
    }

    pub async fn execute(&self, run: RunBuilder, server: &Server) -> Result<RunReport, RunError> {
        run.build().unwrap().execute(&client(server)).await
    }

    pub fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.output()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How many lines of the output have which error code; successes are under `ok`.
    pub fn codes(&self) -> BTreeMap<String, usize> {
        let mut codes = BTreeMap::new();
        for line in self.lines() {
            let code = match (&line["error"]["code"], &line["response"]["status_code"]) {
                (Value::String(code), _) => code.clone(),
                (_, status) if *status == json!(200) => "ok".into(),
                (_, status) => status.to_string(),
            };
            *codes.entry(code).or_insert(0) += 1;
        }
        codes
    }

    pub fn events(&self) -> Vec<RunEvent> {
        self.events.lock().unwrap().clone()
    }

    pub fn count(&self, wanted: impl Fn(&RunEvent) -> bool) -> usize {
        self.events.lock().unwrap().iter().filter(|event| wanted(event)).count()
    }

    /// Every request has exactly one line in the output, in input order.
    pub fn check_order(&self, requests: usize) {
        let ids: Vec<_> = self.lines().iter().map(|line| line["custom_id"].clone()).collect();
        assert_eq!(ids, (0..requests).map(|n| json!(format!("r-{n}"))).collect::<Vec<_>>());
    }
}

pub fn request(n: usize, model: &str) -> String {
    json!({
        "custom_id": format!("r-{n}"), "method": "POST", "url": "/v1/responses",
        "body": {"model": model, "input": format!("<{n}>")},
    })
    .to_string()
}

pub fn client(server: &Server) -> Client {
    client_of(server.base_url())
}

pub fn client_of(base_url: &str) -> Client {
    let policy = RetryPolicy::builder()
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(4))
        .build()
        .unwrap();
    Config::new().base_url(base_url).build().unwrap().with_retry(policy)
}

/// Limits that put so many requests into a batch.
pub fn small(requests: u64) -> Limits {
    let mut limits = Limits::default();
    limits.requests = requests;
    limits
}

pub fn plan(rules: impl IntoIterator<Item = Rule>) -> FaultPlan {
    rules.into_iter().fold(FaultPlan::new(), FaultPlan::rule)
}

pub async fn server(rules: impl IntoIterator<Item = Rule>) -> Server {
    Server::builder().faults(plan(rules)).start().await.unwrap()
}

/// A server that takes its time for each line.
pub async fn slow_server(line: Duration, rules: impl IntoIterator<Item = Rule>) -> Server {
    let timing = Timing::instant().line(line);
    Server::builder().timing(timing).faults(plan(rules)).start().await.unwrap()
}

/// No request was paid for twice.
pub fn check_paid_once(server: &Server) {
    let ledger = server.ledger().unwrap();
    let twice: Vec<_> = ledger.paid_more_than_once().collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// How many input files are on the server.
pub async fn files_on(server: &Server) -> usize {
    let page = client(server).list_files().purpose("batch").limit(100).send().await.unwrap();
    page.into_inner().data.len()
}

pub fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub fn creates(server: &Server) -> u64 {
    server.calls(Operation::CreateBatch)
}
