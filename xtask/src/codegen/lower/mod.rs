//! Lowering of a document to what progenitor and typify express well.
//!
//! Each step is a function from document to document, and knows one concern. Everything that is
//! dropped is in a list, with the reason. Anything else that is not supported is a [`Fault`].

mod all_of;
mod check;
mod choices;
mod cycles;
mod hoist;
mod inline;
mod limits;
mod nullable;
mod parameters;
mod prose;
mod responses;
mod unions;
mod version31;

use serde_json::Value;

use super::at::{At, Origins};
use super::facts::{self, Facts};
use super::fault::{Checked, Fault};
use super::operation::{Operation, operations};
use super::{grammar, names};

pub(super) use choices::{Matcher, Union, Variant};
pub(super) use parameters::PATH_ID;

/// The lowered document, as data for the passes.
pub(super) struct Lowered {
    pub(super) document: Value,
    pub(super) operations: Vec<Operation>,
    pub(super) facts: Facts,
    pub(super) unions: Vec<Union>,
    /// Where each schema is in the document as written.
    pub(super) origins: Origins,
}

#[derive(Clone, Copy, PartialEq)]
enum Version {
    V30,
    V31,
}

/// Lowers a document, or returns all that its grammar forbids, or the first other fault.
pub(super) fn lower(document: &Value) -> Result<Lowered, Vec<Fault>> {
    let version = version(document).map_err(|fault| vec![fault])?;
    let faults = grammar::check(document, version == Version::V31);
    if !faults.is_empty() {
        return Err(faults);
    }
    steps(document.clone(), version).map_err(|fault| vec![fault])
}

fn steps(document: Value, version: Version) -> Checked<Lowered> {
    let document = match version {
        Version::V30 => document,
        Version::V31 => version31::lower(document)?,
    };
    let document = inline::lower(document)?;
    let document = prose::lower(document)?;
    let facts = Facts::of(&document)?;
    let document = facts::drop_hand_written(document)?;
    cycles::check(&document)?;
    let document = responses::lower(document)?;
    let document = unions::lower(document)?;
    let document = all_of::lower(document)?;
    let document = check::lower(document)?;
    let document = nullable::lower(document)?;
    let (document, origins) = names::canonical(document)?;
    let (document, origins) = hoist::lower(document, origins)?;
    names::check(&document, &origins)?;
    let operations = operations(&document)?;
    let (document, unions) = choices::lower(document, &origins)?;
    let document = parameters::lower(document)?;
    let document = limits::lower(document)?;
    Ok(Lowered { document, operations, facts, unions, origins })
}

fn version(document: &Value) -> Checked<Version> {
    let at = At::root().key("openapi");
    let remedy = "write `openapi: 3.0.3` or `openapi: 3.1.0`";
    match document["openapi"].as_str() {
        Some(version) if version.starts_with("3.0.") => Ok(Version::V30),
        Some(version) if version.starts_with("3.1.") => Ok(Version::V31),
        Some(version) => {
            Err(Fault::new(&at, format!("version {version} of OpenAPI is not supported"), remedy))
        }
        None => Err(Fault::new(&at, "the version of OpenAPI is missing", remedy)),
    }
}
