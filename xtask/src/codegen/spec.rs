//! The OpenAPI document as it was written.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Error;

/// The document as data, and the hash of its text.
pub(super) struct Spec {
    pub(super) document: Value,
    pub(super) sha256: String,
}

impl Spec {
    pub(super) fn parse(yaml: &str) -> Result<Self, Error> {
        let document: Value = yaml_serde::from_str(yaml).map_err(Error::Yaml)?;
        let sha256 = Sha256::digest(yaml).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { document, sha256 })
    }
}

/// The name at the end of a `$ref` into the components.
pub(super) fn ref_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// What a `$ref` within the document points to; anything else is itself.
pub(crate) fn resolve<'v>(document: &'v Value, value: &'v Value) -> Result<&'v Value, Error> {
    let Some(reference) = value["$ref"].as_str() else {
        return Ok(value);
    };
    reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer)).ok_or_else(|| {
        Error::Unsupported {
            place: reference.to_owned(),
            what: "this reference leads nowhere".into(),
        }
    })
}
