//! The error in the body of a failed request.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::field::Field;
use crate::object;

/// The error that an endpoint answered with, as far as it has the shape of the API's errors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// A text for people.
    pub message: Option<String>,
    /// The member `type`, for example `invalid_request_error`.
    pub kind: Option<String>,
    /// The parameter at fault.
    pub param: Option<String>,
    /// For example `rate_limit_exceeded`; a number where a server sends one.
    pub code: Option<String>,
    /// The HTTP status, where the body repeats it in a member `status_code` or `status`.
    pub status: Option<u16>,
}

#[derive(Deserialize, Default)]
struct WireApiError<'a> {
    #[serde(borrow, default)]
    message: Field<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Field<'a>,
    #[serde(borrow, default)]
    param: Field<'a>,
    #[serde(borrow, default)]
    code: Field<'a>,
    #[serde(borrow, default)]
    detail: Field<'a>,
    #[serde(borrow, default)]
    status_code: Field<'a>,
    #[serde(borrow, default)]
    status: Field<'a>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

impl WireApiError<'_> {
    fn take_status(&mut self) -> Option<u16> {
        [&mut self.status_code, &mut self.status]
            .into_iter()
            .find_map(|field| std::mem::take(field).into_text()?.parse().ok())
            .filter(|status| (100..600).contains(status))
    }
}

impl ApiError {
    /// Reads `{"error":{…}}` and the shapes that gateways send instead.
    pub(crate) fn read(json: &str) -> Option<Self> {
        let mut wire: WireApiError<'_> = object::parse(json).unwrap_or_default();
        let outer_status = wire.take_status();
        let (mut wire, text) = match wire.error.map(RawValue::get) {
            Some(inner) if inner.starts_with('{') => {
                (serde_json::from_str(inner).unwrap_or_default(), None)
            }
            inner => (wire, inner.and_then(|text| serde_json::from_str::<String>(text).ok())),
        };
        let status = wire.take_status().or(outer_status);
        let own = |text: Cow<'_, str>| text.into_owned();
        let message = wire.message.into_text().or_else(|| wire.detail.into_text());
        let error = Self {
            message: message.map(own).or(text),
            kind: wire.kind.into_word().map(own),
            param: wire.param.into_text().map(own),
            code: wire.code.into_word().map(own),
            status,
        };
        (error != Self::default()).then_some(error)
    }

    /// Reads an error that arrives as JSON text within a string, such as the message of another.
    pub(crate) fn read_text(text: &str) -> Option<Self> {
        text.trim_start().starts_with('{').then(|| Self::read(text))?
    }
}
