//! The OpenAPI document as written.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// The parsed document and the hash of its text.
pub(super) struct Spec {
    pub(super) document: Value,
    pub(super) sha256: String,
}

impl Spec {
    pub(super) fn parse(yaml: &str) -> Result<Self, Error> {
        let document: Value = yaml_serde::from_str(yaml)
            .map_err(|source| Error::Yaml { path: "openapi.yaml".into(), source })?;
        let sha256 = Sha256::digest(yaml).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { document, sha256 })
    }
}
