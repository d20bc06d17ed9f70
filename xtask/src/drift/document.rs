//! A document, and places in it.

use serde_json::Value;

use super::error::Error;
use super::text::printable;

/// An OpenAPI document.
pub(super) struct Document {
    /// The path of the file, for messages.
    pub(super) path: String,
    pub(super) value: Value,
}

/// A value of a document and its JSON pointer.
#[derive(Clone, Debug)]
pub(super) struct At<'d> {
    pub(super) pointer: String,
    pub(super) value: &'d Value,
}

impl Document {
    /// Returns the document, or what shows that it is not an OpenAPI document of version 3.
    pub(super) fn new(path: String, value: Value) -> Result<Self, Error> {
        let reason = if !value.is_object() {
            Some("the root is not a mapping".to_owned())
        } else if let Some(version) = value.get("swagger") {
            Some(printable(&format!("it is a Swagger document, version {version}")))
        } else {
            match value["openapi"].as_str() {
                None => Some("`openapi`, the version, is missing".to_owned()),
                Some(version) if !version.starts_with("3.") => {
                    Some(printable(&format!("version {version} is not supported, only 3.x is")))
                }
                Some(_) if !value["paths"].is_object() => {
                    Some("`paths` is missing or not a mapping".to_owned())
                }
                Some(_) => None,
            }
        };
        match reason {
            Some(reason) => Err(Error::NotOpenApi { path, reason }),
            None => Ok(Self { path, value }),
        }
    }

    /// Returns whether keywords beside a `$ref` apply, as in OpenAPI 3.1 and later.
    pub(super) fn refs_have_siblings(&self) -> bool {
        self.value["openapi"].as_str().is_some_and(|version| !version.starts_with("3.0"))
    }

    pub(super) fn root(&self) -> At<'_> {
        At { pointer: String::new(), value: &self.value }
    }

    /// Returns the value at a JSON pointer that came from an [`At`] of this document.
    pub(super) fn at(&self, pointer: &str) -> At<'_> {
        let value = self.value.pointer(pointer).unwrap_or(&Value::Null);
        At { pointer: pointer.to_owned(), value }
    }

    /// Returns the target of the `$ref` of a value, if it has one.
    pub(super) fn target(&self, at: &At<'_>) -> Result<Option<At<'_>>, Error> {
        let Some(reference) = at.value.get("$ref") else {
            return Ok(None);
        };
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
        match pointer.and_then(|pointer| Some((pointer, self.value.pointer(pointer)?))) {
            Some((pointer, value)) => Ok(Some(At { pointer: pointer.to_owned(), value })),
            None => {
                Err(self.error(&at.pointer, format!("the reference {reference} does not resolve")))
            }
        }
    }

    /// Follows a `$ref`, also through further ones. Returns every value on the way, the target last.
    pub(super) fn resolve<'d>(&'d self, at: At<'d>) -> Result<Vec<At<'d>>, Error> {
        let mut chain = vec![at];
        while let Some(target) = self.target(&chain[chain.len() - 1])? {
            if chain.iter().any(|at| at.pointer == target.pointer) {
                return Err(
                    self.error(&target.pointer, "the reference leads back to itself".into())
                );
            }
            chain.push(target);
        }
        Ok(chain)
    }

    pub(super) fn error(&self, pointer: &str, reason: String) -> Error {
        let (pointer, reason) = (printable(pointer), printable(&reason));
        Error::Place { path: self.path.clone(), pointer, reason }
    }
}

impl<'d> At<'d> {
    /// Returns a member of an object, if it exists and is not null.
    pub(super) fn get(&self, name: &str) -> Option<At<'d>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(At { pointer: format!("{}/{}", self.pointer, escape(name)), value })
    }

    /// Returns the members of an object. Another value has none.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, At<'d>)> + use<'_, 'd> {
        self.value.as_object().into_iter().flatten().map(|(name, value)| {
            (name.as_str(), At { pointer: format!("{}/{}", self.pointer, escape(name)), value })
        })
    }

    /// Returns the items of an array. Another value has none.
    pub(super) fn items(&self) -> impl Iterator<Item = At<'d>> + use<'_, 'd> {
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| At { pointer: format!("{}/{index}", self.pointer), value })
    }
}

/// Escapes a segment of a JSON pointer.
pub(super) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
