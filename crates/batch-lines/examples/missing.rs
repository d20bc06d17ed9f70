//! Joins the result files of a batch with its input and prints the requests without a result.
//!
//! `cargo run -p batch-lines --example missing -- requests.jsonl output.jsonl errors.jsonl`

use std::env;
use std::error::Error;
use std::fs::File;
use std::process::ExitCode;

use batch_lines::outcome::{Join, OutcomeKind};
use batch_lines::{IdIndex, Limits};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut paths = env::args().skip(1);
    let input = paths.next().ok_or("usage: missing INPUT [RESULTS]...")?;
    let ids = IdIndex::read_requests(File::open(input)?, Limits::DEFAULT_LINE_BYTES)?;

    let mut join = Join::new(ids);
    for (source, path) in (0..).zip(paths) {
        join.read(source, File::open(path)?)?;
    }

    for custom_id in join.missing() {
        println!("missing: {custom_id:?}");
    }
    for custom_id in join.of_kind(OutcomeKind::Unknown) {
        println!("unknown: {custom_id:?}");
    }
    let counts = join.counts();
    eprintln!("{} succeeded, {} may be sent again", counts.success, counts.may_resubmit);
    let complete = counts.missing + counts.unknown == 0;
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
