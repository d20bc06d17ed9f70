//! The operations of the document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schemas::check_schema;
use super::unsupported::unsupported;
use crate::error::Error;
use crate::openapi::{ref_name, resolve};

/// An operation that code is generated for.
pub(super) struct Operation {
    /// The operation ID in snake case, which is how progenitor names its method.
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// The schema of a successful response, or `None` if the response is bytes.
    pub(super) success: Option<String>,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) description: String,
    /// The schema as written, including its limits.
    pub(super) schema: Value,
}

pub(super) struct Body {
    pub(super) schema: String,
    pub(super) example: Value,
}

/// The keys of a path item that are operations.
pub(super) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads every operation, and rejects those that code cannot be generated for.
pub(super) fn operations(document: &Value) -> Result<Vec<Operation>, Error> {
    let paths =
        document["paths"].as_object().ok_or_else(|| unsupported("paths", "they are missing"))?;
    let mut seen = BTreeSet::new();
    let mut operations = Vec::new();
    for (path, item) in paths {
        let shared = item["parameters"].as_array();
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let place = format!("{method} {path}");
            let id = operation["operationId"]
                .as_str()
                .ok_or_else(|| unsupported(&place, "it has no operationId"))?;
            if !seen.insert(id.to_owned()) {
                return Err(unsupported(place, format!("the operationId {id} is used twice")));
            }
            let place = format!("{place} ({id})");
            let own = operation["parameters"].as_array();
            let parameters = shared
                .into_iter()
                .chain(own)
                .flatten()
                .map(|parameter| self::parameter(document, parameter, &place))
                .collect::<Result<_, _>>()?;
            operations.push(Operation {
                name: heck::ToSnakeCase::to_snake_case(id),
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                description: text(&operation["description"]),
                parameters,
                body: body(document, operation, &place)?,
                success: success(document, operation, &place)?,
            });
        }
    }
    Ok(operations)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

fn parameter(document: &Value, parameter: &Value, place: &str) -> Result<Parameter, Error> {
    let parameter = resolve(document, parameter)?;
    let name = text(&parameter["name"]);
    let place = format!("{place}, parameter {name}");
    match parameter["in"].as_str() {
        Some("query" | "path") => {}
        Some(other) => {
            return Err(unsupported(place, format!("`in` must be query or path, not {other}")));
        }
        None => return Err(unsupported(place, "`in` is missing")),
    }
    check_schema(document, &parameter["schema"], &place)?;
    Ok(Parameter {
        name,
        required: parameter["required"] == true,
        description: text(&parameter["description"]),
        schema: resolve(document, &parameter["schema"])?.clone(),
    })
}

fn body(document: &Value, operation: &Value, place: &str) -> Result<Option<Body>, Error> {
    if operation["requestBody"].is_null() {
        return Ok(None);
    }
    let body = resolve(document, &operation["requestBody"])?;
    let place = format!("{place}, requestBody");
    let (media, content) = only_content(&body["content"], &place)?;
    if media != "application/json" {
        return Err(unsupported(place, format!("the type must be application/json, not {media}")));
    }
    let schema = named(document, &content["schema"], &place)?;
    Ok(Some(Body { schema, example: content["example"].clone() }))
}

fn success(document: &Value, operation: &Value, place: &str) -> Result<Option<String>, Error> {
    let responses = operation["responses"]
        .as_object()
        .ok_or_else(|| unsupported(place, "it has no responses"))?;
    let mut success = None;
    for (status, response) in responses {
        let place = format!("{place}, response {status}");
        if !["2XX", "4XX", "5XX"].contains(&status.as_str()) {
            // A single code next to a default of another type aborts progenitor, and any 2xx
            // status is a success.
            return Err(unsupported(place, "use the ranges 2XX, 4XX, and 5XX"));
        }
        let response = resolve(document, response)?;
        let (media, content) = only_content(&response["content"], &place)?;
        let schema = match media {
            "application/json" => Some(named(document, &content["schema"], &place)?),
            "application/octet-stream" if status == "2XX" => None,
            other => {
                let what = format!(
                    "the type must be application/json, or application/octet-stream for a success, \
                     not {other}"
                );
                return Err(unsupported(place, what));
            }
        };
        if status == "2XX" {
            success = Some(schema);
        }
    }
    success.ok_or_else(|| unsupported(place, "it has no 2XX response"))
}

fn only_content<'v>(content: &'v Value, place: &str) -> Result<(&'v str, &'v Value), Error> {
    let mut types = content.as_object().into_iter().flatten();
    match (types.next(), types.next()) {
        (Some((media, content)), None) => Ok((media, content)),
        _ => Err(unsupported(place, "it must have exactly one content type")),
    }
}

/// Returns the name of a schema, which must be a reference so that the generated type has a name.
fn named(document: &Value, schema: &Value, place: &str) -> Result<String, Error> {
    resolve(document, schema)?;
    ref_name(schema)
        .map(str::to_owned)
        .ok_or_else(|| unsupported(place, "the schema must be a $ref to a named schema"))
}
