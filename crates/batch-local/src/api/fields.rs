//! Checks of request fields, with the API's own error codes.

use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::limits::EXPIRY_SECONDS;

/// A body that must be a JSON object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ApiError::bad_request("The body of this request must be a JSON object.")),
        Err(error) => Err(ApiError::bad_request(format!(
            "The body of this request is not valid JSON: {error}."
        ))),
    }
}

/// A required string.
pub(super) fn required_text<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a str, ApiError> {
    match fields.get(name) {
        None => Err(ApiError::missing(name)),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(ApiError::invalid_type(name, "a string")),
    }
}

/// A required string, one of several.
pub(super) fn one_of<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
    known: &[&str],
) -> Result<&'a str, ApiError> {
    let text = required_text(fields, name)?;
    if known.contains(&text) { Ok(text) } else { Err(ApiError::invalid_value(name, text, known)) }
}

/// The seconds of an expiry policy.
pub(super) fn expiry(
    anchor_name: &str,
    anchor: Option<&Value>,
    seconds_name: &str,
    seconds: Option<&Value>,
) -> Result<u64, ApiError> {
    match anchor {
        None => return Err(ApiError::missing(anchor_name)),
        Some(Value::String(anchor)) if anchor == "created_at" => {}
        Some(Value::String(anchor)) => {
            return Err(ApiError::invalid_value(anchor_name, anchor, &["created_at"]));
        }
        Some(_) => return Err(ApiError::invalid_type(anchor_name, "a string")),
    }
    let number = match seconds {
        None => return Err(ApiError::missing(seconds_name)),
        Some(Value::Number(number)) => number,
        Some(_) => return Err(ApiError::invalid_type(seconds_name, "an integer")),
    };
    let (least, most) = (*EXPIRY_SECONDS.start(), *EXPIRY_SECONDS.end());
    match (whole(number), number.as_f64()) {
        (Some(seconds), _) if EXPIRY_SECONDS.contains(&seconds) => Ok(seconds),
        (Some(seconds), _) => {
            let below = seconds < least;
            let bound = if below { least } else { most };
            Err(ApiError::out_of_range(seconds_name, seconds, below, bound))
        }
        (None, Some(number)) if number < 0.0 && number.fract() == 0.0 => {
            Err(ApiError::out_of_range(seconds_name, number, true, least))
        }
        _ => Err(ApiError::invalid_type(seconds_name, "an integer")),
    }
}

/// A whole number that is not negative, written as `3600` or `3600.0`.
fn whole(number: &serde_json::Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let float = number.as_f64()?;
        let fits = float.fract() == 0.0 && (0.0..9e15).contains(&float);
        fits.then_some(float as u64)
    })
}
