//! Schemas that mean the same, and schemas that do not.

use serde_json::{Map, Value, json};

use super::super::comparison::Ours;
use super::document;

/// Returns whether drift tells two schemas apart. Each is the schema of a response.
fn differ(version: &str, one: &Value, other: &Value) -> bool {
    let of = |version: &str, schema: &Value| {
        let content = json!({"application/json": {"schema": schema}});
        let operation = json!({"responses": {"200": {"content": content}}});
        let value = json!({
            "openapi": version,
            "paths": {"/a": {"get": operation}},
            "components": {"schemas": {
                "Text": {"type": "string"},
                "Null": {"type": "null"},
                "Alias": {"$ref": "#/components/schemas/Text"},
                "NullableText": {"type": ["string", "null"]},
                "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
                "Even": {"type": "array", "items": {"$ref": "#/components/schemas/Odd"}},
                "Odd": {"type": "array", "items": {"$ref": "#/components/schemas/Even"}},
                "Ping": {"properties": {"p": {"$ref": "#/components/schemas/Pong"}}},
                "Pong": {"properties": {"q": {"$ref": "#/components/schemas/Ping"}}},
                "ToLoop": {"properties": {"p": {"$ref": "#/components/schemas/Loop"}}},
                "Loop": {"properties": {"q": {"$ref": "#/components/schemas/Loop"}}},
                "Rich": {"properties": {"a": rich(false, false)}},
                "Richer": {"properties": {"a": rich(false, true)}},
                "Longer": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Tree"}},
            }},
        });
        document("api.yaml", value)
    };
    let ours = of("3.1.0", one);
    let comparison = Ours::new(&ours).unwrap().compare(&of(version, other)).unwrap();
    !comparison.judgement.is_clean()
}

/// Two unions and a discriminator, whose order does not matter, with references to `Rich`.
fn rich(reversed: bool, more: bool) -> Value {
    let rich = || reference(if more { "Richer" } else { "Rich" });
    let mut members = vec![json!({"minLength": 1}), json!({"maxLength": 1}), rich()];
    let mut mapping = vec![("x", "Text"), ("y", "Tree")];
    let mut parts = vec![
        json!({"oneOf": [rich(), {"pattern": "a"}, {"pattern": "b"}]}),
        json!({"oneOf": [{"minItems": 1}, {"maxItems": 1}]}),
    ];
    if more {
        members.push(json!({"format": "f"}));
    }
    if reversed {
        members.reverse();
        mapping.reverse();
        parts.reverse();
    }
    let mapping: Map<String, Value> =
        mapping.into_iter().map(|(value, to)| (value.to_owned(), to.into())).collect();
    let discriminator = json!({"propertyName": "t", "mapping": mapping});
    json!({"anyOf": members, "allOf": parts, "discriminator": discriminator})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[test]
fn schemas_that_mean_the_same_do_not_differ() {
    let string = || json!({"type": "string"});
    let nullable = || json!({"type": ["string", "null"]});
    let only_null = || json!({"type": "null"});
    let table = [
        (string(), reference("Text")),
        (string(), reference("Alias")),
        (string(), json!({"allOf": [{"$ref": "#/components/schemas/Alias"}, {"title": "T"}]})),
        (string(), json!({"oneOf": [string()]})),
        (nullable(), json!({"type": ["null", "string"]})),
        (nullable(), json!({"anyOf": [string(), only_null()]})),
        (nullable(), json!({"anyOf": [reference("Null"), reference("Alias")]})),
        (nullable(), json!({"oneOf": [{"const": null}, {"anyOf": [string()]}]})),
        (nullable(), json!({"allOf": [reference("Text"), {"nullable": true}]})),
        (nullable(), json!({"$ref": "#/components/schemas/NullableText", "title": "T"})),
        (json!({"type": "string", "const": "a"}), json!({"type": "string", "enum": ["a"]})),
        (
            json!({"anyOf": [string(), {"type": "string", "enum": ["a", "b"]}]}),
            json!({"anyOf": [{"allOf": [{"enum": ["b", "a"]}, string()]}, reference("Text")]}),
        ),
        (json!({"anyOf": [string(), {"type": "integer"}]}), json!({"type": ["integer", "string"]})),
        (
            json!({"type": "object", "required": ["a", "b"], "properties": {"a": string(), "b": {}}}),
            json!({"allOf": [
                {"type": "object", "required": ["b"], "properties": {"a": reference("Text")}},
                {"required": ["a"], "properties": {"b": {}}, "type": "object"},
            ]}),
        ),
        (
            json!({"properties": {"a": {"type": "string", "maxLength": 3}}}),
            json!({"allOf": [
                {"properties": {"a": string()}},
                {"properties": {"a": {"maxLength": 3.0}}},
            ]}),
        ),
        (reference("Tree"), json!({"type": "array", "items": reference("Tree")})),
        (reference("Tree"), reference("Even")),
        (
            json!({"oneOf": [reference("Tree"), string()]}),
            json!({"oneOf": [string(), {"type": "array", "items": reference("Odd")}]}),
        ),
        (
            json!({"oneOf": [{"minLength": 1}, {"maxLength": 1}, {"format": "a"}]}),
            json!({"oneOf": [{"format": "a"}, {"maxLength": 1}, {"minLength": 1}]}),
        ),
        (json!({"enum": ["b"]}), json!({"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]})),
        (reference("Rich"), json!({"properties": {"a": rich(true, false)}})),
        (json!({"items": true}), json!({"items": {"description": "Anything."}})),
    ];
    for (one, other) in &table {
        assert!(!differ("3.1.0", one, other), "{one} and {other}");
        assert!(!differ("3.1.0", other, one), "{other} and {one}");
    }
    let table = [
        (nullable(), json!({"type": "string", "nullable": true})),
        (
            json!({"type": "integer", "exclusiveMinimum": 3}),
            json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}),
        ),
        (
            json!({"type": "integer", "maximum": 3}),
            json!({"type": "integer", "maximum": 3, "exclusiveMaximum": false}),
        ),
        (string(), json!({"$ref": "#/components/schemas/Text", "minLength": 3})),
    ];
    for (one, other) in &table {
        assert!(!differ("3.0.3", one, other), "{one} and {other} of 3.0");
    }
}

#[test]
fn schemas_that_do_not_mean_the_same_differ() {
    let string = || json!({"type": "string"});
    let table = [
        (string(), json!({"$ref": "#/components/schemas/Text", "minLength": 3})),
        (string(), json!({"allOf": [reference("NullableText"), {"type": ["string", "null"]}]})),
        (json!({"enum": ["1"]}), json!({"enum": [1]})),
        (json!({"enum": ["null"]}), json!({"enum": [null]})),
        (json!({"default": null}), json!({})),
        (json!({"additionalProperties": true}), json!({"additionalProperties": false})),
        (json!({"additionalProperties": true}), json!({})),
        (json!(true), json!(false)),
        (
            json!({"anyOf": [string(), {"type": "string", "enum": ["a"]}]}),
            json!({"type": "string", "enum": ["a"]}),
        ),
        (
            json!({"anyOf": [string(), {"type": "string", "enum": ["a"]}]}),
            json!({"oneOf": [string(), {"type": "string", "enum": ["a"]}]}),
        ),
        (
            json!({"oneOf": [{"minLength": 1}, {"maxLength": 1}]}),
            json!({"oneOf": [{"minLength": 1}, {"maxLength": 1}, {"maxLength": 1}]}),
        ),
        (reference("Tree"), json!({"type": "array", "items": {"type": "array"}})),
        (reference("Tree"), reference("Longer")),
        (reference("Rich"), reference("Richer")),
        // They differ only in where they begin again.
        (reference("Ping"), reference("ToLoop")),
        (json!({"prefixItems": [string(), {}]}), json!({"prefixItems": [{}, string()]})),
    ];
    for (one, other) in &table {
        assert!(differ("3.1.0", one, other), "{one} and {other}");
        assert!(differ("3.1.0", other, one), "{other} and {one}");
    }
}
