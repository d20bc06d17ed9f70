//! Decoding of responses.

use std::borrow::Cow;

use http::Extensions;
use progenitor_client::ByteStream;
use serde::de::DeserializeOwned;

use crate::decoded::Decoded;
use crate::error::Error;
use crate::redact::Redactor;
use crate::value::ResponseValue;

/// The maximum length of the message of a decoding error, in characters. It may quote the body.
const MAX_MESSAGE: usize = 500;

impl<T: DeserializeOwned + Send + 'static> ResponseValue<T> {
    /// Reads the whole body and decodes it as JSON, whatever the status.
    ///
    /// # Errors
    ///
    /// Returns [`Error::ResponseBody`] if the body ends early, and
    /// [`Error::InvalidResponsePayload`] if it cannot be decoded. Both contain the status, the
    /// headers, and the extensions.
    pub async fn from_response<E>(mut response: reqwest::Response) -> Result<Self, Error<E>> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let mut extensions = std::mem::take(response.extensions_mut());
        let body = match response.bytes().await {
            Ok(body) => body,
            Err(source) => {
                return Err(Error::ResponseBody {
                    status,
                    headers: Box::new(headers),
                    extensions,
                    source: source.without_url(),
                });
            }
        };
        let decoded = extensions.remove::<Decoded<T>>().and_then(|decoded| decoded.take(&body));
        match decoded.map_or_else(|| serde_json::from_slice(&body), Ok) {
            Ok(inner) => Ok(Self::new(inner, status, headers).with_extensions(extensions)),
            Err(source) => Err(Error::InvalidResponsePayload {
                status,
                headers: Box::new(headers),
                body,
                source: presentable(source, &extensions),
                extensions,
            }),
        }
    }

    /// Reads and decodes a success, and returns any other response as an error. For hand-written
    /// operations.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`success`] and of [`from_response`](Self::from_response).
    pub async fn from_success(response: reqwest::Response) -> Result<Self, Error> {
        Self::from_response(success(response).await?).await
    }
}

impl ResponseValue<()> {
    /// Returns the status and headers of a response that has no body, or whose body is of no
    /// interest.
    #[must_use]
    pub fn empty(mut response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let extensions = std::mem::take(response.extensions_mut());
        Self::new((), status, headers).with_extensions(extensions)
    }
}

impl ResponseValue<ByteStream> {
    /// Returns the body as a stream.
    #[must_use]
    pub fn stream(mut response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let extensions = std::mem::take(response.extensions_mut());
        let body = ByteStream::new(Box::pin(response.bytes_stream()));
        Self::new(body, status, headers).with_extensions(extensions)
    }
}

/// Returns a success unchanged, and any other response as an error.
///
/// # Errors
///
/// Returns [`Error::ErrorResponse`] for status 4xx or 5xx, and [`Error::UnexpectedResponse`] for
/// other statuses that are not 2xx.
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

/// Removes secrets from the message of a decoding error, and limits its length.
fn presentable(error: serde_json::Error, extensions: &Extensions) -> serde_json::Error {
    let message = error.to_string();
    let clean = match extensions.get::<Redactor>() {
        Some(redactor) => redactor.redact(&message),
        None => Cow::Borrowed(message.as_str()),
    };
    let too_long = clean.chars().nth(MAX_MESSAGE).is_some();
    match clean {
        Cow::Borrowed(_) if !too_long => error,
        clean => serde::de::Error::custom(clean.chars().take(MAX_MESSAGE).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn decoding_error(body: String) -> Error {
        let mut redactor = Redactor::default();
        redactor.add("secret-1");
        let mut response = reqwest::Response::from(http::Response::new(body));
        response.extensions_mut().insert(redactor);
        ResponseValue::<u8>::from_response(response).await.unwrap_err()
    }

    #[tokio::test]
    async fn a_decoding_error_quotes_neither_secrets_nor_whole_bodies() {
        let Error::InvalidResponsePayload { source, .. } =
            decoding_error("\"secret-1\"".into()).await
        else {
            panic!("another error");
        };
        assert_eq!(
            source.to_string(),
            "invalid type: string \"[redacted]\", expected u8 at line 1 column 10"
        );
        let long = format!("\"{}secret-1{}\"", "x".repeat(475), "y".repeat(1000));
        let Error::InvalidResponsePayload { source, body, .. } = decoding_error(long.clone()).await
        else {
            panic!("another error");
        };
        assert_eq!(source.to_string().len(), 500);
        assert!(source.to_string().ends_with("xxx[re"), "{source}");
        assert_eq!(body, long);
    }
}
