//! The error type shared by all commands.

use std::path::Path;

/// Why a command failed.
///
/// Each message names the file or the place in `openapi.yaml` that has to change.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("{path}: not valid YAML: {source}")]
    Yaml { path: String, source: yaml_serde::Error },
    #[error("openapi.yaml: not a valid OpenAPI 3.0 document: {0}")]
    Document(serde_json::Error),
    #[error("openapi.yaml: {place}: {what}")]
    Unsupported { place: String, what: String },
    #[error("{reference}: this reference does not resolve")]
    Reference { reference: String },
    #[error("openapi.yaml: progenitor cannot generate code for it: {0}")]
    Generator(String),
    #[error("{file}: the pass {pass:?} does not recognize the output of progenitor: {what}")]
    Pass { file: &'static str, pass: &'static str, what: String },
    #[error("{path}: not valid Rust: {source}")]
    Rust { path: String, source: syn::Error },
    #[error(transparent)]
    Drift(#[from] crate::drift::Error),
    #[error(transparent)]
    Structure(#[from] crate::structure::Error),
    #[error(transparent)]
    Mutations(#[from] crate::mutations::Error),
    #[error("the request for {name} is not valid: {source}")]
    Request { name: String, source: Box<dyn std::error::Error + Send + Sync> },
}

impl Error {
    /// Returns a function that turns an I/O error into one that names the path.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        |source| Self::Io { path, source }
    }
}
