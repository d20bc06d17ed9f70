//! The deliberate deviations that openapi.yaml records.
//!
//! An `x-deviation` maps aspects to reasons. A reason alone is for what only openapi.yaml states:
//! `x-deviation: {nullable: REASON}`. Where the published document states something else, its value
//! is named too, so that a later change of it is found: `x-deviation: {format: {unixtime: REASON}}`.
//! Of an aspect with many values, such as `required`, each value that only one document states is
//! named. A parameter or header can have the deviations of its schema. What only the published document has is named at the place that contains it, for example
//! `x-deviation: {properties: {extra: REASON}}`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{At, Document};
use super::error::Error;
use super::facts::{Origin, Place};
use super::kind::Kind;

/// One recorded deviation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Deviation {
    /// The JSON pointer of the object that has the `x-deviation`.
    pub(super) pointer: String,
    /// The kind of place that it is about.
    pub(super) kind: Kind,
    pub(super) aspect: String,
    /// The value that it is about. `None` if the published document states none.
    pub(super) value: Option<String>,
    pub(super) reason: String,
}

/// Returns all deviations, by the pointer of the object that has them.
pub(super) fn deviations(
    document: &Document,
    origins: &BTreeMap<Place, Origin>,
) -> Result<BTreeMap<String, Vec<Deviation>>, Error> {
    let mut all = BTreeMap::new();
    for origin in origins.values() {
        for pointer in &origin.deviations {
            if !all.contains_key(pointer) {
                all.insert(pointer.clone(), parse(document, &document.at(pointer), origin.kind)?);
            }
        }
    }
    let mut written = BTreeSet::new();
    find(&document.root(), &mut written);
    match written.iter().find(|pointer| !all.contains_key(*pointer)) {
        Some(pointer) => {
            Err(document
                .error(pointer, "`x-deviation` is at a place that no operation reaches".into()))
        }
        None => Ok(all),
    }
}

fn parse(document: &Document, at: &At<'_>, kind: Kind) -> Result<Vec<Deviation>, Error> {
    let error =
        |reason: String| Err(document.error(&format!("{}/x-deviation", at.pointer), reason));
    let Some(aspects) = at.value["x-deviation"].as_object().filter(|aspects| !aspects.is_empty())
    else {
        return error("it must map aspects to reasons, as in {nullable: REASON}".into());
    };
    let mut deviations = Vec::new();
    for (aspect, reasons) in aspects {
        // A parameter can have those of its schema, because nothing may stand beside a reference.
        let kinds = if kind == Kind::Parameter { &[kind, Kind::Schema][..] } else { &[kind] };
        let known = |kind: &&Kind| kind.aspects().contains(&aspect.as_str());
        let Some(&kind) = kinds.iter().find(known) else {
            let known: Vec<_> = kinds.iter().flat_map(|kind| kind.aspects()).copied().collect();
            let known = known.join(", ");
            return error(format!("unknown aspect `{aspect}`; the aspects here are {known}"));
        };
        let reasons: Vec<(Option<String>, &Value)> = match reasons {
            Value::Object(values) if !values.is_empty() => {
                values.iter().map(|(value, reason)| (Some(value.clone()), reason)).collect()
            }
            reason => vec![(None, reason)],
        };
        for (value, reason) in reasons {
            let Some(reason) = reason.as_str().map(str::trim).filter(|text| !text.is_empty())
            else {
                let value = value.map(|value| format!(" of `{value}`")).unwrap_or_default();
                return error(format!("the reason{value} for `{aspect}` is missing"));
            };
            deviations.push(Deviation {
                pointer: at.pointer.clone(),
                kind,
                aspect: aspect.clone(),
                value,
                reason: reason.to_owned(),
            });
        }
    }
    Ok(deviations)
}

/// Adds the pointers of all objects that have an `x-deviation`.
fn find(at: &At<'_>, found: &mut BTreeSet<String>) {
    for (name, member) in at.members() {
        match name {
            "x-deviation" => _ = found.insert(at.pointer.clone()),
            "example" | "examples" | "default" | "enum" | "const" => {}
            _ => find(&member, found),
        }
    }
    at.items().for_each(|item| find(&item, found));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::facts::Facts;
    use super::*;

    /// The deviations of a document with an `x-deviation` at `/thing`, which is a schema.
    fn recorded(deviation: Value) -> Result<Vec<Deviation>, String> {
        let thing = json!({"x-deviation": deviation});
        let value = json!({"openapi": "3.0.3", "paths": {}, "thing": thing});
        let document = Document::new("api.yaml".into(), value).unwrap();
        let mut facts = Facts::default();
        let origin = Origin {
            kind: Kind::Schema,
            parent: None,
            pointer: "/thing".into(),
            deviations: vec!["/thing".into()],
        };
        facts.add_place(&Place::operation("GET /a"), origin);
        let all = deviations(&document, &facts.origins).map_err(|error| error.to_string())?;
        Ok(all.into_values().flatten().collect())
    }

    #[test]
    fn a_deviation_names_an_aspect_and_perhaps_a_value() {
        let all = recorded(json!({"nullable": "why", "enum": {"a": "why a", "b": "why b"}}));
        let all: Vec<_> = all
            .unwrap()
            .into_iter()
            .map(|Deviation { aspect, value, reason, .. }| (aspect, value, reason))
            .collect();
        assert_eq!(
            all,
            [
                ("nullable".into(), None, "why".into()),
                ("enum".into(), Some("a".into()), "why a".into()),
                ("enum".into(), Some("b".into()), "why b".into()),
            ]
        );
    }

    #[test]
    fn a_deviation_without_aspect_or_reason_is_an_error_with_its_place() {
        let table = [
            (json!("why"), "it must map aspects to reasons"),
            (json!({}), "it must map aspects to reasons"),
            (json!({"nulable": "why"}), "unknown aspect `nulable`"),
            (json!({"status": "why"}), "unknown aspect `status`"),
            (json!({"nullable": ""}), "the reason for `nullable` is missing"),
            (json!({"nullable": true}), "the reason for `nullable` is missing"),
            (json!({"enum": {}}), "the reason for `enum` is missing"),
            (json!({"enum": {"a": " "}}), "the reason of `a` for `enum` is missing"),
        ];
        for (deviation, part) in table {
            let error = recorded(deviation.clone()).unwrap_err();
            assert!(error.starts_with("api.yaml: #/thing/x-deviation: "), "{error}");
            assert!(error.contains(part), "{deviation}: {error}");
        }
    }

    #[test]
    fn a_deviation_that_no_operation_reaches_is_an_error() {
        let value = json!({"openapi": "3.0.3", "paths": {}, "info": {"x-deviation": {"a": "b"}}});
        let document = Document::new("api.yaml".into(), value).unwrap();
        let error = deviations(&document, &BTreeMap::new()).unwrap_err().to_string();
        assert_eq!(
            error,
            "api.yaml: #/info: `x-deviation` is at a place that no operation reaches"
        );
    }
}
