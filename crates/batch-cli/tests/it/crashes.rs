//! Crashes: the real binary, killed and stopped at random moments, against a server with faults.
//!
//! Runs few seeds by default. `BATCH_CRASH_KILLS=500 BATCH_CRASH_STOPS=200` runs more.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::requests::{check_results, statuses, write_requests};
use crate::support::serve::Serve;
use crate::support::{leftovers, text};

const REQUESTS: usize = 240;

/// How often the processes of one or many runs were ended early.
#[derive(Clone, Copy, Default)]
struct Ends {
    kills: usize,
    stops: usize,
    /// The longest that a process took to stop.
    slowest: Duration,
}

#[test]
fn nothing_is_lost_or_paid_twice_however_often_it_is_killed_or_stopped() {
    let wanted = |name: &str, default| {
        std::env::var(name).ok().map_or(default, |text| text.parse::<usize>().expect("a number"))
    };
    let (kills, stops) = (wanted("BATCH_CRASH_KILLS", 12), wanted("BATCH_CRASH_STOPS", 5));
    let first = wanted("BATCH_CRASH_SEED", 1) as u64;
    let (mut all, mut seed) = (Ends::default(), first);
    while all.kills < kills || all.stops < stops || seed < first + 2 {
        let begin = Instant::now();
        let ends = one_run(seed);
        let seconds = begin.elapsed().as_secs_f64();
        println!("seed {seed}: {} kills, {} stops, {seconds:.1} s", ends.kills, ends.stops);
        all.kills += ends.kills;
        all.stops += ends.stops;
        all.slowest = all.slowest.max(ends.slowest);
        seed += 1;
    }
    let (kills, stops, runs) = (all.kills, all.stops, seed - first);
    println!("{kills} kills and {stops} stops over {runs} runs; slowest stop {:?}", all.slowest);
}

/// Transient faults of every kind, drawn from the seed.
fn faults(seed: u64) -> Value {
    let rule = |on: &[&str], probability: f64, effect: Value| json!({"on": on, "probability": probability, "effect": effect});
    let mut rules = vec![
        rule(&["createBatch"], 1.0, json!({"line_delay": {"ms": 10}})),
        rule(&[], 0.02, json!("reset_before")),
        rule(&[], 0.02, json!({"status": {"code": 429, "headers": {"retry-after-ms": "20"}}})),
        rule(&[], 0.01, json!({"html": {"status": 502}})),
        rule(&["listBatches"], 1.0, json!({"list_lag": {"ms": 60}})),
        rule(&["createFile"], 0.1, json!("reset_after")),
        rule(&["createBatch"], 0.1, json!("reset_after")),
        rule(&["createBatch"], 0.05, json!({"status": {"code": 500, "after": true}})),
        rule(&["createBatch"], 0.05, json!({"html": {"status": 502, "after": true}})),
        rule(&["createBatch"], 0.05, json!({"html": {"status": 200, "after": true}})),
        rule(&["createBatch"], 0.05, json!({"cut_body": {"bytes": 30}})),
        rule(&["createBatch"], 0.05, json!("garbage")),
        rule(&["createBatch"], 0.1, json!("token_limit_exceeded")),
        rule(&["createBatch"], 0.1, json!("file_not_found")),
        rule(&["createBatch"], 0.2, json!({"late_results": {"retrieves": 2}})),
        rule(&["createBatch"], 0.3, json!({"line_status": {"status": 503, "share": 0.1}})),
        rule(&["createBatch"], 0.3, json!({"line_status": {"status": 0, "share": 0.1}})),
        rule(
            &["createBatch"],
            0.2,
            json!({"line_error": {"code": "request_timeout", "share": 0.1}}),
        ),
        rule(&["createBatch"], 0.2, json!({"repeated_lines": {"share": 0.1}})),
        rule(&["createBatch"], 0.1, json!("wrong_counts")),
        rule(&["retrieveBatch"], 0.05, json!({"status": {"code": 404}})),
        rule(&["retrieveBatch"], 0.05, json!({"html": {"status": 404}})),
        rule(&["retrieveBatch"], 0.05, json!("garbage")),
        rule(&["downloadFile"], 0.2, json!({"cut_body": {"bytes": 900}})),
        rule(&["downloadFile"], 0.1, json!({"truncate": {"bytes": 700}})),
        rule(&["downloadFile"], 0.1, json!({"html": {"status": 200}})),
    ];
    if leaves_out_lines(seed) {
        rules.push(rule(&["createBatch"], 0.2, json!({"missing_lines": {"share": 0.1}})));
    }
    json!({"seed": seed, "rules": rules})
}

/// Whether the server answers requests and then leaves the answers out of a complete result file. To
/// send such a request again is right, and pays for it twice.
fn leaves_out_lines(seed: u64) -> bool {
    seed.is_multiple_of(2)
}

fn one_run(seed: u64) -> Ends {
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
        "300ms",
        "--outage-limit",
        "3s",
    ];
    let mut random = fastrand::Rng::with_seed(seed);
    let mut ends = Ends::default();
    let mut asked = 0;
    let code = loop {
        let mut command = server.command(&args);
        // Still unknown after it was asked for so often: a create that was never sent, because its
        // process was killed at that moment, for the second time.
        if asked > 3 {
            command.arg("--resend-unknown");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // Later and later, so that it comes to an end.
        let wait =
            Duration::from_millis(random.u64(5..150 + 60 * (ends.kills + ends.stops) as u64));
        let begin = Instant::now();
        while begin.elapsed() < wait && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let mut stopped = None;
        if child.try_wait().unwrap().is_none() {
            if random.u8(0..3) == 0 {
                interrupt(&child);
                stopped = Some(Instant::now());
            } else {
                child.kill().unwrap();
                ends.kills += 1;
            }
            // The server may crash together with its client.
            if stopped.is_none() && random.u8(0..4) == 0 {
                // A server that starts anew counts its calls anew: other trouble for the same ones.
                let other = random.u64(..) / 2 * 2 + seed % 2;
                fs::write(&plan, faults(other).to_string()).unwrap();
                server = server.restart(&serve);
            }
        }
        let done = child.wait_with_output().unwrap();
        check_state(&path("out.jsonl.batch"));
        let message = String::from_utf8_lossy(&done.stderr);
        match (done.status.code(), stopped) {
            (Some(130), Some(since)) => {
                ends.stops += 1;
                ends.slowest = ends.slowest.max(since.elapsed());
            }
            // Before it can be stopped in good order, a signal ends it at once.
            (None, _) => {}
            // A result file that was cut twice at the same place is no evidence, nor is a create that
            // was not found. The next process asks again.
            (Some(1), _) if fs::read_to_string(&output).unwrap().contains("outcome_unknown") => {
                asked += 1;
                assert!(asked < 20, "seed {seed}: {message}");
            }
            (Some(code), _) => {
                assert!(code <= 1, "seed {seed}: {code}: {message}");
                break code;
            }
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
    check_ledger(&server, seed);
    let calls = server.debug("calls");
    assert_eq!(calls["cancelBatch"], 0, "a stop cancels nothing: {calls}");
    let files = server.run(&["files", "list", "--purpose", "batch", "--json"]).json();
    assert!(files.is_empty(), "seed {seed}: {files:?}");
    ends
}

/// Asks a process to stop, as Ctrl-C does.
fn interrupt(child: &Child) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
}

/// Whatever moment it was killed in, the state is whole, or not there yet.
fn check_state(state: &Path) {
    let Ok(text) = fs::read(state.join("run.json")) else { return };
    let run: Value = serde_json::from_slice(&text).expect("a head that can be read");
    let rounds = run["rounds"].as_array().expect("rounds").len();
    if run["ended"] == true {
        return;
    }
    for number in 0..rounds {
        let text = fs::read(state.join(format!("rounds/round-{number}.json"))).expect("a round");
        let round: Value = serde_json::from_slice(&text).expect("a round that can be read");
        for index in 0..round["shards"].as_array().expect("shards").len() {
            let record = state.join(format!("shards/r{number}-s{index}.json"));
            let record = fs::read(&record).expect("a record");
            serde_json::from_slice::<Value>(&record).expect("a record that can be read");
        }
    }
}

/// No request was paid for twice, unless the server left its answer out.
fn check_ledger(server: &Serve, seed: u64) {
    if leaves_out_lines(seed) {
        return;
    }
    let ledger = server.debug("ledger");
    let mut paid: HashMap<String, u64> = HashMap::new();
    for entry in ledger["entries"].as_array().expect("entries") {
        let id = entry["custom_id"].as_str().expect("an id").to_owned();
        *paid.entry(id).or_default() += entry["paid"].as_u64().expect("a number");
    }
    assert_eq!(paid.len(), REQUESTS, "seed {seed}");
    let twice: Vec<_> = paid.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "seed {seed}: {twice:?}");
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
