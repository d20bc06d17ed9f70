//! Why the structure could not be checked.

/// Why the structure could not be checked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("cargo {command}: {reason}")]
    Cargo { command: String, reason: String },
    #[error("cargo metadata: not the expected JSON: {0}")]
    Metadata(String),
    #[error("{path}: {reason}")]
    Source { path: String, reason: String },
}
