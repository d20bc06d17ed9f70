//! Random choices and values that no document has.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// A name that no document uses.
pub(super) fn novel(rng: &mut Rng) -> String {
    format!("zz{}", rng.u32(..))
}

/// A schema that no document uses.
pub(super) fn novel_schema(rng: &mut Rng) -> Value {
    json!({"type": "object", "properties": {novel(rng): {"type": "string"}}})
}

/// The name of a random member.
pub(super) fn member(rng: &mut Rng, object: &Value) -> Option<String> {
    rng.choice(object.as_object()?.keys()).cloned()
}

/// The index of a random item.
pub(super) fn index(rng: &mut Rng, array: &Value) -> Option<usize> {
    let length = array.as_array()?.len();
    (length > 0).then(|| rng.usize(..length))
}

/// Toggles a member that is absent if it is false.
pub(super) fn toggle(object: &mut Map<String, Value>, name: &str) {
    let on = object.get(name) == Some(&Value::Bool(true));
    object.insert(name.to_owned(), (!on).into());
}
