//! Requests whose body can be read only once.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use batch_client::BoxError;

type MakeRequest = dyn Fn() -> Pin<Box<dyn Future<Output = Result<reqwest::Request, BoxError>> + Send>>
    + Send
    + Sync;

/// Makes a request anew for each attempt after the first.
///
/// A streamed body can't be sent twice, so a call that carries one is not retried, unless its
/// client has this option: `client.with_extension(Reopen::new(…)).execute(…)`. An error of the
/// closure ends the call.
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
///             let bytes = std::fs::read(path)?; // a stream over the file, in earnest
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
    /// Makes each further request by `make`.
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
