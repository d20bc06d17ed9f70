//! One attribute per line of documentation, so that the files read like hand-written code.

use syn::visit_mut::{
    VisitMut, visit_field_mut, visit_impl_item_fn_mut, visit_item_enum_mut, visit_item_mod_mut,
    visit_item_struct_mut, visit_item_trait_mut, visit_trait_item_fn_mut,
};
use syn::{AttrStyle, Attribute};

use super::tree;
use crate::doc_line::doc_line;

pub(super) fn apply(file: &mut syn::File) {
    DocLines.visit_file_mut(file);
}

struct DocLines;

macro_rules! visit {
    ($($method:ident, $default:ident, $node:ty;)*) => {
        $(fn $method(&mut self, node: &mut $node) {
            split(&mut node.attrs);
            $default(self, node);
        })*
    };
}

impl VisitMut for DocLines {
    visit! {
        visit_field_mut, visit_field_mut, syn::Field;
        visit_impl_item_fn_mut, visit_impl_item_fn_mut, syn::ImplItemFn;
        visit_item_enum_mut, visit_item_enum_mut, syn::ItemEnum;
        visit_item_mod_mut, visit_item_mod_mut, syn::ItemMod;
        visit_item_struct_mut, visit_item_struct_mut, syn::ItemStruct;
        visit_item_trait_mut, visit_item_trait_mut, syn::ItemTrait;
        visit_trait_item_fn_mut, visit_trait_item_fn_mut, syn::TraitItemFn;
    }
}

/// Rewrites the documentation, unless it is inside the item, as in `//!`.
fn split(attrs: &mut Vec<Attribute>) {
    let outer = attrs.iter().filter(|attr| matches!(attr.style, AttrStyle::Outer));
    let docs: Vec<_> = outer.filter_map(doc_line).collect();
    if !docs.is_empty() {
        tree::set_doc(attrs, &docs.join("\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documentation_has_one_attribute_per_line() {
        let mut file: syn::File = syn::parse_quote! {
            #[doc = "A struct.\n\nOf two lines.\n"]
            #[derive(Debug)]
            struct A {
                #[doc = "A field."]
                a: u8,
            }
            mod b {
                #![doc = "Inside."]
            }
            #[doc = " A trait."]
            #[doc = ""]
            #[doc = "     code"]
            trait C {
                #[doc = "A function."]
                fn c();
            }
        };
        apply(&mut file);
        let expected = "/// A struct.\n///\n/// Of two lines.\n#[derive(Debug)]\nstruct A {\n    \
                        /// A field.\n    a: u8,\n}\nmod b {\n    //!Inside.\n}\n/// A trait.\n///\n\
                        ///     code\ntrait C {\n    /// A function.\n    fn c();\n}\n";
        assert_eq!(prettyplease::unparse(&file), expected);
    }
}
