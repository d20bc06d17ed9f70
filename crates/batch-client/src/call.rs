//! Calls, which are what the transport sends.

use std::fmt;

use http::Extensions;

pub use tower::BoxError;

/// The service that a client sends its calls through.
pub type Transport = tower::util::BoxCloneSyncService<Call, reqwest::Response, BoxError>;

/// A call of an operation, on its way to the server.
///
/// Its `Debug` output contains the operation, the method, and the path, but neither the query, the
/// headers, nor the body.
#[non_exhaustive]
pub struct Call {
    /// The operation ID in snake case, such as `list_batches`.
    pub operation_id: &'static str,
    /// The request, without credentials.
    pub request: reqwest::Request,
    /// Values for layers, from [`Client::with_extension`](crate::Client::with_extension).
    pub extensions: Extensions,
}

impl Call {
    /// Creates a call without extensions.
    #[must_use]
    pub fn new(operation_id: &'static str, request: reqwest::Request) -> Self {
        Self { operation_id, request, extensions: Extensions::new() }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation_id", &self.operation_id)
            .field("method", self.request.method())
            .field("path", &self.request.url().path())
            .finish_non_exhaustive()
    }
}
