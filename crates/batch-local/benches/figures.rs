//! Throughput and memory of a server in its own process: requests per second on retrieve, lines per
//! second through batches, and peak memory with many large batches.
//!
//! `cargo bench -p batch-local --bench figures [-- BATCHES]`, with 50 batches by default.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use batch_local::Server;
use futures_util::stream;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const LINES: u64 = 50_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    // Cargo passes --bench.
    let argument = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    if argument.as_deref() == Some("serve") {
        return serve().await;
    }
    let batches = argument.map_or(Ok(50), |count| count.parse())?;
    let mut server = spawn()?;
    let measured = measure(&server, batches).await;
    server.process.kill()?;
    server.process.wait()?;
    measured
}

/// Runs the process that is measured.
async fn serve() -> Outcome<()> {
    let server = Server::builder().start().await?;
    println!("{}", server.base_url());
    std::future::pending().await
}

struct Measured {
    process: Child,
    base_url: String,
}

fn spawn() -> Outcome<Measured> {
    let mut process =
        Command::new(std::env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
    let mut base_url = String::new();
    let output = process.stdout.take().ok_or("the server has no output")?;
    BufReader::new(output).read_line(&mut base_url)?;
    Ok(Measured { process, base_url: base_url.trim().to_owned() })
}

async fn measure(server: &Measured, batches: u64) -> Outcome<()> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let base = &server.base_url;
    println!("idle: {}", memory(server.process.id())?);

    let started = Instant::now();
    let file = upload(&http, base).await?;
    let megabytes = file["bytes"].as_f64().unwrap_or_default() / 1e6;
    println!(
        "upload of {megabytes:.1} MB: {:.0} MB/s",
        megabytes / started.elapsed().as_secs_f64()
    );

    let started = Instant::now();
    let id = create(&http, base, &file).await?;
    finished(&http, base, &id).await?;
    let seconds = started.elapsed().as_secs_f64();
    println!("one batch of {LINES} lines: {:.0} lines/s", LINES as f64 / seconds);
    println!("after it: {}", memory(server.process.id())?);

    let url = format!("{base}/batches/{id}");
    let started = Instant::now();
    let clients = (0..16).map(|_| {
        let (http, url) = (http.clone(), url.clone());
        tokio::spawn(async move {
            let mut count = 0_u64;
            while started.elapsed() < Duration::from_secs(5) {
                http.get(&url).send().await?.bytes().await?;
                count += 1;
            }
            Outcome::Ok(count)
        })
    });
    let mut count = 0;
    for client in clients.collect::<Vec<_>>() {
        count += client.await??;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("retrieve, 16 connections: {:.0} requests/s", count as f64 / seconds);

    let started = Instant::now();
    let mut ids = Vec::new();
    for _ in 0..batches {
        ids.push(create(&http, base, &file).await?);
    }
    for id in &ids {
        finished(&http, base, id).await?;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{batches} batches of {LINES} lines at once: {:.0} lines/s",
        (LINES * batches) as f64 / seconds
    );
    println!("after them: {}", memory(server.process.id())?);
    Ok(())
}

/// Uploads a file that is generated while it is sent.
async fn upload(http: &reqwest::Client, base: &str) -> Outcome<Value> {
    let lines = stream::iter((0..LINES).map(|number| {
        let line = json!({
            "custom_id": format!("request-{number}"),
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": "gpt-test",
                "messages": [
                    {"role": "system", "content": "You write one sentence about each item."},
                    {"role": "user", "content": format!("Item {number}: {}", "words ".repeat(60))},
                ],
            },
        });
        Ok::<_, std::io::Error>(format!("{line}\n"))
    }));
    let part = reqwest::multipart::Part::stream(reqwest::Body::wrap_stream(lines))
        .file_name("figures.jsonl");
    let form = reqwest::multipart::Form::new().text("purpose", "batch").part("file", part);
    let response = http.post(format!("{base}/files")).multipart(form).send().await?;
    Ok(response.error_for_status()?.json().await?)
}

async fn create(http: &reqwest::Client, base: &str, file: &Value) -> Outcome<String> {
    let order = json!({
        "input_file_id": file["id"],
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
    });
    let response = http.post(format!("{base}/batches")).json(&order).send().await?;
    let batch: Value = response.error_for_status()?.json().await?;
    Ok(batch["id"].as_str().unwrap_or_default().to_owned())
}

async fn finished(http: &reqwest::Client, base: &str, id: &str) -> Outcome<()> {
    loop {
        let response = http.get(format!("{base}/batches/{id}")).send().await?;
        let batch: Value = response.error_for_status()?.json().await?;
        match batch["status"].as_str() {
            Some("completed") if batch["request_counts"]["completed"] == LINES => return Ok(()),
            Some("completed" | "failed") => return Err(format!("unexpected end: {batch}").into()),
            _ => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// The resident memory of a process, current and peak.
fn memory(process: u32) -> Outcome<String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = |name: &str| -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok());
        kilobytes.unwrap_or(f64::NAN) / 1_000.0
    };
    Ok(format!("{:.1} MB resident, {:.1} MB peak", field("VmRSS:"), field("VmHWM:")))
}
