//! `allOf`, merged into one schema.

use serde_json::{Map, Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{is_annotation, is_limit, resolve, wrapped};

/// Merges every `allOf`, except one of a single reference, which describes the use of a schema.
pub(super) fn lower(document: Value) -> Checked<Value> {
    let source = document.clone();
    transform(document, &mut |kind, at, value| match kind {
        Kind::Schema => schema(&source, value, at),
        _ => Ok(value),
    })
}

fn schema(document: &Value, schema: Value, at: &At) -> Checked<Value> {
    if schema.get("allOf").is_none() {
        return Ok(schema);
    }
    let schema = without_limits(document, schema);
    match wrapped(&schema) {
        // A wrapper of a wrapper is one wrapper.
        Some(inner) if wrapped(inner).is_some() => {
            let mut outer = schema.clone();
            outer["allOf"] = inner["allOf"].clone();
            for (key, value) in inner.as_object().into_iter().flatten() {
                if outer.get(key).is_none() {
                    outer[key] = value.clone();
                }
            }
            Ok(outer)
        }
        Some(inner) if inner.get("$ref").is_some() => Ok(schema),
        Some(inner) => {
            // The only schema, written inline.
            let mut merged = inner.clone();
            for (key, value) in schema.as_object().into_iter().flatten() {
                if key != "allOf" {
                    merged[key] = value.clone();
                }
            }
            Ok(merged)
        }
        None => {
            let mut merged = Map::new();
            merge(document, &mut merged, &schema, at, 0)?;
            merged.insert("type".into(), json!("object"));
            for (key, value) in schema.as_object().into_iter().flatten() {
                if is_annotation(key) {
                    merged.insert(key.clone(), value.clone());
                }
            }
            Ok(merged.into())
        }
    }
}

/// Removes the parts that only limit the values of the others.
fn without_limits(document: &Value, mut schema: Value) -> Value {
    let limits = |part: &Value| {
        resolve(document, part)
            .as_object()
            .is_some_and(|part| part.keys().all(|key| is_limit(key) || is_annotation(key)))
    };
    if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut)
        && parts.iter().any(|part| !limits(part))
    {
        parts.retain(|part| !limits(part));
    }
    schema
}

/// Merges an object, and the objects in its `allOf`, into `merged`.
fn merge(
    document: &Value,
    merged: &mut Map<String, Value>,
    schema: &Value,
    at: &At,
    depth: usize,
) -> Checked<()> {
    if depth > 16 {
        return Err(Fault::new(at, "`allOf` leads back to itself", "write the fields out"));
    }
    let schema = resolve(document, schema);
    for (index, member) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
        merge(document, merged, member, &at.key("allOf").index(index), depth + 1)?;
    }
    let Some(object) = schema.as_object() else { return Ok(()) };
    for (key, value) in object {
        match key.as_str() {
            "allOf" => {}
            "type" if value == "object" => {}
            "properties" => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    field(document, merged, name, property, &at.key("properties").key(name))?;
                }
            }
            "required" => {
                let all = merged.entry("required").or_insert_with(|| json!([]));
                if let (Some(all), Some(names)) = (all.as_array_mut(), value.as_array()) {
                    for name in names {
                        if !all.contains(name) {
                            all.push(name.clone());
                        }
                    }
                }
            }
            "additionalProperties" => match merged.get(key) {
                // `false` in one part would forbid the fields of the others.
                _ if value == false => {}
                Some(other) if other != value => {
                    let reason = "parts of `allOf` disagree about additional properties";
                    let remedy = "write the merged schema instead of `allOf`";
                    return Err(Fault::new(&at.key(key), reason, remedy));
                }
                _ => drop(merged.insert(key.clone(), value.clone())),
            },
            key if is_annotation(key) => {}
            key if is_limit(key) => {}
            key => {
                let reason = format!(
                    "a part of `allOf` with {key:?} cannot be merged: parts must be objects"
                );
                let remedy = "write the merged schema instead of `allOf`";
                return Err(Fault::new(&at.key(key), reason, remedy));
            }
        }
    }
    Ok(())
}

fn field(
    document: &Value,
    merged: &mut Map<String, Value>,
    name: &str,
    property: &Value,
    at: &At,
) -> Checked<()> {
    let fields = merged.entry("properties").or_insert_with(|| json!({}));
    match fields.get(name) {
        Some(other) if essence(document, other) != essence(document, property) => {
            let reason = format!("parts of `allOf` disagree about the field {name:?}");
            let remedy = "write the merged schema instead of `allOf`";
            Err(Fault::new(at, reason, remedy))
        }
        Some(_) => Ok(()),
        None => {
            fields[name] = property.clone();
            Ok(())
        }
    }
}

/// Returns a schema without what only describes it.
fn essence(document: &Value, schema: &Value) -> Value {
    let schema = resolve(document, schema);
    match schema.as_object() {
        Some(object) => {
            let kept = object.iter().filter(|(key, _)| !is_annotation(key));
            kept.map(|(key, value)| (key.clone(), value.clone())).collect()
        }
        None => schema.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({"components": {"schemas": {
            "A": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            "B": {"type": "object", "required": ["b"], "additionalProperties": false,
                  "properties": {"a": {"type": "string", "description": "again"}, "b": {"type": "integer"}}},
            "C": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"c": {}}}]},
            "Other": {"properties": {"a": {"type": "integer"}}},
            "Text": {"type": "string"},
            "Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}, {"properties": {}}]},
        }}})
    }

    fn part(name: &str) -> Value {
        crate::codegen::schema::reference(name)
    }

    #[test]
    fn parts_are_merged() {
        let table = [
            (
                json!({"allOf": [part("A"), part("B")], "description": "d"}),
                json!({"properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
                       "required": ["a", "b"], "type": "object", "description": "d"}),
            ),
            (
                json!({"allOf": [part("C")], "required": ["c"]}),
                json!({"properties": {"a": {"type": "string"}, "c": {}}, "required": ["a", "c"],
                       "type": "object"}),
            ),
            // A description of a use stays.
            (
                json!({"allOf": [part("A")], "nullable": true}),
                json!({"allOf": [part("A")], "nullable": true}),
            ),
            (
                json!({"allOf": [{"allOf": [part("A")], "nullable": true}], "description": "d"}),
                json!({"allOf": [part("A")], "description": "d", "nullable": true}),
            ),
            // Limits of a part are no part.
            (
                json!({"allOf": [part("Text"), {"maxLength": 3, "description": "d"}]}),
                json!({"allOf": [part("Text")]}),
            ),
            (
                json!({"allOf": [{"type": "string"}], "description": "d"}),
                json!({"type": "string", "description": "d"}),
            ),
        ];
        for (old, new) in table {
            assert_eq!(schema(&document(), old.clone(), &At::root()), Ok(new), "{old}");
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let table = [
            (json!({"allOf": [part("A"), part("Other")]}), "\"a\""),
            (json!({"allOf": [part("A"), part("Text")]}), "must be objects"),
            (json!({"allOf": [part("Loop"), part("A")]}), "itself"),
            (
                json!({"allOf": [{"additionalProperties": {"type": "string"}},
                                 {"additionalProperties": {"type": "integer"}}]}),
                "additional",
            ),
        ];
        for (wrong, reason) in table {
            let fault = schema(&document(), wrong.clone(), &At::root()).unwrap_err();
            assert!(fault.reason.contains(reason), "{wrong}: {}", fault.reason);
        }
    }
}
