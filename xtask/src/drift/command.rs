//! `cargo xtask drift`, which reports how the two documents differ in structure.
//!
//! Both documents are flattened into facts about the operations that openapi.yaml
//! covers, and the facts are compared. A difference is deliberate if openapi.yaml has an
//! `x-deviation` at that place. All others are new.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use super::compare::{Difference, compare};
use super::facts::{self, Facts};
use super::loose::Loose;
use crate::error::Error;
use crate::output;

/// Prints the differences. Returns whether all of them are deliberate.
pub(crate) fn drift(root: &Path, upstream: &Path) -> Result<bool, Error> {
    let differences = differences(&read(&root.join("openapi.yaml"))?, &read(upstream)?)?;
    let (deliberate, new): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| difference.reason.is_some());
    output::print(&report(&deliberate, &new));
    Ok(new.is_empty())
}

fn differences(ours: &Value, upstream: &Value) -> Result<Vec<Difference>, Error> {
    let covered = facts::operation_ids(ours);
    Ok(compare(&Facts::of(ours, &covered)?, &Facts::of(upstream, &covered)?))
}

fn report(deliberate: &[Difference], new: &[Difference]) -> String {
    let mut report = String::new();
    for (title, differences) in [("Deliberate deviations", deliberate), ("New differences", new)] {
        if !differences.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(report, "{title}:\n{}", lines(differences));
        }
    }
    let _ = writeln!(report, "{} deliberate, {} new", deliberate.len(), new.len());
    report
}

/// Returns one line per difference, with the operations that share it.
fn lines(differences: &[Difference]) -> String {
    let mut operations: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for difference in differences {
        let text = difference.to_string();
        let what = text[difference.operation().len()..].trim_start_matches([':', ' ']);
        operations.entry(what.to_owned()).or_default().push(difference.operation());
    }
    operations
        .iter()
        .map(|(what, operations)| format!("  {what} [{}]\n", operations.join(", ")))
        .collect()
}

fn read(path: &Path) -> Result<Value, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    yaml_serde::from_str(&text)
        .map(|Loose(document)| document)
        .map_err(|source| Error::Yaml { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = r#"
openapi: 3.0.3
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, x-deviation: prose only}}
      requestBody:
        content:
          application/json:
            schema: {type: object, additionalProperties: {type: string, maxLength: 9}}
      responses:
        2XX:
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
        4XX:
          content:
            application/json:
              schema: {type: string}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        kind: {$ref: '#/components/schemas/Kind'}
        note: {type: string, nullable: true}
        parts: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    Kind: {type: string, enum: [a, b]}
"#;

    /// The same structure, expressed in OpenAPI 3.1.
    const THEIRS: &str = r#"
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: limit, in: query, required: false, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema: {type: object, additionalProperties: {type: string, maxLength: 9}}
      responses:
        "200":
          content:
            application/json:
              schema: {$ref: '#/components/schemas/T'}
        4XX:
          content:
            application/json:
              schema: {type: string}
  /others:
    get:
      operationId: notCovered
components:
  schemas:
    T:
      type: object
      required: [id]
      properties:
        id: {type: string}
        kind: {type: string, enum: [b, a]}
        note: {anyOf: [{type: string}, {type: 'null'}]}
        parts: {type: array, items: {$ref: '#/components/schemas/T'}}
"#;

    fn compared(ours: &str, theirs: &str) -> Vec<String> {
        let parse = |text| yaml_serde::from_str::<Value>(text).unwrap();
        let differences = differences(&parse(ours), &parse(theirs)).unwrap();
        differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn equal_structure_in_another_version_of_openapi_is_not_a_difference() {
        assert_eq!(
            compared(OURS, THEIRS),
            [
                "listThings parameter limit value: minimum: openapi.yaml has 1; upstream has none (prose only)"
            ]
        );
    }

    #[test]
    fn each_kind_of_change_is_a_new_difference() {
        // The text to replace upstream, its replacement, and the expected line.
        let table = [
            (
                "enum: [b, a]",
                "enum: [b, a, c]",
                "listThings success body.kind: enum: openapi.yaml has a, b; upstream has a, b, c",
            ),
            (
                "required: [id]",
                "required: [id, note]",
                "listThings success body: required: openapi.yaml has id; upstream has id, note",
            ),
            (
                "id: {type: string}",
                "id: {type: integer}",
                "listThings success body.id: type: openapi.yaml has string; upstream has integer",
            ),
            (
                "id: {type: string}",
                "id: {type: [string, 'null']}",
                "listThings success body.id: nullable: openapi.yaml has no; upstream has yes",
            ),
            (
                "        id: {type: string}\n",
                "",
                "listThings success body.id: only in openapi.yaml",
            ),
            (
                "        id: {type: string}",
                "        id: {type: string}\n        new: {type: string}",
                "listThings success body.new: only upstream",
            ),
            (
                "  /things:",
                "  /stuff:",
                "listThings: path: openapi.yaml has GET /things; upstream has GET /stuff",
            ),
            (
                "in: query, required: false",
                "in: query, required: true",
                "listThings parameter limit: mandatory: openapi.yaml has no; upstream has yes",
            ),
            (
                "maxLength: 9",
                "maxLength: 10",
                "listThings request body.*: maxLength: openapi.yaml has 9; upstream has 10",
            ),
            ("requestBody", "x-requestBody", "listThings request: only in openapi.yaml"),
            (
                "        4XX:\n          content:\n            application/json:",
                "        4XX:\n          content:\n            text/plain:",
                "listThings response 4XX: content: openapi.yaml has application/json; upstream has text/plain",
            ),
            (
                "items: {$ref: '#/components/schemas/T'}",
                "items: {type: string}",
                "listThings success body.parts[]: type: openapi.yaml has recursive; upstream has string",
            ),
            ("operationId: listThings", "operationId: other", "listThings: only in openapi.yaml"),
        ];
        for (old, new, line) in table {
            let lines = compared(OURS, &THEIRS.replacen(old, new, 1));
            assert!(lines.iter().any(|l| l == line), "{line} is missing from {lines:#?}");
        }
    }

    #[test]
    fn a_deviation_covers_its_place_and_nothing_below_it() {
        let ours = OURS
            .replace("      required: [id]", "      x-deviation: on purpose\n      required: [id]");
        let theirs = THEIRS
            .replace("required: [id]", "required: [id, note]")
            .replace("enum: [b, a]", "enum: [a]");
        let lines = compared(&ours, &theirs);
        assert!(
            lines.contains(
                &"listThings success body: required: openapi.yaml has id; upstream has id, note (on purpose)".into()
            ),
            "{lines:#?}"
        );
        assert!(
            lines.contains(
                &"listThings success body.kind: enum: openapi.yaml has a, b; upstream has a".into()
            ),
            "{lines:#?}"
        );
    }

    #[test]
    fn all_reasons_at_a_place_are_given_once() {
        let ours = OURS
            .replace("kind: {$ref", "kind: {x-deviation: first, $ref")
            .replace("Kind: {type", "Kind: {x-deviation: second, type")
            .replace("Thing:\n", "Thing:\n      x-deviation: third\n")
            .replace("2XX:\n", "2XX:\n          x-deviation: third\n");
        let theirs = THEIRS
            .replace("enum: [b, a]", "enum: [a]")
            .replace("required: [id]", "required: [id, note]");
        let lines = compared(&ours, &theirs);
        assert!(
            lines.iter().any(|line| line.ends_with("upstream has a (first; second)")),
            "{lines:#?}"
        );
        assert!(lines.iter().any(|line| line.ends_with("id, note (third)")), "{lines:#?}");
    }
}
