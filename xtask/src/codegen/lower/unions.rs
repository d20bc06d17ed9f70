//! Unions that are really something simpler.
//!
//! `anyOf` and `oneOf` are used for null, for enums that may grow, and for single schemas. Those
//! become what they mean. What is left is a union, for which the pass `unions` generates an enum.

use serde_json::{Map, Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{alternatives, is_annotation, is_limit, strings, unwrap};

pub(super) fn lower(document: Value) -> Checked<Value> {
    let source = document.clone();
    transform(document, &mut |kind, at, value| match kind {
        Kind::Schema => schema(&source, value, at),
        _ => Ok(value),
    })
}

fn schema(document: &Value, mut schema: Value, at: &At) -> Checked<Value> {
    let Some((keyword, members)) = alternatives(&schema) else {
        return Ok(schema);
    };
    let at = &at.key(keyword);
    if keyword == "oneOf" && schema.get("anyOf").is_some() {
        let reason = "`oneOf` and `anyOf` are both given";
        return Err(Fault::new(at, reason, "keep one of them"));
    }
    let members = members.clone();
    if members.is_empty() {
        return Err(Fault::new(at, "the union is empty", "remove it, or add its members"));
    }
    // `anyOf: [{required: [a]}, {required: [b]}]` only says which fields occur together.
    let only_limits = |member: &Value| {
        member.as_object().is_some_and(|member| {
            !member.is_empty() && member.keys().all(|key| key == "required" || is_annotation(key))
        })
    };
    if members.iter().all(only_limits) {
        remove(&mut schema, keyword);
        return Ok(schema);
    }
    if let Some(key) = schema.as_object().into_iter().flat_map(Map::keys).find(|key| {
        !is_annotation(key) && !is_limit(key) && key.as_str() != "type" && key.as_str() != keyword
    }) {
        let reason = format!("{key:?} beside a union applies to each of its members");
        let remedy = "write it in each member, or use `allOf`";
        return Err(Fault::new(&at.parent().unwrap_or_default().key(key), reason, remedy));
    }

    let is_null = |member: &Value| member["type"] == "null";
    let nullable = members.iter().any(is_null)
        || members.iter().any(|member| unwrap(document, member)["nullable"] == true);
    let members: Vec<_> = members.into_iter().filter(|member| !is_null(member)).collect();
    remove(&mut schema, keyword);
    remove(&mut schema, "type");
    if nullable {
        schema["nullable"] = json!(true);
    }
    match members.as_slice() {
        [] => schema["type"] = json!("null"),
        [member] if member.get("$ref").is_some() || member.get("allOf").is_some() => {
            remove(&mut schema, "discriminator");
            schema["allOf"] = json!([member]);
        }
        [member] => {
            remove(&mut schema, "discriminator");
            // What is said around the union takes precedence.
            for (key, value) in member.as_object().into_iter().flatten() {
                if schema.get(key).is_none() {
                    schema[key] = value.clone();
                }
            }
        }
        members => match text(document, members) {
            Some(values) => {
                remove(&mut schema, "discriminator");
                schema["type"] = json!("string");
                if !values.is_empty() {
                    schema["enum"] = json!(values);
                }
            }
            None if members.iter().all(|member| is_number(document, member)) => {
                schema["type"] = json!("number");
            }
            None => schema[keyword] = json!(members),
        },
    }
    Ok(schema)
}

/// Returns the known values of a union of strings, which are none if any string is meant.
fn text(document: &Value, members: &[Value]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for member in members {
        let member = unwrap(document, member);
        if let Some((_, inner)) = alternatives(member) {
            values.extend(text(document, inner)?);
        } else if let Some(strings) = strings(member) {
            values.extend(strings.into_iter().map(str::to_owned));
        } else if member["type"] != "string" {
            return None;
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    Some(values)
}

fn is_number(document: &Value, member: &Value) -> bool {
    matches!(unwrap(document, member)["type"].as_str(), Some("number" | "integer"))
}

fn remove(schema: &mut Value, key: &str) {
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({"components": {"schemas": {
            "Kind": {"type": "string", "enum": ["a", "b"]},
            "Open": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Kind"}]},
            "Name": {"type": "string"},
            "Thing": {"type": "object", "properties": {"id": {"type": "string"}}},
        }}})
    }

    fn kind(name: &str) -> Value {
        crate::codegen::schema::reference(name)
    }

    #[test]
    fn a_union_becomes_what_it_means() {
        let string = json!({"type": "string"});
        let nothing = json!({"type": "null"});
        let table = [
            // An enum that may grow.
            (
                json!({"anyOf": [string, kind("Kind")]}),
                json!({"type": "string", "enum": ["a", "b"]}),
            ),
            (
                json!({"oneOf": [string, {"type": "string", "enum": ["c"]}], "description": "d"}),
                json!({"description": "d", "type": "string", "enum": ["c"]}),
            ),
            (
                json!({"anyOf": [kind("Open"), {"enum": ["b", "c"]}]}),
                json!({"type": "string", "enum": ["a", "b", "c"]}),
            ),
            (json!({"anyOf": [string, kind("Name")]}), json!({"type": "string"})),
            // Null.
            (
                json!({"anyOf": [kind("Thing"), nothing]}),
                json!({"nullable": true, "allOf": [kind("Thing")]}),
            ),
            (
                json!({"oneOf": [{"type": "integer", "description": "inner"}, nothing],
                       "description": "outer"}),
                json!({"description": "outer", "nullable": true, "type": "integer"}),
            ),
            // A single schema.
            (json!({"oneOf": [kind("Thing")]}), json!({"allOf": [kind("Thing")]})),
            (
                json!({"anyOf": [{"type": "integer"}, {"type": "number"}]}),
                json!({"type": "number"}),
            ),
            // Limits on which fields occur together.
            (
                json!({"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                json!({"type": "object"}),
            ),
            // A union.
            (
                json!({"oneOf": [kind("Thing"), string], "type": "object"}),
                json!({"oneOf": [kind("Thing"), string]}),
            ),
        ];
        for (old, new) in table {
            assert_eq!(schema(&document(), old.clone(), &At::root()), Ok(new), "{old}");
        }
        for wrong in [
            json!({"oneOf": []}),
            json!({"oneOf": [string], "anyOf": [string]}),
            json!({"oneOf": [kind("Thing"), string], "properties": {"a": {}}}),
        ] {
            assert!(schema(&document(), wrong.clone(), &At::root()).is_err(), "{wrong}");
        }
    }
}
