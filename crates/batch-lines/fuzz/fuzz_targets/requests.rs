//! Reads arbitrary bytes in arbitrary portions as request lines: no panic, a report that does not
//! depend on the portions, and shards that are valid inputs themselves.
//!
//! `cargo fuzz run requests` in `crates/batch-lines`.

#![no_main]

use std::io::{Cursor, Read};

use batch_lines::{Endpoints, IdIndex, Limits, Planner, Rules, Validator};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, Vec<u8>)| {
    let (portion, requests, bytes) = input;
    let mut limits = Limits::default();
    limits.requests = u64::from(requests).max(1);
    limits.bytes = 4_096;
    limits.line_bytes = 1_024;
    let rules = Rules::new().endpoints(Endpoints::Any).limits(limits.clone());

    let validator = Validator::with_rules(rules.clone());
    let whole = validator.validate_bytes(&bytes).expect("few lines");
    let read =
        validator.validate(Portions(&bytes, usize::from(portion).max(1))).expect("in memory");
    assert_eq!(whole.problems(), read.problems());
    assert_eq!(whole.summary, read.summary);

    // A tab before each line means nothing, but makes the fast path give up.
    let mut tabbed = Vec::new();
    for line in bytes.split(|&byte| byte == b'\n') {
        tabbed.extend_from_slice(b"\t");
        tabbed.extend_from_slice(line);
        tabbed.push(b'\n');
    }
    let mixed = Rules::new().endpoints(Endpoints::Any).mixed(true);
    let [plain, tabbed] = [&bytes, &tabbed].map(|bytes| {
        let validator = Validator::with_rules(mixed.clone());
        validator.validate_bytes(bytes).expect("few lines")
    });
    assert_eq!(plain.counts(), tabbed.counts());
    assert_eq!(plain.summary.tokens, tabbed.summary.tokens);
    assert_eq!(plain.summary.embedding_inputs, tabbed.summary.embedding_inputs);

    let planner = Planner::new().endpoints(Endpoints::Any).limits(limits);
    let plan = planner.plan(bytes.as_slice()).expect("in memory");
    let mut lines = plan.refused.total_len();
    for shard in &plan.shards {
        let mut text = Vec::new();
        shard.reader(Cursor::new(&bytes)).read_to_end(&mut text).expect("in memory");
        assert_eq!(text.len() as u64, shard.byte_len());
        let report = validator.validate_bytes(&text).expect("few lines");
        assert!(report.is_valid(), "{:?}", report.problems());
        assert_eq!(report.summary.requests, shard.requests);
        lines += shard.requests;
    }
    assert_eq!(lines, plan.ids.len() as u64);

    // Reading only the ids finds the ids that planning finds.
    let ids = IdIndex::read_requests(bytes.as_slice(), 1_024).expect("in memory");
    assert!(ids.iter().eq(plan.ids.iter()));
});

struct Portions<'a>(&'a [u8], usize);

impl Read for Portions<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(buffer.len());
        self.0.read(&mut buffer[..size])
    }
}
