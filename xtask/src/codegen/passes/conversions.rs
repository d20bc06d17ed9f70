//! Reasons for failed conversions of parameters.
//!
//! The setters that progenitor generates report "conversion to `T` for x failed", without the reason.

use syn::visit_mut::{VisitMut, visit_expr_method_call_mut};
use syn::{ExprMethodCall, ImplItem, Item, ItemImpl};

use super::tree;
use crate::codegen::lower::Lowered;
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    let mut found = 0;
    for item in tree::required_module(&mut file.items, "builder", "conversions")? {
        if let Item::Impl(item) = item {
            found += setters(item);
        }
    }
    let expected = lowered.operations.iter().map(|o| o.parameters.len()).sum::<usize>();
    if found != expected {
        let what = format!("its builders have {found} setters, not {expected}");
        return Err(tree::missing("conversions", what));
    }
    Ok(())
}

/// Changes the setters of a builder, and returns how many of them set parameters.
fn setters(item: &mut ItemImpl) -> usize {
    let mut found = 0;
    for item in &mut item.items {
        let ImplItem::Fn(f) = item else { continue };
        let Some(clause) = &mut f.sig.generics.where_clause else {
            continue;
        };
        let bound = clause.predicates.first().and_then(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) => predicate.bounds.first().cloned(),
            _ => None,
        });
        let Some(syn::TypeParamBound::Trait(bound)) = bound else {
            continue;
        };
        let path = &bound.path;
        if clause.predicates.len() == 1
            && path.segments.last().is_some_and(|s| s.ident == "TryInto")
        {
            clause.predicates.push(syn::parse_quote!(<V as #path>::Error: std::fmt::Display));
            Reasons(f.sig.ident.to_string()).visit_block_mut(&mut f.block);
            found += usize::from(f.sig.ident != "body");
        }
    }
    found
}

/// Adds the reason to the message of `map_err`.
struct Reasons(String);

impl VisitMut for Reasons {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_expr_method_call_mut(self, call);
        if call.method == "map_err" {
            let format = format!("`{}`: {{error}}", self.0);
            call.args = syn::parse_quote!(|error| format!(#format));
        }
    }
}
