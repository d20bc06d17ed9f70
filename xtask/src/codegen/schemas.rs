//! Checks of the schemas.
//!
//! Inline enums and objects would get derived names, and unions become types that are hard to use.

use serde_json::Value;

use super::unsupported::unsupported;
use crate::error::Error;
use crate::openapi::resolve;

/// Rejects unions, unnamed enums and objects, and references that do not resolve.
pub(super) fn check_schemas(document: &Value) -> Result<(), Error> {
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        let place = format!("schema {name}");
        check_unions(schema, &place)?;
        check_parts(document, schema, &place)?;
        for (property, value) in schema["properties"].as_object().into_iter().flatten() {
            check_schema(document, value, &format!("{place}, property {property}"))?;
        }
    }
    Ok(())
}

/// Checks a schema that has no name of its own.
pub(super) fn check_schema(document: &Value, schema: &Value, place: &str) -> Result<(), Error> {
    resolve(document, schema)?;
    if !schema["enum"].is_null() {
        return Err(unsupported(place, "an enum must be a named schema"));
    }
    if !schema["properties"].is_null() {
        return Err(unsupported(place, "an object must be a named schema"));
    }
    check_unions(schema, place)?;
    check_parts(document, schema, place)
}

fn check_unions(schema: &Value, place: &str) -> Result<(), Error> {
    for keyword in ["oneOf", "anyOf"] {
        if !schema[keyword].is_null() {
            let what = format!("{keyword} generates types that are hard to use");
            return Err(unsupported(place, what));
        }
    }
    Ok(())
}

/// Checks the schemas that a schema is made of, except for its properties.
fn check_parts(document: &Value, schema: &Value, place: &str) -> Result<(), Error> {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check_schema(document, part, place)?;
    }
    let nested = ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key));
    nested.into_iter().try_for_each(|schema| check_schema(document, schema, place))
}
