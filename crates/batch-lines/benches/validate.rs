//! Measures the validation speed on one core, and lower bounds in the same run.
//!
//! `cargo bench -p batch-lines --bench validate [-- MEGABYTES]`

#![allow(clippy::expect_used)]

use std::hint::black_box;
use std::io::{Seek as _, Write as _};
use std::time::Duration;

use batch_lines::{Framer, IdIndex, Validator};
use cpu_time::ThreadTime;
use serde::de::IgnoredAny;

/// The name of a variant, and the code it runs.
type Variant<'a> = (&'a str, Box<dyn FnMut() + 'a>);

/// In each round every variant runs once; the best time counts.
const ROUNDS: usize = 15;

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(100_usize);
    for (name, escapes) in [("prose", false), ("prose with line breaks and quotes", true)] {
        let input = input(megabytes * 1_000_000, escapes);
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&input).expect("room");
        let mut variants: [Variant<'_>; 6] = [
            (
                "lines and UTF-8 only (floor)",
                Box::new(|| {
                    each_line(&input, |line| {
                        black_box(simdutf8::basic::from_utf8(line).is_ok());
                    });
                }),
            ),
            (
                "lines and serde_json's IgnoredAny (floor)",
                Box::new(|| {
                    each_line(&input, |line| {
                        black_box(serde_json::from_slice::<IgnoredAny>(line).is_ok());
                    });
                }),
            ),
            (
                "lines, UTF-8 and token estimate only",
                Box::new(|| {
                    each_line(&input, |line| {
                        let text = simdutf8::basic::from_utf8(line).expect("UTF-8");
                        black_box(batch_lines::estimate_tokens(text));
                    });
                }),
            ),
            (
                "read the ids only",
                Box::new(|| {
                    let ids = IdIndex::read_requests(input.as_slice(), 1 << 20);
                    assert!(!black_box(ids.expect("in memory")).is_empty());
                }),
            ),
            (
                "validate in memory",
                Box::new(|| {
                    let report = Validator::new().validate_bytes(&input).expect("in memory");
                    assert!(black_box(report).is_valid());
                }),
            ),
            (
                "validate a file (in the page cache)",
                Box::new(|| {
                    file.rewind().expect("a file");
                    let report = Validator::new().validate(&file).expect("a file");
                    assert!(black_box(report).is_valid());
                }),
            ),
        ];
        let mut best = [Duration::MAX; 6];
        for _ in 0..ROUNDS {
            for ((_, run), best) in variants.iter_mut().zip(&mut best) {
                let start = ThreadTime::now();
                run();
                *best = start.elapsed().min(*best);
            }
        }
        println!("{name}: {} MB, lines of 3 KB", input.len() / 1_000_000);
        for ((name, _), time) in variants.iter().zip(best) {
            let speed = input.len() as f64 / time.as_secs_f64() / 1e9;
            let ratio = time.as_secs_f64() / best[1].as_secs_f64();
            println!("  {name:<44} {speed:>6.2} GB/s of CPU time = {ratio:.2} x IgnoredAny");
        }
    }
}

fn each_line(input: &[u8], mut each: impl FnMut(&[u8])) {
    let mut framer = Framer::new(1 << 20);
    for chunk in input.chunks(128 << 10) {
        framer.feed(chunk, |line| each(line.bytes));
    }
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
                    {"role": "system", "content": "Summarize in one sentence."},
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
