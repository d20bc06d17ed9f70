//! Derives and attributes of the model structs.
//!
//! Structs derive `schemars::JsonSchema` if the feature `schemars` is enabled; the open enums
//! implement it by hand. Structs are non-exhaustive, because the API adds fields. They are created
//! by their builders.

use syn::{Fields, Item};

use super::tree;
use crate::codegen::lower::Lowered;
use crate::codegen::schema::has_fields;
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    let mut found = 0;
    for item in tree::required_module(&mut file.items, "types", "derives")? {
        if let Item::Struct(item) = item {
            found += 1;
            item.attrs
                .push(syn::parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
            if matches!(item.fields, Fields::Named(_)) {
                item.attrs.push(syn::parse_quote!(#[non_exhaustive]));
            }
        }
    }
    let schemas = lowered.document["components"]["schemas"].as_object().into_iter().flatten();
    let expected = schemas.filter(|(_, schema)| has_fields(schema)).count();
    if found < expected {
        return Err(tree::missing("derives", format!("it has {found} structs, not {expected}")));
    }
    Ok(())
}
