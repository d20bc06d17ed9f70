//! A null in a required field of an answer does not fail the answer.
//!
//! One odd batch must not spoil a whole list. Strings become empty, numbers zero, and enums an
//! unknown empty value. Ids and lists stay required: without them an answer is none.

use std::collections::BTreeSet;

use serde_json::Value;
use syn::{Fields, Item};

use super::tree;
use crate::codegen::lower::Lowered;

/// Fields without which an answer means nothing.
const REQUIRED: [&str; 2] = ["id", "data"];

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) {
    let answers = answers(lowered);
    for item in tree::module(&mut file.items, "types").into_iter().flatten() {
        let Item::Struct(item) = item else { continue };
        if !answers.contains(&item.ident.to_string()) {
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

/// The names of the types in successful answers, and of the types in those.
fn answers(lowered: &Lowered) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> =
        lowered.operations.iter().filter_map(|operation| operation.success.clone()).collect();
    while let Some(name) = open.pop() {
        references(&lowered.document["components"]["schemas"][&name], &mut open);
        // typify writes OpenAIFile as OpenAiFile.
        found.insert(heck::ToUpperCamelCase::to_upper_camel_case(name.as_str()));
        open.retain(|name| !found.contains(name));
    }
    found
}

fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            names.extend(crate::codegen::spec::ref_name(value).map(str::to_owned));
            map.values().for_each(|value| references(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, names)),
        _ => {}
    }
}
