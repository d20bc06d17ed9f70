//! Validation speed on one core, with floors measured in the same run.
//!
//! `cargo bench -p batch-ext --bench validate [-- MEGABYTES]`

#![allow(clippy::expect_used)]

use std::hint::black_box;
use std::io::{Seek as _, Write as _};
use std::time::{Duration, Instant};

use batch_ext::lines::{Framer, Validator};

fn main() {
    let megabytes = std::env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(150_usize);
    for (name, escapes) in [
        ("prose", false),
        ("prose with line breaks and quotes", true),
    ] {
        let input = input(megabytes * 1_000_000, escapes);
        let bytes = input.len();
        println!("{name}: {} MB, lines of 3 KB", bytes / 1_000_000);
        let floor = best(|| {
            let mut lines = 0_u64;
            let mut framer = Framer::new(1 << 20);
            for chunk in input.chunks(128 << 10) {
                framer.feed(chunk, |line| {
                    lines += 1;
                    black_box(simdutf8::basic::from_utf8(line.bytes).is_ok());
                });
            }
            black_box(lines);
        });
        say("lines and UTF-8 only (floor)", bytes, floor);
        let floor = best(|| {
            let mut framer = Framer::new(1 << 20);
            for chunk in input.chunks(128 << 10) {
                framer.feed(chunk, |line| {
                    black_box(serde_json::from_slice::<serde::de::IgnoredAny>(line.bytes).is_ok());
                });
            }
        });
        say("lines and serde_json's IgnoredAny (floor)", bytes, floor);
        let tokens = best(|| {
            let mut framer = Framer::new(1 << 20);
            for chunk in input.chunks(128 << 10) {
                framer.feed(chunk, |line| {
                    let text = simdutf8::basic::from_utf8(line.bytes).expect("UTF-8");
                    black_box(batch_ext::lines::estimate_tokens(text));
                });
            }
        });
        say("lines, UTF-8 and token estimate only", bytes, tokens);
        let ours = best(|| {
            let report = Validator::new().validate_bytes(&input).expect("in memory");
            assert!(report.summary.requests > 0);
            black_box(report);
        });
        say("validate in memory", bytes, ours);
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&input).expect("room");
        let from_file = best(|| {
            file.rewind().expect("a file");
            let report = Validator::new().validate(&file).expect("a file");
            black_box(report);
        });
        say("validate a file (in the page cache)", bytes, from_file);
        println!(
            "  validate / IgnoredAny: {:.2}",
            ours.as_secs_f64() / floor.as_secs_f64()
        );
    }
}

fn say(what: &str, bytes: usize, time: Duration) {
    println!(
        "  {what:<44} {:>6.2} GB/s",
        bytes as f64 / time.as_secs_f64() / 1e9
    );
}

fn best(mut run: impl FnMut()) -> Duration {
    (0..7)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .expect("seven runs")
}

/// Chat requests of about 3 KB: a short system prompt and a long user message.
fn input(bytes: usize, escapes: bool) -> Vec<u8> {
    let mut input = Vec::with_capacity(bytes + 4_000);
    let mut number = 0;
    while input.len() < bytes {
        let mut text = String::new();
        while text.len() < 2_750 {
            text.push_str("The committee met on Tuesday to weigh the plan for the harbour, which had been postponed twice since spring. ");
            if escapes {
                text.push_str("\"Not yet,\" said the chair.\n\n");
            }
        }
        let line = serde_json::json!({
            "custom_id": format!("request-{number:07}"),
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": "gpt-4.1-mini",
                "temperature": 0.2,
                "max_completion_tokens": 400,
                "messages": [
                    {"role": "system", "content": "Summarise in one sentence."},
                    {"role": "user", "content": text},
                ],
            },
        });
        serde_json::to_writer(&mut input, &line).expect("in memory");
        input.write_all(b"\n").expect("in memory");
        number += 1;
    }
    input
}
