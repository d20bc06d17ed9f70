//! The seam between the operations and the network.
//!
//! Every operation, generated or not, becomes a [`Call`] and goes through the client's
//! [`Transport`]: a [`tower::Service`] from [`Call`] to [`reqwest::Response`]. [`Client::layer`]
//! puts a layer of the tower ecosystem, or of your own, around it. A layer decides by
//! [`Call::operation_id`] what it may do: a retrieve can be sent again, a create cannot.
//!
//! Credentials are added below all layers, so no layer sees or logs them. Answers reach the layers
//! as the server gave them; above the layers, the client makes sure that an error has the API's
//! envelope.
//!
//! ```
//! # fn example(client: batch_client::Client) {
//! use batch_client::Call;
//! use tower::util::MapRequestLayer;
//!
//! let client = client.layer(MapRequestLayer::new(|call: Call| {
//!     println!("{}", call.operation_id);
//!     call
//! }));
//! # }
//! ```

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, LOCATION, PROXY_AUTHORIZATION};
use http::{Extensions, Method, StatusCode};
use sync_wrapper::SyncFuture;
use tower::{Layer, Service, ServiceExt};

use crate::credentials::Credentials;
use crate::error::Error;
use crate::generated::Client;
use crate::{envelope, idle};

pub use crate::envelope::read_error_body;
pub use crate::idle::IdleTimeout;

/// An error of any type, as the tower ecosystem passes them.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What a client sends its calls through.
pub type Transport = tower::util::BoxCloneSyncService<Call, reqwest::Response, BoxError>;

/// One call of one operation, on its way to the server.
#[non_exhaustive]
pub struct Call {
    /// The operation, as in `list_batches`.
    pub operation_id: &'static str,
    /// The request, without credentials.
    pub request: reqwest::Request,
    /// What [`Client::with_extension`] put there, for layers.
    pub extensions: Extensions,
}

impl Call {
    /// A call without extensions.
    #[must_use]
    pub fn new(operation_id: &'static str, request: reqwest::Request) -> Self {
        Self { operation_id, request, extensions: Extensions::new() }
    }
}

/// The operation, method and path; never the query, headers or body.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation_id", &self.operation_id)
            .field("method", self.request.method())
            .field("path", &self.request.url().path())
            .finish_non_exhaustive()
    }
}

/// What a client holds besides its base URL: the generated code's inner value.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) transport: Transport,
    pub(crate) extensions: Extensions,
    pub(crate) credentials: Arc<Credentials>,
}

impl Client {
    /// Puts a layer around the transport. The layer added last sees a call first.
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

    /// A client whose calls carry a value for layers to read, in place of any of the same type.
    ///
    /// Cloning a client is cheap, so an option for one call is
    /// `client.clone().with_extension(option).retrieve_batch()…`.
    #[must_use]
    pub fn with_extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.inner.extensions.insert(value);
        self
    }

    /// The value of a type that [`Client::with_extension`] put there.
    #[must_use]
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.inner.extensions.get()
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Starts a request to `path` below the base URL, for an operation that is not generated.
    ///
    /// `path` begins with a slash, and ids in it must be checked and encoded by the caller.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.baseurl))
    }

    /// Sends a request through the transport, as the generated operations do.
    ///
    /// `operation_id` is what layers decide by. The answer of any status is returned; that of an
    /// error has the API's envelope as its body.
    ///
    /// # Errors
    /// [`Error::Transport`] where there is no answer.
    pub async fn execute(
        &self,
        operation_id: &'static str,
        request: reqwest::Request,
    ) -> Result<reqwest::Response, Error> {
        let call = Call { operation_id, request, extensions: self.inner.extensions.clone() };
        // Sync, so that what awaits it is: a future that only its owner polls may be shared.
        let response = SyncFuture::new(self.inner.transport.clone().oneshot(call)).await;
        Ok(envelope::normalise(response.map_err(Error::Transport)?, &self.inner.credentials).await)
    }

    /// What the generated operations call.
    pub(crate) async fn exec(
        &self,
        request: reqwest::Request,
        info: &progenitor_client::OperationInfo,
    ) -> Result<reqwest::Response, Error> {
        self.execute(info.operation_id, request).await
    }
}

/// The base URL and the names of what goes with every request; never a value.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.baseurl)
            .field("credentials", &self.inner.credentials)
            .finish_non_exhaustive()
    }
}

/// The innermost service: adds credentials, sends, and follows redirects without giving them away.
#[derive(Clone)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) idle_timeout: Option<Duration>,
}

/// As many as browsers follow, by half.
const MAX_REDIRECTS: usize = 10;

impl Http {
    async fn send(self, mut request: reqwest::Request) -> Result<reqwest::Response, BoxError> {
        let mut trusted = true;
        for _ in 0..MAX_REDIRECTS {
            if trusted {
                self.credentials.apply(&mut request);
            }
            let again = request.try_clone();
            let response = idle::execute(&self.client, request, self.idle_timeout).await?;
            let Some(next) = again.and_then(|again| redirected(again, &response)) else {
                return Ok(response);
            };
            request = next.request;
            trusted &= next.same_origin;
            if !trusted {
                self.strip(&mut request);
            }
        }
        Err(format!("more than {MAX_REDIRECTS} redirects").into())
    }

    fn strip(&self, request: &mut reqwest::Request) {
        let headers = request.headers_mut();
        for name in self.credentials.header_names() {
            headers.remove(name);
        }
        for name in [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION] {
            headers.remove(name);
        }
    }
}

struct Redirected {
    request: reqwest::Request,
    same_origin: bool,
}

/// The request that a redirect asks for, or none where the answer is to be returned as it is.
///
/// A request with a body goes to the same host only, and only where its method stays.
fn redirected(mut request: reqwest::Request, response: &reqwest::Response) -> Option<Redirected> {
    let keeps_method = match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => false,
        _ => return None,
    };
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target = request.url().join(location).ok()?;
    if !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    let same_origin = target.origin() == request.url().origin();
    if request.method() != Method::GET && !(keeps_method && same_origin) {
        return None;
    }
    *request.url_mut() = target;
    Some(Redirected { request, same_origin })
}

impl Service<Call> for Http {
    type Response = reqwest::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<reqwest::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, call: Call) -> Self::Future {
        Box::pin(self.clone().send(call.request))
    }
}
