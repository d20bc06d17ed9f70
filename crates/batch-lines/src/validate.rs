//! Validation of a whole input.

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::check::Checker;
use crate::frame::{Framer, RawLine, drive};
use crate::ids::{IdIndex, IdIndexFull};
use crate::problem::{Code, Problem};
use crate::rules::Rules;
use crate::summary::Summary;

/// Checks a whole input before it is sent and reports all of its problems.
///
/// The input is read once. Memory is one line, an [`IdIndex`] and the problems kept. UTF-8 and
/// JSON are checked to the last byte, but no tree is built and little is copied.
///
/// ```
/// use batch_lines::{Code, Validator};
///
/// let input = concat!(
///     r#"{"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"m","input":"x"}}"#, "\n",
///     r#"{"custom_id":"a","method":"GET","url":"/v1/embeddings","body":{"model":"m","input":"y"}}"#, "\n",
/// );
/// let report = Validator::new().validate(input.as_bytes())?;
/// assert!(!report.is_valid());
/// assert_eq!(report.problem_count(), 2);
/// assert_eq!(report.problems()[0].code, Code::DuplicateCustomId);
/// assert_eq!(report.problems()[1].to_string(),
///     r#"2: invalid_method: "GET" is not POST; set method to POST"#);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Validator {
    rules: Rules,
    keep: usize,
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}

impl Validator {
    /// How many problems a report keeps by default.
    pub const DEFAULT_KEPT: usize = 1_000;

    /// Creates a validator of one batch input file, with [`Rules::default`].
    pub fn new() -> Self {
        Self::with_rules(Rules::default())
    }

    /// Creates a validator with other rules.
    pub fn with_rules(rules: Rules) -> Self {
        Self { rules, keep: Self::DEFAULT_KEPT }
    }

    /// Sets how many problems to keep; all are counted. Defaults to
    /// [`DEFAULT_KEPT`](Self::DEFAULT_KEPT).
    pub fn keep(mut self, problems: usize) -> Self {
        self.keep = problems;
        self
    }

    /// Reads an input to its end. The reader needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If reading fails, or the input has more lines than an [`IdIndex`] holds. Problems of the
    /// input are no errors; they are in the report.
    pub fn validate<R: Read>(&self, reader: R) -> io::Result<ValidationReport> {
        let mut inspection = self.inspection();
        let mut framer = Framer::new(self.rules.limits.line_bytes);
        drive(&mut framer, reader, |line| {
            inspection.line(&line);
        })?;
        let bytes = framer.position();
        framer.finish(|line| {
            inspection.line(&line);
        });
        inspection.finish(bytes).map(|(report, _)| report)
    }

    /// Checks an input that is in memory, without copying it.
    ///
    /// # Errors
    ///
    /// If the input has more lines than an [`IdIndex`] holds.
    pub fn validate_bytes(&self, input: &[u8]) -> io::Result<ValidationReport> {
        let mut inspection = self.inspection();
        let mut framer = Framer::new(self.rules.limits.line_bytes);
        framer.feed(input, |line| {
            inspection.line(&line);
        });
        framer.finish(|line| {
            inspection.line(&line);
        });
        inspection.finish(input.len() as u64).map(|(report, _)| report)
    }

    pub(crate) fn inspection(&self) -> Inspection {
        Inspection {
            checker: Checker::new(self.rules.clone()),
            report: ValidationReport { keep: self.keep, ..ValidationReport::default() },
            full: None,
        }
    }
}

/// A validation in progress.
#[derive(Debug)]
pub(crate) struct Inspection {
    pub(crate) checker: Checker,
    report: ValidationReport,
    full: Option<IdIndexFull>,
}

impl Inspection {
    /// Checks the next line. If it is valid, returns the group of the summary to which it was
    /// added, and its share.
    pub(crate) fn line(&mut self, line: &RawLine<'_>) -> Option<(usize, crate::summary::Weight)> {
        let mut examined = self.checker.examine(line);
        let group = match self.checker.commit(&examined) {
            Ok(group) => group,
            Err(full) => {
                self.full = Some(full);
                None
            }
        };
        let weight = examined.weight();
        for problem in examined.problems.drain(..) {
            self.report.add(problem);
        }
        self.report.lines += 1;
        Some((group?, weight))
    }

    /// Skips the next line, which takes up a position.
    pub(crate) fn skip(&mut self) {
        if let Err(full) = self.checker.ids.skip() {
            self.full = Some(full);
        }
    }

    pub(crate) fn finish(self, bytes: u64) -> io::Result<(ValidationReport, IdIndex)> {
        let Self { checker, mut report, full } = self;
        if let Some(full) = full {
            return Err(io::Error::other(full));
        }
        let rules = &checker.rules;
        report.bytes = bytes;
        let of_file = |code, message: String, help| Problem {
            line: None,
            column: None,
            offset: None,
            code,
            param: None,
            message,
            help,
        };
        if report.lines == 0 {
            report.add(of_file(
                Code::EmptyFile,
                "the input has no requests".to_owned(),
                "write one request per line",
            ));
        }
        if !rules.mixed {
            let limits = &rules.limits;
            let summary = checker.tally.summary();
            let tokens = limits.tokens.unwrap_or(u64::MAX);
            for (code, what, found, limit) in [
                (Code::TooManyTasks, "requests", report.lines, limits.requests),
                (Code::FileTooLarge, "bytes", bytes, limits.bytes),
                (
                    Code::TooManyTasks,
                    "embedding inputs",
                    summary.embedding_inputs,
                    limits.embedding_inputs,
                ),
                (Code::TokenLimitExceeded, "estimated tokens", summary.tokens, tokens),
            ] {
                if found > limit {
                    report.add(of_file(
                        code,
                        format!("the input has {found} {what}; the limit for a batch is {limit}"),
                        "split the input into several batches",
                    ));
                }
            }
        }
        report.summary = checker.tally.into_summary();
        Ok((report, checker.ids))
    }
}

/// The result of a validation.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ValidationReport {
    /// The totals of the valid lines.
    pub summary: Summary,
    /// The number of lines that are not blank, valid or not.
    pub lines: u64,
    /// The size of the input in bytes.
    pub bytes: u64,
    problems: Vec<Problem>,
    keep: usize,
    counts: BTreeMap<Code, u64>,
}

impl ValidationReport {
    /// Whether the input has no problems.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.counts.is_empty()
    }

    /// The problems kept, in input order; those of the whole file come last.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The number of problems, kept or not.
    #[must_use]
    pub fn problem_count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The number of problems with each code.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<Code, u64> {
        &self.counts
    }

    fn add(&mut self, problem: Problem) {
        *self.counts.entry(problem.code).or_default() += 1;
        if self.problems.len() < self.keep {
            self.problems.push(problem);
        }
    }
}
