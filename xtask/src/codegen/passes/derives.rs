//! Derives and attributes of the model structs.
//!
//! Structs derive `schemars::JsonSchema` if the feature `schemars` is enabled; the open enums
//! implement it by hand. Structs are non-exhaustive, because the API adds fields. They are created
//! by their builders.

use syn::{Fields, Item};

use super::tree;

pub(super) fn apply(file: &mut syn::File) {
    for item in tree::module(&mut file.items, "types").into_iter().flatten() {
        if let Item::Struct(item) = item {
            item.attrs
                .push(syn::parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
            if matches!(item.fields, Fields::Named(_)) {
                item.attrs.push(syn::parse_quote!(#[non_exhaustive]));
            }
        }
    }
}
