//! How a command ends.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anstream::eprintln;
use batch_run::RunError;
use clap::builder::styling::AnsiColor;

/// The codes that commands end with; `--help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Ok = 0,
    /// It came to its end, but not everything is well.
    Incomplete = 1,
    /// The command line or the environment makes no sense.
    Usage = 2,
    /// The server refused, failed, or was out of reach.
    Server = 3,
    /// A local file could not be read or written, or belongs to something else.
    Local = 4,
    /// Interrupted; it can be continued.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do what was asked.
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

    /// What to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Tells the person at the terminal; nothing to tell where the reader of a pipe has left.
    pub(crate) fn show(&self) {
        if self.message.is_empty() {
            return;
        }
        let red = AnsiColor::Red.on_default().bold();
        eprintln!("{red}error{red:#}: {}", self.message);
        if let Some(hint) = &self.hint {
            let cyan = AnsiColor::Cyan.on_default().bold();
            eprintln!("{cyan}hint{cyan:#}: {hint}");
        }
    }
}

impl From<crate::batch_ext::Error> for CliError {
    fn from(error: crate::batch_ext::Error) -> Self {
        let exit = match error.kind() {
            crate::batch_ext::error::Kind::Io | crate::batch_ext::error::Kind::Data => Exit::Local,
            crate::batch_ext::error::Kind::InvalidRequest => Exit::Usage,
            _ => Exit::Server,
        };
        let shown = Self::new(exit, error.detailed().to_string());
        match hint(&error) {
            Some(hint) => shown.hint(hint),
            None => shown,
        }
    }
}

fn hint(error: &crate::batch_ext::Error) -> Option<&'static str> {
    if error.is_denied() {
        Some("the server wants another key: set OPENAI_API_KEY, or --header for other schemes")
    } else if error.is_quota() {
        Some("the account's quota is spent; add credit, then run the same command again")
    } else if error.is_connect() {
        Some("nothing was sent: check --base-url and the network")
    } else {
        None
    }
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> Self {
        let exit = match &error {
            RunError::Setting(_) => Exit::Usage,
            RunError::InvalidInput { .. } => Exit::Incomplete,
            RunError::Unsupported { .. } | RunError::Api { .. } => Exit::Server,
            RunError::Stopped { .. } => Exit::Interrupted,
            _ => Exit::Local,
        };
        match error {
            RunError::Api { action, source } => {
                let exit = match source.kind() {
                    crate::batch_ext::error::Kind::Io => Exit::Local,
                    _ => exit,
                };
                let shown = Self::new(exit, format!("cannot {action}: {}", source.detailed()));
                match hint(&source) {
                    Some(hint) => shown.hint(hint),
                    None => shown.hint("run the same command again: it goes on where it stopped"),
                }
            }
            RunError::Mismatch { .. }
            | RunError::OutputExists { .. }
            | RunError::OutputGone { .. } => Self::new(exit, error.to_string())
                .hint("--force starts over and replaces the output"),
            RunError::InvalidInput { .. } => Self::new(exit, error.to_string())
                .hint("--skip-invalid sends the good lines; `batch validate` shows all problems"),
            error => Self::new(exit, error.to_string()),
        }
    }
}
