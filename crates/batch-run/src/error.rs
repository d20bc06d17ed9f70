//! The error type of runs.

use std::io;
use std::path::PathBuf;

use batch_lines::ValidationReport;

/// Why a run ended early. Its progress is in the journal in any case: executing the same run again
/// resumes it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A file or directory could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was attempted, such as `read`.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The API would refuse lines of the input. Nothing was sent.
    #[error(
        "{} has {} problem{} that the API would refuse",
        path.display(),
        report.problem_count(),
        if report.problem_count() == 1 { "" } else { "s" }
    )]
    InvalidInput {
        /// The input.
        path: PathBuf,
        /// All problems of the input.
        report: Box<ValidationReport>,
    },
    /// A setting is out of its range.
    #[error("{0}")]
    Setting(String),
    /// Another process is working on this run.
    #[error("another process is working on the run in {}; wait for it, or stop it", path.display())]
    Locked {
        /// The state directory.
        path: PathBuf,
    },
    /// The journal is damaged or of another version.
    #[error("the journal {} cannot be read: {reason}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The journal belongs to another input or server.
    #[error(
        "the state in {} belongs to another {what}: it was started with {recorded}, this is \
         {found}; use another state directory, or start over",
        path.display()
    )]
    Mismatch {
        /// The state directory.
        path: PathBuf,
        /// `input` or `server`.
        what: &'static str,
        /// What the run was started with.
        recorded: String,
        /// What it was to be resumed with.
        found: String,
    },
    /// The input was modified while the run was in progress.
    #[error(
        "{} was modified after this run had read it; restore it, or start over",
        path.display()
    )]
    InputChanged {
        /// The input.
        path: PathBuf,
    },
    /// The output exists, and this run did not write it.
    #[error("{} already exists; choose another output, or allow it to be replaced", path.display())]
    OutputExists {
        /// The output.
        path: PathBuf,
    },
    /// The run has ended, but the output that it wrote no longer exists.
    #[error("this run has ended, but its output {} no longer exists; start over to run it again", path.display())]
    OutputGone {
        /// The output.
        path: PathBuf,
    },
    /// The server has no batches.
    #[error(
        "this server does not support batches: {base_url}/batches answered {status}; check the \
         base URL, which usually ends in /v1"
    )]
    Unsupported {
        /// The base URL.
        base_url: String,
        /// What it answered: 404, 405 or 501.
        status: u16,
    },
    /// The API refused a call permanently, or was unreachable for too long.
    #[error("cannot {action}: {source}")]
    Api {
        /// What was attempted, such as `upload shard 3`.
        action: String,
        /// What went wrong.
        #[source]
        source: Box<batch_ext::Error>,
    },
    /// The server does not mark the end of a result file, and its size is not known, so that some of
    /// it may be missing.
    #[error("the result file {file_id} may be incomplete: the server does not mark its end")]
    ShortResults {
        /// The file's ID.
        file_id: String,
    },
    /// A mistake in this library.
    #[error("internal error: {0}")]
    Internal(String),
    /// The run was [stopped](crate::Control::stop). Batches under way go on at the server.
    #[error("stopped; {in_flight} batches go on at the server")]
    Stopped {
        /// Batches in flight.
        in_flight: usize,
    },
}

impl RunError {
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    pub(crate) fn api(action: impl Into<String>, source: batch_ext::Error) -> Self {
        Self::Api { action: action.into(), source: Box::new(source) }
    }
}
