//! The merging of all schemas that apply to one value.
//!
//! A schema, what it refers to, the parts of its `allOf` and the only member of a union with null
//! all apply to the same value. Their keywords are collected, and subschemas are kept as sets of
//! pointers to everything that applies to the same part of the value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::document::{At, Document};
use super::super::error::Error;
use super::super::text::{is_prose, text};
use super::union::{self, Member, Reading};

/// What applies to one value.
#[derive(Default)]
pub(super) struct Merged {
    pub(super) aspects: BTreeMap<String, BTreeSet<String>>,
    /// The subschemas by keyword and name, each a set of pointers to schemas that all apply.
    pub(super) children: BTreeMap<(String, Option<String>), BTreeSet<String>>,
    pub(super) unions: Vec<Union>,
    /// The values of discriminators, with a pointer to the schema that each stands for.
    pub(super) mapping: Vec<(String, String)>,
    /// The pointers of the schemas that have an `x-deviation`.
    pub(super) deviations: Vec<String>,
    types: Option<BTreeSet<String>>,
    values: Option<BTreeSet<String>>,
    null: bool,
}

/// An `anyOf` or `oneOf` with several members.
pub(super) struct Union {
    pub(super) keyword: &'static str,
    /// The pointer of each member.
    pub(super) members: Vec<String>,
}

/// How many schemas may lead to each other that apply to the same value.
const PARTS: usize = 128;

/// Keywords that are absent if they are false.
const FLAGS: [&str; 4] = ["deprecated", "readOnly", "uniqueItems", "writeOnly"];

/// Keywords whose value is a schema.
const SCHEMAS: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value is a map or a list of schemas.
const SCHEMA_LISTS: [&str; 4] =
    ["dependentSchemas", "patternProperties", "prefixItems", "properties"];

/// Merges the schemas at these pointers.
pub(super) fn merge<'p>(
    document: &Document,
    pointers: impl IntoIterator<Item = &'p String>,
) -> Result<Merged, Error> {
    let mut merged = Merged::default();
    let mut null = None;
    for pointer in pointers {
        let at = document.at(pointer);
        null = both(null, collect(document, &at, &mut merged, &mut Vec::new())?);
    }
    merged.null |= null == Some(true);
    Ok(merged.finish())
}

/// Returns whether null is allowed by two schemas that both apply. `None` if nothing is said.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one && other),
        (said, None) | (None, said) => said,
    }
}

/// Adds a schema. Returns whether it allows null, if it says so. `within` are the schemas that led
/// to this one.
fn collect(
    document: &Document,
    at: &At<'_>,
    merged: &mut Merged,
    within: &mut Vec<String>,
) -> Result<Option<bool>, Error> {
    if within.contains(&at.pointer) {
        return Err(document.error(&at.pointer, "the schema is part of itself".into()));
    }
    if within.len() >= PARTS {
        let reason = format!("more than {PARTS} schemas apply to the same value");
        return Err(document.error(&at.pointer, reason));
    }
    let schema = match at.value {
        Value::Bool(true) => return Ok(None),
        Value::Bool(false) => {
            merged.add("never", "yes");
            return Ok(None);
        }
        Value::Object(schema) => schema,
        other => return Err(document.error(&at.pointer, format!("{other} is not a schema"))),
    };
    if schema.contains_key("x-deviation") {
        merged.deviations.push(at.pointer.clone());
    }
    within.push(at.pointer.clone());
    let mut null = None;
    // Whether something says which types are allowed.
    let mut typed = false;
    let target = document.target(at)?;
    if let Some(target) = &target {
        typed = true;
        null = both(null, collect(document, target, merged, within)?);
    }
    let mut null_value = false;
    let all: Vec<_> = match target.is_some() && !document.refs_have_siblings() {
        true => Vec::new(),
        false => at.members().filter(|(name, _)| *name != "$ref" && !is_prose(name)).collect(),
    };
    for (keyword, at) in all {
        match keyword {
            "type" => {
                typed = true;
                let types =
                    at.value.as_array().map_or(std::slice::from_ref(at.value), Vec::as_slice);
                // The name of a type is never quoted, not even "null".
                let name = |one: &Value| one.as_str().map_or_else(|| text(one), str::to_owned);
                let types = types.iter().map(name).collect();
                null = both(null, Some(merged.restrict_types(types)));
            }
            "enum" => {
                let values = at.value.as_array().into_iter().flatten();
                null_value |= merged.restrict_values(values.map(text).collect());
            }
            "const" => null_value |= merged.restrict_values([text(at.value)].into()),
            "nullable" => {}
            "allOf" => {
                typed = true;
                for part in at.items() {
                    null = both(null, collect(document, &part, merged, within)?);
                }
            }
            "anyOf" | "oneOf" => {
                typed = true;
                let keyword = if keyword == "anyOf" { "anyOf" } else { "oneOf" };
                let members: Vec<_> = at.items().collect();
                let said: Vec<_> =
                    members.iter().map(|member| member_of(document, member, within)).collect();
                let allowed = match union::read(keyword, &said) {
                    Reading::Types(types) => Some(merged.restrict_types(types)),
                    Reading::OpenEnum { values, null } => {
                        merged.restrict_types([String::from("string")].into());
                        merged.restrict_values(values);
                        merged.add("open", "yes");
                        Some(null)
                    }
                    Reading::One { member, null } => {
                        let allowed = collect(document, &members[member], merged, within)?;
                        if null { Some(true) } else { allowed }
                    }
                    Reading::Many { members: indices, null } => {
                        let pointer = |index: usize| members[index].pointer.clone();
                        let members = indices.into_iter().map(pointer).collect();
                        merged.unions.push(Union { keyword, members });
                        null.then_some(true)
                    }
                };
                null = both(null, allowed);
            }
            "discriminator" => merged.discriminator(document, &at),
            "exclusiveMinimum" | "exclusiveMaximum" if at.value.is_boolean() => {}
            "minimum" if schema.get("exclusiveMinimum") == Some(&Value::Bool(true)) => {
                merged.add("exclusiveMinimum", text(at.value));
            }
            "maximum" if schema.get("exclusiveMaximum") == Some(&Value::Bool(true)) => {
                merged.add("exclusiveMaximum", text(at.value));
            }
            "required" => at.items().for_each(|name| merged.add(keyword, text(name.value))),
            flag if FLAGS.contains(&flag) && at.value.is_boolean() => {
                if at.value == &Value::Bool(true) {
                    merged.add(keyword, "yes");
                }
            }
            keyword if SCHEMAS.contains(&keyword) => merged.subschema(keyword, None, &at),
            keyword if SCHEMA_LISTS.contains(&keyword) => {
                at.members().for_each(|(name, at)| merged.subschema(keyword, Some(name), &at));
                for (index, at) in at.items().enumerate() {
                    merged.subschema(keyword, Some(&index.to_string()), &at);
                }
            }
            other => merged.add(other, text(at.value)),
        }
    }
    within.pop();
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    if (nullable && !typed) || null_value {
        // Such a part of an `allOf` says that the whole may be null.
        merged.null = true;
    }
    Ok(if nullable { Some(true) } else { null })
}

/// Returns what a member of a union says.
fn member_of(document: &Document, at: &At<'_>, within: &[String]) -> Member {
    let mut merged = Merged::default();
    // What cannot be merged is reported where the member itself is.
    let Ok(null) = collect(document, at, &mut merged, &mut within.to_vec()) else {
        return Member::Other;
    };
    let Merged { aspects, children, unions, mapping, types, values, deviations, .. } = &merged;
    let more = !(aspects.is_empty() && children.is_empty() && unions.is_empty());
    if more || !mapping.is_empty() || !deviations.is_empty() {
        return Member::Other;
    }
    let mut types = types.clone().unwrap_or_default();
    let strings = types.iter().eq(["string"]);
    types.extend((merged.null || null == Some(true)).then(|| "null".to_owned()));
    match values {
        None if types.iter().eq(["null"]) => Member::Null,
        Some(values) if values.is_empty() && types.iter().eq(["null"]) => Member::Null,
        Some(_) if !strings => Member::Other,
        _ if types.is_empty() => Member::Other,
        values => Member::Plain { types, values: values.clone() },
    }
}

impl Merged {
    fn add(&mut self, aspect: &str, value: impl Into<String>) {
        self.aspects.entry(aspect.to_owned()).or_default().insert(value.into());
    }

    /// Allows only these types. Returns whether null is one of them.
    fn restrict_types(&mut self, mut types: BTreeSet<String>) -> bool {
        let null = types.remove("null");
        let allows = |types: &BTreeSet<String>, one: &String| {
            types.contains(one) || (one == "integer" && types.contains("number"))
        };
        self.types = Some(match self.types.take() {
            Some(known) => {
                let from_known = known.iter().filter(|one| allows(&types, one));
                let from_new = types.iter().filter(|one| allows(&known, one));
                from_known.chain(from_new).cloned().collect()
            }
            None => types,
        });
        null
    }

    /// Allows only these values. Returns whether null is one of them.
    fn restrict_values(&mut self, mut values: BTreeSet<String>) -> bool {
        let null = values.remove("null");
        self.values = Some(match self.values.take() {
            Some(known) => known.intersection(&values).cloned().collect(),
            None => values,
        });
        null
    }

    fn subschema(&mut self, keyword: &str, name: Option<&str>, at: &At<'_>) {
        let anything =
            at.value.as_object().is_some_and(|schema| schema.keys().all(|key| is_prose(key)));
        match at.value {
            Value::Bool(allowed) if name.is_none() => {
                self.add(keyword, if *allowed { "yes" } else { "no" });
            }
            _ if anything && name.is_none() => self.add(keyword, "yes"),
            _ => {
                let child = (keyword.to_owned(), name.map(str::to_owned));
                self.children.entry(child).or_default().insert(at.pointer.clone());
            }
        }
    }

    fn discriminator(&mut self, document: &Document, at: &At<'_>) {
        self.add(
            "discriminator",
            at.get("propertyName").map_or("none".into(), |at| text(at.value)),
        );
        for (value, target) in at.get("mapping").iter().flat_map(At::members) {
            let target = text(target.value);
            // A target is a reference or the name of a schema.
            let pointers = [
                target.strip_prefix('#').map(str::to_owned),
                Some(format!("/components/schemas/{target}")),
            ];
            let known = |pointer: &String| document.value.pointer(pointer).is_some();
            match pointers.into_iter().flatten().find(known) {
                Some(pointer) => self.mapping.push((value.to_owned(), pointer)),
                None => self.add("mapping", format!("{value}: {target} (not defined)")),
            }
        }
    }

    fn finish(mut self) -> Self {
        // The same names as `enum`, an empty set included.
        for (aspect, values) in [("type", self.types.take()), ("enum", self.values.take())] {
            if let Some(values) = values {
                if values.is_empty() && aspect == "enum" {
                    self.add(aspect, "(no value)");
                }
                if values.is_empty() && aspect == "type" {
                    self.add(aspect, "null");
                }
                values.into_iter().for_each(|value| self.add(aspect, value));
            }
        }
        if self.null {
            self.add("nullable", "yes");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_merged_is_an_error_with_its_place() {
        let deep = (0..200).fold(json!({}), |part, _| json!({"allOf": [part]}));
        let table = [
            (json!({"allOf": [{"$ref": "#/schema"}]}), "#/schema: the schema is part of itself"),
            (json!({"anyOf": [{"$ref": "#/schema"}]}), "#/schema: the schema is part of itself"),
            (json!({"allOf": [7]}), "#/schema/allOf/0: 7 is not a schema"),
            (json!({"allOf": [{"$ref": "a.yaml"}]}), "#/schema/allOf/0: the reference \"a.yaml\" "),
            (deep, "more than 128 schemas apply to the same value"),
        ];
        for (schema, part) in table {
            let value = json!({"openapi": "3.1.0", "paths": {}, "schema": schema});
            let document = Document::new("api.yaml".into(), value).unwrap();
            let error = merge(&document, &["/schema".to_owned()]).err().unwrap().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
