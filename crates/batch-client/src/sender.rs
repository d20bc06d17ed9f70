//! The innermost service of the transport, which sends requests.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tower::Service;

use crate::call::{BoxError, Call};
use crate::credentials::Credentials;
use crate::{idle, redirect};

/// The maximum number of redirects that are followed, as in reqwest.
const MAX_REDIRECTS: usize = 10;

/// Adds the credentials to a request, sends it, and follows redirects.
///
/// Once a redirect has led to another origin, no later request carries credentials, not even one
/// that is redirected back.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) client: reqwest::Client,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) idle_timeout: Option<Duration>,
}

impl Sender {
    async fn send(self, mut request: reqwest::Request) -> Result<reqwest::Response, BoxError> {
        let mut trusted = true;
        let mut redirects = 0;
        loop {
            if trusted {
                self.credentials.apply(&mut request);
            } else {
                self.credentials.remove(&mut request);
            }
            let copy = request.try_clone();
            let response = idle::execute(&self.client, request, self.idle_timeout).await?;
            let Some(next) = copy.and_then(|copy| redirect::follow(copy, &response)) else {
                return Ok(response);
            };
            if redirects == MAX_REDIRECTS {
                return Err(format!("more than {MAX_REDIRECTS} redirects").into());
            }
            redirects += 1;
            request = next.request;
            trusted &= next.same_origin;
        }
    }
}

impl Service<Call> for Sender {
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
