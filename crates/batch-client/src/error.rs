//! The error type of the operations.

use std::fmt;

use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode};

use crate::call::BoxError;
use crate::generated::types::{ErrorDetail, ErrorResponse};
use crate::value::{ResponseValue, request_id};

/// The reason why an operation failed.
///
/// The status, the headers, and the request ID of a response are available whatever its body was.
/// `Display` and `Debug` are short: they contain neither headers nor bodies, which are in the
/// variants. Control characters in text from the server are escaped, so the output is safe for a
/// terminal.
#[non_exhaustive]
pub enum Error<E = ErrorResponse> {
    /// A parameter or the request body was invalid, and nothing was sent.
    InvalidRequest(String),
    /// There was no response, or a layer of the transport failed.
    ///
    /// Contains the error of the outermost layer that failed. Without layers, it is a
    /// [`reqwest::Error`], an [`IdleTimeout`](crate::transport::IdleTimeout), or a message about too
    /// many redirects.
    Transport(BoxError),
    /// The server responded with status 4xx or 5xx.
    ///
    /// If the body was not the API's error envelope but, for example, HTML or plain text, it was
    /// converted to one.
    ErrorResponse(ResponseValue<E>),
    /// The response body ended early.
    ResponseBody {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// What layers of the transport left in the response.
        extensions: Extensions,
        /// The reason why the body ended.
        source: reqwest::Error,
    },
    /// The body of a successful response could not be decoded.
    InvalidResponsePayload {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// What layers of the transport left in the response.
        extensions: Extensions,
        /// The body as received.
        body: Bytes,
        /// The reason, and its position in the body.
        source: serde_json::Error,
    },
    /// The status is neither a success nor an error, as in a redirect that was not followed.
    UnexpectedResponse(reqwest::Response),
}

impl<E> Error<E> {
    /// Returns the status of the response, if there was one.
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

    /// Returns the headers of the response, if there was one.
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

    /// Returns what layers of the transport left in the response, if there was one.
    #[must_use]
    pub fn extensions(&self) -> Option<&Extensions> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::ErrorResponse(response) => Some(response.extensions()),
            Self::ResponseBody { extensions, .. }
            | Self::InvalidResponsePayload { extensions, .. } => Some(extensions),
            Self::UnexpectedResponse(response) => Some(response.extensions()),
        }
    }

    /// Returns the server's ID for the request (`x-request-id`), if there was a response.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }
}

impl Error<ErrorResponse> {
    /// Returns the server's description of the error, if it responded with status 4xx or 5xx.
    #[must_use]
    pub fn detail(&self) -> Option<&ErrorDetail> {
        match self {
            Self::ErrorResponse(response) => Some(&response.error),
            _ => None,
        }
    }
}

impl<E: ErrorMessage> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(what) => write!(f, "invalid request: {what}"),
            Self::Transport(source) => write!(f, "no response: {source}"),
            Self::ErrorResponse(response) => {
                write!(f, "{}: {}", response.status(), Printable(&response.message()))
            }
            Self::ResponseBody { status, source, .. } => {
                write!(f, "{status}, but the body ended early: {source}")
            }
            Self::InvalidResponsePayload { status, source, body, .. } => write!(
                f,
                "{status}, but the body of {} bytes cannot be decoded: {}",
                body.len(),
                Printable(&source.to_string()),
            ),
            Self::UnexpectedResponse(response) => {
                write!(f, "unexpected status {}", response.status())
            }
        }?;
        match self.request_id() {
            Some(id) => write!(f, " (request ID {})", Printable(id)),
            None => Ok(()),
        }
    }
}

/// Text from a server, with control characters escaped.
struct Printable<'t>(&'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                c if c.is_control() => write!(f, "{}", c.escape_default())?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
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

/// An error body that has a message for people.
pub trait ErrorMessage {
    /// Returns the message that [`Error`] displays.
    fn message(&self) -> String;
}

impl ErrorMessage for ErrorResponse {
    fn message(&self) -> String {
        match &self.error.code {
            Some(code) => format!("{} ({code})", self.error.message),
            None => self.error.message.clone(),
        }
    }
}

impl<E> From<reqwest::Error> for Error<E> {
    /// Converts the error of [`reqwest::RequestBuilder::build`]. Errors of the transport are
    /// [`BoxError`]s.
    fn from(error: reqwest::Error) -> Self {
        Self::InvalidRequest(error.without_url().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    fn headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", "req_1".parse().unwrap());
        headers
    }

    fn refused(message: &str, code: Option<&str>) -> Error {
        let detail = ErrorDetail {
            message: message.to_owned(),
            code: code.map(str::to_owned),
            type_: None,
            param: None,
        };
        let body = ErrorResponse { error: detail };
        Error::ErrorResponse(ResponseValue::new(body, StatusCode::BAD_REQUEST, headers()))
    }

    fn undecodable() -> Error {
        Error::InvalidResponsePayload {
            status: StatusCode::OK,
            headers: Box::new(headers()),
            extensions: Extensions::new(),
            body: Bytes::from_static(b"hidden"),
            source: serde_json::from_str::<u8>("hidden").unwrap_err(),
        }
    }

    fn unexpected() -> Error {
        let mut response = http::Response::new("hidden");
        *response.status_mut() = StatusCode::FOUND;
        *response.headers_mut() = headers();
        Error::UnexpectedResponse(response.into())
    }

    #[test]
    fn an_error_says_what_happened_and_names_the_request() {
        let table = [
            (Error::InvalidRequest("no ID".into()), "invalid request: no ID"),
            (Error::Transport("refused".into()), "no response: refused"),
            (refused("No.", None), "400 Bad Request: No. (request ID req_1)"),
            (refused("No.", Some("bad")), "400 Bad Request: No. (bad) (request ID req_1)"),
            (
                undecodable(),
                "200 OK, but the body of 6 bytes cannot be decoded: \
                 expected value at line 1 column 1 (request ID req_1)",
            ),
            (unexpected(), "unexpected status 302 Found (request ID req_1)"),
        ];
        for (error, text) in table {
            assert_eq!(error.to_string(), text);
            assert_eq!(format!("{error:?}"), format!("Error({text})"));
        }
    }

    #[test]
    fn control_characters_are_escaped() {
        let error = refused("\u{1b}[2J\r\nü\u{9b}", Some("\u{7}"));
        assert_eq!(
            error.to_string(),
            "400 Bad Request: \\u{1b}[2J\\r\\nü\\u{9b} (\\u{7}) (request ID req_1)"
        );
    }

    #[test]
    fn status_headers_and_request_id_are_those_of_the_response() {
        for (error, status) in [(refused("", None), 400), (undecodable(), 200), (unexpected(), 302)]
        {
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.headers(), Some(&headers()));
            assert_eq!(error.request_id(), Some("req_1"));
        }
        for error in [Error::InvalidRequest(String::new()), Error::Transport("".into())] {
            let error: Error = error;
            assert!(error.status().is_none() && error.headers().is_none());
            assert!(error.request_id().is_none() && error.detail().is_none());
        }
        assert_eq!(refused("No.", None).detail().unwrap().message, "No.");
    }

    #[test]
    fn the_source_is_the_cause() {
        let source = |error: Error| error.source().map(ToString::to_string);
        assert_eq!(source(Error::Transport("refused".into())).unwrap(), "refused");
        assert_eq!(source(undecodable()).unwrap(), "expected value at line 1 column 1");
        assert_eq!(source(refused("No.", None)), None);
        assert_eq!(source(Error::InvalidRequest(String::new())), None);
    }
}
