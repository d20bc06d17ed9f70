//! Schemas that have no Rust type, or a misleading one.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{alternatives, referenced, strings, wrapped};

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Checks every schema, and writes down the types that are implied.
pub(super) fn lower(document: Value) -> Checked<Value> {
    transform(document, &mut |kind, at, value| match kind {
        Kind::Schema => schema(value, at),
        _ => Ok(value),
    })
}

fn schema(mut schema: Value, at: &At) -> Checked<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        if referenced(&schema).is_none() {
            let reason = format!("{reference} is not a schema with a name");
            let remedy = "move it to `components/schemas`, and refer to it there";
            return Err(Fault::new(&at.key("$ref"), reason, remedy));
        }
        return Ok(schema);
    }
    for keyword in ["$recursiveRef", "$recursiveAnchor"] {
        if schema.get(keyword).is_some() {
            let reason = format!("{keyword:?} is not a keyword of OpenAPI 3.0");
            let remedy = "use `$ref` with the name of the schema";
            return Err(Fault::new(&at.key(keyword), reason, remedy));
        }
    }
    for direction in ["readOnly", "writeOnly"] {
        if schema[direction] == true {
            let reason = "one type is used for requests and responses";
            let remedy = "use a schema for requests and another one for responses";
            return Err(Fault::new(&at.key(direction), reason, remedy));
        }
    }
    let is_union = alternatives(&schema).is_some();
    if schema.get("discriminator").is_some() && !is_union {
        let reason = "a discriminator without a union selects among schemas that are not listed";
        let remedy = "list them in `oneOf`";
        return Err(Fault::new(&at.key("discriminator"), reason, remedy));
    }
    if is_union || wrapped(&schema).is_some() {
        return Ok(schema);
    }
    type_of(&mut schema, at)?;
    required(&schema, at)?;
    values(&schema, at)?;
    if schema["type"] == "array" && schema.get("items").is_none() {
        schema["items"] = json!({});
    }
    Ok(schema)
}

/// Checks the type of a schema, and adds it if it is implied.
fn type_of(schema: &mut Value, at: &At) -> Checked<()> {
    let implied = [
        ("properties", "object"),
        ("additionalProperties", "object"),
        ("required", "object"),
        ("items", "array"),
    ];
    let implied = implied.into_iter().filter(|(key, _)| schema.get(*key).is_some());
    let implied: BTreeSet<_> = implied.map(|(_, ty)| ty).collect();
    let at_type = at.key("type");
    let ty = match &schema["type"] {
        Value::Null => match implied.first() {
            Some(ty) => ty,
            None if schema.get("enum").is_some() => match &schema["enum"][0] {
                Value::String(_) => "string",
                Value::Bool(_) => "boolean",
                Value::Number(number) if number.is_f64() => "number",
                Value::Number(_) => "integer",
                _ => return Ok(()),
            },
            // Any JSON value.
            None => return Ok(()),
        },
        Value::String(ty) => match TYPES.iter().find(|known| *known == ty) {
            Some(known) => known,
            None if ty == "null" => {
                let reason = "null is the only value, so there is nothing to read";
                return Err(Fault::new(
                    &at_type,
                    reason,
                    "remove it, or name the type beside null",
                ));
            }
            None => {
                let reason = format!("{ty:?} is not a type");
                return Err(Fault::new(
                    &at_type,
                    reason,
                    format!("use one of {}", TYPES.join(", ")),
                ));
            }
        },
        _ => {
            let remedy = "name one type; for null use `nullable: true`";
            return Err(Fault::new(&at_type, "the type must be a string", remedy));
        }
    };
    if let Some(other) = implied.into_iter().find(|implied| *implied != ty) {
        let reason = format!("the type is {ty}, but a keyword is for type {other}");
        return Err(Fault::new(&at_type, reason, "remove one of them"));
    }
    let ty = ty.to_owned();
    schema["type"] = json!(ty);
    Ok(())
}

/// Checks that required fields are described.
fn required(schema: &Value, at: &At) -> Checked<()> {
    let Some(required) = schema.get("required") else {
        return Ok(());
    };
    let at = at.key("required");
    let names = required.as_array().map(|names| names.iter().map(Value::as_str).collect());
    let Some(names): Option<Option<Vec<_>>> = names else {
        return Err(Fault::new(&at, "it must be a list of names", "write the names as an array"));
    };
    for name in names.into_iter().flatten() {
        if schema["properties"].get(name).is_none() {
            let reason = format!("the required field {name:?} is not described");
            return Err(Fault::new(&at, reason, "add it to `properties`"));
        }
    }
    Ok(())
}

/// Checks the values of an enum.
fn values(schema: &Value, at: &At) -> Checked<()> {
    let Some(values) = schema.get("enum") else {
        return Ok(());
    };
    let at = at.key("enum");
    let Some(values) = values.as_array().filter(|values| !values.is_empty()) else {
        return Err(Fault::new(&at, "the enum has no values", "list its values, or remove it"));
    };
    let is_of = |value: &Value| match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => false,
    };
    if let Some(value) = values.iter().find(|value| !is_of(value)) {
        let reason = format!("{value} is not a value of type {}", schema["type"]);
        let remedy = "give all values of the enum one type; for null use `nullable: true`";
        return Err(Fault::new(&at, reason, remedy));
    }
    for (index, value) in values.iter().enumerate() {
        if values[..index].contains(value) {
            let reason = format!("the value {value} is listed twice");
            return Err(Fault::new(&at.index(index), reason, "remove one of them"));
        }
    }
    if let (Some(values), Some(default)) = (strings(schema), schema["default"].as_str())
        && !values.contains(&default)
    {
        let reason = format!("the default {default:?} is not a value of the enum");
        let remedy = "use one of its values";
        return Err(Fault::new(&at.parent().unwrap_or_default().key("default"), reason, remedy));
    }
    Ok(())
}
