//! `cargo xtask codegen`, which writes the generated files or compares them.
//!
//! Both modes share the whole pipeline, so they cannot disagree about what the files should contain.

use std::path::Path;

use super::artifact::Artifact;
use super::compile::compiles;
use super::orphans::orphans;
use super::pipeline;
use crate::error::Error;
use crate::output;
use crate::replace::replace_all;

/// Writes the generated files that are out of date, unless they would not compile. If this fails,
/// none of them has changed.
pub(crate) fn write(root: &Path, check: bool) -> Result<bool, Error> {
    let artifacts = artifacts(root)?;
    let orphans = orphans(root, &artifacts)?;
    let mut stale = Vec::new();
    for artifact in &artifacts {
        if artifact.is_current(root)? {
            eprintln!("{} is up to date", artifact.path);
        } else {
            stale.push(artifact);
        }
    }
    if !stale.is_empty() {
        let files: Vec<_> = stale
            .iter()
            .map(|artifact| (root.join(artifact.path), artifact.text.as_str()))
            .collect();
        let replaced = replace_all(&files)?;
        if check && !compiles(root, &artifacts)? {
            replaced.undo()?;
            eprintln!(
                "error: the generated code does not compile; no file was changed\n  \
                 help: run `cargo xtask codegen --no-check` to look at the code, and change \
                 openapi.yaml where it describes what does not compile"
            );
            return Ok(false);
        }
        for artifact in stale {
            eprintln!("wrote {}", artifact.path);
        }
    }
    Ok(report(&orphans))
}

/// Prints how the generated files differ from what they should contain. Returns whether all of them
/// are up to date.
pub(crate) fn check(root: &Path) -> Result<bool, Error> {
    let artifacts = artifacts(root)?;
    let orphans = orphans(root, &artifacts)?;
    let mut current = true;
    for artifact in &artifacts {
        if let Some(diff) = artifact.diff(root)? {
            output::print(&diff);
            current = false;
        }
    }
    if !current {
        eprintln!("generated files are out of date; run `cargo xtask codegen`");
    }
    current &= report(&orphans);
    if current {
        eprintln!("{} generated files are up to date", artifacts.len());
    }
    Ok(current)
}

/// Reports files that are no longer generated. Returns whether there are none.
fn report(orphans: &[String]) -> bool {
    for path in orphans {
        eprintln!("{path} is no longer generated; remove it, and the module that it is");
    }
    orphans.is_empty()
}

fn artifacts(root: &Path) -> Result<Vec<Artifact>, Error> {
    let path = root.join("openapi.yaml");
    pipeline::artifacts(&std::fs::read_to_string(&path).map_err(Error::io(&path))?)
}
