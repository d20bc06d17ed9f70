//! The answer to one line.

use serde_json::Value;
use serde_json::value::RawValue;

/// The answer to one line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// The response that a synchronous request with this body would have had. With a 2xx status
    /// the line goes to the output file, with any other to the error file. Status 0 stands for a
    /// response that never came, which OpenAI sometimes records.
    #[non_exhaustive]
    Response {
        /// HTTP status, or 0.
        status: u16,
        /// The response body.
        body: Box<RawValue>,
    },
    /// The line was not answered. It goes to the error file with a null `response`.
    #[non_exhaustive]
    Lost {
        /// Error code, such as `batch_expired` or `request_timeout`.
        code: String,
        /// Text for people.
        message: String,
    },
}

impl Answer {
    /// A response with status 200.
    #[must_use]
    pub fn ok(body: Value) -> Self {
        Self::status(200, body)
    }

    /// A response with any status.
    #[must_use]
    pub fn status(status: u16, body: Value) -> Self {
        let body =
            serde_json::value::to_raw_value(&body).unwrap_or_else(|_| RawValue::NULL.to_owned());
        Self::Response { status, body }
    }

    /// A response with the API's error envelope, whose `type` follows from the status.
    #[must_use]
    pub fn error(status: u16, code: Option<&str>, message: &str) -> Self {
        let kind = match status {
            429 => "rate_limit_error",
            500.. => "server_error",
            _ => "invalid_request_error",
        };
        Self::status(
            status,
            serde_json::json!({"error": {"message": message, "type": kind, "param": null, "code": code}}),
        )
    }

    /// A response that never came: status 0, no request id, an empty body.
    #[must_use]
    pub fn no_response() -> Self {
        Self::status(0, Value::Object(serde_json::Map::new()))
    }

    /// No response, but an error with a code.
    #[must_use]
    pub fn lost(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Lost { code: code.into(), message: message.into() }
    }

    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Response { status, .. } if (200..300).contains(status))
    }
}
