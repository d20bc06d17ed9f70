//! Questions about schemas.

use serde_json::Value;

use super::at::At;

/// Keywords that describe a schema and do not change which values it allows.
const ANNOTATIONS: [&str; 9] = [
    "description",
    "title",
    "default",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "nullable",
    "$comment",
];

/// Keywords that limit the values of a schema or only describe it, and why no type checks them.
const LIMITS: [(&str, &str); 24] = [
    ("minimum", "1 would make the type NonZeroU64, and `.limit(50)` would not compile"),
    ("maximum", "servers have limits of their own"),
    ("exclusiveMinimum", "servers have limits of their own"),
    ("exclusiveMaximum", "servers have limits of their own"),
    ("multipleOf", "servers have limits of their own"),
    ("minLength", "a shorter string in a response would be an error"),
    ("maxLength", "a longer string in a response would be an error"),
    ("pattern", "another string in a response would be an error"),
    ("minItems", "a shorter list in a response would be an error"),
    ("maxItems", "a longer list in a response would be an error"),
    ("uniqueItems", "a list in a response keeps its order and its repetitions"),
    ("minProperties", "a smaller object in a response would be an error"),
    ("maxProperties", "a larger object in a response would be an error"),
    ("propertyNames", "another name in a response would be an error"),
    ("contentMediaType", "a string stays as it is"),
    ("contentEncoding", "a string stays as it is"),
    ("discriminator", "the pass `unions` reads it"),
    ("readOnly", "it is false"),
    ("writeOnly", "it is false"),
    ("title", "types are named after their schemas"),
    ("example", "only parameters and bodies have examples in the documentation"),
    ("examples", "only parameters and bodies have examples in the documentation"),
    ("externalDocs", "descriptions have links"),
    ("$comment", "it is for readers of the document"),
];

/// Returns whether a keyword limits the values, or only describes them.
pub(super) fn is_limit(keyword: &str) -> bool {
    LIMITS.iter().any(|(limit, _)| *limit == keyword)
}

/// Returns the name of the schema that a `$ref` names.
pub(super) fn referenced(schema: &Value) -> Option<&str> {
    schema["$ref"]
        .as_str()?
        .strip_prefix("#/components/schemas/")
        .filter(|name| !name.contains('/'))
}

/// Returns a reference to the schema with this name.
pub(super) fn reference(name: &str) -> Value {
    serde_json::json!({ "$ref": format!("#{}", At::schema(name).pointer()) })
}

/// Follows `$ref` to the end. A chain that leads back to itself ends anywhere in it.
pub(super) fn resolve<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    let mut value = value;
    for _ in 0..32 {
        let target = value["$ref"]
            .as_str()
            .and_then(At::of_reference)
            .and_then(|at| document.pointer(at.pointer()));
        match target {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}

/// Like [`resolve`], and also follows an `allOf` of one schema that only adds a description or null.
pub(super) fn unwrap<'v>(document: &'v Value, schema: &'v Value) -> &'v Value {
    let mut schema = resolve(document, schema);
    for _ in 0..32 {
        match wrapped(schema) {
            Some(inner) => schema = resolve(document, inner),
            None => break,
        }
    }
    schema
}

/// Returns the schema inside an `allOf` that only describes it.
pub(super) fn wrapped(schema: &Value) -> Option<&Value> {
    let object = schema.as_object()?;
    let [inner] = schema["allOf"].as_array()?.as_slice() else {
        return None;
    };
    let only =
        |key: &String| key == "allOf" || key == "type" || is_annotation(key) || is_limit(key);
    object.keys().all(only).then_some(inner)
}

/// Returns whether a keyword only describes.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Returns the schemas that a schema is a union of.
pub(super) fn alternatives(schema: &Value) -> Option<(&'static str, &Vec<Value>)> {
    ["oneOf", "anyOf"]
        .into_iter()
        .find_map(|keyword| Some((keyword, schema.get(keyword)?.as_array()?)))
}

/// Returns whether values are objects with fields.
pub(super) fn has_fields(schema: &Value) -> bool {
    schema["properties"].as_object().is_some_and(|fields| !fields.is_empty())
}

/// Returns the values of an enum of strings.
pub(super) fn strings(schema: &Value) -> Option<Vec<&str>> {
    schema["enum"].as_array()?.iter().map(Value::as_str).collect()
}
