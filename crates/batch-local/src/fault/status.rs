//! HTTP responses that replace the real one.

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

/// A fault effect with values out of range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidEffect(pub(super) String);

/// A response with a status that is not the real one.
///
/// Unless it has a body of its own, it carries the API's error envelope. Header values may be
/// absurd on purpose:
///
/// ```
/// use batch_local::Status;
///
/// let limited = Status::new(429).error_code("token_limit_exceeded").header("retry-after-ms", "1");
/// let absurd = Status::new(429).header("retry-after", "18446744073709551616");
/// # let _ = (limited, absurd);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Status {
    pub(super) code: u16,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<String, String>,
    /// `error.code` of the envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) error_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) after: bool,
}

impl Status {
    /// Responds with this HTTP status, 200 to 599, without processing the request.
    pub fn new(code: u16) -> Self {
        Self { code, headers: BTreeMap::new(), error_code: None, body: None, after: false }
    }

    /// Adds a response header, such as `retry-after`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Sets `error.code` of the envelope, such as `insufficient_quota`.
    pub fn error_code(mut self, code: impl Into<String>) -> Self {
        self.error_code = Some(code.into());
        self
    }

    /// Replaces the envelope with this text, sent as `text/plain` unless a `content-type` header
    /// is added.
    pub fn body(mut self, text: impl Into<String>) -> Self {
        self.body = Some(text.into());
        self
    }

    /// Processes the request first and hides the result.
    pub fn after(mut self) -> Self {
        self.after = true;
        self
    }

    pub(super) fn check(&self) -> Result<(), InvalidEffect> {
        status_code(self.code)?;
        self.headers.iter().try_for_each(|(name, value)| header(name, value).map(|_| ()))
    }
}

/// A status that a response may have.
pub(super) fn status_code(code: u16) -> Result<StatusCode, InvalidEffect> {
    StatusCode::from_u16(code)
        .ok()
        .filter(|_| (200..600).contains(&code))
        .ok_or_else(|| InvalidEffect(format!("{code} is not an HTTP status from 200 to 599")))
}

/// A header that a response may have. Framing headers would break the connection: the server
/// writes those.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), InvalidEffect> {
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(_)) if ["content-length", "transfer-encoding"].contains(&name.as_str()) => {
            Err(InvalidEffect(format!("{name} cannot be set: use the framing effect")))
        }
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(InvalidEffect(format!("{name:?}: {value:?} is not a valid header"))),
    }
}
