//! What is wrong with a document.

use super::at::At;

/// A construct that code cannot be generated for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: At,
    /// What is wrong, or why it is not supported.
    pub(super) reason: String,
    /// What to write instead.
    pub(super) remedy: String,
}

/// The result of a step of the pipeline.
pub(super) type Checked<T> = Result<T, Fault>;

impl Fault {
    pub(super) fn new(at: &At, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { at: at.clone(), reason: reason.into(), remedy: remedy.into() }
    }
}
