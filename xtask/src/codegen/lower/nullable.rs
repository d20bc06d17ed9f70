//! Named schemas that allow null, rewritten as uses that allow null.
//!
//! A type cannot be optional by itself; a field of that type can.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codegen::fault::Checked;
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{referenced, wrapped};

pub(super) fn lower(mut document: Value) -> Checked<Value> {
    let mut nullable = BTreeSet::new();
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        if schema["nullable"] == true {
            if let Some(schema) = schema.as_object_mut() {
                schema.shift_remove("nullable");
            }
            nullable.insert(name.clone());
        }
    }
    if nullable.is_empty() {
        return Ok(document);
    }
    transform(document, &mut |kind, _, value| {
        if kind != Kind::Schema {
            return Ok(value);
        }
        if referenced(&value).is_some_and(|name| nullable.contains(name)) {
            return Ok(json!({ "allOf": [value], "nullable": true }));
        }
        // The only reference of a wrapper has become a wrapper itself.
        match wrapped(&value).and_then(|inner| Some((inner, wrapped(inner)?))) {
            Some((_, innermost)) => {
                let mut outer = value.clone();
                outer["allOf"] = json!([innermost]);
                outer["nullable"] = json!(true);
                Ok(outer)
            }
            None => Ok(value),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_of_a_nullable_schema_is_nullable() {
        let reference = json!({"$ref": "#/components/schemas/Map"});
        let document = json!({"openapi": "3.0.3", "components": {"schemas": {
            "Map": {"type": "object", "nullable": true},
            "Use": {"type": "object", "properties": {
                "plain": reference,
                "described": {"description": "d", "allOf": [reference]},
                "other": {"type": "string"},
            }},
        }}});
        let lowered = lower(document).unwrap();
        let schemas = &lowered["components"]["schemas"];
        assert_eq!(schemas["Map"], json!({"type": "object"}));
        assert_eq!(
            schemas["Use"]["properties"],
            json!({
                "plain": {"allOf": [reference], "nullable": true},
                "described": {"description": "d", "allOf": [reference], "nullable": true},
                "other": {"type": "string"},
            })
        );
    }
}
