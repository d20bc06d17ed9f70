//! Import circles between the modules of a crate.
//!
//! A module is a file. An edge goes from the file that uses an item to the file that defines it,
//! through any number of re-exports: a `mod.rs` that only declares its children and re-exports
//! their items is on no circle, however its children reach each other. Generated files and what is
//! compiled for tests alone have no edges.

use std::path::Path;

use serde_json::Value;

use super::cargo::{array, string};
use super::error::Error;

mod circle;
mod graph;
mod imports;
mod names;
mod resolve;
mod source;
mod tests_only;
mod written;

use graph::Graph;
use source::Crate;

/// A violation for each circle in a library or binary of the workspace.
pub(super) fn violations(root: &Path, metadata: &Value) -> Result<Vec<String>, Error> {
    let mut violations = Vec::new();
    for package in array(metadata, "packages")? {
        for target in array(package, "targets")? {
            let kinds = array(target, "kind")?;
            if kinds.iter().any(|kind| kind == "lib" || kind == "bin") {
                violations.extend(of_crate(root, Path::new(string(target, "src_path")?))?);
            }
        }
    }
    Ok(violations)
}

/// The circles of the crate with this root file, with paths relative to `base`.
fn of_crate(base: &Path, root: &Path) -> Result<Vec<String>, Error> {
    let source = Crate::read(base, root)?;
    Ok(Graph::of(&source).circles().iter().map(ToString::to_string).collect())
}

#[cfg(test)]
mod tests;
