//! The comparison of two documents, from documents to the judgement.

use std::collections::BTreeMap;

use super::compare::compare;
use super::deviation::{Deviation, deviations};
use super::document::Document;
use super::error::Error;
use super::facts::Facts;
use super::judge::{Judgement, judge};
use super::operations::{Operation, operations, pair};
use super::walk::facts;

/// Our document, and what is known of it before there is anything to compare with.
pub(super) struct Ours<'d> {
    operations: Vec<Operation<'d>>,
    pub(super) facts: Facts,
    deviations: BTreeMap<String, Vec<Deviation>>,
}

/// What the comparison of two documents found.
pub(super) struct Comparison {
    pub(super) theirs: Facts,
    pub(super) judgement: Judgement,
}

impl<'d> Ours<'d> {
    pub(super) fn new(document: &'d Document) -> Result<Self, Error> {
        let operations = operations(document)?;
        let named: Vec<_> = operations.iter().map(|one| (one.name(), one)).collect();
        let facts = facts(document, named.iter().map(|(name, one)| (name.as_str(), *one)))?;
        let deviations = deviations(document, &facts.origins)?;
        Ok(Self { operations, facts, deviations })
    }

    /// Compares our operations with theirs, and with those of theirs that are beside ours.
    pub(super) fn compare(&self, document: &Document) -> Result<Comparison, Error> {
        let theirs = pair(&self.operations, operations(document)?);
        let theirs = facts(document, theirs.iter().map(|(name, one)| (name.as_str(), one)))?;
        let differences = compare(&self.facts, &theirs);
        let judgement = judge(differences, &self.facts, &theirs, &self.deviations);
        Ok(Comparison { theirs, judgement })
    }
}
