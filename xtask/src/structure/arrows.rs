//! Which crate of the workspace may depend on which.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::cargo::{array, string};
use super::error::Error;

/// Every crate of the workspace, and those of the workspace that it depends on directly.
/// Dev-dependencies are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("batch-cli", &["batch-local", "batch-run"]),
    ("batch-client", &[]),
    ("batch-ext", &["batch-client"]),
    ("batch-httpmock", &["batch-client"]),
    ("batch-lines", &[]),
    ("batch-local", &[]),
    ("batch-run", &["batch-ext", "batch-lines"]),
    ("xtask", &["batch-lines"]),
];

/// Every arrow between two crates that is there but not allowed, or listed but not there.
pub(super) fn violations(metadata: &Value) -> Result<Vec<String>, Error> {
    let found = found(metadata)?;
    let mut violations = Vec::new();
    for (from, to) in &found {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == from) else {
            violations.push(format!("{from}: a crate that structure/arrows.rs does not list"));
            continue;
        };
        let refused = to.iter().filter(|name| !allowed.contains(name));
        violations.extend(refused.map(|name| format!("{from} must not depend on {name}")));
        let gone = allowed.iter().filter(|name| !to.contains(*name));
        violations.extend(gone.map(|name| {
            format!("{from} no longer depends on {name}: remove the arrow from structure/arrows.rs")
        }));
    }
    let gone = ARROWS.iter().filter(|(name, _)| !found.contains_key(name));
    violations.extend(
        gone.map(|(name, _)| format!("{name}: structure/arrows.rs lists a crate that is gone")),
    );
    Ok(violations)
}

/// Normal and build dependencies of each workspace member on other members.
fn found(metadata: &Value) -> Result<BTreeMap<&str, BTreeSet<&str>>, Error> {
    let packages = array(metadata, "packages")?;
    let members = packages.iter().map(|package| string(package, "name"));
    let members = members.collect::<Result<BTreeSet<_>, _>>()?;
    let mut found = BTreeMap::new();
    for package in packages {
        let mut to = BTreeSet::new();
        for dependency in array(package, "dependencies")? {
            let name = string(dependency, "name")?;
            // `kind` is null for a normal dependency.
            if dependency["kind"] != "dev" && members.contains(name) {
                to.insert(name);
            }
        }
        found.insert(string(package, "name")?, to);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Metadata of a workspace with the arrows as they should be, changed by `edit`.
    fn with(edit: impl FnOnce(&mut BTreeMap<String, Vec<(String, Value)>>)) -> Vec<String> {
        let normal = |name: &&str| ((*name).to_owned(), Value::Null);
        let mut crates = ARROWS
            .iter()
            .map(|(name, to)| ((*name).to_owned(), to.iter().map(normal).collect()))
            .collect();
        edit(&mut crates);
        let packages = crates.into_iter().map(|(name, to)| {
            let to = to.into_iter().chain([("serde".to_owned(), Value::Null)]);
            let to: Vec<_> = to.map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
            json!({"name": name, "dependencies": to})
        });
        violations(&json!({"packages": packages.collect::<Vec<_>>()})).unwrap()
    }

    #[test]
    fn the_listed_arrows_are_accepted() {
        assert_eq!(with(|_| {}), [""; 0]);
    }

    #[test]
    fn any_other_arrow_is_refused() {
        let add = |kind: Value| {
            with(|crates| {
                crates.get_mut("batch-lines").unwrap().push(("batch-client".to_owned(), kind));
            })
        };
        assert_eq!(add(Value::Null), ["batch-lines must not depend on batch-client"]);
        assert_eq!(add(json!("build")), ["batch-lines must not depend on batch-client"]);
        assert_eq!(add(json!("dev")), [""; 0]);
    }

    #[test]
    fn the_list_must_match_the_workspace() {
        let violations = with(|crates| {
            crates.get_mut("batch-cli").unwrap().retain(|(name, _)| name != "batch-local");
            crates.insert("batch-new".to_owned(), Vec::new());
            crates.remove("batch-httpmock");
        });
        assert_eq!(
            violations,
            [
                "batch-cli no longer depends on batch-local: remove the arrow from structure/arrows.rs",
                "batch-new: a crate that structure/arrows.rs does not list",
                "batch-httpmock: structure/arrows.rs lists a crate that is gone",
            ]
        );
    }
}
