//! Helpers for syntax trees.

use syn::{Attribute, Item, ItemMod, Type};

use crate::error::Error;

/// The error of a pass that does not find what it must change.
pub(super) fn missing(pass: &'static str, what: impl Into<String>) -> Error {
    Error::Pass { file: "client", pass, what: what.into() }
}

/// Returns the items of the module with this name, which must exist.
pub(super) fn required_module<'i>(
    items: &'i mut [Item],
    name: &str,
    pass: &'static str,
) -> Result<&'i mut Vec<Item>, Error> {
    module(items, name).ok_or_else(|| missing(pass, format!("it has no module `{name}`")))
}

/// Returns the items of the module with this name.
pub(super) fn module<'i>(items: &'i mut [Item], name: &str) -> Option<&'i mut Vec<Item>> {
    items.iter_mut().find_map(|item| match item {
        Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == name => Some(items),
        _ => None,
    })
}

/// Returns the name of the struct that an item defines, or of the type that it implements.
pub(super) fn self_name(item: &Item) -> Option<String> {
    match item {
        Item::Impl(item) => type_name(&item.self_ty),
        Item::Struct(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// Returns the last segment of a path type.
pub(super) fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// Returns whether a type is an `Option`.
pub(super) fn is_option(ty: &Type) -> bool {
    type_name(ty).as_deref() == Some("Option")
}

/// Replaces the documentation.
pub(super) fn set_doc(attrs: &mut Vec<Attribute>, doc: &str) {
    attrs.retain(|attr| !attr.path().is_ident("doc"));
    attrs.splice(0..0, doc_attrs(doc));
}

/// Adds documentation if there is none.
pub(super) fn document(attrs: &mut Vec<Attribute>, doc: &str) {
    if !attrs.iter().any(|attr| attr.path().is_ident("doc")) {
        attrs.splice(0..0, doc_attrs(doc));
    }
}

/// Returns one attribute per line, so that the file reads like hand-written code.
fn doc_attrs(doc: &str) -> Vec<Attribute> {
    doc.trim()
        .lines()
        .map(|line| {
            let line = match line {
                "" => String::new(),
                line => format!(" {line}"),
            };
            syn::parse_quote!(#[doc = #line])
        })
        .collect()
}
