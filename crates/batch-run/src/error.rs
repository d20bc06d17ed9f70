//! Why a run ended without a result file.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use batch_lines::ValidationReport;

/// Why a run ended early. Whatever the reason, what was done so far is on disk: executing the same
/// run again resumes it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A file or directory could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
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
        /// Everything that is wrong with it.
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
    /// The state directory holds something else.
    #[error(
        "{} is not empty and was not made by a run; choose another state directory",
        path.display()
    )]
    ForeignState {
        /// The directory.
        path: PathBuf,
    },
    /// A file of the state directory is missing or damaged.
    #[error("the run's state is damaged: {}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The state belongs to something else.
    #[error(
        "the state in {} belongs to another {what}: it was started with {recorded}, and this is \
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
    #[error("{} was modified after this run had read it; restore it, or start over", path.display())]
    InputChanged {
        /// The input.
        path: PathBuf,
    },
    /// The output cannot be written there.
    #[error("cannot write the output {}: {problem}", path.display())]
    Output {
        /// The output.
        path: PathBuf,
        /// Why not.
        problem: OutputProblem,
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
    /// The server refused something that concerns the whole run, or was out of reach for too long.
    #[error("cannot {action}: {source}")]
    Api {
        /// What was attempted, such as `poll batch`.
        action: &'static str,
        /// What went wrong.
        source: Arc<batch_ext::Error>,
    },
    /// The run was [stopped](super::Control::stop).
    #[error("stopped; {in_flight} batches continue on the server")]
    Stopped {
        /// Batches in flight.
        in_flight: usize,
    },
    /// A bug in this library.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}

impl RunError {
    /// What the API said, if that is the reason.
    #[must_use]
    pub fn api(&self) -> Option<&batch_ext::Error> {
        match self {
            Self::Api { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Why an output cannot be written at its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutputProblem {
    /// A file is there, and no run has left a state that says it wrote it.
    #[error("it exists, and there is no state of a run that wrote it")]
    Exists,
    /// The run has written it, has ended with success, and keeps no results.
    #[error("the run has ended, and the file that it wrote is not there any more")]
    Gone,
    /// There is a directory.
    #[error("it is a directory")]
    Directory,
    /// There is a device, a pipe or the like.
    #[error("it is not a regular file")]
    NotAFile,
    /// It is the input, perhaps by another name.
    #[error("it is the input")]
    Input,
    /// It would be in a directory that does not exist.
    #[error("its directory does not exist")]
    NoDirectory,
    /// It is the state directory.
    #[error("it is the state directory")]
    State,
    /// It would be in the state directory.
    #[error("it lies within the state directory")]
    WithinState,
}

/// A failed operation on a file.
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot {action} {}: {source}", path.display())]
#[non_exhaustive]
pub struct FileError {
    /// What was attempted, such as `read`.
    pub action: &'static str,
    /// The file or directory.
    pub path: PathBuf,
    /// The error of the system.
    pub source: Arc<io::Error>,
}

impl FileError {
    /// Wraps an error of the system.
    pub(crate) fn of(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self { action, path, source: Arc::new(source) }
    }
}

/// The error for a fault that ended a run.
pub(crate) fn of_source(
    action: &'static str,
    source: Option<Arc<dyn Error + Send + Sync>>,
    message: String,
) -> RunError {
    let Some(source) = source else {
        return RunError::Internal(format!("cannot {action}: {message}"));
    };
    if let Some(file) = source.downcast_ref::<FileError>() {
        return file.clone().into();
    }
    if let Some(RunError::InputChanged { path }) = source.downcast_ref::<RunError>() {
        return RunError::InputChanged { path: path.clone() };
    }
    match downcast(source) {
        Some(source) => RunError::Api { action, source },
        None => RunError::Internal(format!("cannot {action}: {message}")),
    }
}

fn downcast(source: Arc<dyn Error + Send + Sync>) -> Option<Arc<batch_ext::Error>> {
    source.downcast_ref::<Shared>().map(|shared| Arc::clone(&shared.0))
}

/// An API error that is shared: `Arc<dyn Error>` cannot be downcast to an `Arc` of its own.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Shared(pub(crate) Arc<batch_ext::Error>);
