//! The hand-written methods of the client.

use std::fmt;

use http::Method;
use sync_wrapper::SyncFuture;
use tower::{Layer, Service, ServiceExt};

use crate::call::{BoxError, Call, Transport};
use crate::error::Error;
use crate::error_body;
use crate::generated::Client;

impl Client {
    /// Wraps the transport in a layer. The layer added last sees each call first.
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Transport>,
        L::Service: Service<Call, Response = reqwest::Response> + Clone + Send + Sync + 'static,
        <L::Service as Service<Call>>::Error: Into<BoxError>,
        <L::Service as Service<Call>>::Future: Send + 'static,
    {
        let service = layer.layer(self.inner.transport);
        self.inner.transport = Transport::new(service.map_err(Into::into));
        self
    }

    /// Adds a value that layers can read from [`Call::extensions`]. Replaces a value of the same
    /// type.
    ///
    /// Cloning a client is cheap, so this also works for options of a single call:
    /// `client.clone().with_extension(option).retrieve_batch()`.
    #[must_use]
    pub fn with_extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.inner.extensions.insert(value);
        self
    }

    /// Returns the value of this type that was added with
    /// [`with_extension`](Self::with_extension), if any.
    #[must_use]
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.inner.extensions.get()
    }

    /// Returns the base URL, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Creates a request for an operation that is not generated.
    ///
    /// `path` is appended to the base URL. It must start with a slash, and any IDs in it must
    /// already be validated and encoded, for example with [`PathId::encoded`](crate::PathId::encoded).
    /// Send the request with [`execute`](Self::execute).
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.baseurl))
    }

    /// Sends a request through the transport, like the generated operations do.
    ///
    /// Layers use `operation_id` to decide how to handle the call. The response is returned whatever
    /// its status. The body of an error response is always the API's error envelope.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] if there is no response.
    pub async fn execute(
        &self,
        operation_id: &'static str,
        request: reqwest::Request,
    ) -> Result<reqwest::Response, Error> {
        let call = Call { operation_id, request, extensions: self.inner.extensions.clone() };
        // The transport's future is not `Sync`, but only its owner polls it.
        let response = SyncFuture::new(self.inner.transport.clone().oneshot(call)).await;
        let redactor = self.inner.credentials.redactor();
        Ok(error_body::normalize(response.map_err(Error::Transport)?, redactor).await)
    }

    /// Sends the request of a generated operation.
    pub(crate) async fn exec(
        &self,
        request: reqwest::Request,
        info: &progenitor_client::OperationInfo,
    ) -> Result<reqwest::Response, Error> {
        self.execute(info.operation_id, request).await
    }
}

/// Contains the base URL and the names of the configured headers and query pairs, but no values.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.baseurl)
            .field("credentials", &self.inner.credentials)
            .finish_non_exhaustive()
    }
}
