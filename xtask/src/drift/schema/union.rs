//! The ways to read an `anyOf` or a `oneOf`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::document::{At, Document};
use super::super::error::Error;
use super::super::text::{is_prose, text};

/// What a union says.
pub(super) enum Reading<'d> {
    /// One of these types, null included: all members of the `anyOf` have nothing but a type.
    Types(BTreeSet<String>),
    /// Any string, with a list of known values: `anyOf: [string, enum]`.
    OpenEnum { values: &'d Value, null: bool },
    /// A single schema, or null.
    One { member: At<'d>, null: bool },
    /// Several schemas, or null.
    Many { members: Vec<At<'d>>, null: bool },
}

pub(super) fn read<'d>(
    document: &'d Document,
    keyword: &str,
    at: &At<'d>,
) -> Result<Reading<'d>, Error> {
    let mut members = Vec::new();
    let mut null = false;
    for member in at.items() {
        match is_null(document.resolve(member.clone())?.last()) {
            true => null = true,
            false => members.push(member),
        }
    }
    let mut types = Vec::new();
    for member in &members {
        let chain = document.resolve(member.clone())?;
        types.push(chain.last().and_then(|at| Some((bare(at.value)?, at.value))));
    }
    let types: Option<Vec<_>> = types.into_iter().collect();
    Ok(match (members.len(), types) {
        (1, _) => Reading::One { member: members.remove(0), null },
        (2.., Some(types)) if keyword == "anyOf" => {
            let values: Vec<_> =
                types.iter().filter_map(|(_, schema)| schema.get("enum")).collect();
            let strings = types.iter().all(|(types, _)| types.iter().eq(["string"]));
            match (types.len(), values.as_slice()) {
                (2, [values]) if strings => Reading::OpenEnum { values, null },
                (_, []) => {
                    let null = null.then(|| "null".to_owned());
                    let types = types.into_iter().flat_map(|(types, _)| types);
                    Reading::Types(types.chain(null).collect())
                }
                _ => Reading::Many { members, null },
            }
        }
        (0, _) => Reading::Types(null.then(|| "null".to_owned()).into_iter().collect()),
        _ => Reading::Many { members, null },
    })
}

/// Returns whether null is all that a schema allows.
fn is_null(at: Option<&At<'_>>) -> bool {
    let Some(schema) = at.and_then(|at| at.value.as_object()) else {
        return false;
    };
    let mut keywords = schema.iter().filter(|(keyword, _)| !is_prose(keyword)).peekable();
    keywords.peek().is_some()
        && keywords.all(|(keyword, value)| match keyword.as_str() {
            "type" => {
                value == "null"
                    || value.as_array().is_some_and(|types| types.as_slice() == ["null"])
            }
            "const" => value.is_null(),
            "enum" => value.as_array().is_some_and(|values| values.as_slice() == [Value::Null]),
            _ => false,
        })
}

/// Returns the types of a schema that has nothing else, except values if they are strings.
fn bare(schema: &Value) -> Option<BTreeSet<String>> {
    let keywords = schema.as_object()?.iter().filter(|(keyword, _)| !is_prose(keyword));
    let mut types = None;
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("type", Value::Array(many)) => types = Some(many.iter().map(text).collect()),
            ("type", one) => types = Some([text(one)].into()),
            ("enum", Value::Array(values)) if values.iter().all(Value::is_string) => {}
            _ => return None,
        }
    }
    types
}
