//! Lowering of the document to what progenitor can express.
//!
//! Everything that is dropped is in a list, with the reason. Anything else that progenitor does not
//! support is an error that names its place.

use openapiv3::OpenAPI;
use serde_json::Value;

use super::operation::{METHODS, Operation, operations};
use super::schemas::check_schemas;
use super::spec::Spec;
use super::unsupported::unsupported;
use crate::error::Error;

/// The lowered document, as data for the passes and as a model for progenitor.
pub(super) struct Lowered {
    pub(super) document: Value,
    pub(super) openapi: OpenAPI,
    pub(super) operations: Vec<Operation>,
}

/// Operations that are dropped, and why.
const HAND_WRITTEN: [(&str, &str); 1] =
    [("createFile", "multipart/form-data aborts progenitor; batch-ext implements it by hand")];

/// Schemas that are dropped, and why.
const UNUSED_SCHEMAS: [(&str, &str); 1] =
    [("CreateFileRequest", "the form of createFile, which contains a stream")];

/// Keywords that are dropped from the schemas of parameters, and why.
const UNCHECKED_LIMITS: [(&str, &str); 3] = [
    ("minimum", "1 would make the type NonZeroU64, and `.limit(50)` would not compile"),
    ("maximum", "limits differ between servers, which reject a value with a clear message"),
    ("default", "the server applies its own default if the parameter is absent"),
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

fn check_version(document: &Value) -> Result<(), Error> {
    match document["openapi"].as_str() {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(unsupported(
            "openapi",
            format!("progenitor supports only version 3.0.x, not {version}"),
        )),
        None => Err(unsupported("openapi", "the version is missing")),
    }
}

/// Returns the values of the object at `key`, if there is one.
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
    for item in members(document, "paths") {
        // Parameters of the path item itself, then those of its operations.
        item.get_mut("parameters")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
            .for_each(relax);
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            parameters.into_iter().flatten().for_each(relax);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minimal document. Tests replace parts of it.
    const YAML: &str = "\
openapi: 3.0.3
info: {title: Things, version: 1.0.0}
paths:
  /things/{thing_id}:
    parameters:
      - $ref: '#/components/parameters/ThingId'
      - {name: depth, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 3}}
    get:
      operationId: retrieveThing
      summary: Retrieve a thing
      description: |
        Returns a thing.
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 3}}
        - {name: order, in: query, schema: {$ref: '#/components/schemas/Order'}}
      responses:
        2XX: &thing
          description: A thing.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
    post:
      operationId: updateThing
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
            example: {id: thing_1}
      responses:
        2XX: *thing
        4XX: *thing
        5XX: *thing
    delete:
      operationId: createFile
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/CreateFileRequest'}
      responses:
        '200': {description: Not generated.}
  /things/{thing_id}/content:
    parameters:
      - $ref: '#/components/parameters/ThingId'
    get:
      operationId: downloadThing
      responses:
        2XX:
          description: The content.
          content:
            application/octet-stream:
              schema: {type: string, format: binary}
components:
  parameters:
    ThingId:
      name: thing_id
      in: path
      required: true
      description: The ID.
      schema: {type: integer, minimum: 1, maximum: 9, default: 3}
  schemas:
    Order:
      type: string
      enum: [asc, desc]
    Thing:
      type: object
      properties:
        id: {type: string}
        tags:
          type: array
          items: {type: string}
        labels:
          type: object
          additionalProperties: {type: string}
        order:
          nullable: true
          allOf: [{$ref: '#/components/schemas/Order'}]
    CreateFileRequest:
      type: object
";

    fn lowered(yaml: &str) -> Result<Lowered, Error> {
        lower(&Spec::parse(yaml).unwrap())
    }

    fn operation(yaml: &str, name: &str) -> Operation {
        let operations = lowered(yaml).unwrap().operations;
        operations.into_iter().find(|operation| operation.name == name).unwrap()
    }

    #[test]
    fn operations_are_read_with_shared_and_own_parameters() {
        let retrieve = operation(YAML, "retrieve_thing");
        let names: Vec<_> = retrieve.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["thing_id", "depth", "limit", "order"]);
        let required: Vec<_> = retrieve.parameters.iter().map(|p| p.required).collect();
        assert_eq!(required, [true, false, false, false]);
        assert_eq!(
            (retrieve.method.as_str(), retrieve.path.as_str()),
            ("GET", "/things/{thing_id}")
        );
        assert_eq!(retrieve.summary, "Retrieve a thing");
        assert_eq!(retrieve.description, "Returns a thing.");
        assert_eq!(retrieve.success.as_deref(), Some("Thing"));
        assert!(retrieve.body.is_none());
        // The documentation shows the limits that the generated code does not check.
        assert_eq!(retrieve.parameters[2].schema["default"], 3);
        assert_eq!(retrieve.parameters[3].schema["enum"][0], "asc");

        let body = operation(YAML, "update_thing").body.unwrap();
        assert_eq!((body.schema.as_str(), &body.example["id"]), ("Thing", &"thing_1".into()));
        assert_eq!(operation(YAML, "download_thing").success, None);
    }

    #[test]
    fn what_is_dropped_is_dropped_everywhere() {
        let lowered = lowered(YAML).unwrap();
        let text = lowered.document.to_string();
        for dropped in ["createFile", "CreateFileRequest", "minimum", "maximum", "default"] {
            assert!(!text.contains(dropped), "{dropped}");
        }
        assert!(lowered.operations.iter().all(|operation| operation.name != "create_file"));
        assert_eq!(lowered.openapi.paths.paths.len(), 2);
    }

    #[test]
    fn what_cannot_be_generated_is_rejected_with_its_place() {
        const RETRIEVE: &str = "get /things/{thing_id} (retrieveThing)";
        const UPDATE: &str = "post /things/{thing_id} (updateThing)";
        const SUCCESS: &str = "2XX: &thing";
        const LIMIT: &str =
            "schema: {type: integer, minimum: 1, maximum: 9, default: 3}}\n        -";
        const JSON: &str =
            "application/json:\n            schema: {$ref: '#/components/schemas/Thing'}";
        const ID: &str = "id: {type: string}";
        const ITEMS: &str = "items: {type: string}";
        const LABELS: &str = "additionalProperties: {type: string}";
        const ALL_OF: &str = "allOf: [{$ref: '#/components/schemas/Order'}]";
        let in_parameter = |name: &str| format!("{RETRIEVE}, parameter {name}");
        let in_response = |status: &str| format!("{RETRIEVE}, response {status}");
        let in_property = |name: &str| format!("schema Thing, property {name}");
        // The text to replace, its replacement, the place and the reason in the message.
        let table: &[(&str, &str, String, &str)] = &[
            ("openapi: 3.0.3", "openapi: 3.1.0", "openapi".into(), "3.1.0"),
            ("openapi: 3.0.3", "swagger: '2.0'", "openapi".into(), "missing"),
            ("paths:", "x-paths:", "paths".into(), "missing"),
            // Operations
            (
                "operationId: retrieveThing",
                "x-id: 1",
                "get /things/{thing_id}".into(),
                "operationId",
            ),
            ("operationId: updateThing", "operationId: retrieveThing", "post /".into(), "twice"),
            // Parameters
            ("limit, in: query", "limit, in: header", in_parameter("limit"), "header"),
            ("limit, in: query", "limit, in: cookie", in_parameter("limit"), "cookie"),
            ("limit, in: query", "limit", in_parameter("limit"), "missing"),
            (LIMIT, "schema: {type: string, enum: [a]}}\n        -", in_parameter("limit"), "enum"),
            (
                LIMIT,
                "schema: {type: array, items: {type: string, enum: [a]}}}\n        -",
                in_parameter("limit"),
                "enum",
            ),
            (
                LIMIT,
                "schema: {type: object, properties: {a: {type: string}}}}\n        -",
                in_parameter("limit"),
                "object",
            ),
            // Request bodies
            (
                JSON,
                "text/plain:\n            schema: {type: string}",
                format!("{UPDATE}, requestBody"),
                "text/plain",
            ),
            (
                JSON,
                "application/json:\n            schema: {type: object}",
                format!("{UPDATE}, requestBody"),
                "$ref",
            ),
            (
                JSON,
                "text/plain: {}\n          application/json:",
                format!("{UPDATE}, requestBody"),
                "one content type",
            ),
            // Responses
            (SUCCESS, "'200': &thing", in_response("200"), "2XX, 4XX, and 5XX"),
            (SUCCESS, "default: &thing", in_response("default"), "2XX, 4XX, and 5XX"),
            (SUCCESS, "3XX: &thing", in_response("3XX"), "2XX, 4XX, and 5XX"),
            (SUCCESS, "4XX: &thing", RETRIEVE.into(), "no 2XX response"),
            (
                "responses:\n        2XX: &thing",
                "x-responses:\n        2XX: &thing",
                RETRIEVE.into(),
                "no responses",
            ),
            (
                "            application/json:\n              schema: {$ref",
                "            text/plain:\n              schema: {$ref",
                in_response("2XX"),
                "text/plain",
            ),
            (
                "            application/octet-stream:",
                "            image/png:",
                "get /things/{thing_id}/content (downloadThing), response 2XX".into(),
                "image/png",
            ),
            (
                "        2XX:\n          description: The content.",
                "        2XX: *thing\n        4XX:\n          description: The content.",
                "get /things/{thing_id}/content (downloadThing), response 4XX".into(),
                "octet-stream",
            ),
            // Schemas
            (ID, "id: {type: string, enum: [a]}", in_property("id"), "enum"),
            (
                ID,
                "id: {type: object, properties: {a: {type: string}}}",
                in_property("id"),
                "object",
            ),
            (ID, "id: {oneOf: [{type: string}, {type: integer}]}", in_property("id"), "oneOf"),
            (ID, "id: {anyOf: [{type: string}, {type: integer}]}", in_property("id"), "anyOf"),
            (ITEMS, "items: {type: string, enum: [a]}", in_property("tags"), "enum"),
            (
                ITEMS,
                "items: {type: array, items: {type: string, enum: [a]}}",
                in_property("tags"),
                "enum",
            ),
            (
                LABELS,
                "additionalProperties: {type: string, enum: [a]}",
                in_property("labels"),
                "enum",
            ),
            (ALL_OF, "allOf: [{type: string, enum: [a]}]", in_property("order"), "enum"),
            (
                "    Order:\n",
                "    Either:\n      oneOf: [{type: string}, {type: integer}]\n    Order:\n",
                "schema Either".into(),
                "oneOf",
            ),
            (
                "    Order:\n",
                "    List:\n      type: array\n      items: {type: string, enum: [a]}\n    Order:\n",
                "schema List".into(),
                "enum",
            ),
        ];
        for (old, new, place, reason) in table {
            let yaml = YAML.replacen(old, new, 1);
            assert_ne!(yaml, YAML, "{old:?} is not in the document");
            let error = lowered(&yaml).err().unwrap_or_else(|| panic!("{new:?} is accepted"));
            let error = error.to_string();
            assert!(error.starts_with(&format!("openapi.yaml: {place}")), "{new:?}: {error}");
            assert!(error.contains(reason), "{new:?}: {error}");
        }
    }

    #[test]
    fn a_reference_that_does_not_resolve_is_rejected_wherever_it_is() {
        for reference in
            ["parameters/ThingId", "schemas/Order'}}", "schemas/Thing", "schemas/Order'}]"]
        {
            let yaml = YAML.replacen(reference, &reference.replace("s/", "s/No"), 1);
            assert_ne!(yaml, YAML);
            let error = lowered(&yaml).err().unwrap_or_else(|| panic!("{reference} is accepted"));
            assert!(error.to_string().contains("s/No"), "{error}");
        }
    }
}
