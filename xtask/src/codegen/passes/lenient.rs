//! Tolerance of null and missing fields in responses.
//!
//! A single unusual batch must not make a whole page undecodable. Where a required field of a
//! response is null or missing, strings become empty, numbers become zero, and enums become an empty
//! unknown value. IDs and lists remain required, because a response is meaningless without them.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Fields, Item, Type};

use super::tree;
use crate::codegen::blame::closure;
use crate::codegen::lower::Lowered;
use crate::codegen::operation::Success;
use crate::codegen::schema::{has_fields, strings};
use crate::error::Error;

/// Fields that must be present in a response.
const REQUIRED: [&str; 2] = ["id", "data"];

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    let mut responses = responses(lowered);
    let types = tree::required_module(&mut file.items, "types", "lenient")?;
    let defaults = defaults(types);
    for item in types {
        let Item::Struct(item) = item else { continue };
        if !responses.remove(&item.ident.to_string()) {
            continue;
        }
        let Fields::Named(fields) = &mut item.fields else {
            continue;
        };
        for field in &mut fields.named {
            let required =
                field.ident.as_ref().is_some_and(|name| REQUIRED.iter().any(|r| name == r));
            let serde = field.attrs.iter().filter(|attr| attr.path().is_ident("serde"));
            let serde: String = serde.map(|attr| attr.to_token_stream().to_string()).collect();
            if required || tree::is_option(&field.ty) || serde.contains("flatten") {
                continue;
            }
            let has_default = serde.contains("default");
            match kind(&field.ty, lowered, &defaults) {
                Some(Missing::Unknown(name)) => {
                    let unknown = format!("crate::lenient::unknown::<{name}>");
                    field.attrs.push(syn::parse_quote!(#[serde(
                        default = #unknown,
                        deserialize_with = "crate::lenient::null_as_unknown"
                    )]));
                }
                Some(Missing::Default) if has_default => field.attrs.push(syn::parse_quote!(
                    #[serde(deserialize_with = "crate::lenient::null_as_default")]
                )),
                Some(Missing::Default) => field.attrs.push(syn::parse_quote!(#[serde(
                    default,
                    deserialize_with = "crate::lenient::null_as_default"
                )])),
                None => {}
            }
        }
    }
    match responses.first() {
        Some(name) => Err(tree::missing("lenient", format!("it has no struct {name}"))),
        None => Ok(()),
    }
}

/// What stands for a missing value.
enum Missing {
    Default,
    /// The empty unknown value of the enum with this name.
    Unknown(String),
}

/// Returns what stands for a missing value of a type, if anything can.
fn kind(ty: &Type, lowered: &Lowered, defaults: &BTreeSet<String>) -> Option<Missing> {
    const STANDARD: [&str; 12] = [
        "String", "Vec", "BTreeMap", "Map", "Value", "bool", "i32", "i64", "u32", "u64", "f32",
        "f64",
    ];
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let is_model = path.path.leading_colon.is_none() && path.path.segments.len() == 1;
    if is_model && strings(&lowered.document["components"]["schemas"][&name]).is_some() {
        return Some(Missing::Unknown(name));
    }
    let has_default = if is_model && !name.starts_with(char::is_lowercase) {
        defaults.contains(&name)
    } else {
        STANDARD.contains(&name.as_str())
    };
    has_default.then_some(Missing::Default)
}

/// Returns the names of the models that implement `Default`.
fn defaults(types: &[Item]) -> BTreeSet<String> {
    let implements = |item: &Item| match item {
        Item::Struct(item) => {
            let derives = item.attrs.iter().filter(|attr| attr.path().is_ident("derive"));
            let mut derives = derives.map(|attr| attr.to_token_stream().to_string());
            derives.any(|derive| derive.contains("Default")).then(|| item.ident.to_string())
        }
        Item::Impl(item) => {
            let (path, _) = item.trait_.as_ref()?;
            let is_default = path.segments.last().is_some_and(|s| s.ident == "Default");
            is_default.then(|| tree::type_name(&item.self_ty)).flatten()
        }
        _ => None,
    };
    types.iter().filter_map(implements).collect()
}

/// Returns the names of all structs that successful responses consist of.
fn responses(lowered: &Lowered) -> BTreeSet<String> {
    let schemas = &lowered.document["components"]["schemas"];
    let mut found = BTreeSet::new();
    for operation in &lowered.operations {
        if let Success::Json(name) = &operation.success {
            let reference = crate::codegen::schema::reference(name);
            found.extend(closure(&lowered.document, &reference).into_iter().map(|(name, _)| name));
        }
    }
    // A union hides its members, which may be in responses, too.
    for union in &lowered.unions {
        if found.contains(&union.name) {
            for variant in &union.variants {
                let reference = crate::codegen::schema::reference(&variant.ty);
                let inner = closure(&lowered.document, &reference);
                found.extend(inner.into_iter().map(|(name, _)| name));
            }
        }
    }
    found.retain(|name| has_fields(&schemas[name]));
    found
}
