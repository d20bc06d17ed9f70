//! The operations of a document, and which of two documents belong together.

use std::collections::BTreeSet;

use super::document::{At, Document};
use super::error::Error;

/// An operation of a document.
#[derive(Clone, Debug)]
pub(super) struct Operation<'d> {
    pub(super) method: &'static str,
    pub(super) path: String,
    /// The path item, the target of its references last.
    pub(super) item: Vec<At<'d>>,
    pub(super) at: At<'d>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/// Returns the operations of a document.
pub(super) fn operations(document: &Document) -> Result<Vec<Operation<'_>>, Error> {
    let mut operations = Vec::new();
    for (path, item) in document.root().get("paths").iter().flat_map(At::members) {
        if !path.starts_with('/') {
            continue;
        }
        let item = document.resolve(item)?;
        for method in METHODS {
            // Beside a reference, a path item can have members of its own.
            if let Some(at) = item.iter().find_map(|item| item.get(method)) {
                operations.push(Operation {
                    method,
                    path: path.to_owned(),
                    item: item.clone(),
                    at,
                });
            }
        }
    }
    Ok(operations)
}

/// Returns those of their operations that belong to the comparison, with their names in places.
///
/// An operation that belongs to one of ours has the name of ours: the one with the same method and
/// path, whatever the names of path parameters, or else the one with the same ID. Those that are
/// beside ours, in the same group of paths such as `/files`, keep their own name.
pub(super) fn pair<'t>(
    ours: &[Operation<'_>],
    mut theirs: Vec<Operation<'t>>,
) -> Vec<(String, Operation<'t>)> {
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for ours in ours {
        match take(&mut theirs, |theirs| ours.route() == theirs.route()) {
            Some(theirs) => pairs.push((ours.name(), theirs)),
            None => alone.push(ours),
        }
    }
    for ours in alone {
        let same_id = |theirs: &Operation<'_>| ours.id().is_some() && ours.id() == theirs.id();
        pairs.extend(take(&mut theirs, same_id).map(|theirs| (ours.name(), theirs)));
    }
    let groups: BTreeSet<&str> = ours.iter().map(|operation| group(&operation.path)).collect();
    let beside = theirs.into_iter().filter(|theirs| groups.contains(group(&theirs.path)));
    pairs.extend(beside.map(|theirs| (theirs.name(), theirs)));
    pairs
}

fn take<'t>(
    operations: &mut Vec<Operation<'t>>,
    wanted: impl FnMut(&Operation<'t>) -> bool,
) -> Option<Operation<'t>> {
    let index = operations.iter().position(wanted)?;
    Some(operations.remove(index))
}

fn group(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

impl Operation<'_> {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.at.value["operationId"].as_str()
    }

    /// Returns the method and the path without the names of its parameters.
    fn route(&self) -> (&'static str, Vec<&str>) {
        let segment = |segment| if str::starts_with(segment, '{') { "{}" } else { segment };
        (self.method, self.path.split('/').map(segment).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(paths: serde_json::Value) -> Document {
        Document::new("api.yaml".into(), json!({"openapi": "3.1.0", "paths": paths})).unwrap()
    }

    #[test]
    fn operations_are_paired_by_route_or_else_by_id() {
        let ours = document(json!({
            "/things": {"get": {"operationId": "list"}, "post": {"operationId": "create"}},
            "/things/{id}": {"get": {"operationId": "retrieve"}, "delete": {}},
        }));
        let theirs = document(json!({
            "/things": {"get": {"operationId": "listThings"}, "put": {"operationId": "create"}},
            "/things/{thing_id}": {"get": {"operationId": "retrieve"}},
            "/things/{id}/parts": {"get": {}},
            "/others": {"get": {"operationId": "other"}},
        }));
        let pairs = pair(&operations(&ours).unwrap(), operations(&theirs).unwrap());
        let names = pairs.iter().map(|(name, theirs)| format!("{name}: {}", theirs.name()));
        assert_eq!(
            names.collect::<Vec<_>>(),
            [
                "GET /things: GET /things",
                "GET /things/{id}: GET /things/{thing_id}",
                "POST /things: PUT /things",
                "GET /things/{id}/parts: GET /things/{id}/parts",
            ]
        );
    }
}
