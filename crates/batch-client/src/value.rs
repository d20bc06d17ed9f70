//! The decoded response of an operation.

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::{Extensions, HeaderMap, StatusCode};

/// A decoded response body, with the status and headers of the response.
///
/// It dereferences to the body: `page.data` is the `data` of a page. Its `Debug` output contains the
/// status and the body, but not the headers.
pub struct ResponseValue<T> {
    inner: T,
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
}

impl<T> ResponseValue<T> {
    /// Creates a response, for tests and for hand-written operations.
    #[must_use]
    pub fn new(inner: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { inner, status, headers, extensions: Extensions::new() }
    }

    /// Returns the same response with the extensions that layers of the transport left in it.
    #[must_use]
    pub fn with_extensions(mut self, extensions: Extensions) -> Self {
        self.extensions = extensions;
        self
    }

    /// Returns what layers of the transport left in the response. Nothing in it comes from the
    /// server.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Returns the body.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// Returns the status, which is any 2xx status for a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the server's ID for the request (`x-request-id`), for use in logs and support
    /// requests.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Returns the server's ID for a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
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

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status.as_u16())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_can_be_read_and_changed_in_place() {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "req_1".parse().unwrap());
        headers.insert("set-cookie", "planted".parse().unwrap());
        let mut value = ResponseValue::new(vec![1], StatusCode::CREATED, headers);
        value.push(2);
        assert_eq!((value.len(), value.as_ref().len()), (2, 2));
        assert_eq!((value.status().as_u16(), value.request_id()), (201, Some("req_1")));
        assert_eq!(value.headers().len(), 2);
        assert_eq!(format!("{value:?}"), "ResponseValue { status: 201, inner: [1, 2], .. }");
        assert_eq!(value.into_inner(), [1, 2]);
    }
}
