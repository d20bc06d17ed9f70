//! Retries of requests whose body can be read only once.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use batch_client::BoxError;

type MakeRequest = dyn Fn() -> Pin<Box<dyn Future<Output = Result<reqwest::Request, BoxError>> + Send>>
    + Send
    + Sync;

/// Builds the request of each attempt after the first.
///
/// A streamed body cannot be sent twice, so a call with such a body is not retried unless its client
/// has this extension: `client.with_extension(Reopen::new(…)).execute(…)`. An error from the closure
/// ends the call.
///
/// ```
/// use batch_ext::retry::Reopen;
///
/// # fn example(client: batch_client::Client, path: std::path::PathBuf) {
/// let reopen = Reopen::new({
///     let client = client.clone();
///     move || {
///         let request = client.request(http::Method::POST, "/files");
///         let path = path.clone();
///         async move {
///             let bytes = std::fs::read(path)?; // in real code, a stream over the file
///             Ok(request.body(bytes).build()?)
///         }
///     }
/// });
/// let client = client.with_extension(reopen);
/// # }
/// ```
#[derive(Clone)]
pub struct Reopen(Arc<MakeRequest>);

impl Reopen {
    /// Builds each further request with `make`.
    pub fn new<F, Fut>(make: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<reqwest::Request, BoxError>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(make())))
    }

    pub(crate) async fn request(&self) -> Result<reqwest::Request, BoxError> {
        (self.0)().await
    }
}

impl fmt::Debug for Reopen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reopen").finish_non_exhaustive()
    }
}
