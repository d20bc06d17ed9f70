//! How openapi.yaml differs in structure from a document that OpenAI published.
//!
//! Both documents are flattened into [facts] of the operations that we cover, and compared.
//! A difference for which openapi.yaml records `x-deviation: "reason"` at that place is deliberate;
//! any other is news.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

mod compare;
mod facts;
mod loose;

use crate::codegen::Error;
use compare::{Difference, compare};
use facts::Facts;
use loose::Loose;

/// Compares, prints, and returns whether there was no news.
pub(crate) fn drift(root: &Path, upstream: &Path) -> Result<bool, Error> {
    let ours = read(&root.join("openapi.yaml"))?;
    let theirs = read(upstream)?;
    let differences = differences(&ours, &theirs)?;
    let (deliberate, news): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| difference.reason.is_some());
    let deviations = section("Deliberate deviations", &deliberate);
    let (known, new) = (deliberate.len(), news.len());
    let news = section("News", &news);
    crate::print(&format!("{deviations}{news}{known} deliberate, {new} news\n"));
    Ok(new == 0)
}

fn differences(ours: &Value, theirs: &Value) -> Result<Vec<Difference>, Error> {
    let covered = facts::operation_ids(ours);
    Ok(compare(&Facts::of(ours, &covered)?, &Facts::of(theirs, &covered)?))
}

/// Differences under a title, with what is the same in several operations told once.
fn section(title: &str, differences: &[Difference]) -> String {
    let mut operations: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for difference in differences {
        let text = difference.to_string();
        let what = text[difference.operation().len()..].trim_start_matches([':', ' ']);
        operations.entry(what.to_owned()).or_default().push(difference.operation());
    }
    let lines = operations
        .iter()
        .map(|(what, operations)| format!("  {what} [{}]\n", operations.join(", ")));
    match differences {
        [] => String::new(),
        _ => format!("{title}:\n{}\n", lines.collect::<String>()),
    }
}

fn read(path: &Path) -> Result<Value, Error> {
    let named = |what: String| Error::Unsupported { place: path.display().to_string(), what };
    let text = std::fs::read_to_string(path).map_err(|error| named(error.to_string()))?;
    yaml_serde::from_str(&text)
        .map(|Loose(document)| document)
        .map_err(|error| named(format!("not valid YAML: {error}")))
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
      responses:
        2XX:
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        kind: {$ref: '#/components/schemas/Kind'}
        note: {type: string, nullable: true}
    Kind: {type: string, enum: [a, b]}
"#;

    /// The same in the words of OpenAPI 3.1.
    const THEIRS: &str = r#"
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: limit, in: query, required: false, schema: {type: integer}}
      responses:
        "200":
          content:
            application/json:
              schema: {$ref: '#/components/schemas/T'}
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
"#;

    fn lines(ours: &str, theirs: &str) -> Vec<String> {
        let parse = |text| yaml_serde::from_str::<Value>(text).unwrap();
        let differences = differences(&parse(ours), &parse(theirs)).unwrap();
        differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_same_structure_in_other_words_is_no_difference() {
        assert_eq!(
            lines(OURS, THEIRS),
            ["listThings parameter limit value: minimum is 1 here, absent there (prose only)"]
        );
    }

    #[test]
    fn each_kind_of_change_is_news() {
        // what to replace in their document, by what, the line
        let table = [
            (
                "enum: [b, a]",
                "enum: [b, a, c]",
                "listThings success body.kind: enum is a, b here, a, b, c there",
            ),
            (
                "required: [id]",
                "required: [id, note]",
                "listThings success body: required is id here, id, note there",
            ),
            (
                "id: {type: string}",
                "id: {type: integer}",
                "listThings success body.id: type is string here, integer there",
            ),
            (
                "id: {type: string}",
                "id: {type: [string, 'null']}",
                "listThings success body.id: nullable is no here, yes there",
            ),
            ("        id: {type: string}\n", "", "listThings success body.id: only here"),
            (
                "        id: {type: string}",
                "        id: {type: string}\n        new: {type: string}",
                "listThings success body.new: only there",
            ),
            ("  /things:", "  /stuff:", "listThings: path is GET /things here, GET /stuff there"),
            (
                "in: query, required: false",
                "in: query, required: true",
                "listThings parameter limit: mandatory is no here, yes there",
            ),
            ("operationId: listThings", "operationId: other", "listThings: only here"),
        ];
        for (old, new, line) in table {
            let lines = lines(OURS, &THEIRS.replacen(old, new, 1));
            assert!(lines.iter().any(|l| l == line), "{line} is not in {lines:#?}");
        }
    }

    #[test]
    fn a_recorded_reason_covers_its_place_and_nothing_below() {
        let ours = OURS
            .replace("      required: [id]", "      x-deviation: on purpose\n      required: [id]");
        let theirs = THEIRS
            .replace("required: [id]", "required: [id, note]")
            .replace("enum: [b, a]", "enum: [a]");
        let lines = lines(&ours, &theirs);
        assert!(
            lines.contains(
                &"listThings success body: required is id here, id, note there (on purpose)".into()
            ),
            "{lines:#?}"
        );
        assert!(
            lines.contains(&"listThings success body.kind: enum is a, b here, a there".into()),
            "{lines:#?}"
        );
    }
}
