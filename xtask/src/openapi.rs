//! References within an OpenAPI document.

use serde_json::Value;

use crate::error::Error;

/// Follows a `$ref` within the document. A value that is not a reference is returned as it is.
pub(crate) fn resolve<'v>(document: &'v Value, value: &'v Value) -> Result<&'v Value, Error> {
    let Some(reference) = value["$ref"].as_str() else {
        return Ok(value);
    };
    reference
        .strip_prefix('#')
        .and_then(|pointer| document.pointer(pointer))
        .ok_or_else(|| Error::Reference { reference: reference.to_owned() })
}
