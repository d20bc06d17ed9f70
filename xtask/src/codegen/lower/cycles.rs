//! Schemas that are defined by themselves alone.
//!
//! A schema may contain itself in a field, a list, or a map. One that *is* itself, by way of `$ref`,
//! `allOf`, `oneOf`, or `anyOf`, has no end.

use serde_json::Value;

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::schema::referenced;

pub(super) fn check(document: &Value) -> Checked<()> {
    for (name, _) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let mut open = same_as(document, name);
        let mut seen = Vec::new();
        while let Some(other) = open.pop() {
            if other == name {
                let reason = "the schema is defined by itself alone";
                let remedy =
                    "write what it consists of, or refer to it in a field, a list, or a map";
                return Err(Fault::new(&At::schema(name), reason, remedy));
            }
            if !seen.contains(&other) {
                open.extend(same_as(document, other));
                seen.push(other);
            }
        }
    }
    Ok(())
}

/// Returns the schemas that values of this one are values of, too.
fn same_as<'d>(document: &'d Value, name: &str) -> Vec<&'d str> {
    let mut open = vec![&document["components"]["schemas"][name]];
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        found.extend(referenced(schema));
        for keyword in ["allOf", "oneOf", "anyOf"] {
            open.extend(schema[keyword].as_array().into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::schema::reference;
    use serde_json::json;

    #[test]
    fn only_a_schema_that_is_itself_is_refused() {
        let document =
            |schema: Value| json!({"components": {"schemas": {"A": schema, "B": reference("A")}}});
        for endless in [
            reference("B"),
            json!({"allOf": [reference("A"), {"properties": {}}]}),
            json!({"oneOf": [{"type": "string"}, {"anyOf": [reference("B")]}]}),
        ] {
            assert!(check(&document(endless.clone())).is_err(), "{endless}");
        }
        for fine in [
            json!({"properties": {"a": reference("A")}}),
            json!({"oneOf": [{"items": reference("A")}, {"additionalProperties": reference("B")}]}),
        ] {
            assert_eq!(check(&document(fine.clone())), Ok(()), "{fine}");
        }
    }
}
