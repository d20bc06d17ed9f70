//! A response body that has been decoded already.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Extensions;
use serde::de::DeserializeOwned;

/// A response body that a layer of the transport has already decoded. As an extension of the
/// response, it saves
/// [`ResponseValue::from_response`](crate::ResponseValue::from_response) from decoding the body again.
///
/// It is used only if the response still has the body that was decoded.
pub struct Decoded<T> {
    body: Bytes,
    value: Arc<Mutex<Option<T>>>,
}

impl<T: DeserializeOwned> Decoded<T> {
    /// Decodes `body` as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if `body` is not JSON, or not JSON of this type.
    pub fn new(body: &Bytes) -> Result<Self, serde_json::Error> {
        let value = serde_json::from_slice(body)?;
        Ok(Self { body: body.clone(), value: Arc::new(Mutex::new(Some(value))) })
    }

    /// Returns the value if it was decoded from `body`.
    pub(crate) fn take(self, body: &Bytes) -> Option<T> {
        let same = self.body.as_ptr() == body.as_ptr() && self.body.len() == body.len();
        let mut value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        value.take().filter(|_| same)
    }
}

/// A response body, and the extensions in which its value is left for the client. For layers, see
/// [`Operation::decode`](crate::Operation::decode).
#[derive(Debug)]
pub struct ResponseBody<'a> {
    body: &'a Bytes,
    extensions: &'a mut Extensions,
}

impl<'a> ResponseBody<'a> {
    /// Creates one from the body and the extensions of a response.
    pub fn new(body: &'a Bytes, extensions: &'a mut Extensions) -> Self {
        Self { body, extensions }
    }

    /// Decodes the body as JSON, and leaves the value in the extensions.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON, or not JSON of this type.
    pub fn decode<T>(&mut self) -> Result<(), serde_json::Error>
    where
        T: DeserializeOwned + Send + 'static,
    {
        self.extensions.insert(Decoded::<T>::new(self.body)?);
        Ok(())
    }
}

impl<T> Clone for Decoded<T> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), value: Arc::clone(&self.value) }
    }
}

impl<T> fmt::Debug for Decoded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
