//! The money rule: when a request without a result line counts as not answered.
//!
//! A request is sent again only on evidence that it was not answered. A result line that reports a
//! transient failure is evidence by itself. For a request without a line, the evidence is that its
//! batch is final and that the result files are known to be complete.

use serde::{Deserialize, Serialize};

/// The final state of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Final {
    pub(crate) status: String,
    pub(crate) completed: bool,
    pub(crate) output: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) counts: Option<Counts>,
}

/// A batch's `request_counts`. They are only a hint, because some servers count wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) completed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) fn answered(self) -> u64 {
        self.completed.saturating_add(self.failed)
    }
}

/// A result file that was fetched and kept on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fetched {
    pub(crate) bytes: u64,
    /// Hash of its bytes.
    pub(crate) sha256: String,
    /// Whether the transfer proved that the file is whole: it had the announced length, or its end was
    /// marked.
    pub(crate) framed: bool,
    /// Lines that are not blank.
    pub(crate) lines: u64,
    /// Lines that are not result lines.
    pub(crate) unreadable: u64,
}

impl Fetched {
    /// Whether it is something else than a result file, such as an error page of a proxy.
    pub(crate) fn is_foreign(&self) -> bool {
        self.lines > 0 && self.unreadable == self.lines
    }
}

/// The result files of a final batch: `None` for one that is not named or could not be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Files {
    pub(crate) output: Option<Fetched>,
    pub(crate) error: Option<Fetched>,
}

impl Files {
    fn present(&self) -> impl Iterator<Item = &Fetched> {
        self.output.iter().chain(&self.error)
    }
}

/// Whether a request without a line in these files was certainly not answered.
pub(crate) fn is_complete(batch: &Final, files: &Files) -> bool {
    if files.present().any(|file| file.unreadable > 0) {
        return false;
    }
    let lines: u64 = files.present().map(|file| file.lines).sum();
    let counts = batch.counts.filter(|counts| lines == counts.answered());
    // A file whose end is not marked is whole if the counts account for every line in it.
    let whole = |file: &Fetched| file.framed || (counts.is_some() && lines > 0);
    let output = match (&batch.output, &files.output) {
        (Some(_), Some(file)) => whole(file),
        // Answers are in the output file. One that was not fetched may hold answers, unless the server
        // says that there are none.
        _ => batch
            .counts
            .is_some_and(|counts| counts.completed == 0 && (counts.failed > 0 || !batch.completed)),
    };
    let error = match (&batch.error, &files.error) {
        // An error file that is not named yet may hold the failures that were counted.
        (None, _) => batch.counts.is_none_or(|said| said.failed == 0) || counts.is_some(),
        (Some(_), Some(file)) => whole(file),
        // Some servers name an error file that does not exist. Counts without failures are believed
        // only if they account for every line in the output file.
        (Some(_), None) => {
            counts.is_some_and(|said| said.failed == 0 && (said.completed > 0 || !batch.completed))
        }
    };
    output && error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(completed: bool, output: bool, error: bool, counts: Option<(u64, u64)>) -> Final {
        Final {
            status: if completed { "completed" } else { "expired" }.into(),
            completed,
            output: output.then(|| "file-out".into()),
            error: error.then(|| "file-err".into()),
            counts: counts.map(|(completed, failed)| Counts { total: 10, completed, failed }),
        }
    }

    fn file(lines: u64, framed: bool, unreadable: u64) -> Option<Fetched> {
        Some(Fetched { bytes: lines * 100, sha256: String::new(), framed, lines, unreadable })
    }

    #[test]
    fn files_of_known_length_are_complete_whatever_the_counts_say() {
        for counts in [None, Some((10, 0)), Some((0, 0))] {
            let files = Files { output: file(7, true, 0), error: None };
            assert!(is_complete(&batch(true, true, false, counts), &files), "{counts:?}");
        }
    }

    #[test]
    fn a_file_of_unknown_length_is_complete_only_if_the_counts_agree() {
        let files = Files { output: file(7, false, 0), error: None };
        assert!(!is_complete(&batch(true, true, false, None), &files));
        assert!(!is_complete(&batch(true, true, false, Some((8, 0))), &files));
        assert!(is_complete(&batch(true, true, false, Some((6, 1))), &files));
    }

    #[test]
    fn a_file_that_could_not_be_fetched_is_no_evidence() {
        let files = Files { output: file(7, true, 0), error: None };
        assert!(!is_complete(&batch(true, true, true, Some((7, 3))), &files));
        assert!(!is_complete(&batch(true, true, true, Some((0, 0))), &files));
        assert!(!is_complete(&batch(true, true, true, Some((8, 0))), &files));
        assert!(is_complete(&batch(true, true, true, Some((7, 0))), &files));
        let files = Files { output: None, error: file(3, true, 0) };
        assert!(!is_complete(&batch(true, true, true, None), &files));
    }

    #[test]
    fn an_output_file_that_is_not_named_yet_may_hold_answers() {
        let files = Files { output: None, error: file(3, true, 0) };
        assert!(!is_complete(&batch(true, false, true, None), &files));
        assert!(!is_complete(&batch(true, false, true, Some((7, 3))), &files));
        assert!(is_complete(&batch(true, false, true, Some((0, 10))), &files));
    }

    #[test]
    fn an_error_file_that_is_not_named_yet_may_hold_the_failures_that_were_counted() {
        let files = Files { output: file(7, true, 0), error: None };
        assert!(!is_complete(&batch(true, true, false, Some((7, 3))), &files));
        assert!(!is_complete(&batch(true, false, false, Some((0, 10))), &Files::default()));
        assert!(is_complete(&batch(true, true, false, Some((7, 0))), &files));
    }

    #[test]
    fn no_files_at_all_are_complete_only_if_the_server_says_that_nothing_was_answered() {
        let none = Files::default();
        assert!(!is_complete(&batch(true, false, false, None), &none));
        assert!(!is_complete(&batch(true, false, false, Some((0, 0))), &none));
        assert!(!is_complete(&batch(false, false, false, None), &none));
        assert!(!is_complete(&batch(false, false, false, Some((2, 0))), &none));
        assert!(is_complete(&batch(false, false, false, Some((0, 0))), &none));
    }

    #[test]
    fn an_unreadable_line_may_be_anybodys() {
        let files = Files { output: file(10, true, 1), error: None };
        assert!(!is_complete(&batch(true, true, false, Some((10, 0))), &files));
    }
}
