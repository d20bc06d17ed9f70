//! Which credentials an operation needs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{At, Document};
use super::text::{is_prose, text};

/// Returns the alternatives of an operation, none if it needs no credentials.
///
/// A scheme is described by its name and by what it is: often only the name tells whose key is meant.
pub(super) fn security(document: &Document, operation: &At<'_>) -> BTreeSet<String> {
    let root = document.root();
    let security = operation.get("security").or_else(|| root.get("security"));
    security.iter().flat_map(At::items).map(|alternative| all_of(document, &alternative)).collect()
}

fn all_of(document: &Document, alternative: &At<'_>) -> String {
    let schemes: BTreeSet<String> = alternative
        .members()
        .map(|(name, scopes)| {
            let scopes: BTreeSet<_> = scopes.items().map(|scope| text(scope.value)).collect();
            let scopes = scopes.into_iter().collect::<Vec<_>>();
            format!("{name} {} {}", scheme(document, name), scopes.join(" ")).trim().to_owned()
        })
        .collect();
    match schemes.is_empty() {
        true => "none".to_owned(),
        false => schemes.into_iter().collect::<Vec<_>>().join(" and "),
    }
}

fn scheme(document: &Document, name: &str) -> String {
    let schemes = document.root().get("components").and_then(|at| at.get("securitySchemes"));
    let chain = schemes.and_then(|at| at.get(name)).map(|at| document.resolve(at));
    let Some(Ok(chain)) = chain else {
        return "(not defined)".to_owned();
    };
    let scheme = chain.last().map_or(&Value::Null, |at| at.value);
    let members = scheme.as_object().into_iter().flatten();
    members
        .filter(|(keyword, _)| !is_prose(keyword))
        .map(|(keyword, value)| format!("{keyword}={}", text(&without_scope_texts(value))))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Replaces the description of each scope in OAuth flows.
fn without_scope_texts(value: &Value) -> Value {
    let Some(members) = value.as_object() else {
        return value.clone();
    };
    members
        .iter()
        .map(|(name, value)| match (name.as_str(), value.as_object()) {
            ("scopes", Some(scopes)) => (
                name.clone(),
                scopes.keys().cloned().collect::<BTreeSet<_>>().into_iter().collect(),
            ),
            _ => (name.clone(), without_scope_texts(value)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemes_are_compared_by_their_names_and_what_they_are() {
        let value = json!({
            "openapi": "3.1.0",
            "paths": {},
            "security": [{"Key": []}],
            "components": {"securitySchemes": {
                "Key": {"type": "http", "scheme": "bearer", "description": "A key."},
                "Other": {"type": "apiKey", "name": "k", "in": "header"},
                "OAuth": {"type": "oauth2", "flows": {"implicit": {"scopes": {"b": "B", "a": "A"}}}},
            }},
        });
        let document = Document::new("api.yaml".into(), value).unwrap();
        let of = |operation: Value| {
            let at = At { pointer: String::new(), value: &operation };
            security(&document, &at).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(of(json!({})), ["Key scheme=bearer type=http"]);
        assert!(of(json!({"security": []})).is_empty());
        assert_eq!(
            of(json!({"security": [{"Key": [], "Other": []}, {}, {"OAuth": ["a"]}, {"No": []}]})),
            [
                "Key scheme=bearer type=http and Other in=header name=k type=apiKey",
                "No (not defined)",
                "OAuth flows={\"implicit\":{\"scopes\":[\"a\",\"b\"]}} type=oauth2 a",
                "none",
            ]
        );
    }
}
