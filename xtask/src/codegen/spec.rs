//! The OpenAPI document as written.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fault::Fault;
use super::lines::Lines;
use crate::error::{Error, Problem};
use crate::loose::Loose;

/// The parsed document, the hash of its text, and the lines of its places.
pub(super) struct Spec {
    pub(super) document: Value,
    pub(super) sha256: String,
    lines: Lines,
}

impl Spec {
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let Loose(document) = yaml_serde::from_str(text)
            .map_err(|source| Error::Yaml { path: "openapi.yaml".into(), source })?;
        let sha256 = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { document, sha256, lines: Lines::of(text) })
    }

    /// Adds the lines to faults, and sorts them by line.
    pub(super) fn locate(&self, faults: Vec<Fault>) -> Error {
        let mut problems: Vec<_> = faults
            .into_iter()
            .map(|Fault { at, reason, remedy }| {
                let (at, line) = self.lines.find(&at);
                Problem { file: "openapi.yaml", line, place: at.to_string(), reason, remedy }
            })
            .collect();
        problems.sort_by_key(|problem| problem.line);
        Error::Document(problems)
    }
}
