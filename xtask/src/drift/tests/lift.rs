//! Our document, written as OpenAPI 3.1.

use serde_json::{Map, Value, json};

/// Returns the document without recorded deviations.
pub(super) fn without_deviations(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "x-deviation")
            .map(|(name, value)| (name.clone(), without_deviations(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_deviations).collect(),
        value => value.clone(),
    }
}

/// Returns a document of version 3.0 as one of version 3.1, with a constant for an enum with one
/// value, and with both ways to allow null.
pub(super) fn lifted(value: &Value) -> Value {
    match value {
        Value::Object(members) => object(members),
        Value::Array(items) => items.iter().map(lifted).collect(),
        value => value.clone(),
    }
}

fn object(members: &Map<String, Value>) -> Value {
    let mut members: Map<String, Value> =
        members.iter().map(|(name, value)| (name.clone(), lifted(value))).collect();
    if members.contains_key("openapi") {
        members.insert("openapi".into(), "3.1.0".into());
    }
    if let Some([one]) = members.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        let one = one.clone();
        members.remove("enum");
        members.insert("const".into(), one);
    }
    if members.remove("nullable") != Some(true.into()) {
        return members.into();
    }
    if let Some(parts) = members.remove("allOf") {
        let mut union: Vec<Value> = parts.as_array().unwrap().clone();
        union.push(json!({"type": "null"}));
        members.remove("type");
        members.insert("anyOf".into(), union.into());
    } else {
        let one = members["type"].clone();
        members.insert("type".into(), json!([one, "null"]));
    }
    members.into()
}
