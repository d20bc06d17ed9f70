//! `cargo xtask codegen`, which writes the generated files or compares them.
//!
//! Both modes share the whole pipeline, so they cannot disagree about what the files should contain.

use std::path::Path;

use super::artifact::Artifact;
use super::pipeline;
use crate::error::Error;
use crate::output;
use crate::replace::replace_all;

/// Writes the generated files that are out of date. If this fails, none of them has changed.
pub(crate) fn write(root: &Path) -> Result<bool, Error> {
    let artifacts = artifacts(root)?;
    let mut stale = Vec::new();
    for artifact in &artifacts {
        if artifact.is_current(root)? {
            eprintln!("{} is up to date", artifact.path);
        } else {
            stale.push(artifact);
        }
    }
    let files: Vec<_> =
        stale.iter().map(|artifact| (root.join(artifact.path), artifact.text.as_str())).collect();
    replace_all(&files)?;
    for artifact in stale {
        eprintln!("wrote {}", artifact.path);
    }
    Ok(true)
}

/// Prints how the generated files differ from what they should contain. Returns whether all of them
/// are up to date.
pub(crate) fn check(root: &Path) -> Result<bool, Error> {
    let artifacts = artifacts(root)?;
    let mut current = true;
    for artifact in &artifacts {
        if let Some(diff) = artifact.diff(root)? {
            output::print(&diff);
            current = false;
        }
    }
    if current {
        eprintln!("{} generated files are up to date", artifacts.len());
    } else {
        eprintln!("generated files are out of date; run `cargo xtask codegen`");
    }
    Ok(current)
}

fn artifacts(root: &Path) -> Result<Vec<Artifact>, Error> {
    let path = root.join("openapi.yaml");
    pipeline::artifacts(&std::fs::read_to_string(&path).map_err(Error::io(&path))?)
}
