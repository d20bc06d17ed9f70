//! Places in a document.

use std::collections::BTreeMap;
use std::fmt;

/// Where each schema is in a document as written, by name.
pub(super) type Origins = BTreeMap<String, At>;

/// A place in a document, as a JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At(String);

impl At {
    /// The whole document.
    pub(super) fn root() -> Self {
        Self::default()
    }

    /// The place that a `$ref` within the document names.
    pub(super) fn of_reference(reference: &str) -> Option<Self> {
        reference.strip_prefix('#').map(|pointer| Self(pointer.to_owned()))
    }

    /// The schema with this name.
    pub(super) fn schema(name: &str) -> Self {
        Self::root().key("components").key("schemas").key(name)
    }

    /// A member of the object at this place.
    pub(super) fn key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// An item of the array at this place.
    pub(super) fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The object or array that contains this place.
    pub(super) fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The pointer, as `serde_json::Value::pointer` takes it.
    pub(super) fn pointer(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", if self.0.is_empty() { "/" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_json_pointer() {
        let at = At::root().key("paths").key("/a~b/{c}").key("parameters").index(2);
        assert_eq!(at.to_string(), "#/paths/~1a~0b~1{c}/parameters/2");
        assert_eq!(at.parent().unwrap().to_string(), "#/paths/~1a~0b~1{c}/parameters");
        assert_eq!(At::of_reference("#/components/schemas/A"), Some(At::schema("A")));
        assert_eq!(At::of_reference("other.yaml#/A"), None);
        assert_eq!((At::root().to_string(), At::root().parent()), ("#/".into(), None));
    }
}
