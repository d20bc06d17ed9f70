//! The key and the candidates of a failed create.

use crate::error::Error;

/// The key of a create, and the batches that it may have created.
#[derive(Clone, Default)]
struct CreateContext {
    key: String,
    candidates: Vec<String>,
}

impl Error {
    /// The key to call again with, if this is an error of
    /// [`create_batch_once`](crate::create::CreateOnce::create_batch_once).
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.context::<CreateContext>().map(|create| create.key.as_str())
    }

    /// The ids of the batches of the same input file that the create may have created, if this is an
    /// error of [`create_batch_once`](crate::create::CreateOnce::create_batch_once).
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        self.context::<CreateContext>().map_or(&[], |create| &create.candidates)
    }

    pub(super) fn with_key(self, key: &str, candidates: Vec<String>) -> Self {
        self.with_context(CreateContext { key: key.to_owned(), candidates })
    }
}
