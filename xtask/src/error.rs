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
    #[error("{}", list(.0))]
    Document(Vec<Problem>),
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

/// A problem of a document.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {place}: {reason}\n  help: {remedy}")]
pub(crate) struct Problem {
    pub(crate) file: &'static str,
    pub(crate) line: usize,
    /// A JSON pointer.
    pub(crate) place: String,
    pub(crate) reason: String,
    /// What to write instead.
    pub(crate) remedy: String,
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\nerror: ")
}

impl Error {
    /// Returns a function that turns an I/O error into one that names the path.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        |source| Self::Io { path, source }
    }
}
