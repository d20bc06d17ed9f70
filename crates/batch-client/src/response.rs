//! What an operation answers.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::{ResponseBuilderExt, Url};
use serde::de::DeserializeOwned;

use crate::{ByteStream, Error};

/// An answer's value, with the status and headers it came with.
///
/// It dereferences to the value: `page.data` reads the data of a page.
pub struct ResponseValue<T> {
    inner: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> ResponseValue<T> {
    /// Puts an answer together, for tests and for hand-written operations.
    #[must_use]
    pub fn new(inner: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { inner, status, headers }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// The status, which is any 2xx for a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's own name for this request (`x-request-id`), for support and logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Makes reqwest's kind of response, with an address that says nothing: the true one may hold
/// credentials.
pub(crate) fn from_http(response: http::Response<reqwest::Body>) -> reqwest::Response {
    // Without any, reqwest parses one for each response, which costs more than all else here.
    static NOWHERE: LazyLock<Option<Url>> =
        LazyLock::new(|| Url::parse("http://nowhere.invalid").ok());
    let (mut parts, body) = response.into_parts();
    if let Some(url) = &*NOWHERE
        && let Ok(with_url) = http::Response::builder().url(url.clone()).body(())
    {
        parts.extensions.extend(with_url.into_parts().0.extensions);
    }
    http::Response::from_parts(parts, body).into()
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Reads a whole answer and decodes it as JSON.
    ///
    /// # Errors
    /// [`Error::ResponseBody`] where the body breaks off, [`Error::InvalidResponsePayload`] where
    /// it does not decode. Both keep the status and headers.
    pub async fn from_response<E>(mut response: reqwest::Response) -> Result<Self, Error<E>> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body: Bytes = match response.bytes().await {
            Ok(body) => body,
            Err(source) => {
                return Err(Error::ResponseBody {
                    status,
                    headers: Box::new(headers),
                    source: source.without_url(),
                });
            }
        };
        match serde_json::from_slice(&body) {
            Ok(inner) => Ok(Self::new(inner, status, headers)),
            Err(source) => Err(Error::InvalidResponsePayload {
                status,
                headers: Box::new(headers),
                body,
                source,
            }),
        }
    }
}

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Reads a whole answer of any status, for hand-written operations.
    ///
    /// # Errors
    /// Those of [`success`], and those of [`from_response`](Self::from_response).
    pub async fn from_success(response: reqwest::Response) -> Result<Self, Error> {
        Self::from_response(success(response).await?).await
    }
}

/// Passes a success on, and makes an error of any other answer.
///
/// # Errors
/// [`Error::ErrorResponse`] for 4xx and 5xx, [`Error::UnexpectedResponse`] for what is neither.
pub async fn success(response: reqwest::Response) -> Result<reqwest::Response, Error> {
    let status = response.status();
    if status.is_success() {
        Ok(response)
    } else if status.is_client_error() || status.is_server_error() {
        Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
    } else {
        Err(Error::UnexpectedResponse(response))
    }
}

impl ResponseValue<ByteStream> {
    /// The body of an answer as a stream.
    #[must_use]
    pub fn stream(mut response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        Self::new(ByteStream::new(Box::pin(response.bytes_stream())), status, headers)
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

impl<T> AsRef<T> for ResponseValue<T> {
    fn as_ref(&self) -> &T {
        &self.inner
    }
}

/// The status and the value; headers may carry what should not be in a log.
impl<T: std::fmt::Debug> std::fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status.as_u16())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
