//! `cargo xtask drift`, which reports how two documents differ in structure.

use std::path::Path;

use super::comparison::Ours;
use super::error::Error;
use super::read::read;
use super::report::report;
use crate::output;

/// Prints the differences. Returns whether there are only deliberate ones, all of them still true.
pub(crate) fn drift(root: &Path, upstream: &Path) -> Result<bool, Error> {
    let mut ours = read(&root.join("openapi.yaml"))?;
    ours.document.path = "openapi.yaml".to_owned();
    let theirs = read(upstream)?.document;
    let known = Ours::new(&ours.document)?;
    let comparison = known.compare(&theirs)?;
    output::print(&report(&known.facts, &comparison, &ours.text));
    Ok(comparison.judgement.is_clean())
}
