//! Random documents: each gives code that compiles, or an error with a place and a remedy.

use std::env;

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::constructs::{Project, is_fault};
use crate::support::Workspace;

const NAMES: [&str; 5] = ["Cat", "Dog", "Kind", "Label", "Deep"];
const FIELDS: [&str; 16] = [
    "id", "type", "name", "kind", "a-b", "fileId", "x.y", "self", "data", "object", "status",
    "count", "24h", "Unknown", "default", "error",
];
const VALUES: [&str; 9] =
    ["a", "b", "unknown", "other", "in_progress", "24h", "x y", "true", "Known"];

fn subset<'v>(rng: &mut Rng, all: &[&'v str], most: usize) -> Vec<&'v str> {
    let count = rng.usize(1..=most);
    rng.choose_multiple(all, count).into_iter().copied().collect()
}

fn leaf(rng: &mut Rng) -> Value {
    match rng.u32(..20) {
        0..4 => json!({"type": "string"}),
        4..6 => json!({"type": "integer", "format": *rng.choice(&["int32", "unixtime"]).unwrap()}),
        6..8 => json!({"type": "number"}),
        8..10 => json!({"type": "boolean"}),
        10..13 => json!({"type": "string", "enum": subset(rng, &VALUES, 4)}),
        13 => json!({"type": "integer", "enum": [1, 2]}),
        14 => json!({}),
        _ => {
            let name = rng.choice(&NAMES).unwrap();
            json!({"$ref": format!("#/components/schemas/{name}")})
        }
    }
}

/// Adds keywords that do not change the type.
fn decorated(rng: &mut Rng, mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return schema;
    }
    let decorations = [
        ("nullable", json!(true)),
        ("description", json!("One of [a, b], or <c>.\n\n    code")),
        ("maxLength", json!(3)),
        ("minimum", json!(1)),
        ("title", json!("A title")),
        ("deprecated", json!(true)),
        ("example", json!("e")),
    ];
    for (key, value) in decorations {
        if rng.u32(..8) == 0 {
            schema[key] = value;
        }
    }
    schema
}

fn schema(rng: &mut Rng, depth: u32) -> Value {
    let inner = |rng: &mut Rng| schema(rng, depth.saturating_sub(1));
    let schema = match rng.u32(..if depth == 0 { 7 } else { 20 }) {
        0..7 => leaf(rng),
        7..10 => json!({"type": "array", "items": inner(rng)}),
        10 => json!({"type": "object", "additionalProperties": rng.bool()}),
        11 => json!({"type": "object", "additionalProperties": inner(rng)}),
        12..17 => {
            let names = subset(rng, &FIELDS, 4);
            let fields: Map<_, _> =
                names.iter().map(|name| ((*name).to_owned(), inner(rng))).collect();
            let required: Vec<_> = names.into_iter().filter(|_| rng.bool()).collect();
            json!({"type": "object", "properties": fields, "required": required})
        }
        17 => json!({"allOf": [inner(rng), {"type": "object", "properties": {"z": inner(rng)}}]}),
        _ => {
            let members: Vec<_> = (0..rng.usize(1..4)).map(|_| inner(rng)).collect();
            let keyword = *rng.choice(&["oneOf", "anyOf"]).unwrap();
            json!({ keyword: members })
        }
    };
    decorated(rng, schema)
}

fn document(rng: &mut Rng) -> Value {
    let mut document: Value = yaml_serde::from_str(include_str!("constructs/base.yaml")).unwrap();
    for name in NAMES {
        document["components"]["schemas"][name] = schema(rng, 2);
    }
    let thing = &mut document["components"]["schemas"]["Thing"];
    thing["properties"]["x"] = schema(rng, 3);
    if rng.bool() {
        thing["required"] = json!(["id", "x"]);
    }
    let path = &mut document["paths"]["/things/{thing_id}"];
    let content = "application/json";
    if rng.bool() {
        let name = rng.choice(&FIELDS).unwrap();
        let parameter = json!({"name": name, "in": "query", "schema": leaf(rng)});
        path["get"]["parameters"].as_array_mut().unwrap().push(parameter);
    }
    if rng.bool() {
        path["get"]["responses"]["2XX"]["content"][content]["schema"] = schema(rng, 2);
    }
    if rng.bool() {
        path["post"]["requestBody"]["content"][content]["schema"] = schema(rng, 2);
    }
    document
}

/// Set `XTASK_RANDOM_DOCUMENTS` to try more of them.
#[test]
fn a_random_document_gives_code_that_compiles_or_an_error_with_place_and_remedy() {
    let count = env::var("XTASK_RANDOM_DOCUMENTS").map_or(60, |count| count.parse().unwrap());
    let mut project = Project::new();
    let mut compiled = 0;
    for seed in 0..count {
        let document = document(&mut Rng::with_seed(seed));
        let workspace = Workspace::new(&serde_json::to_string_pretty(&document).unwrap());
        let run = workspace.run(&["codegen", "--no-check"]);
        if run.status != 0 {
            let known = is_fault(&run.stderr) && !run.stderr.contains("write it in another way");
            assert!(known, "seed {seed}: {}", run.stderr);
            continue;
        }
        compiled += 1;
        let client = workspace.read("crates/batch-client/src/generated.rs");
        let mock = workspace.read("crates/batch-httpmock/src/generated.rs");
        project.add(&format!("seed {seed}"), &client, Some(&mock));
    }
    assert!(compiled * 6 > count, "only {compiled} of {count} documents gave code");
    project.check();
}
