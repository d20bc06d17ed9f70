//! The documented public items of a source file.

use std::collections::BTreeMap;

use syn::{Attribute, ImplItem, Item, Type, Visibility};

use crate::doc_line::doc_line;

/// Adds the documentation of the public items, by their paths.
///
/// If several items have the same path, such as those for different platforms, the first one counts.
pub(super) fn collect(module: &str, items: &[Item], found: &mut BTreeMap<String, String>) {
    for item in items {
        let (name, vis, attrs) = match item {
            Item::Const(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Enum(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Fn(it) => (it.sig.ident.to_string(), &it.vis, &it.attrs),
            Item::Struct(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Trait(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Type(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Mod(it) => {
                if let (true, Some((_, inner))) = (is_public(&it.vis), &it.content) {
                    collect(&format!("{module}::{}", it.ident), inner, found);
                }
                (it.ident.to_string(), &it.vis, &it.attrs)
            }
            Item::Impl(it) if it.trait_.is_none() => {
                if let Some(owner) = type_name(&it.self_ty) {
                    methods(&format!("{module}::{owner}"), &it.items, found);
                }
                continue;
            }
            _ => continue,
        };
        add(format!("{module}::{name}"), vis, attrs, found);
    }
}

fn methods(owner: &str, items: &[ImplItem], found: &mut BTreeMap<String, String>) {
    for item in items {
        if let ImplItem::Fn(method) = item {
            add(format!("{owner}::{}", method.sig.ident), &method.vis, &method.attrs, found);
        }
    }
}

fn add(name: String, vis: &Visibility, attrs: &[Attribute], found: &mut BTreeMap<String, String>) {
    let docs = attrs.iter().filter_map(doc_line).collect::<Vec<_>>().join("\n");
    let docs = docs.trim();
    if is_public(vis) && !docs.is_empty() {
        found.entry(name).or_insert_with(|| docs.to_owned());
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_public_items_are_found_and_nothing_else() {
        let source = "
            /// A constant.
            pub const A: u8 = 1;
            /// An enum.
            pub enum B {}
            /// A function.
            ///
            ///     indented
            pub fn c() {}
            /// A struct.
            #[derive(Debug)]
            pub struct D;
            /// A trait.
            pub trait E {}
            /// A type.
            pub type F = u8;
            /// A module.
            pub mod g {
                /// A function in a module.
                pub fn h() {}
            }
            impl D {
                /// A method.
                pub fn i(&self) {}
                /// A private method.
                fn j(&self) {}
                pub fn undocumented(&self) {}
            }
            impl Drop for D {
                /// A method of a trait.
                fn drop(&mut self) {}
            }
            /// A private function.
            fn k() {}
            /// Visible in the crate.
            pub(crate) fn l() {}
            mod private {
                /// A function in a private module.
                pub fn m() {}
            }
            #[doc = include_str!(\"x\")]
            pub fn included() {}
            /// The second one of this name.
            #[cfg(windows)]
            pub struct D;
        ";
        let mut found = BTreeMap::new();
        collect("x", &syn::parse_file(source).unwrap().items, &mut found);
        let found: Vec<_> = found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            found,
            [
                ("x::A", "A constant."),
                ("x::B", "An enum."),
                ("x::D", "A struct."),
                ("x::D::i", "A method."),
                ("x::E", "A trait."),
                ("x::F", "A type."),
                ("x::c", "A function.\n\n    indented"),
                ("x::g", "A module."),
                ("x::g::h", "A function in a module."),
            ]
        );
    }
}
