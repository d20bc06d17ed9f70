//! `cargo xtask drift`, which reports how two documents differ in structure.

use std::path::Path;

use super::compare::compare;
use super::deviation::deviations;
use super::document::Document;
use super::error::Error;
use super::facts::Facts;
use super::judge::{Judgement, judge};
use super::operations::{operations, pair};
use super::read::read;
use super::report::report;
use super::walk::facts;
use crate::output;

/// Prints the differences. Returns whether there are only deliberate ones, all of them still true.
pub(crate) fn drift(root: &Path, upstream: &Path) -> Result<bool, Error> {
    let mut ours = read(&root.join("openapi.yaml"))?;
    ours.document.path = "openapi.yaml".to_owned();
    let theirs = read(upstream)?.document;
    let (our_facts, their_facts) = both(&ours.document, &theirs)?;
    let judgement = judged(&ours.document, &our_facts, &their_facts)?;
    output::print(&report(&judgement, &our_facts, &their_facts, &ours.text));
    Ok(judgement.news.is_empty() && judgement.stale.is_empty())
}

fn judged(document: &Document, ours: &Facts, theirs: &Facts) -> Result<Judgement, Error> {
    let deviations = deviations(document, &ours.origins)?;
    Ok(judge(compare(&ours.set, &theirs.set), ours, theirs, &deviations))
}

/// Returns the facts of both documents about the operations that openapi.yaml covers and those
/// beside them.
fn both(ours: &Document, theirs: &Document) -> Result<(Facts, Facts), Error> {
    let pairs = pair(operations(ours)?, operations(theirs)?);
    let our_operations = pairs.iter().filter_map(|pair| Some((&*pair.name, pair.ours.as_ref()?)));
    let their_operations =
        pairs.iter().filter_map(|pair| Some((&*pair.name, pair.theirs.as_ref()?)));
    Ok((facts(ours, our_operations)?, facts(theirs, their_operations)?))
}
