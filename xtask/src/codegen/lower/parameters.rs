//! Parameters, as the client can send them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, METHODS, references, transform};
use crate::codegen::schema::{reference, strings, unwrap};

/// The schema whose type is `batch_client::PathId`, which cannot change the path it is put into.
pub(in crate::codegen) const PATH_ID: &str = "PathId";

/// Gives every string in a path a checked type, and refuses parameters that would be sent wrongly.
pub(super) fn lower(document: Value) -> Checked<Value> {
    if document["components"]["schemas"].get(PATH_ID).is_some() {
        let reason = format!("the name {PATH_ID} is that of the client's type for IDs in paths");
        return Err(Fault::new(&At::schema(PATH_ID), reason, "choose another name"));
    }
    let source = document.clone();
    let mut document = transform(document, &mut |kind, at, value| match kind {
        Kind::Parameter => parameter(&source, value, at),
        _ => Ok(value),
    })?;
    drop_replaced(&source, &mut document);
    document["components"]["schemas"][PATH_ID] = json!({ "type": "string" });
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let at = At::root().key("paths").key(path);
        for (method, operation) in item.as_object().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                template(path, operation, &at.key(method))?;
            }
        }
    }
    Ok(document)
}

/// Removes the schemas that only parameters in paths used.
fn drop_replaced(source: &Value, document: &mut Value) {
    let used: BTreeSet<_> = references(document).into_iter().map(|(name, _)| name).collect();
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    if let Some(schemas) = schemas {
        for (name, _) in references(source) {
            if !used.contains(&name) {
                schemas.shift_remove(&name);
            }
        }
    }
}

fn parameter(document: &Value, mut parameter: Value, at: &At) -> Checked<Value> {
    let location = parameter["in"].as_str().unwrap_or_default();
    if parameter["name"].as_str().is_none_or(str::is_empty) {
        return Err(Fault::new(at, "the parameter has no name", "add `name`"));
    }
    let style = match location {
        "query" => "form",
        "path" => "simple",
        "header" | "cookie" => {
            let reason = format!("a parameter in a {location} would not be sent");
            let remedy = "remove it; users set headers in `Config`, or for one request in a layer";
            return Err(Fault::new(&at.key("in"), reason, remedy));
        }
        _ => {
            let reason = "a parameter must be in the query or in the path";
            return Err(Fault::new(&at.key("in"), reason, "use `in: query` or `in: path`"));
        }
    };
    if let Some(other) = parameter["style"].as_str().filter(|other| *other != style) {
        let reason = format!("the style {other} is not supported in a {location}");
        let remedy = format!("remove it; the default is `{style}`");
        return Err(Fault::new(&at.key("style"), reason, remedy));
    }
    let Some(written) = parameter.get("schema") else {
        return Err(Fault::new(at, "the parameter has no schema", "add `schema`"));
    };
    let schema = unwrap(document, written);
    let at_schema = at.key("schema");
    let scalar = |schema: &Value| {
        matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean"))
    };
    if location == "path" {
        if parameter["required"] != true {
            let reason = "a path is not complete without its parameters";
            return Err(Fault::new(at, reason, "add `required: true`"));
        }
        if !scalar(schema) {
            let reason = "a part of a path must be a string, a number, or a boolean";
            return Err(Fault::new(&at_schema, reason, "use one of these types"));
        }
        if schema["type"] == "string" {
            parameter["schema"] = reference(PATH_ID);
        }
        return Ok(parameter);
    }
    let is_list = schema["type"] == "array";
    if is_list && parameter["explode"] == false {
        let reason = "lists are sent as one pair per item, not separated by commas";
        let remedy = "remove `explode: false` if the server accepts that; otherwise implement the \
                      operation by hand";
        return Err(Fault::new(&at.key("explode"), reason, remedy));
    }
    let item = if is_list { unwrap(document, &schema["items"]) } else { schema };
    if !scalar(item) {
        let reason = "a query parameter must be a string, a number, a boolean, or a list of these";
        let remedy = "use one of these types, or implement the operation by hand";
        return Err(Fault::new(&at_schema, reason, remedy));
    }
    // A setter takes `&str` for a string, but not for a named string. Only enums keep their names.
    let named = |written: &Value, schema: &Value| {
        let mut plain = if strings(schema).is_some() { written.clone() } else { schema.clone() };
        // A parameter is sent or not; null has no form in a query.
        if let Some(plain) = plain.as_object_mut() {
            plain.shift_remove("nullable");
        }
        plain
    };
    let lowered = if is_list {
        json!({ "type": "array", "items": named(&schema["items"], item) })
    } else {
        named(written, schema)
    };
    parameter["schema"] = lowered;
    Ok(parameter)
}

/// Checks that a path and its parameters name each other.
fn template(path: &str, operation: &Value, at: &At) -> Checked<()> {
    let in_path: Vec<_> = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect();
    let balanced =
        path.matches('{').count() == in_path.len() && path.matches('}').count() == in_path.len();
    if !balanced || !path.starts_with('/') {
        let reason = "the path is not a template";
        let remedy = "begin it with `/`, and put each parameter in braces";
        return Err(Fault::new(&at.parent().unwrap_or_default(), reason, remedy));
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let described: Vec<_> = parameters
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    if let Some(name) = in_path.iter().find(|name| !described.contains(name)) {
        let reason = format!("the path has a parameter {name:?}, which is not described");
        return Err(Fault::new(at, reason, "add it to `parameters` with `in: path`"));
    }
    if let Some(name) = described.iter().find(|name| !in_path.contains(name)) {
        let reason = format!("the path has no parameter {name:?}");
        return Err(Fault::new(at, reason, "remove it, or put it in braces in the path"));
    }
    if let Some(name) = in_path.iter().enumerate().find(|(i, name)| in_path[..*i].contains(name)) {
        let reason = format!("the path has the parameter {:?} twice", name.1);
        return Err(Fault::new(at, reason, "give each its own name"));
    }
    Ok(())
}
