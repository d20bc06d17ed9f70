//! Validates batch input files and prints every problem.
//!
//! `cargo run -p batch-lines --example validate -- requests.jsonl...`

use std::env;
use std::error::Error;
use std::fs::File;
use std::process::ExitCode;

use batch_lines::Validator;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut exit = ExitCode::SUCCESS;
    for path in env::args().skip(1) {
        let report = Validator::new().validate(File::open(&path)?)?;
        for problem in report.problems() {
            println!("{path}:{problem}");
        }
        let more = report.problem_count() - report.problems().len() as u64;
        if more > 0 {
            println!("{path}: {more} more problems");
        }
        println!("{path}: {} of {} requests are valid", report.summary.requests, report.lines);
        if !report.is_valid() {
            exit = ExitCode::FAILURE;
        }
    }
    Ok(exit)
}
