//! Crashes: the real binary, killed at random moments, against a server with faults.
//!
//! Runs few seeds by default. `BATCH_CRASH_KILLS=200 BATCH_CRASH_RUNS=20` runs more.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::requests::{check_results, statuses, write_requests};
use crate::support::serve::Serve;
use crate::support::{leftovers, text};

const REQUESTS: usize = 240;

#[test]
fn nothing_is_lost_or_paid_twice_however_often_it_is_killed() {
    let wanted = |name: &str, default| {
        std::env::var(name).ok().map_or(default, |text| text.parse::<usize>().expect("a number"))
    };
    let (kills, runs) = (wanted("BATCH_CRASH_KILLS", 15), wanted("BATCH_CRASH_RUNS", 2));
    let first = wanted("BATCH_CRASH_SEED", 1) as u64;
    let (mut killed, mut seed) = (0, first);
    while killed < kills || seed < first + runs as u64 {
        let begin = Instant::now();
        let times = one_run(seed);
        println!("seed {seed}: killed {times} times, {:.1} s", begin.elapsed().as_secs_f64());
        killed += times;
        seed += 1;
    }
    println!("{killed} kills over {} runs", seed - first);
}

/// Transient faults of every kind, drawn from the seed.
fn faults(seed: u64) -> Value {
    let rule = |on: &[&str], probability: f64, effect: Value| json!({"on": on, "probability": probability, "effect": effect});
    json!({"seed": seed, "rules": [
        rule(&["createBatch"], 1.0, json!({"line_delay": {"ms": 10}})),
        rule(&[], 0.02, json!("reset_before")),
        rule(&[], 0.02, json!({"status": {"code": 429, "headers": {"retry-after-ms": "20"}}})),
        rule(&[], 0.01, json!({"html": {"status": 502}})),
        rule(&["createFile"], 0.1, json!("reset_after")),
        rule(&["createBatch"], 0.15, json!("reset_after")),
        rule(&["createBatch"], 0.05, json!({"status": {"code": 500, "after": true}})),
        rule(&["createBatch"], 0.05, json!("garbage")),
        rule(&["createBatch"], 0.1, json!("token_limit_exceeded")),
        rule(&["createBatch"], 0.1, json!("file_not_found")),
        rule(&["createBatch"], 0.3, json!({"line_status": {"status": 503, "share": 0.1}})),
        rule(&["createBatch"], 0.3, json!({"line_status": {"status": 0, "share": 0.1}})),
        rule(&["createBatch"], 0.2, json!({"line_error": {"code": "request_timeout", "share": 0.1}})),
        rule(&["createBatch"], 0.2, json!({"missing_lines": {"share": 0.1}})),
        rule(&["createBatch"], 0.2, json!({"repeated_lines": {"share": 0.1}})),
        rule(&["createBatch"], 0.1, json!("wrong_counts")),
        rule(&["downloadFile"], 0.2, json!({"cut_body": {"bytes": 900}})),
        rule(&["downloadFile"], 0.1, json!({"truncate": {"bytes": 700}})),
    ]})
}

fn one_run(seed: u64) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let (input, output, plan) = (path("in.jsonl"), path("out.jsonl"), path("faults.json"));
    write_requests(&input, REQUESTS, &["small", "large"], seed);
    fs::write(&plan, faults(seed).to_string()).unwrap();
    let data = path("server");
    let serve = [
        "--faults",
        text(&plan),
        "--data-dir",
        text(&data),
        "--validating-time",
        "30ms",
        "--finalizing-time",
        "30ms",
    ];
    let mut server = Serve::start(&serve);
    let args = [
        "run",
        text(&input),
        "-o",
        text(&output),
        "--json",
        "--quiet",
        "--max-requests",
        "20",
        "--max-batches",
        "5",
        "--rounds",
        "8",
        "--poll-interval",
        "20ms",
        "--max-poll-interval",
        "200ms",
        "--hold",
        "100ms",
        "--list-lag",
        "0s",
    ];
    let mut random = fastrand::Rng::with_seed(seed);
    let mut killed = 0;
    let code = loop {
        let mut command = server.command(&args);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // The kill comes later each time, so that the run ends.
        let wait = Duration::from_millis(random.u64(5..150 + 60 * killed as u64));
        let begin = Instant::now();
        while begin.elapsed() < wait && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
            // The server may crash with its client.
            if random.u8(0..4) == 0 {
                // A new seed, because a restarted server counts its calls from 1 again and would
                // draw the same faults.
                fs::write(&plan, faults(random.u64(..)).to_string()).unwrap();
                server = server.restart(&serve);
            }
        }
        let done = child.wait_with_output().unwrap();
        check_journal(&path("out.jsonl.batch"));
        if let Some(code) = done.status.code() {
            assert!(code <= 1, "seed {seed}: {code}: {}", String::from_utf8_lossy(&done.stderr));
            break code;
        }
    };
    let lines = check_results(&output, REQUESTS, seed);
    let failed: Vec<_> =
        lines.iter().filter(|line| line["response"]["status_code"] != 200).collect();
    assert_eq!(statuses(&lines), HashMap::from([(200, REQUESTS)]), "seed {seed}: {failed:#?}");
    assert_eq!(code, 0, "seed {seed}");
    assert_eq!(leftovers(&path("out.jsonl.batch")), Vec::<std::path::PathBuf>::new());
    assert!(!path("out.jsonl.part").exists());
    check_batches(&server, seed);
    killed
}

/// Whatever moment it was killed in, the journal is whole, or not there yet.
fn check_journal(state: &Path) {
    match fs::read(state.join("journal.json")) {
        Ok(text) => {
            let journal: Value = serde_json::from_slice(&text).expect("a journal that can be read");
            assert_eq!(journal["version"], 1);
        }
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
    }
}

/// No key was used twice, and of each shard one batch ran at most.
fn check_batches(server: &Serve, seed: u64) {
    let mut ran: HashMap<String, Vec<String>> = HashMap::new();
    let mut keys: HashMap<String, usize> = HashMap::new();
    for batch in server.run(&["list", "--all", "--json"]).expect(0).json() {
        let key = batch["metadata"]["batch_run_key"].as_str().expect("a key").to_owned();
        if batch["status"] != "failed" {
            let shard = key.rsplit_once("-a").unwrap().0.to_owned();
            ran.entry(shard).or_default().push(batch["id"].to_string());
        }
        *keys.entry(key).or_default() += 1;
    }
    assert!(keys.values().all(|count| *count == 1), "seed {seed}: {keys:?}");
    assert!(ran.values().all(|ids| ids.len() == 1), "seed {seed}: {ran:?}");
    assert!(ran.len() >= REQUESTS / 20);
}
