//! OpenAPI 3.1, rewritten as 3.0.

use serde_json::{Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, transform};

/// Rewrites what 3.1 writes differently. What 3.0 cannot express at all is an error.
pub(super) fn lower(mut document: Value) -> Checked<Value> {
    document["openapi"] = json!("3.0.3");
    transform(document, &mut |kind, at, value| match kind {
        Kind::Schema => schema(value, at),
        _ => Ok(value),
    })
}

fn schema(mut schema: Value, at: &At) -> Checked<Value> {
    match schema {
        Value::Bool(true) => return Ok(json!({})),
        Value::Bool(false) => {
            let reason = "no value is valid, so there is no type for it";
            return Err(Fault::new(at, reason, "remove the schema"));
        }
        _ => {}
    }
    take(&mut schema, "$recursiveAnchor");
    if let Some(target) = take(&mut schema, "$recursiveRef") {
        let mut around = at.pointer().split('/').skip(1);
        match (around.next(), around.next(), around.next()) {
            (Some("components"), Some("schemas"), Some(name)) if target == "#" => {
                schema["$ref"] = format!("#/components/schemas/{name}").into();
            }
            _ => {
                let reason = "this recursive reference has no named schema around it";
                let remedy = "use `$ref` with the name of the schema";
                return Err(Fault::new(&at.key("$recursiveRef"), reason, remedy));
            }
        }
    }
    if schema.get("$ref").is_some() {
        return Ok(beside_reference(schema));
    }
    if let Some(value) = take(&mut schema, "const") {
        if schema.get("enum").is_some() {
            let reason = "`const` and `enum` are both given";
            return Err(Fault::new(&at.key("const"), reason, "keep one of them"));
        }
        schema["enum"] = json!([value]);
    }
    if let Some(Value::Array(examples)) = take(&mut schema, "examples")
        && let Some(first) = examples.into_iter().next()
        && schema.get("example").is_none()
    {
        schema["example"] = first;
    }
    for limit in ["exclusiveMinimum", "exclusiveMaximum"] {
        if schema[limit].is_number() {
            take(&mut schema, limit);
        }
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        let all = values.len();
        values.retain(|value| !value.is_null());
        if values.is_empty() {
            take(&mut schema, "enum");
            schema["type"] = json!("null");
        } else if values.len() < all {
            schema["nullable"] = json!(true);
        }
    }
    types(schema, at)
}

/// Rewrites an array of types.
fn types(mut schema: Value, at: &At) -> Checked<Value> {
    let Some(types) = schema["type"].as_array() else {
        return Ok(schema);
    };
    let rest: Vec<_> = types.iter().filter(|ty| *ty != "null").cloned().collect();
    let nullable = rest.len() < types.len();
    match rest.as_slice() {
        [] if nullable => schema["type"] = json!("null"),
        [one] => schema["type"] = one.clone(),
        [] => {
            let reason = "the list of types is empty";
            return Err(Fault::new(&at.key("type"), reason, "name a type"));
        }
        several => {
            // Each keyword belongs to one type, but which one is not written down.
            if schema.get("enum").is_some() || schema.get("allOf").is_some() {
                let reason = "an enum of several types has no Rust type";
                return Err(Fault::new(&at.key("type"), reason, "name one type"));
            }
            let alternatives = several.iter().map(|ty| {
                let mut alternative = json!({ "type": ty });
                let own: &[&str] = match ty.as_str() {
                    Some("object") => &["properties", "required", "additionalProperties"],
                    Some("array") => &["items"],
                    _ => &[],
                };
                for key in own {
                    if let Some(value) = schema.get(*key) {
                        alternative[*key] = value.clone();
                    }
                }
                alternative
            });
            schema["anyOf"] = alternatives.collect();
            for key in ["type", "properties", "required", "additionalProperties", "items", "format"]
            {
                take(&mut schema, key);
            }
        }
    }
    if nullable {
        schema["nullable"] = json!(true);
    }
    Ok(schema)
}

/// From 3.1 on, what stands beside a `$ref` counts.
fn beside_reference(mut schema: Value) -> Value {
    let alone = schema.as_object().is_some_and(|object| object.len() == 1);
    if !alone && let Some(reference) = take(&mut schema, "$ref") {
        schema["allOf"] = match schema.get("allOf") {
            Some(Value::Array(members)) => {
                let mut members = members.clone();
                members.insert(0, json!({ "$ref": reference }));
                members.into()
            }
            _ => json!([{ "$ref": reference }]),
        };
    }
    schema
}

fn take(schema: &mut Value, key: &str) -> Option<Value> {
    schema.as_object_mut()?.shift_remove(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_3_1_writes_differently_is_rewritten() {
        let table = [
            (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
            (json!({"type": ["string"]}), json!({"type": "string"})),
            (
                json!({"type": ["string", "integer", "null"]}),
                json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
            ),
            (
                json!({"type": ["array", "string"], "items": {"type": "string"}}),
                json!({"anyOf": [
                    {"type": "array", "items": {"type": "string"}}, {"type": "string"}
                ]}),
            ),
            (json!({"type": ["null"]}), json!({"type": "null", "nullable": true})),
            (json!({"const": "a"}), json!({"enum": ["a"]})),
            (json!({"const": null}), json!({"type": "null"})),
            (
                json!({"type": "string", "enum": ["a", null]}),
                json!({"type": "string", "enum": ["a"], "nullable": true}),
            ),
            (json!({"examples": [1, 2]}), json!({"example": 1})),
            (json!({"examples": [1], "example": 3}), json!({"example": 3})),
            (json!({"examples": []}), json!({})),
            (json!({"exclusiveMinimum": 1, "exclusiveMaximum": 2}), json!({})),
            (json!(true), json!({})),
            (
                json!({"$recursiveRef": "#", "description": "b"}),
                json!({"description": "b", "allOf": [{"$ref": "#/components/schemas/A"}]}),
            ),
            (json!({"$ref": "#/a"}), json!({"$ref": "#/a"})),
            (
                json!({"$ref": "#/a", "description": "b"}),
                json!({"description": "b", "allOf": [{"$ref": "#/a"}]}),
            ),
            (
                json!({"$ref": "#/a", "allOf": [{"$ref": "#/b"}]}),
                json!({"allOf": [{"$ref": "#/a"}, {"$ref": "#/b"}]}),
            ),
        ];
        for (old, new) in table {
            assert_eq!(schema(old.clone(), &At::schema("A").key("b")), Ok(new), "{old}");
        }
        for wrong in [
            json!(false),
            json!({"type": []}),
            json!({"type": ["string", "integer"], "enum": ["a", 1]}),
            json!({"const": "a", "enum": ["a"]}),
            json!({"$recursiveRef": "#"}),
            json!({"$recursiveRef": "#/b"}),
        ] {
            assert!(schema(wrong.clone(), &At::root()).is_err(), "{wrong}");
        }
    }
}
