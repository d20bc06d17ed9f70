//! Reads arbitrary bytes, cut at arbitrary places, as result lines: no panic, records that do not
//! depend on the cuts, and a join whose counts add up.
//!
//! `cargo fuzz run results` in `crates/batch-lines`.

#![no_main]

use std::io::Cursor;

use batch_lines::outcome::{Join, OutcomeKind, may_resubmit};
use batch_lines::{ResultDecoder, ResultLine};
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

const MAX_LINE: usize = 256;

fuzz_target!(|input: (Vec<u16>, Vec<u8>)| {
    let (cuts, bytes) = input;
    assert_eq!(records(&cuts, &bytes), records(&[], &bytes));

    for line in bytes.split(|&byte| byte == b'\n') {
        // A tab before a line means nothing, but makes the fast path give up.
        let tabbed = [b"\t", line].concat();
        let ways = [ResultLine::parse(line), ResultLine::parse(&tabbed)];
        let [plain, tabbed] = ways.map(|way| {
            way.ok().map(|line| {
                format!("{line:?} {:?} {}", OutcomeKind::of(&line), may_resubmit(&line))
            })
        });
        assert_eq!(plain, tabbed);
    }

    let mut join = Join::new(["a", "b"].into_iter().collect()).max_line(MAX_LINE);
    join.read(0, bytes.as_slice()).expect("in memory");
    let counts = join.counts();
    let sum = counts.success
        + counts.http_error
        + counts.request_error
        + counts.no_response
        + counts.missing
        + counts.not_sent
        + counts.unknown;
    assert_eq!(sum, 2);
    let mut merged = Vec::new();
    join.write_in_order(&mut [Cursor::new(&bytes)], &mut merged).expect("in memory");
    let ids: Vec<_> = merged
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| ResultLine::parse(line).expect("was read before").custom_id.into_owned())
        .collect();
    assert_eq!(ids, ["a", "b"]);

    // The order of arrival has the same lines, and a merged file joins to the same outcomes.
    let mut arrived = Vec::new();
    join.write_as_arrived([Ok(bytes.as_slice())], &mut arrived).expect("in memory");
    let lines = |file: &[u8]| {
        let mut lines: Vec<_> = file.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&merged), lines(&arrived));
    let mut again = Join::new(["a", "b"].into_iter().collect());
    again.read(0, merged.as_slice()).expect("in memory");
    assert_eq!(again.bad_line_count(), 0);
    for position in 0..2 {
        assert_eq!(again.kind(position), join.kind(position));
        assert!(
            join.may_resubmit(position)
                || !again.may_resubmit(position)
                || join.bad_line_count() > 0
        );
    }
});

/// Reads the bytes in chunks of the given lengths, followed by the rest.
fn records(cuts: &[u16], bytes: &[u8]) -> Vec<String> {
    let mut decoder = ResultDecoder::max_line(MAX_LINE);
    let mut rest = bytes;
    for &cut in cuts {
        let (chunk, after) = rest.split_at(usize::from(cut).min(rest.len()));
        decoder.push(Bytes::copy_from_slice(chunk));
        rest = after;
    }
    decoder.push(Bytes::copy_from_slice(rest));
    decoder.finish();
    std::iter::from_fn(|| decoder.pop())
        .map(|record| match record {
            Ok(record) => {
                let again = ResultLine::parse(record.bytes()).expect("was read before");
                assert_eq!(format!("{again:?}"), format!("{:?}", record.line()));
                let body = again.body().map(|body| body.parse::<AnyMap>().is_ok());
                format!("{} {} {again:?} {body:?}", record.number(), record.offset())
            }
            Err(bad) => format!("{} {} {bad} {:?}", bad.number, bad.offset, bad.text),
        })
        .collect()
}

/// A type that few bodies have.
type AnyMap = std::collections::BTreeMap<String, Option<bool>>;
