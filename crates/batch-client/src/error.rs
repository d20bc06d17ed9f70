//! Why an operation failed.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::response::request_id;
use crate::{BoxError, ResponseValue, types};

/// Why an operation failed.
///
/// Status, headers and request id survive whatever the body was. `Display` and `Debug` are short
/// and hold neither headers nor bodies; those are in the variants.
#[non_exhaustive]
pub enum Error<E = types::ErrorResponse> {
    /// A parameter or the body was refused here, and nothing was sent.
    InvalidRequest(String),
    /// There was no answer, or a layer of the transport gave up. What the layer returned is inside;
    /// without layers of your own it is a [`reqwest::Error`].
    Transport(BoxError),
    /// The server answered 4xx or 5xx. Where the body was not the API's envelope (HTML, plain text,
    /// another shape), one was made of it.
    ErrorResponse(ResponseValue<E>),
    /// The answer's body broke off.
    ResponseBody {
        /// The status, which had arrived.
        status: StatusCode,
        /// The headers, which had arrived.
        headers: Box<HeaderMap>,
        /// What broke.
        source: reqwest::Error,
    },
    /// A success whose body could not be decoded.
    InvalidResponsePayload {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// The body as it came.
        body: Bytes,
        /// What was wrong, and where.
        source: serde_json::Error,
    },
    /// A status that is neither success nor error, such as a redirect to another host that was not
    /// followed.
    UnexpectedResponse(reqwest::Response),
}

impl<E> Error<E> {
    /// The status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::ErrorResponse(response) => Some(response.status()),
            Self::ResponseBody { status, .. } | Self::InvalidResponsePayload { status, .. } => {
                Some(*status)
            }
            Self::UnexpectedResponse(response) => Some(response.status()),
        }
    }

    /// The headers, where an answer came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::ErrorResponse(response) => Some(response.headers()),
            Self::ResponseBody { headers, .. } | Self::InvalidResponsePayload { headers, .. } => {
                Some(headers)
            }
            Self::UnexpectedResponse(response) => Some(response.headers()),
        }
    }

    /// The server's own name for the request (`x-request-id`), where an answer came.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }
}

impl Error<types::ErrorResponse> {
    /// What the server said was wrong, where it said so.
    #[must_use]
    pub fn detail(&self) -> Option<&types::ErrorDetail> {
        match self {
            Self::ErrorResponse(response) => Some(&response.error),
            _ => None,
        }
    }
}

/// The operation names of an error's `Display` come from its caller; this is the cause alone.
impl<E: ErrorMessage> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(what) => write!(f, "invalid request: {what}"),
            Self::Transport(source) => write!(f, "no answer: {source}"),
            Self::ErrorResponse(response) => {
                write!(f, "{}: {}", response.status(), response.message())
            }
            Self::ResponseBody { status, source, .. } => {
                write!(f, "{status}, but the body broke off: {source}")
            }
            Self::InvalidResponsePayload { status, source, body, .. } => write!(
                f,
                "{status}, but the body of {} bytes does not decode: {source}",
                body.len()
            ),
            Self::UnexpectedResponse(response) => {
                write!(f, "unexpected status {}", response.status())
            }
        }?;
        match self.request_id() {
            Some(id) => write!(f, " (request id {})", id.escape_debug()),
            None => Ok(()),
        }
    }
}

impl<E: ErrorMessage> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl<E: ErrorMessage> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(source) => Some(source.as_ref()),
            Self::ResponseBody { source, .. } => Some(source),
            Self::InvalidResponsePayload { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// What an error body says to people.
pub trait ErrorMessage {
    /// The message, for `Display`.
    fn message(&self) -> String;
}

impl ErrorMessage for types::ErrorResponse {
    fn message(&self) -> String {
        match &self.error.code {
            Some(code) => format!("{} ({code})", self.error.message),
            None => self.error.message.clone(),
        }
    }
}

impl<E> From<reqwest::Error> for Error<E> {
    /// Only building a request fails this way: the transport's failures come as [`BoxError`].
    fn from(error: reqwest::Error) -> Self {
        Self::InvalidRequest(error.without_url().to_string())
    }
}
