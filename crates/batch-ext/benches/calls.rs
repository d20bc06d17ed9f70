//! The CPU time of listing and retrieving through all layers, compared with a floor that does the
//! same with plain reqwest and serde_json in the same run.
//!
//! `cargo bench -p batch-ext --bench calls`
//!
//! The server is another process (this program again), so its time does not count. Rounds of both
//! sides alternate, and the quickest of each counts.
//!
//! The work is a list of 100,000 batches in pages of 100, and a retrieve. Each is measured twice. A
//! whole process, which first builds its client, is what a command at a terminal costs; the limits
//! apply to it. Repeated calls in one process over a kept connection show every microsecond of a
//! layer, but also the noise of the allocator.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use batch_client::types::{Batch, ListBatchesResponse};
use batch_client::{Client, Config};
use batch_ext::paginate::Paginate;
use batch_ext::retry::{RetryPolicy, WithRetry};
use cpu_time::ProcessTime;
use futures_util::StreamExt;
use serde_json::{Value, json};

const BATCHES: usize = 100_000;
const PAGE: usize = 100;
const RETRIEVES: usize = 3_000;
const ROUNDS: usize = 9;
const PROCESSES: usize = 20;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "serve"] => serve(),
        [_, work, side, base_url] => process(work, side, base_url),
        _ => measure(),
    }
}

/// Does one piece of work and prints the CPU time of the whole process.
fn process(work: &str, side: &str, base_url: &str) {
    runtime().block_on(async {
        match (work, side) {
            ("list", "floor") => list_floor(&plain(), base_url).await,
            ("list", _) => list(&layered(base_url)).await,
            (_, "floor") => retrieve_floor(&plain(), base_url, 1).await,
            (_, _) => retrieve(&layered(base_url), 1).await,
        }
    });
    println!("{}", ProcessTime::now().as_duration().as_nanos());
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// The floor's client, with the same timeouts as ours.
fn plain() -> reqwest::Client {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(120))
        .build()
        .unwrap()
}

fn layered(base_url: &str) -> Client {
    let client = Config::new().base_url(base_url).token("key").build().unwrap();
    client.with_retry(RetryPolicy::default())
}

fn measure() {
    let (mut server, base_url) = start_server();
    for (work, limit) in [("list", 1.10), ("retrieve", 1.05)] {
        let (mut floor, mut ours) = (Best::new(), Best::new());
        for _ in 0..PROCESSES {
            floor.process(work, "floor", &base_url);
            ours.process(work, "ours", &base_url);
        }
        let what = format!("{work}, as a whole process");
        report(&what, &floor, &ours, Some(limit));
    }
    runtime().block_on(async {
        let (plain, layered) = (plain(), layered(&base_url));
        let what = "repeated lists in one process";
        let (mut floor, mut ours) = (Best::new(), Best::new());
        for _ in 0..ROUNDS {
            floor.time(list_floor(&plain, &base_url)).await;
            ours.time(list(&layered)).await;
        }
        report(what, &floor, &ours, None);

        let what = "3,000 retrieves in one process";
        let (mut floor, mut ours) = (Best::new(), Best::new());
        for _ in 0..ROUNDS {
            floor.time(retrieve_floor(&plain, &base_url, RETRIEVES)).await;
            ours.time(retrieve(&layered, RETRIEVES)).await;
        }
        report(what, &floor, &ours, None);
    });
    server.kill().unwrap();
    server.wait().unwrap();
}

async fn list_floor(client: &reqwest::Client, base_url: &str) {
    let mut after: Option<String> = None;
    let mut count = 0;
    loop {
        let mut request = client.get(format!("{base_url}/batches")).bearer_auth("key");
        request = request.query(&[("limit", PAGE)]);
        if let Some(after) = &after {
            request = request.query(&[("after", after)]);
        }
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        let page: ListBatchesResponse = serde_json::from_slice(&body).unwrap();
        for batch in page.data {
            count += 1;
            black_box(batch);
        }
        if !page.has_more {
            break;
        }
        after = page.last_id;
    }
    assert_eq!(count, BATCHES);
}

async fn list(client: &Client) {
    let mut items = client.list_batches().limit(PAGE as i64).items();
    let mut count = 0;
    while let Some(batch) = items.next().await {
        count += 1;
        black_box(batch.unwrap());
    }
    assert_eq!(count, BATCHES);
}

async fn retrieve_floor(client: &reqwest::Client, base_url: &str, times: usize) {
    for _ in 0..times {
        let request = client.get(format!("{base_url}/batches/batch_7")).bearer_auth("key");
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        black_box(serde_json::from_slice::<Batch>(&body).unwrap());
    }
}

async fn retrieve(client: &Client, times: usize) {
    for _ in 0..times {
        black_box(client.retrieve_batch().batch_id("batch_7").send().await.unwrap().into_inner());
    }
}

/// The least CPU time of several rounds.
struct Best(Duration);

impl Best {
    fn new() -> Self {
        Self(Duration::MAX)
    }

    async fn time(&mut self, work: impl Future<Output = ()>) {
        let start = ProcessTime::now();
        work.await;
        self.0 = self.0.min(start.elapsed());
    }

    fn process(&mut self, work: &str, side: &str, base_url: &str) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let output = command.args([work, side, base_url]).output().unwrap();
        let nanos = String::from_utf8(output.stdout).unwrap();
        self.0 = self.0.min(Duration::from_nanos(nanos.trim().parse().unwrap()));
    }
}

fn report(what: &str, floor: &Best, ours: &Best, limit: Option<f64>) {
    let ratio = ours.0.as_secs_f64() / floor.0.as_secs_f64();
    let verdict = match limit {
        Some(limit) if ratio <= limit => format!("within {limit:.2} x"),
        Some(limit) => format!("ABOVE {limit:.2} x"),
        None => "no limit set".to_owned(),
    };
    println!(
        "{what}: floor {:.2} ms, through all layers {:.2} ms CPU: {ratio:.3} x ({verdict})",
        floor.0.as_secs_f64() * 1e3,
        ours.0.as_secs_f64() * 1e3,
    );
}

/// Starts this program as the server, and reads its base URL.
fn start_server() -> (Child, String) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (server, line.trim().to_owned())
}

/// Responds from memory over persistent connections.
fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let pages: Vec<String> = (0..BATCHES / PAGE).map(page).collect();
    let one = response(&batch(7));
    println!("http://{}/v1", listener.local_addr().unwrap());
    std::thread::scope(|scope| {
        for stream in listener.incoming() {
            let (stream, pages, one) = (stream.unwrap(), &pages, &one);
            scope.spawn(move || answer(stream, pages, one));
        }
    });
}

fn answer(mut stream: TcpStream, pages: &[String], one: &str) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 16 * 1024];
    let mut filled = 0;
    loop {
        let read = stream.read(&mut buffer[filled..])?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        if !buffer[..filled].ends_with(b"\r\n\r\n") {
            continue;
        }
        let head = String::from_utf8_lossy(&buffer[..filled]).into_owned();
        filled = 0;
        let target = head.split(' ').nth(1).unwrap();
        let answer = match target.split_once("after=batch_") {
            _ if target.contains("/batches/") => one,
            None => &pages[0],
            Some((_, after)) => {
                let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
                &pages[digits.parse::<usize>().unwrap() / PAGE + 1]
            }
        };
        stream.write_all(answer.as_bytes())?;
    }
}

fn page(n: usize) -> String {
    let data: Vec<_> = (n * PAGE..(n + 1) * PAGE).map(batch).collect();
    response(&json!({
        "object": "list",
        "first_id": data[0]["id"],
        "last_id": data[PAGE - 1]["id"],
        "has_more": (n + 1) * PAGE < BATCHES,
        "data": data,
    }))
}

/// A completed batch as OpenAI returns it.
fn batch(n: usize) -> Value {
    json!({
        "id": format!("batch_{n}"), "object": "batch", "endpoint": "/v1/chat/completions",
        "model": "gpt-5-mini-2025-08-07", "errors": null, "input_file_id": "file-GkJ1AbQ5mQf4ZD5FHaWFtS",
        "completion_window": "24h", "status": "completed",
        "output_file_id": "file-7tLkpy4pKnQzWcV2gDq1Xe", "error_file_id": null,
        "created_at": 1_763_000_000 - n, "in_progress_at": 1_763_000_100, "expires_at": 1_763_086_400,
        "finalizing_at": 1_763_001_000, "completed_at": 1_763_001_100, "failed_at": null,
        "expired_at": null, "cancelling_at": null, "cancelled_at": null,
        "request_counts": {"total": 100, "completed": 95, "failed": 5},
        "usage": {
            "input_tokens": 1500, "input_tokens_details": {"cached_tokens": 1024},
            "output_tokens": 500, "output_tokens_details": {"reasoning_tokens": 300}, "total_tokens": 2000,
        },
        "metadata": {"customer_id": "user_123456789", "batch_description": "nightly eval"},
    })
}

fn response(body: &Value) -> String {
    let body = body.to_string();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-request-id: req_8f14e45f\r\nopenai-processing-ms: 12\r\n\r\n{body}",
        body.len()
    )
}
