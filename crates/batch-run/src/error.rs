//! Why a run stopped before its end.

use std::io;
use std::path::PathBuf;

use batch_lines::Report;

/// Why a run stopped. Whatever it is, what was done so far stands in the journal: the same run,
/// started again, goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A file or directory could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was to be done, such as `read`.
        action: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Lines of the input would be refused by the API. Nothing was sent.
    #[error(
        "{} has {} problem{} that the API would refuse",
        path.display(),
        report.problem_count(),
        if report.problem_count() == 1 { "" } else { "s" }
    )]
    InvalidInput {
        /// The input.
        path: PathBuf,
        /// All that is wrong with it.
        report: Box<Report>,
    },
    /// A setting makes no sense.
    #[error("{0}")]
    Setting(String),
    /// Another process works on this run.
    #[error("another process works on the run in {}; wait for it or stop it", path.display())]
    Locked {
        /// The state directory.
        path: PathBuf,
    },
    /// The journal cannot be understood.
    #[error("the journal {} cannot be read: {reason}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The journal belongs to something else.
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
        /// What it is to go on with.
        found: String,
    },
    /// The input was written to while the run went on.
    #[error(
        "{} has changed since this run began to read it; put it back, or start over",
        path.display()
    )]
    InputChanged {
        /// The input.
        path: PathBuf,
    },
    /// The output is there already, and this run did not write it.
    #[error("{} exists already; name another output, or say that it may be replaced", path.display())]
    OutputExists {
        /// The output.
        path: PathBuf,
    },
    /// The run has ended, but the output it wrote is not there any more.
    #[error("this run has ended, but its output {} is gone; start over to run it again", path.display())]
    OutputGone {
        /// The output.
        path: PathBuf,
    },
    /// The server has no batches.
    #[error(
        "batches are not supported by this server: {base_url}/batches answered {status}; check \
         the base URL, which mostly ends in /v1"
    )]
    Unsupported {
        /// The base URL.
        base_url: String,
        /// What it answered: 404, 405 or 501.
        status: u16,
    },
    /// The API refused something for good, or was out of reach for too long.
    #[error("cannot {action}: {source}")]
    Api {
        /// What was to be done, such as `upload shard 3`.
        action: String,
        /// What went wrong.
        #[source]
        source: Box<batch_ext::Error>,
    },
    /// A mistake in this library.
    #[error("internal error: {0}")]
    Internal(String),
    /// The run was [stopped](crate::Control::stop). Batches under way go on at the server.
    #[error("stopped; {in_flight} batches go on at the server")]
    Stopped {
        /// Batches that are under way.
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
