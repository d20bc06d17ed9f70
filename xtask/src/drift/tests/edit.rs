//! Edits of a document that can be undone.

use serde_json::{Map, Value};

/// New values for the values at JSON pointers, in order.
pub(super) struct Edits(Vec<(String, Value)>);

impl Edits {
    pub(super) fn one(pointer: &str, value: Value) -> Self {
        Self(vec![(pointer.to_owned(), value)])
    }

    pub(super) fn and(mut self, pointer: &str, value: Value) -> Self {
        self.0.push((pointer.to_owned(), value));
        self
    }

    /// Changes the object at a pointer, if `change` can.
    pub(super) fn object(
        document: &Value,
        pointer: &str,
        change: impl FnOnce(&mut Map<String, Value>) -> Option<()>,
    ) -> Option<Self> {
        let mut object = document.pointer(pointer)?.as_object()?.clone();
        change(&mut object)?;
        Some(Self::one(pointer, object.into()))
    }

    /// Applies the edits. Applying the result again undoes them.
    #[must_use]
    pub(super) fn apply(mut self, document: &mut Value) -> Self {
        for (pointer, value) in &mut self.0 {
            std::mem::swap(document.pointer_mut(pointer).unwrap(), value);
        }
        self.0.reverse();
        self
    }
}

/// Renames a member of an object, and keeps its position.
pub(super) fn rename(object: &mut Map<String, Value>, from: &str, to: &str) {
    let members = std::mem::take(object);
    object.extend(
        members
            .into_iter()
            .map(|(name, value)| (if name == from { to.to_owned() } else { name }, value)),
    );
}
