//! Keywords that would make a type refuse what a server sends, or say nothing about the type.
//!
//! Typify turns a limit into a type that checks it: a longer string, or one field more, would make a
//! whole response undecodable. Servers check what they receive, and their limits differ, so the types
//! check nothing. Descriptions say what the limits are.

use serde_json::{Value, json};

use crate::codegen::fault::Checked;
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{is_limit, strings};

/// Formats that a Rust type exists for. Others, such as `date-time`, would need further crates, and
/// would make a response undecodable if a server writes them in another way.
const FORMATS: [&str; 6] = ["int32", "int64", "uint32", "uint64", "float", "double"];

pub(super) fn lower(document: Value) -> Checked<Value> {
    transform(document, &mut |kind, at, mut schema| {
        if kind != Kind::Schema {
            return Ok(schema);
        }
        // Only a named enum can have a default of its own.
        let is_named_enum = strings(&schema).is_some()
            && at.parent().is_some_and(|parent| parent.pointer() == "/components/schemas");
        let keeps_enum = strings(&schema).is_some();
        let keeps_fields = schema["properties"].as_object().is_some_and(|f| !f.is_empty());
        let Some(object) = schema.as_object_mut() else {
            return Ok(schema);
        };
        object.retain(|key, value| {
            let dropped = is_limit(key)
                || (key == "default" && !is_named_enum)
                || (key == "enum" && !keeps_enum)
                || (key == "additionalProperties" && value == false)
                || (key == "format" && !FORMATS.iter().any(|format| value == format))
                || (key == "required" && !keeps_fields)
                || (key == "properties" && !keeps_fields)
                || key.starts_with("x-");
            !dropped
        });
        if object.get("nullable") == Some(&json!(false)) {
            object.shift_remove("nullable");
        }
        Ok(schema)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_refuse_a_response_is_dropped_everywhere() {
        let property = json!({
            "type": "string", "maxLength": 1, "pattern": "a", "default": "a", "format": "uuid",
        });
        let document = json!({"components": {"schemas": {
            "Order": {"type": "string", "enum": ["a", "b"], "default": "a"},
            "Level": {"type": "integer", "enum": [1, 2], "format": "int64", "minimum": 1},
            "Thing": {
                "type": "object", "additionalProperties": false, "maxProperties": 1,
                "required": ["name"],
                "properties": {"name": property, "pattern": {"type": "array", "items": property}},
            },
        }}});
        let lowered = lower(document).unwrap();
        assert_eq!(
            lowered["components"]["schemas"],
            json!({
                "Order": {"type": "string", "enum": ["a", "b"], "default": "a"},
                "Level": {"type": "integer", "format": "int64"},
                "Thing": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string"},
                        "pattern": {"type": "array", "items": {"type": "string"}},
                    },
                },
            })
        );
    }
}
