//! Tolerance of null and missing fields in responses.
//!
//! A single unusual batch must not make a whole page undecodable. Where a required field of a
//! response is null or missing, strings become empty, numbers become zero, and enums become an empty
//! unknown value. IDs and lists remain required, because a response is meaningless without them.

use std::collections::BTreeSet;

use serde_json::Value;
use syn::{Fields, Item};

use super::tree;
use crate::codegen::lower::Lowered;

/// Fields that must be present in a response.
const REQUIRED: [&str; 2] = ["id", "data"];

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) {
    let responses = responses(lowered);
    for item in tree::module(&mut file.items, "types").into_iter().flatten() {
        let Item::Struct(item) = item else { continue };
        if !responses.contains(&item.ident.to_string()) {
            continue;
        }
        let Fields::Named(fields) = &mut item.fields else {
            continue;
        };
        for field in &mut fields.named {
            let required =
                field.ident.as_ref().is_some_and(|name| REQUIRED.iter().any(|r| name == r));
            if required || tree::is_option(&field.ty) {
                continue;
            }
            let name = tree::type_name(&field.ty).unwrap_or_default();
            field.attrs.push(if is_enum(lowered, &name) {
                let unknown = format!("crate::lenient::unknown::<{name}>");
                syn::parse_quote!(#[serde(
                    default = #unknown,
                    deserialize_with = "crate::lenient::null_as_unknown"
                )])
            } else {
                syn::parse_quote!(#[serde(
                    default,
                    deserialize_with = "crate::lenient::null_as_default"
                )])
            });
        }
    }
}

fn is_enum(lowered: &Lowered, name: &str) -> bool {
    !lowered.document["components"]["schemas"][name]["enum"].is_null()
}

/// Returns the names of all types that successful responses consist of.
fn responses(lowered: &Lowered) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> =
        lowered.operations.iter().filter_map(|operation| operation.success.clone()).collect();
    while let Some(name) = open.pop() {
        references(&lowered.document["components"]["schemas"][&name], &mut open);
        // typify turns OpenAIFile into OpenAiFile.
        found.insert(heck::ToUpperCamelCase::to_upper_camel_case(name.as_str()));
        open.retain(|name| !found.contains(name));
    }
    found
}

fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            names.extend(crate::openapi::ref_name(value).map(str::to_owned));
            map.values().for_each(|value| references(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, names)),
        _ => {}
    }
}
