//! JSON objects parsed into structs.

use serde::Deserialize;
use serde::de::Error as _;

/// Parses a JSON object. Derived deserializers alone would accept an array for an object, with its
/// elements in the order of the fields.
pub(crate) fn parse<'a, T: Deserialize<'a>>(json: &'a str) -> serde_json::Result<T> {
    if json.trim_start().starts_with('{') {
        serde_json::from_str(json)
    } else {
        Err(serde_json::Error::custom("expected an object"))
    }
}
