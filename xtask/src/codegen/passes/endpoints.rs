//! The endpoints that batches may call, for `batch-lines`, which does not depend on the client.

use quote::format_ident;
use syn::Item;

use crate::codegen::facts::BatchInput;

pub(super) fn file(input: &BatchInput) -> syn::File {
    let names: Vec<_> = input.endpoints.iter().map(|endpoint| constant(&endpoint.path)).collect();
    let constants = input.endpoints.iter().zip(&names).map(|(endpoint, name)| -> Item {
        let (path, doc) = (&endpoint.path, format!(" {}.", endpoint.summary));
        syn::parse_quote!(#[doc = #doc] pub const #name: &str = #path;)
    });
    let count = literal(names.len() as u64);
    let mut items: Vec<Item> = vec![syn::parse_quote! {
        /// The endpoints that OpenAI documents for batches.
        pub(crate) mod endpoint {
            #(#constants)*

            /// All endpoints that OpenAI documents for batches.
            pub const ALL: [&str; #count] = [#(#names),*];
        }
    }];
    let need_model: Vec<_> = input
        .endpoints
        .iter()
        .zip(&names)
        .filter_map(|(endpoint, name)| endpoint.needs_model.then_some(name))
        .collect();
    items.push(syn::parse_quote! {
        /// The endpoints whose requests must name a model.
        pub(crate) const NEED_MODEL: &[&str] = &[#(endpoint::#need_model),*];
    });
    let limited = input.endpoints.iter().zip(&names);
    let limited: Vec<syn::Expr> = limited
        .filter_map(|(endpoint, name)| {
            let inputs = literal(endpoint.inputs?);
            Some(syn::parse_quote!((endpoint::#name, #inputs)))
        })
        .collect();
    items.push(syn::parse_quote! {
        /// The endpoints whose requests carry several inputs, and how many a batch may contain.
        pub(crate) const INPUTS: &[(&str, u64)] = &[#(#limited),*];
    });
    let (requests, bytes) = (literal(input.requests), literal(input.bytes));
    items.push(syn::parse_quote! {
        /// The maximum number of requests in a batch.
        pub(crate) const REQUESTS: u64 = #requests;
    });
    items.push(syn::parse_quote! {
        /// The maximum size of the input file of a batch, in bytes.
        pub(crate) const BYTES: u64 = #bytes;
    });
    syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items }
}

/// Returns the name of the constant for a path: `/v1/chat/completions` is `CHAT_COMPLETIONS`.
fn constant(path: &str) -> syn::Ident {
    let path = path.strip_prefix("/v1").unwrap_or(path);
    format_ident!("{}", heck::ToShoutySnakeCase::to_shouty_snake_case(path))
}

/// Returns a number with its digits in groups of three.
pub(super) fn literal(number: u64) -> syn::LitInt {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    syn::LitInt::new(&grouped, proc_macro2::Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_numbers_are_readable() {
        assert_eq!(constant("/v1/chat/completions"), "CHAT_COMPLETIONS");
        assert_eq!(constant("/other"), "OTHER");
        for (number, text) in
            [(0, "0"), (2000, "2000"), (50_000, "50_000"), (200_000_000, "200_000_000")]
        {
            assert_eq!(literal(number).to_string(), text);
        }
    }
}
