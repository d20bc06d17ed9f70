//! What the body of a failed request says.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::field::Field;

/// An error body, in the API's shape as far as it keeps to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// For people.
    pub message: Option<String>,
    /// Such as `invalid_request_error`.
    pub kind: Option<String>,
    /// The parameter meant.
    pub param: Option<String>,
    /// Such as `rate_limit_exceeded`; a number where a server has that.
    pub code: Option<String>,
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
    error: Option<&'a RawValue>,
}

impl ApiError {
    /// Reads `{"error":{…}}`, and what gateways send in its place.
    pub(crate) fn read(json: &str) -> Option<Self> {
        let wire: WireApiError<'_> = serde_json::from_str(json).unwrap_or_default();
        let (wire, text) = match wire.error.map(RawValue::get) {
            Some(inner) if inner.starts_with('{') => {
                (serde_json::from_str(inner).unwrap_or_default(), None)
            }
            inner => (wire, inner.and_then(|text| serde_json::from_str::<String>(text).ok())),
        };
        let own = |field: Field<'_>| field.into_text().map(Cow::into_owned);
        let error = Self {
            message: own(wire.message).or_else(|| own(wire.detail)).or(text),
            kind: own(wire.kind),
            param: own(wire.param),
            code: own(wire.code),
        };
        (error != Self::default()).then_some(error)
    }
}
