//! Requests with distinguishable answers.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Writes `count` requests that use the models in turn.
pub(crate) fn write_requests(path: &Path, count: usize, models: &[&str], salt: u64) {
    let mut text = String::new();
    for n in 0..count {
        let line = json!({
            "custom_id": format!("r-{n}"),
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": models[n % models.len()],
                "messages": [{"role": "user", "content": nonce(n, salt)}],
            },
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}

/// The text that the answer to a request repeats.
fn nonce(n: usize, salt: u64) -> String {
    format!("nonce <{salt:x}.{n}>")
}

/// Checks that every request is in the results exactly once, in order, with its own answer.
/// Returns the lines.
pub(crate) fn check_results(path: &Path, count: usize, salt: u64) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), count, "one line per request");
    for (n, line) in lines.iter().enumerate() {
        assert_eq!(line["custom_id"], format!("r-{n}"), "in input order");
        if line["response"]["status_code"] == 200 {
            // Some servers, and faults, send the body as text.
            let body = line["response"]["body"].to_string();
            assert!(body.contains(&nonce(n, salt)), "the answer to another request: {line}");
        }
    }
    lines
}

/// The number of lines by status; 0 for no response.
pub(crate) fn statuses(lines: &[Value]) -> HashMap<i64, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(line["response"]["status_code"].as_i64().unwrap_or(0)).or_default() += 1;
    }
    counts
}
