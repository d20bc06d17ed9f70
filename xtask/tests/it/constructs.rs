//! The constructs of OpenAPI that `cargo xtask codegen` was tried on: each gives code that compiles,
//! or an error that says where, why, and what to do instead.

mod bad;
mod compile;
mod good;

pub(crate) use compile::Project;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Run, Workspace};

/// The place of the operation that the cases change.
const GET: &str = "/paths/~1things~1{thing_id}/get";

/// A change of the document that all cases start from.
#[derive(Clone)]
enum Edit {
    /// Sets the value at a pointer, or appends it to a list if the pointer ends in `/-`.
    Set(String, Value),
    Remove(String),
}

/// A construct, as changes of the document.
struct Case {
    name: &'static str,
    edits: Vec<Edit>,
}

/// A construct that code is generated for, with parts of the code.
struct Good {
    case: Case,
    contains: &'static [&'static str],
    /// Whether it may change more than types, so that mocks and examples are compiled as well.
    with_mocks: bool,
}

/// A construct that is refused, with the place and parts of the message.
struct Bad {
    case: Case,
    place: &'static str,
    reason: &'static str,
    remedy: &'static str,
}

/// Parses a snippet of YAML.
fn yaml(text: &str) -> Value {
    yaml_serde::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn set(pointer: &str, value: &str) -> Edit {
    Edit::Set(pointer.to_owned(), yaml(value))
}

fn remove(pointer: &str) -> Edit {
    Edit::Remove(pointer.to_owned())
}

/// A field `x` of a schema that requests and responses share.
fn field(schema: &str) -> Vec<Edit> {
    vec![set("/components/schemas/Thing/properties/x", schema)]
}

/// A required field `x`.
fn required(schema: &str) -> Vec<Edit> {
    let mut edits = field(schema);
    edits.push(set("/components/schemas/Thing/required/-", "x"));
    edits
}

/// A schema named `Named`, which the field `x` has.
fn named(schema: &str) -> Vec<Edit> {
    let mut edits = field("{$ref: '#/components/schemas/Named'}");
    edits.push(set("/components/schemas/Named", schema));
    edits
}

/// A second parameter of the operation.
fn parameter(parameter: &str) -> Vec<Edit> {
    vec![set(&format!("{GET}/parameters/-"), parameter)]
}

/// A member of the operation.
fn operation(key: &str, value: &str) -> Vec<Edit> {
    vec![set(&format!("{GET}/{key}"), value)]
}

/// A document of version 3.1.
fn v31(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.push(set("/openapi", "3.1.0"));
    edits
}

impl Case {
    fn document(&self) -> Value {
        let mut document = yaml(include_str!("constructs/base.yaml"));
        for edit in &self.edits {
            match edit {
                Edit::Set(pointer, value) => place(&mut document, pointer, value.clone()),
                Edit::Remove(pointer) => {
                    let (parent, key) = pointer.rsplit_once('/').unwrap();
                    let parent = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
                    let key = key.replace("~1", "/").replace("~0", "~");
                    assert!(parent.shift_remove(&key).is_some(), "{}: {pointer}", self.name);
                }
            }
        }
        document
    }

    /// Generates code, without checking that it compiles.
    fn generate(&self, workspace: &Workspace) -> Run {
        let text = serde_json::to_string_pretty(&self.document()).unwrap();
        workspace.write("openapi.yaml", &text);
        workspace.run(&["codegen", "--no-check"])
    }
}

/// Returns the place, the reason, and the remedy of an error, if it has a line and all of these.
fn fault(stderr: &str) -> Option<(&str, &str, &str)> {
    let (head, help) = stderr.split_once("\n  help: ")?;
    let (line, rest) = head.strip_prefix("error: openapi.yaml:")?.split_once(": #")?;
    let (at, why) = rest.split_once(": ")?;
    let complete = line.parse::<usize>().is_ok_and(|line| line >= 1) && !help.trim().is_empty();
    complete.then_some((at, why, help))
}

/// Returns whether an error has a line, a place, a reason, and a remedy.
pub(crate) fn is_fault(stderr: &str) -> bool {
    fault(stderr).is_some()
}

fn place(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    if document.pointer(parent).is_none() {
        place(document, parent, json!({}));
    }
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) if key == "-" => items.push(value),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
}

#[test]
fn each_construct_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    let good = good::cases();
    let bad = bad::cases();
    let cases = good.iter().map(|good| &good.case).chain(bad.iter().map(|bad| &bad.case));
    for case in cases {
        assert!(names.insert(case.name), "{}", case.name);
    }
    println!("{} constructs: {} give code, {} are refused", names.len(), good.len(), bad.len());
}

#[test]
fn a_construct_that_is_not_supported_is_refused_with_place_reason_and_remedy() {
    let mut failures = Vec::new();
    for Bad { case, place, reason, remedy } in bad::cases() {
        let run = case.generate(&Workspace::empty());
        if run.status == 0 {
            failures.push(format!("{}: it is accepted", case.name));
            continue;
        }
        let right = fault(&run.stderr).is_some_and(|(at, why, help)| {
            at == place && why.contains(reason) && help.contains(remedy)
        });
        if !right {
            failures.push(format!(
                "{}: expected #{place}, {reason:?}, {remedy:?}, not {}",
                case.name, run.stderr
            ));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_construct_that_is_supported_gives_code_that_compiles() {
    let mut project = Project::new();
    let mut failures = Vec::new();
    for Good { case, contains, with_mocks } in good::cases() {
        let workspace = Workspace::empty();
        let run = case.generate(&workspace);
        if run.status != 0 {
            failures.push(format!("{}: {}", case.name, run.stderr));
            continue;
        }
        let client = workspace.read("crates/batch-client/src/generated.rs");
        let mock = workspace.read("crates/batch-httpmock/src/generated.rs");
        let squeezed = |text: &str| text.replace(char::is_whitespace, "");
        let code = squeezed(&client);
        for part in contains {
            if !code.contains(&squeezed(part)) {
                failures.push(format!("{}: the code does not contain {part:?}", case.name));
            }
        }
        project.add(case.name, &client, with_mocks.then_some(&mock));
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    project.check();
}
