//! `batch validate`

use std::fs::File;
use std::path::PathBuf;

use batch_run::batch_lines::{Endpoints, Rules, Validator};

use crate::error::CliError;
use crate::exit::Exit;
use crate::human::{bytes, count};
use crate::printer::Printer;
use crate::show;

/// Check files of requests for problems that the API would reject
///
/// Prints each problem as `FILE:LINE: CODE: MESSAGE`, with the code that the API uses. Nothing is
/// sent.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch validate requests.jsonl
  batch validate --single requests.jsonl --json | jq -r .code | sort | uniq -c")]
pub(crate) struct Args {
    /// Files of requests in JSON Lines format
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Apply the limits of a single batch: one model, one endpoint, number of requests, file size
    ///
    /// `batch run` splits a file that exceeds them, `batch create` does not.
    #[arg(long)]
    single: bool,

    /// Accept any endpoint path, not only the ones that OpenAI documents
    #[arg(long)]
    any_endpoint: bool,

    /// Maximum number of problems to print; all are counted
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    max_problems: usize,
}

pub(crate) fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let mut exit = Exit::Success;
    for path in &args.inputs {
        let mut rules = Rules::new().mixed(!args.single);
        if args.any_endpoint {
            rules = rules.endpoints(Endpoints::Any);
        }
        let validator = Validator::with_rules(rules).keep(args.max_problems);
        let read = |error| CliError::io("read", path, error);
        let report = validator.validate(File::open(path).map_err(read)?).map_err(read)?;
        show::problems::show(printer, path, &report)?;
        if !report.is_valid() {
            exit = Exit::Incomplete;
        } else if !printer.is_json() {
            printer.note(format!(
                "{}: {}, {}, about {}, no problems",
                path.display(),
                count(report.summary.requests, "request"),
                bytes(report.bytes),
                count(report.summary.tokens, "token"),
            ));
        }
    }
    Ok(exit)
}
