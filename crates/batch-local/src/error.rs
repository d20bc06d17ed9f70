//! Errors in the API's envelope.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

/// A response that refuses a request.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    kind: &'static str,
    code: Option<Cow<'static, str>>,
    param: Option<String>,
    message: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            kind: match status.as_u16() {
                429 => "rate_limit_error",
                500.. => "server_error",
                _ => "invalid_request_error",
            },
            code: None,
            param: None,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// 400 without a code.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn code(mut self, code: impl Into<Cow<'static, str>>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(crate) fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn missing(param: &str) -> Self {
        Self::bad_request(format!("Missing required parameter: '{param}'."))
            .code("missing_required_parameter")
            .param(param)
    }

    pub(crate) fn unknown_parameter(param: &str) -> Self {
        Self::bad_request(format!("Unknown parameter: '{param}'."))
            .code("unknown_parameter")
            .param(param)
    }

    pub(crate) fn invalid_type(param: &str, expected: &str) -> Self {
        Self::bad_request(format!("Invalid type for '{param}': expected {expected}."))
            .code("invalid_type")
            .param(param)
    }

    pub(crate) fn invalid_value(param: &str, value: &str, supported: &[&str]) -> Self {
        let shown: String = value.chars().take(100).collect();
        let supported =
            supported.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ");
        Self::bad_request(format!("Invalid value: '{shown}'. Supported values are: {supported}."))
            .code("invalid_value")
            .param(param)
    }

    /// A number out of range.
    pub(crate) fn out_of_range(
        param: &str,
        value: impl std::fmt::Display,
        below: bool,
        bound: u64,
    ) -> Self {
        let (code, sign) = if below {
            ("integer_below_min_value", ">=")
        } else {
            ("integer_above_max_value", "<=")
        };
        Self::bad_request(format!(
            "Invalid '{param}': expected a value {sign} {bound}, but got {value} instead."
        ))
        .code(code)
        .param(param)
    }

    pub(crate) fn no_file(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("No such File object: {}", shown(id))).param("id")
    }

    pub(crate) fn no_batch(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("No batch found with id '{}'.", shown(id)))
    }

    /// A failure on this machine.
    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, format!("batch-local failed: {error}"))
    }
}

fn shown(id: &str) -> String {
    id.chars().take(100).collect()
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({"error": {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }});
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
