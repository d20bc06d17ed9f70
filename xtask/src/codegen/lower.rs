//! The document → what progenitor can express.
//!
//! Each thing that is dropped is in a list with its reason. Anything else that progenitor does not
//! support is an error that names its place.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::Error;
use super::spec::{Spec, ref_name, resolve};

/// The lowered document, as data for the passes and as a model for progenitor.
pub(super) struct Lowered {
    pub(super) document: Value,
    pub(super) openapi: OpenAPI,
    pub(super) operations: Vec<Operation>,
}

/// One operation that is generated.
pub(super) struct Operation {
    /// In snake case, as progenitor names its method.
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// The schema of a success; none where it is bytes.
    pub(super) success: Option<String>,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) description: String,
    /// The schema as it was written, with its limits.
    pub(super) schema: Value,
}

pub(super) struct Body {
    pub(super) schema: String,
    pub(super) example: Value,
}

/// Operations that are left out, and why.
const HAND_WRITTEN: [(&str, &str); 1] =
    [("createFile", "multipart/form-data aborts progenitor; batch-ext sends it by hand")];

/// Schemas that are left out, and why.
const UNUSED_SCHEMAS: [(&str, &str); 1] = [(
    "CreateFileRequest",
    "the form of createFile; its file is a stream, which no model can hold",
)];

/// Keywords that are dropped from the schemas of query parameters, and why.
const UNCHECKED_LIMITS: [(&str, &str); 3] = [
    ("minimum", "1 would make the type NonZeroU64, so that `.limit(50)` does not compile"),
    ("maximum", "servers differ in it, and answer a value they refuse with a clear 400"),
    ("default", "the server's business: a value that is not given is not sent"),
];

pub(super) fn lower(spec: &Spec) -> Result<Lowered, Error> {
    let mut document = spec.document.clone();
    check_version(&document)?;
    drop_hand_written(&mut document);
    let operations = operations(&document)?;
    check_schemas(&document)?;
    drop_unused_schemas(&mut document);
    drop_unchecked_limits(&mut document);
    let openapi = serde_json::from_value(document.clone()).map_err(Error::Document)?;
    Ok(Lowered { document, openapi, operations })
}

fn unsupported(place: impl Into<String>, what: impl Into<String>) -> Error {
    Error::Unsupported { place: place.into(), what: what.into() }
}

fn check_version(document: &Value) -> Result<(), Error> {
    match document["openapi"].as_str() {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        version => Err(unsupported(
            "openapi",
            format!("the version must be 3.0.x, not {}", version.unwrap_or("absent")),
        )),
    }
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The members of the object at a key, if there is one.
fn members<'v>(value: &'v mut Value, key: &str) -> impl Iterator<Item = &'v mut Value> {
    let object = value.get_mut(key).and_then(Value::as_object_mut);
    object.into_iter().flat_map(|object| object.values_mut())
}

fn drop_hand_written(document: &mut Value) {
    let hand_written =
        |operation: &Value| HAND_WRITTEN.iter().any(|(id, _)| operation["operationId"] == *id);
    for item in members(document, "paths").filter_map(Value::as_object_mut) {
        item.retain(|method, operation| {
            !METHODS.contains(&method.as_str()) || !hand_written(operation)
        });
    }
}

fn drop_unused_schemas(document: &mut Value) {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    if let Some(schemas) = schemas {
        schemas.retain(|name, _| !UNUSED_SCHEMAS.iter().any(|(unused, _)| name == unused));
    }
}

fn drop_unchecked_limits(document: &mut Value) {
    fn relax(parameter: &mut Value) {
        if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
            schema.retain(|key, _| !UNCHECKED_LIMITS.iter().any(|(limit, _)| key == limit));
        }
    }
    if let Some(components) = document.get_mut("components") {
        members(components, "parameters").for_each(relax);
    }
    for item in members(document, "paths").filter_map(Value::as_object_mut) {
        for operation in item.values_mut() {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            parameters.into_iter().flatten().for_each(relax);
        }
    }
}

/// Reads every operation, and refuses what cannot be generated.
fn operations(document: &Value) -> Result<Vec<Operation>, Error> {
    let paths =
        document["paths"].as_object().ok_or_else(|| unsupported("paths", "there are none"))?;
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
                return Err(unsupported(place, format!("operationId {id} is used twice")));
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
        other => {
            let kind = other.unwrap_or("absent");
            return Err(unsupported(place, format!("`in` must be query or path, not {kind}")));
        }
    }
    let schema = &parameter["schema"];
    let target = resolve(document, schema)?;
    if schema.get("$ref").is_none() && !target["enum"].is_null() {
        return Err(unsupported(place, "an enum needs a named schema"));
    }
    Ok(Parameter {
        name,
        required: parameter["required"] == true,
        description: text(&parameter["description"]),
        schema: target.clone(),
    })
}

fn body(document: &Value, operation: &Value, place: &str) -> Result<Option<Body>, Error> {
    if operation["requestBody"].is_null() {
        return Ok(None);
    }
    let body = resolve(document, &operation["requestBody"])?;
    let place = format!("{place}, requestBody");
    let content = only_content(&body["content"], &place)?;
    if content.0 != "application/json" {
        let what = format!("cannot generate {}, only application/json", content.0);
        return Err(unsupported(place, what));
    }
    let schema = named(document, &content.1["schema"], &place)?;
    let example = content.1["example"].clone();
    Ok(Some(Body { schema, example }))
}

fn success(document: &Value, operation: &Value, place: &str) -> Result<Option<String>, Error> {
    let responses = operation["responses"]
        .as_object()
        .ok_or_else(|| unsupported(place, "it has no responses"))?;
    let mut success = None;
    for (status, response) in responses {
        let place = format!("{place}, response {status}");
        if !["2XX", "4XX", "5XX"].contains(&status.as_str()) {
            let what = "use the ranges 2XX, 4XX and 5XX: single codes beside a default of another \
                        type abort progenitor, and any 2xx is success";
            return Err(unsupported(place, what));
        }
        let response = resolve(document, response)?;
        let (media, content) = only_content(&response["content"], &place)?;
        let schema = match media {
            "application/json" => Some(named(document, &content["schema"], &place)?),
            "application/octet-stream" if status == "2XX" => None,
            other => {
                let what = format!("cannot generate {other}, only JSON, or bytes for a success");
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

/// The name of a schema, which must be a reference so that its type has a good name.
fn named(document: &Value, schema: &Value, place: &str) -> Result<String, Error> {
    resolve(document, schema)?;
    ref_name(schema)
        .map(str::to_owned)
        .ok_or_else(|| unsupported(place, "the schema must be a $ref to a named one"))
}

/// Refuses enums and objects without a name, and references that lead nowhere.
fn check_schemas(document: &Value) -> Result<(), Error> {
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        for (property, value) in schema["properties"].as_object().into_iter().flatten() {
            check_property(document, value, &format!("schema {name}, property {property}"))?;
        }
    }
    Ok(())
}

fn check_property(document: &Value, schema: &Value, place: &str) -> Result<(), Error> {
    resolve(document, schema)?;
    if !schema["enum"].is_null() {
        return Err(unsupported(place, "an enum needs a named schema"));
    }
    if !schema["properties"].is_null() {
        return Err(unsupported(place, "an object needs a named schema"));
    }
    for keyword in ["oneOf", "anyOf"] {
        if !schema[keyword].is_null() {
            let what = format!("{keyword} makes types that are hard to use; name one schema");
            return Err(unsupported(place, what));
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check_property(document, part, place)?;
    }
    match schema.get("items") {
        Some(items) => check_property(document, items, place),
        None => Ok(()),
    }
}
