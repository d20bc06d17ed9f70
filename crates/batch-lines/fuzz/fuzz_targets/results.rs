//! Arbitrary bytes, cut at arbitrary places, read as result lines: no panic, the same records
//! whatever the cuts, and a join that adds up.
//!
//! `cargo fuzz run results` in `crates/batch-ext`.

#![no_main]

use std::io::Cursor;

use batch_lines::outcome::Join;
use batch_lines::{ResultDecoder, ResultLine};
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

const MAX_LINE: usize = 256;

fuzz_target!(|input: (Vec<u16>, Vec<u8>)| {
    let (cuts, bytes) = input;
    assert_eq!(records(&cuts, &bytes), records(&[], &bytes));

    for line in bytes.split(|&byte| byte == b'\n') {
        // A tab before a line says nothing, but sends it another way through the reader.
        let tabbed = [b"\t", line].concat();
        let ways = [ResultLine::parse(line), ResultLine::parse(&tabbed)];
        let [plain, tabbed] = ways.map(|way| way.ok().map(|line| format!("{line:?}")));
        assert_eq!(plain, tabbed);
    }

    let mut join = Join::new(["a", "b"].into_iter().collect()).max_line(MAX_LINE);
    join.read(0, bytes.as_slice()).expect("in memory");
    let counts = join.counts();
    let sum = counts.success
        + counts.http_error
        + counts.request_error
        + counts.no_response
        + counts.missing;
    assert_eq!(sum, 2);
    let mut merged = Vec::new();
    join.write_in_order(&mut [Cursor::new(&bytes)], &mut merged).expect("in memory");
    let ids: Vec<_> = merged
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| ResultLine::parse(line).expect("was read before").custom_id.into_owned())
        .collect();
    assert_eq!(ids, ["a", "b"]);
});

/// Cuts the bytes into chunks of the lengths given, and the rest, and reads them.
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

/// Some type that few bodies are of.
type AnyMap = std::collections::BTreeMap<String, Option<bool>>;
