//! The operations of the document.

use serde_json::Value;

use super::at::At;
use super::fault::{Checked, Fault};
use super::grammar::METHODS;
use super::names::method_name;
use super::schema::{referenced, resolve, unwrap};

/// An operation that code is generated for.
pub(super) struct Operation {
    /// The operation ID in snake case, which is how progenitor names its method.
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) deprecated: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) success: Success,
}

/// The body of a successful response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Success {
    /// JSON of this type.
    Json(String),
    Bytes,
    Nothing,
}

pub(super) struct Parameter {
    /// The name of its setter.
    pub(super) setter: String,
    pub(super) required: bool,
    pub(super) description: String,
    /// The schema as written, including its limits.
    pub(super) schema: Value,
}

impl Parameter {
    pub(super) fn is_list(&self) -> bool {
        self.schema["type"] == "array"
    }
}

pub(super) struct Body {
    /// The name of its type.
    pub(super) schema: String,
    pub(super) example: Value,
}

/// Reads every operation of a lowered document, and rejects those that code cannot be generated for.
pub(super) fn operations(document: &Value) -> Checked<Vec<Operation>> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let at = At::root().key("paths").key(path).key(method);
            security(document, operation, &at)?;
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters = parameters.map(|parameter| self::parameter(document, parameter));
            operations.push(Operation {
                name: method_name(operation["operationId"].as_str().unwrap_or_default()),
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                description: text(&operation["description"]),
                deprecated: operation["deprecated"] == true,
                parameters: parameters.collect(),
                body: body(operation, &at, method)?,
                success: success(operation, &at)?,
            });
        }
    }
    Ok(operations)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

/// The client sends the same credentials with every request.
fn security(document: &Value, operation: &Value, at: &At) -> Checked<()> {
    match operation.get("security") {
        Some(own) if Some(own) != document.get("security") => {
            let reason = "the client sends the same credentials with every request";
            let remedy = "remove it, or implement the operation by hand";
            Err(Fault::new(&at.key("security"), reason, remedy))
        }
        _ => Ok(()),
    }
}

fn parameter(document: &Value, parameter: &Value) -> Parameter {
    Parameter {
        setter: method_name(&text(&parameter["name"])),
        required: parameter["required"] == true,
        description: text(&parameter["description"]),
        schema: described(document, parameter),
    }
}

/// Returns the schema of a parameter, with the example of the parameter if it has one.
fn described(document: &Value, parameter: &Value) -> Value {
    let written = &parameter["schema"];
    let mut schema = unwrap(document, written).clone();
    for (key, value) in written.as_object().into_iter().flatten() {
        if ["default", "example"].contains(&key.as_str()) {
            schema[key] = value.clone();
        }
    }
    if let Some(items) = schema.get("items") {
        schema["items"] = unwrap(document, items).clone();
    }
    if let Some(example) = parameter.get("example") {
        schema["example"] = example.clone();
    }
    schema
}

fn body(operation: &Value, at: &At, method: &str) -> Checked<Option<Body>> {
    let Some(body) = operation.get("requestBody") else {
        return Ok(None);
    };
    let at = at.key("requestBody");
    if matches!(method, "get" | "head" | "delete") {
        let reason = format!("servers ignore the body of a {}", method.to_uppercase());
        return Err(Fault::new(&at, reason, "remove it; use parameters instead"));
    }
    let at = at.key("content");
    let Some((media, content)) = only_content(&body["content"], &at)? else {
        return Err(Fault::new(&at, "the body has no content", "add `application/json`"));
    };
    if !is_json(media) {
        let reason = format!("a body of type {media} cannot be sent by generated code");
        let remedy = "use application/json, or implement the operation by hand and mark it with \
                      `x-hand-written: reason`";
        return Err(Fault::new(&at.key(media), reason, remedy));
    }
    let at = at.key(media);
    if content.get("encoding").is_some() {
        let reason = "`encoding` is for forms, and does not apply to JSON";
        return Err(Fault::new(&at.key("encoding"), reason, "remove it"));
    }
    let Some(schema) = referenced(&content["schema"]) else {
        return Err(Fault::new(&at, "the body has no schema", "add `schema`"));
    };
    Ok(Some(Body { schema: schema.to_owned(), example: example(content) }))
}

/// Returns the example of a body, or the first of several.
fn example(content: &Value) -> Value {
    let first = || content["examples"].as_object()?.values().next()?.get("value");
    content.get("example").or_else(first).cloned().unwrap_or_default()
}

fn success(operation: &Value, at: &At) -> Checked<Success> {
    let at = at.key("responses").key("2XX").key("content");
    let content = &operation["responses"]["2XX"]["content"];
    let Some((media, content)) = only_content(content, &at)? else {
        return Ok(Success::Nothing);
    };
    let at = at.key(media);
    if is_json(media) {
        match referenced(&content["schema"]) {
            Some(schema) => Ok(Success::Json(schema.to_owned())),
            None => Err(Fault::new(&at, "the response has no schema", "add `schema`")),
        }
    } else if media == "application/octet-stream" {
        Ok(Success::Bytes)
    } else {
        let reason = format!("a response of type {media} has no Rust type");
        let remedy = "use application/json, or application/octet-stream for bytes of any kind";
        Err(Fault::new(&at, reason, remedy))
    }
}

/// Returns whether a content type is that of JSON, with or without parameters.
pub(super) fn is_json(media: &str) -> bool {
    media.split(';').next().is_some_and(|media| media.trim() == "application/json")
}

fn only_content<'v>(content: &'v Value, at: &At) -> Checked<Option<(&'v str, &'v Value)>> {
    let mut types = content.as_object().into_iter().flatten();
    match (types.next(), types.next()) {
        (None, _) => Ok(None),
        (Some((media, content)), None) => Ok(Some((media, content))),
        (Some(_), Some((other, _))) => {
            let reason = "a body has one type, so it cannot have several content types";
            Err(Fault::new(&at.key(other), reason, "keep one of them"))
        }
    }
}

/// Returns the schema of a successful JSON response.
pub(super) fn success_schema<'v>(document: &'v Value, operation: &'v Value) -> &'v Value {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let content = responses
        .filter(|(status, _)| status.starts_with('2'))
        .flat_map(|(_, response)| response["content"].as_object().into_iter().flatten())
        .find(|(media, _)| is_json(media));
    content.map_or(&Value::Null, |(_, content)| resolve(document, &content["schema"]))
}
