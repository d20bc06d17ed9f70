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

/// An operation of either document or of both, under the name that both use in places.
pub(super) struct Pair<'o, 't> {
    pub(super) name: String,
    pub(super) ours: Option<Operation<'o>>,
    pub(super) theirs: Option<Operation<'t>>,
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

/// Pairs the operations of ours with those of theirs, and adds those of theirs that are beside
/// ours: in the same group of paths, such as `/files`.
///
/// Operations belong together if they have the same method and path, whatever the names of path
/// parameters, or else the same ID.
pub(super) fn pair<'o, 't>(
    ours: Vec<Operation<'o>>,
    mut theirs: Vec<Operation<'t>>,
) -> Vec<Pair<'o, 't>> {
    let groups: BTreeSet<String> = ours.iter().map(|operation| group(&operation.path)).collect();
    let mut pairs: Vec<Pair<'o, 't>> = ours
        .into_iter()
        .map(|ours| Pair {
            name: ours.name(),
            theirs: take(&mut theirs, |theirs| ours.route() == theirs.route()),
            ours: Some(ours),
        })
        .collect();
    for pair in pairs.iter_mut().filter(|pair| pair.theirs.is_none()) {
        let id = pair.ours.as_ref().and_then(Operation::id);
        pair.theirs = take(&mut theirs, |theirs| id.is_some() && theirs.id() == id);
    }
    let beside = theirs.into_iter().filter(|theirs| groups.contains(&group(&theirs.path)));
    pairs.extend(beside.map(|theirs| Pair {
        name: theirs.name(),
        ours: None,
        theirs: Some(theirs),
    }));
    pairs
}

fn take<'t>(
    operations: &mut Vec<Operation<'t>>,
    wanted: impl FnMut(&Operation<'t>) -> bool,
) -> Option<Operation<'t>> {
    let index = operations.iter().position(wanted)?;
    Some(operations.remove(index))
}

fn group(path: &str) -> String {
    path.split('/').nth(1).unwrap_or_default().to_owned()
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
        let pairs = pair(operations(&ours).unwrap(), operations(&theirs).unwrap());
        let names = |pair: &Pair<'_, '_>| {
            let name = |operation: &Option<Operation<'_>>| {
                operation.as_ref().map(Operation::name).unwrap_or_default()
            };
            format!("{}: {} / {}", pair.name, name(&pair.ours), name(&pair.theirs))
        };
        assert_eq!(
            pairs.iter().map(names).collect::<Vec<_>>(),
            [
                "GET /things: GET /things / GET /things",
                "POST /things: POST /things / PUT /things",
                "GET /things/{id}: GET /things/{id} / GET /things/{thing_id}",
                "DELETE /things/{id}: DELETE /things/{id} / ",
                "GET /things/{id}/parts:  / GET /things/{id}/parts",
            ]
        );
    }
}
