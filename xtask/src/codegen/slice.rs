//! `cargo xtask slice`, which prepares operations of another document for `openapi.yaml`.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::at::At;
use super::blame::closure;
use super::grammar::METHODS;
use super::operation::is_json;
use crate::error::Error;
use crate::loose::Loose;
use crate::output;

/// Prints a document with some operations of another one, given by ID or tag, and what they use.
///
/// What code generation needs and other documents lack is added: the error envelope of
/// `openapi.yaml`, an `x-effect` that is never too good, and `x-hand-written` for forms.
pub(crate) fn slice(root: &Path, file: &Path, wanted: &[String]) -> Result<bool, Error> {
    let own = read(&root.join("openapi.yaml"))?;
    let sliced = sliced(&read(file)?, &own, wanted);
    let operations = sliced["paths"].as_object().into_iter().flatten();
    let found: Vec<_> = operations.flat_map(|(_, item)| names(item)).collect();
    let missing: Vec<_> = wanted.iter().filter(|wanted| !found.contains(wanted)).collect();
    for name in &missing {
        eprintln!("error: {} has no operation and no tag {name:?}", file.display());
    }
    if !missing.is_empty() {
        return Ok(false);
    }
    let text = yaml_serde::to_string(&sliced)
        .map_err(|source| Error::Yaml { path: file.display().to_string(), source })?;
    output::print(&text);
    Ok(true)
}

fn read(path: &Path) -> Result<Value, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    yaml_serde::from_str(&text)
        .map(|Loose(document)| document)
        .map_err(|source| Error::Yaml { path: path.display().to_string(), source })
}

/// Returns the IDs and tags of the operations of a path.
fn names(item: &Value) -> Vec<String> {
    let operations = METHODS.iter().filter_map(|method| item.get(*method));
    let names = operations.flat_map(|operation| {
        let tags = operation["tags"].as_array().into_iter().flatten();
        [&operation["operationId"]].into_iter().chain(tags)
    });
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn sliced(document: &Value, own: &Value, wanted: &[String]) -> Value {
    let mut paths = Map::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let mut kept = Map::new();
        for (key, value) in item.as_object().into_iter().flatten() {
            if !METHODS.contains(&key.as_str()) {
                if key == "parameters" {
                    kept.insert(key.clone(), value.clone());
                }
            } else if names(&json!({ "get": value })).iter().any(|name| wanted.contains(name)) {
                kept.insert(key.clone(), prepared(key, value));
            }
        }
        if kept.keys().any(|key| METHODS.contains(&key.as_str())) {
            paths.insert(path.clone(), kept.into());
        }
    }
    let mut sliced = json!({ "openapi": document["openapi"], "info": document["info"] });
    for key in ["servers", "security"] {
        if let Some(value) = document.get(key) {
            sliced[key] = value.clone();
        }
    }
    sliced["components"] = components(document, &paths.clone().into());
    sliced["paths"] = paths.into();
    // Errors have the type that batch-client implements conversions for.
    let envelope = closure(own, &super::schema::reference("ErrorResponse"));
    for (name, schema) in envelope {
        sliced["components"]["schemas"][name] = schema;
    }
    sliced
}

/// Returns an operation with the facts that code generation needs.
fn prepared(method: &str, operation: &Value) -> Value {
    let mut operation = operation.clone();
    if operation.get("x-effect").is_none() {
        operation["x-effect"] = match method {
            "get" | "head" => json!("safe"),
            "put" | "delete" => json!("idempotent"),
            _ => json!("bills"),
        };
    }
    let media = operation["requestBody"]["content"].as_object();
    let form = media.and_then(|media| media.keys().find(|media| !is_json(media)).cloned());
    if let Some(form) = form {
        operation["x-hand-written"] = json!(format!("its body is {form}"));
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        responses.retain(|status, _| status.starts_with('2'));
    }
    operation
}

/// Returns all components that a value refers to, directly or through others.
fn components(document: &Value, value: &Value) -> Value {
    let mut components = json!({ "schemas": {} });
    if let Some(schemes) = document["components"].get("securitySchemes") {
        components["securitySchemes"] = schemes.clone();
    }
    let mut open = vec![value.clone()];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(at) =
                    object.get("$ref").and_then(Value::as_str).and_then(At::of_reference)
                    && let Some(target) = document.pointer(at.pointer())
                    && let ["", "components", kind, name] =
                        at.pointer().split('/').collect::<Vec<_>>()[..]
                    && components[kind].get(name).is_none()
                {
                    components[kind][name] = target.clone();
                    open.push(target.clone());
                }
                open.extend(object.into_iter().map(|(_, value)| value));
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    components
}
