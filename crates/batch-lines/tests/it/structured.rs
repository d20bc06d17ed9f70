//! Rust types as strict schemas, and answers back into them.
#![allow(dead_code, reason = "types whose schemas are what matters")]

use std::collections::{BTreeMap, HashMap, HashSet};

use batch_lines::structured::{
    AnswerError, SchemaError, StrictSchema, chat_answer, response_answer,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// A recipe.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Recipe {
    /// Think first.
    reasoning: String,
    name: String,
    servings: u8,
    note: Option<String>,
    difficulty: Difficulty,
    backup: Option<Step>,
    steps: Vec<Step>,
    action: Action,
    #[serde(default)]
    vegan: bool,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Difficulty {
    /// Anyone can.
    Easy,
    Hard,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Step {
    text: String,
    minutes: f32,
    then: Vec<Step>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Action {
    Cook { heat: u32 },
    Buy { shop: String },
}

/// Each place of a schema that is one itself.
fn each_schema(schema: &Value, visit: &mut impl FnMut(&Value)) {
    visit(schema);
    for members in ["properties", "$defs"] {
        if let Some(Value::Object(members)) = schema.get(members) {
            members.values().for_each(|member| each_schema(member, visit));
        }
    }
    if let Some(items) = schema.get("items") {
        each_schema(items, visit);
    }
    if let Some(Value::Array(variants)) = schema.get("anyOf") {
        variants.iter().for_each(|variant| each_schema(variant, visit));
    }
}

#[test]
fn every_object_is_closed_and_all_its_properties_are_required_in_order() {
    let schema = StrictSchema::of::<Recipe>().unwrap();
    let root = schema.schema();
    assert_eq!(
        root["required"],
        json!([
            "reasoning",
            "name",
            "servings",
            "note",
            "difficulty",
            "backup",
            "steps",
            "action",
            "vegan"
        ]),
        "in the order of the struct, for the model writes in that order"
    );
    assert_eq!(root["description"], "A recipe.");
    assert_eq!(root["properties"]["reasoning"]["description"], "Think first.");
    assert_eq!(root["properties"]["note"]["type"], json!(["string", "null"]));
    let mut objects = 0;
    each_schema(root, &mut |schema| {
        for word in ["$schema", "title", "default", "oneOf", "allOf"] {
            assert_eq!(schema.get(word), None, "{schema}");
        }
        if schema.get("$ref").is_some() {
            assert!(schema.as_object().unwrap().keys().all(|key| key == "$ref" || key == "$defs"));
        }
        if schema["type"] == "object" {
            objects += 1;
            assert_eq!(schema["additionalProperties"], json!(false));
            let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(schema["required"], json!(names));
        }
    });
    assert_eq!(objects, 4, "recipe, step, and two kinds of action");
}

#[test]
fn a_schema_has_the_form_of_each_endpoint() {
    let schema = StrictSchema::of::<Step>().unwrap();
    let chat = schema.response_format();
    assert_eq!(chat["type"], "json_schema");
    assert_eq!(chat["json_schema"]["name"], "Step");
    assert_eq!(chat["json_schema"]["strict"], true);
    assert_eq!(&chat["json_schema"]["schema"], schema.schema());
    let responses = schema.text();
    assert_eq!(responses["format"]["type"], "json_schema");
    assert_eq!(responses["format"]["name"], "Step");
    assert_eq!(responses["format"]["strict"], true);
    assert_eq!(&responses["format"]["schema"], schema.schema());
}

#[test]
fn schema_names_are_sanitized_and_shortened() {
    let schema = StrictSchema::from_schema(&"a b".repeat(50), json!({"type": "object"})).unwrap();
    assert!(schema.name().starts_with("a_ba_b") && schema.name().len() == 64);
}

#[derive(JsonSchema)]
struct Field<T> {
    field: T,
}

#[derive(JsonSchema)]
struct Flat {
    name: String,
    #[serde(flatten)]
    #[schemars(flatten)]
    action: ActionOnly,
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[schemars(untagged)]
enum ActionOnly {
    A { a: u8 },
    B { b: u8 },
}

#[test]
fn unsupported_schemas_are_refused_with_their_place() {
    let cases = [
        (StrictSchema::of::<Field<HashMap<String, u8>>>(), "#/properties/field", "a map"),
        (StrictSchema::of::<Field<BTreeMap<String, Value>>>(), "#/properties/field", "a map"),
        (StrictSchema::of::<Field<Value>>(), "#/properties/field", "any type"),
        (StrictSchema::of::<Field<Vec<Value>>>(), "#/properties/field/items", "any type"),
        (StrictSchema::of::<Field<(u8, String)>>(), "#/properties/field", "a tuple"),
        (StrictSchema::of::<Field<HashSet<u8>>>(), "#/properties/field", "a set"),
        (StrictSchema::of::<Field<char>>(), "#/properties/field", "Length"),
        (StrictSchema::of::<Vec<u8>>(), "#", "root"),
        (StrictSchema::of::<Action>(), "#", "root"),
        (StrictSchema::of::<Flat>(), "#", "flattened"),
        (StrictSchema::from_schema("x", json!({"type": "object", "if": {}})), "#", "`if`"),
    ];
    for (result, place, thing) in cases {
        match result {
            Err(SchemaError::Unsupported { at, what, help }) => {
                assert_eq!(at, place, "{what}");
                assert!(what.contains(thing), "{what}");
                assert!(!help.is_empty());
            }
            other => panic!("{thing}: {other:?}"),
        }
    }
}

#[test]
fn a_reference_keeps_nothing_beside_it() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/A", "description": "dropped"}},
        "$defs": {"A": {"type": "string"}},
    });
    let strict = StrictSchema::from_schema("x", schema).unwrap();
    assert_eq!(strict.schema()["properties"]["a"], json!({"$ref": "#/$defs/A"}));
    assert_eq!(strict.schema()["$defs"]["A"], json!({"type": "string"}));
}

fn object(properties: impl IntoIterator<Item = (String, Value)>) -> Value {
    json!({"type": "object", "properties": serde_json::Map::from_iter(properties)})
}

/// A schema with `count` elements of one kind.
type Schema<'a> = &'a dyn Fn(usize) -> Value;

#[test]
fn a_schema_beyond_a_limit_of_the_api_is_refused() {
    let text = json!({"type": "string"});
    let properties = |count| object((0..count).map(|n| (format!("p{n}"), text.clone())));
    let choice = |count| {
        let values: Vec<_> = (0..count).map(|n| n.to_string()).collect();
        json!({"type": "string", "enum": values})
    };
    let constants = |count| {
        let variants = (0..count).map(|n| json!({"const": n})).collect::<Vec<_>>();
        object([("a".to_owned(), json!({"anyOf": variants}))])
    };
    let long = |chars| object([("a".to_owned(), json!({"const": "x".repeat(chars - 1)}))]);
    let deep = |levels| (1..levels).fold(object([]), |inner, _| object([("a".to_owned(), inner)]));
    let lists = |levels| {
        let inner =
            (1..levels).fold(text.clone(), |inner, _| json!({"type": "array", "items": inner}));
        object([("a".to_owned(), inner)])
    };
    let enums = |count| object([("a".to_owned(), choice(count))]);
    let cases: [(&str, Schema<'_>, usize); 7] = [
        ("properties", &properties, 5_000),
        ("enum values", &enums, 1_000),
        ("enum values", &constants, 1_000),
        ("characters of names and enum values", &|chars| long(chars), 120_000),
        (
            "characters of names and enum values",
            &|chars| object([("ж".repeat(chars), text.clone())]),
            120_000,
        ),
        ("levels", &deep, 10),
        ("levels", &lists, 10),
    ];
    for (thing, schema, limit) in cases {
        assert!(StrictSchema::from_schema("x", schema(limit)).is_ok(), "{thing}");
        match StrictSchema::from_schema("x", schema(limit + 1)) {
            Err(SchemaError::TooLarge { what, found, limit: allowed }) => {
                assert_eq!((what, found, allowed), (thing, limit + 1, limit));
            }
            other => panic!("{thing}: {other:?}"),
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Stars {
    stars: u8,
}

fn chat(finish: &str, message: Value) -> Result<Stars, AnswerError> {
    chat_answer(&json!({"choices": [{"finish_reason": finish, "message": message}]}).to_string())
}

#[test]
fn answers_of_chat_completions_are_parsed_or_typed_errors() {
    let good = chat("stop", json!({"content": "{\"stars\": 4}", "refusal": null}));
    assert_eq!(good.unwrap(), Stars { stars: 4 });
    assert!(matches!(
        chat("stop", json!({"content": null, "refusal": "I cannot help with that."})),
        Err(AnswerError::Refused { text }) if text.starts_with("I cannot")
    ));
    assert!(matches!(
        chat("length", json!({"content": "{\"sta"})),
        Err(AnswerError::Truncated { reason, partial }) if reason == "length" && partial == "{\"sta"
    ));
    assert!(matches!(chat("content_filter", json!({"content": ""})), Err(AnswerError::Filtered)));
    assert!(matches!(
        chat("tool_calls", json!({"content": null, "tool_calls": []})),
        Err(AnswerError::NoText)
    ));
    assert!(matches!(
        chat("stop", json!({"content": "four"})),
        Err(AnswerError::Mismatch { text, .. }) if text == "four"
    ));
    assert!(matches!(chat_answer::<Stars>("{}"), Err(AnswerError::Body(_))));
    assert!(matches!(chat_answer::<Stars>(r#"{"choices":[]}"#), Err(AnswerError::NoText)));
}

#[test]
fn answers_of_responses_are_parsed_or_typed_errors() {
    let body = |status: &str, reason: Value, content: Value| {
        json!({
            "status": status,
            "incomplete_details": reason,
            "output": [
                {"type": "reasoning", "summary": [], "content": null},
                {"type": "message", "role": "assistant", "content": content},
            ],
        })
        .to_string()
    };
    let text = |text: &str| json!([{"type": "output_text", "text": text, "annotations": []}]);
    let read = |body: String| response_answer::<Stars>(&body);

    let good = read(body("completed", Value::Null, text("{\"stars\": 2}")));
    assert_eq!(good.unwrap(), Stars { stars: 2 });
    assert!(matches!(
        read(body("completed", Value::Null, json!([{"type": "refusal", "refusal": "No."}]))),
        Err(AnswerError::Refused { text }) if text == "No."
    ));
    assert!(matches!(
        read(body("incomplete", json!({"reason": "max_output_tokens"}), text("{\"st"))),
        Err(AnswerError::Truncated { reason, .. }) if reason == "max_output_tokens"
    ));
    assert!(matches!(
        read(body("incomplete", json!({"reason": "content_filter"}), json!([]))),
        Err(AnswerError::Filtered)
    ));
    assert!(matches!(
        read(body("completed", Value::Null, text("[]"))),
        Err(AnswerError::Mismatch { .. })
    ));
    assert!(matches!(read(body("completed", Value::Null, json!([]))), Err(AnswerError::NoText)));
}
