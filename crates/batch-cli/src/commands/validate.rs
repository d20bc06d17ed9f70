//! `batch validate`

use std::fs::File;
use std::path::PathBuf;

use crate::batch_lines::{Endpoints, Report, Rules, Validator};
use serde::Serialize;

use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{self, bytes, number};

/// Find everything that the API would refuse, before anything is sent.
///
/// Prints each problem as `file:line: code: message`, with the API's own code. Ends with 0 if there
/// is none, with 1 if there are.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The input: JSON lines.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Hold the file to what one batch may be: one model, one endpoint, the limits of a file.
    /// Without it, the file is checked as `batch run` takes it, which splits.
    #[arg(long)]
    single: bool,

    /// Take any endpoint that begins with a slash, for servers with their own.
    #[arg(long)]
    any_endpoint: bool,

    /// Show this many problems at most; all are counted.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    max_problems: usize,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    file: String,
    line: Option<u64>,
    column: Option<u64>,
    code: &'a str,
    param: Option<&'a str>,
    message: &'a str,
    help: &'a str,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let mut exit = Exit::Ok;
    for path in args.inputs {
        let mut rules = Rules::new().mixed(!args.single);
        if args.any_endpoint {
            rules = rules.endpoints(Endpoints::Any);
        }
        let validator = Validator::with_rules(rules).keep(args.max_problems);
        let file = File::open(&path).map_err(|error| CliError::io("read", &path, error))?;
        let report =
            validator.validate(file).map_err(|error| CliError::io("read", &path, error))?;
        show_problems(global, &path, &report)?;
        if !report.is_valid() {
            exit = Exit::Incomplete;
        } else if !global.json {
            output::note(format!(
                "{}: {} requests, {}, about {} tokens, no problems",
                path.display(),
                number(report.summary.requests),
                bytes(report.bytes),
                number(report.summary.tokens),
            ));
        }
    }
    Ok(exit)
}

/// Prints the problems of a report, each on its line.
pub(crate) fn show_problems(
    global: &Global,
    path: &std::path::Path,
    report: &Report,
) -> Result<(), CliError> {
    let file = path.display();
    for problem in report.problems() {
        if global.json {
            output::json(&JsonProblem {
                file: file.to_string(),
                line: problem.line,
                column: problem.column,
                code: problem.code.as_str(),
                param: problem.param,
                message: &problem.message,
                help: problem.help,
            })?;
        } else {
            let line = problem.line.map(|line| format!("{line}:")).unwrap_or_default();
            output::say(format!(
                "{file}:{line} {}: {}; {}",
                problem.code, problem.message, problem.help
            ))?;
        }
    }
    let hidden = report.problem_count() - report.problems().len() as u64;
    if hidden > 0 {
        output::note(format!("{file}: {} more problems", number(hidden)));
    }
    Ok(())
}
