//! The error type of all commands.

use std::io;
use std::path::Path;

use batch_run::batch_ext;
use batch_run::batch_ext::error::Kind;
use batch_run::{OutputProblem, RunError};

use crate::exit::Exit;

const RESUME: &str = "run the same command again to resume";

/// The failure of a command: an exit code, a message, and optionally a hint how to fix it.
#[derive(Debug)]
pub(crate) struct CliError {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl CliError {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn io(action: &str, path: impl AsRef<Path>, error: io::Error) -> Self {
        Self::new(Exit::Local, format!("cannot {action} {}: {error}", path.as_ref().display()))
    }

    /// A failed write to standard output.
    pub(crate) fn stdout(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Exit::BrokenPipe, "standard output is closed"),
            _ => Self::io("write to", "standard output", error),
        }
    }

    /// An interruption after which the same command resumes.
    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self::new(Exit::Interrupted, message).hint(RESUME)
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    fn maybe_hint(self, hint: Option<&str>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

impl From<batch_ext::Error> for CliError {
    fn from(error: batch_ext::Error) -> Self {
        let exit = match error.kind() {
            Kind::Io | Kind::Data => Exit::Local,
            Kind::InvalidRequest => Exit::Usage,
            _ => Exit::Server,
        };
        Self::new(exit, error.detailed().to_string()).maybe_hint(remedy_for(&error))
    }
}

fn remedy_for(error: &batch_ext::Error) -> Option<&'static str> {
    if error.is_denied() {
        Some("check the API key in OPENAI_API_KEY; use --header for other authentication schemes")
    } else if error.is_quota() {
        Some("the account's quota is exhausted; add credit, then run the same command again")
    } else if error.is_connect() {
        Some("nothing was sent; check --base-url and the network")
    } else {
        None
    }
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> Self {
        let exit = match &error {
            RunError::Setting(_) => Exit::Usage,
            RunError::InvalidInput { .. } => Exit::Incomplete,
            RunError::Api { source, .. } if source.kind() == Kind::Io => Exit::Local,
            RunError::Unsupported { .. } | RunError::Api { .. } => Exit::Server,
            RunError::Stopped { .. } => Exit::Interrupted,
            _ => Exit::Local,
        };
        let message = match &error {
            RunError::Api { action, source } => format!("cannot {action}: {}", source.detailed()),
            error => error.to_string(),
        };
        let hint = match &error {
            RunError::Api { source, .. } => Some(remedy_for(source).unwrap_or(RESUME)),
            RunError::Mismatch { .. }
            | RunError::Output { problem: OutputProblem::Exists | OutputProblem::Gone, .. } => {
                Some("use --force to start over and replace the output")
            }
            RunError::ForeignState { .. } => Some("use --state-dir to choose another directory"),
            RunError::InvalidInput { .. } => {
                Some("use --skip-invalid to send the valid lines only")
            }
            _ => None,
        };
        Self::new(exit, message).maybe_hint(hint)
    }
}
