//! Models can describe themselves, and can grow.
//!
//! `schemars::JsonSchema` is derived behind the feature `schemars`; enums have theirs written out.
//! Structs are non-exhaustive, because the API adds fields; they are made by their builders.

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
