//! The problems of an input.

use std::path::Path;

use batch_run::batch_lines::ValidationReport;
use serde::Serialize;

use crate::error::CliError;
use crate::human::count;
use crate::printer::Printer;

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

/// Prints each problem on a line.
pub(crate) fn show(
    printer: Printer,
    path: &Path,
    report: &ValidationReport,
) -> Result<(), CliError> {
    let file = path.display();
    for problem in report.problems() {
        if printer.is_json() {
            printer.json(&JsonProblem {
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
            printer.line(format!(
                "{file}:{line} {}: {}; {}",
                problem.code, problem.message, problem.help
            ))?;
        }
    }
    let hidden = report.problem_count() - report.problems().len() as u64;
    if hidden > 0 {
        printer.note(format!("{file}: {} not shown", count(hidden, "more problem")));
    }
    Ok(())
}
