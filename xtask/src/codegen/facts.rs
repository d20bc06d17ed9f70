//! What the document says about operations and batches beyond OpenAPI, in extensions.
//!
//! | extension | where | value |
//! |---|---|---|
//! | `x-effect` | operation, required | what happens if a request arrives twice: `safe`, `idempotent`, `creates`, `bills` |
//! | `x-pagination` | operation | `{parameter, field}`: the query parameter of the cursor, and the field with the next one |
//! | `x-rate-limit` | operation | `{calls, seconds}`: calls per period |
//! | `x-max-bytes` | operation | the largest file that it accepts |
//! | `x-batch-input` | enum of endpoints | `{requests, bytes, endpoints}`: the limits of a batch, and of each endpoint |
//! | `x-hand-written` | operation, schema | why no code is generated for it |

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::at::At;
use super::fault::{Checked, Fault};
use super::grammar::METHODS;
use super::names::{method_name, type_name};
use super::operation::success_schema;

/// What happens if the same request arrives twice.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Effect {
    Safe,
    Idempotent,
    Creates,
    Bills,
}

impl Effect {
    /// The variant of `batch_client::Effect`.
    pub(super) fn variant(self) -> &'static str {
        match self {
            Self::Safe => "Safe",
            Self::Idempotent => "Idempotent",
            Self::Creates => "Creates",
            Self::Bills => "Bills",
        }
    }
}

/// How a list continues.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct Pagination {
    pub(super) parameter: String,
    pub(super) field: String,
}

/// Calls per period.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct RateLimit {
    pub(super) calls: u32,
    pub(super) seconds: u64,
}

/// The facts about an operation, whether code is generated for it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OperationFacts {
    /// The operation ID in snake case.
    pub(super) name: String,
    /// The operation ID as written.
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) effect: Effect,
    pub(super) pagination: Option<Pagination>,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) max_bytes: Option<u64>,
}

/// What one batch may contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BatchInput {
    /// The schema that lists the endpoints.
    pub(super) schema: String,
    pub(super) requests: u64,
    pub(super) bytes: u64,
    /// In the order of the enum.
    pub(super) endpoints: Vec<Endpoint>,
}

/// An endpoint that batches may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) needs_model: bool,
    /// The maximum number of inputs in one batch, if requests to it carry several.
    pub(super) inputs: Option<u64>,
}

/// All facts of a document.
pub(super) struct Facts {
    pub(super) operations: Vec<OperationFacts>,
    pub(super) batch_input: Option<BatchInput>,
}

impl Facts {
    /// Reads the facts of a document whose parameters and responses are inline.
    pub(super) fn of(document: &Value) -> Checked<Self> {
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let at = At::root().key("paths").key(path).key(method);
                    operations.push(self::operation(document, path, method, operation, &at)?);
                }
            }
        }
        Ok(Self { operations, batch_input: batch_input(document)? })
    }
}

fn operation(
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
    at: &At,
) -> Checked<OperationFacts> {
    let Some(id) = operation["operationId"].as_str() else {
        let remedy = "add one in camel case, such as `listBatches`";
        return Err(Fault::new(at, "the operation has no operationId", remedy));
    };
    let Some(effect) = read::<Effect>(operation, "x-effect", at)? else {
        let reason =
            "the operation has no x-effect, so it is not known whether it may be sent again";
        let remedy = "say what happens if the same request arrives twice: `safe`, `idempotent`, \
                      `creates` (another object, at no cost), or `bills`";
        return Err(Fault::new(at, reason, remedy));
    };
    if matches!(method, "get" | "head") != (effect == Effect::Safe) {
        let reason = format!("{} has the effect {effect:?}", method.to_uppercase());
        let remedy = "GET and HEAD are safe, and no other method is";
        return Err(Fault::new(&at.key("x-effect"), reason, remedy));
    }
    let pagination = read::<Pagination>(operation, "x-pagination", at)?;
    if let Some(Pagination { parameter, field }) = &pagination {
        let at = at.key("x-pagination");
        let mut parameters = operation["parameters"].as_array().into_iter().flatten();
        if !parameters.any(|known| known["name"] == *parameter && known["in"] == "query") {
            let reason = format!("the operation has no query parameter {parameter:?}");
            return Err(Fault::new(
                &at.key("parameter"),
                reason,
                "name the parameter of the cursor",
            ));
        }
        if success_schema(document, operation)["properties"].get(field).is_none() {
            let reason = format!("the response has no field {field:?}");
            let remedy = "name the field that holds the cursor of the next page";
            return Err(Fault::new(&at.key("field"), reason, remedy));
        }
    }
    Ok(OperationFacts {
        name: method_name(id),
        id: id.to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: operation["summary"].as_str().unwrap_or(id).trim().to_owned(),
        effect,
        pagination,
        rate_limit: read(operation, "x-rate-limit", at)?,
        max_bytes: read(operation, "x-max-bytes", at)?,
    })
}

fn batch_input(document: &Value) -> Checked<Option<BatchInput>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        requests: u64,
        bytes: u64,
        endpoints: Map<String, Value>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct WrittenEndpoint {
        summary: String,
        model: Model,
        inputs: Option<u64>,
    }
    #[derive(Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Model {
        Required,
        Optional,
    }
    const KEY: &str = "x-batch-input";

    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let mut found = schemas.filter(|(_, schema)| schema.get(KEY).is_some());
    let Some((name, schema)) = found.next() else {
        return Ok(None);
    };
    let at = At::schema(name);
    if let Some((other, _)) = found.next() {
        let reason = format!("{KEY} is also at {at}");
        return Err(Fault::new(&At::schema(other).key(KEY), reason, "keep one of them"));
    }
    let Some(written) = read::<Written>(schema, KEY, &at)? else {
        return Ok(None);
    };
    let at_endpoints = at.key(KEY).key("endpoints");
    let values: Vec<_> = super::schema::strings(schema).unwrap_or_default();
    if let Some(path) = written.endpoints.keys().find(|path| !values.contains(&path.as_str())) {
        let reason = format!("{path} is not a value of the enum at {}", at.key("enum"));
        return Err(Fault::new(&at_endpoints.key(path), reason, "add it there, or remove it here"));
    }
    let described = Value::from(written.endpoints);
    let endpoints = values.iter().enumerate().map(|(index, path)| {
        let Some(endpoint) = read::<WrittenEndpoint>(&described, path, &at_endpoints)? else {
            let reason = format!("{path} is not described at {at_endpoints}");
            let remedy = "add it there: `{summary: …, model: required | optional}`";
            return Err(Fault::new(&at.key("enum").index(index), reason, remedy));
        };
        Ok(Endpoint {
            path: (*path).to_owned(),
            summary: endpoint.summary,
            needs_model: endpoint.model == Model::Required,
            inputs: endpoint.inputs,
        })
    });
    let endpoints = endpoints.collect::<Checked<_>>()?;
    Ok(Some(BatchInput {
        schema: name.clone(),
        requests: written.requests,
        bytes: written.bytes,
        endpoints,
    }))
}

/// Removes the operations and schemas that no code is generated for.
pub(super) fn drop_hand_written(mut document: Value) -> Checked<Value> {
    let by_hand = |value: &Value| value.get("x-hand-written").is_some();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        item.retain(|_, operation| !by_hand(operation));
    }
    if let Some(schemas) =
        document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    {
        schemas.retain(|_, schema| !by_hand(schema));
    }
    let schemas = &document["components"]["schemas"];
    let used = super::grammar::references(&document);
    match used.into_iter().find(|(name, _)| schemas.get(name).is_none()) {
        Some((name, at)) => {
            let reason = format!("no code is generated for {name}, which is used here");
            Err(Fault::new(&at, reason, "remove `x-hand-written` from the schema"))
        }
        None => Ok(document),
    }
}

impl OperationFacts {
    /// The variant of the generated enum.
    pub(super) fn variant(&self) -> String {
        type_name(&self.id)
    }
}

fn read<T: DeserializeOwned>(object: &Value, key: &str, at: &At) -> Checked<Option<T>> {
    let value = object.get(key).cloned();
    value.map(serde_json::from_value).transpose().map_err(|error| {
        let remedy = "see \"Extensions\" in CONTRIBUTING.md";
        Fault::new(&at.key(key), error.to_string(), remedy)
    })
}
