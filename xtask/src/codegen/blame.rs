//! The part of a document that causes an error.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::at::{At, Origins};
use super::grammar::METHODS;
use super::schema::referenced;

/// A part of a document, as a document of its own.
pub(super) struct Part {
    pub(super) at: At,
    pub(super) document: Value,
}

/// Splits a document into its schemas and operations, each with the schemas that it uses.
pub(super) fn parts(document: &Value, origins: &Origins) -> Vec<Part> {
    let frame = |paths: Value, schemas: Map<String, Value>| {
        let mut part = json!({
            "openapi": document["openapi"],
            "info": { "title": "x", "version": "1" },
            "paths": paths,
            "components": { "schemas": schemas },
        });
        if let Some(schemes) = document["components"].get("securitySchemes") {
            part["components"]["securitySchemes"] = schemes.clone();
        }
        part
    };
    let mut parts = Vec::new();
    for name in ["info", "servers", "security", "tags", "externalDocs"] {
        if let Some(value) = document.get(name) {
            let mut part = frame(json!({}), Map::new());
            part[name] = value.clone();
            parts.push(Part { at: At::root().key(name), document: part });
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let mut used = closure(document, schema);
        used.insert(name.clone(), schema.clone());
        let at = origins.get(name).cloned().unwrap_or_else(|| At::schema(name));
        parts.push(Part { at, document: frame(json!({}), used) });
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let paths = json!({ path: { method: operation } });
                let at = At::root().key("paths").key(path).key(method);
                parts.push(Part { at, document: frame(paths, closure(document, operation)) });
            }
        }
    }
    parts
}

/// Returns the smallest part that fails, and how it fails.
pub(super) fn smallest(
    parts: Vec<Part>,
    failing: &dyn Fn(&Value) -> Option<String>,
) -> Option<(At, String)> {
    let failures = parts.into_iter().filter_map(|part| {
        let reason = failing(&part.document)?;
        Some((part.document.to_string().len(), part.at, reason))
    });
    failures.min_by_key(|(size, _, _)| *size).map(|(_, at, reason)| (at, reason))
}

/// Returns the schemas that a value refers to, directly or through others.
pub(super) fn closure(document: &Value, value: &Value) -> Map<String, Value> {
    let mut found = BTreeSet::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(name) = referenced(value)
                    && found.insert(name.to_owned())
                {
                    open.push(&document["components"]["schemas"][name]);
                }
                open.extend(object.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    let schemas = found.into_iter().filter_map(|name| {
        let schema = document["components"]["schemas"].get(&name)?.clone();
        Some((name, schema))
    });
    schemas.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::schema::reference;

    #[test]
    fn the_smallest_part_that_fails_is_to_blame() {
        let document = json!({
            "openapi": "3.0.3",
            "paths": {"/a": {"get": {"odd": reference("Outer")}, "post": {}}},
            "components": {"schemas": {
                "Outer": {"items": reference("Inner")}, "Inner": {"items": "bad"}, "Other": {},
            }},
        });
        let blamed = |word: &'static str| {
            let failing =
                |part: &Value| part.to_string().contains(word).then(|| format!("{word}!"));
            smallest(parts(&document, &Origins::new()), &failing).map(|(at, _)| at.to_string())
        };
        assert_eq!(blamed("bad").as_deref(), Some("#/components/schemas/Inner"));
        assert_eq!(blamed("odd").as_deref(), Some("#/paths/~1a/get"));
        assert_eq!(blamed("none"), None);
    }
}
