//! The enum of all operations, with the facts that the document states about them.
//!
//! It includes the operations that are implemented by hand, because layers see those too.

use quote::{ToTokens, format_ident};
use syn::{Arm, Expr, Item, Variant};

use super::endpoints::literal;
use super::tree;
use crate::codegen::facts::{BatchInput, Effect, OperationFacts};
use crate::codegen::lower::Lowered;
use crate::codegen::names::type_name;
use crate::codegen::operation::{Operation, Success};

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) {
    file.items.extend(lowered.facts.batch_input.as_ref().map(batch_input));
    let facts = &lowered.facts.operations;
    file.items.push(definition(facts));
    file.items.push(methods(facts));
    if let Some(decode) = decode(facts, &lowered.operations) {
        file.items.push(decode);
    }
    file.items.push(syn::parse_quote! {
        impl ::std::fmt::Display for Operation {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.id())
            }
        }
    });
}

fn definition(facts: &[OperationFacts]) -> Item {
    let variants = facts.iter().map(|operation| {
        let name = format_ident!("{}", operation.variant());
        let mut variant: Variant = syn::parse_quote!(#name);
        let OperationFacts { summary, method, path, .. } = operation;
        tree::set_doc(&mut variant.attrs, &format!("{summary}: `{method} {path}`."));
        variant
    });
    syn::parse_quote! {
        /// An operation of the API.
        ///
        /// Layers and policies read here what the API's document says about an operation, including
        /// those that are not generated.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Operation {
            #(#variants),*
        }
    }
}

/// Returns one arm per value, for all operations that have it.
fn arms(facts: &[OperationFacts], value: impl Fn(&OperationFacts) -> Expr) -> Vec<Arm> {
    let mut groups: Vec<(Expr, Vec<syn::Ident>)> = Vec::new();
    let text = |value: &Expr| value.to_token_stream().to_string();
    for operation in facts {
        let (name, value) = (format_ident!("{}", operation.variant()), value(operation));
        match groups.iter_mut().find(|(other, _)| text(other) == text(&value)) {
            Some((_, names)) => names.push(name),
            None => groups.push((value, vec![name])),
        }
    }
    let arm = |(value, names): &(Expr, Vec<syn::Ident>)| -> Arm {
        syn::parse_quote!(#(Self::#names)|* => #value,)
    };
    groups.iter().map(arm).collect()
}

fn methods(facts: &[OperationFacts]) -> Item {
    let all = facts.iter().map(|operation| format_ident!("{}", operation.variant()));
    let from_id = facts.iter().map(|operation| -> Arm {
        let (id, name) = (&operation.name, format_ident!("{}", operation.variant()));
        syn::parse_quote!(#id => Self::#name,)
    });
    let id = arms(facts, |operation| {
        let id = &operation.name;
        syn::parse_quote!(#id)
    });
    let document_id = arms(facts, |operation| {
        let id = &operation.id;
        syn::parse_quote!(#id)
    });
    let method = arms(facts, |operation| {
        let method = format_ident!("{}", operation.method);
        syn::parse_quote!(::http::Method::#method)
    });
    let path = arms(facts, |operation| {
        let path = &operation.path;
        syn::parse_quote!(#path)
    });
    let effect = arms(facts, |operation| {
        let effect = format_ident!("{}", operation.effect.variant());
        syn::parse_quote!(crate::Effect::#effect)
    });
    let pagination = arms(facts, |operation| match &operation.pagination {
        Some(pagination) => {
            let (parameter, field) = (&pagination.parameter, &pagination.field);
            syn::parse_quote! {
                ::std::option::Option::Some(crate::Pagination { parameter: #parameter, field: #field })
            }
        }
        None => syn::parse_quote!(::std::option::Option::None),
    });
    let rate_limit = arms(facts, |operation| match &operation.rate_limit {
        Some(limit) => {
            let (calls, seconds) = (literal(limit.calls.into()), literal(limit.seconds));
            syn::parse_quote! {
                ::std::option::Option::Some(crate::RateLimit {
                    calls: #calls,
                    period: ::std::time::Duration::from_secs(#seconds),
                })
            }
        }
        None => syn::parse_quote!(::std::option::Option::None),
    });
    let max_bytes = arms(facts, |operation| match operation.max_bytes {
        Some(bytes) => {
            let bytes = literal(bytes);
            syn::parse_quote!(::std::option::Option::Some(#bytes))
        }
        None => syn::parse_quote!(::std::option::Option::None),
    });
    syn::parse_quote! {
        impl Operation {
            /// All operations.
            pub const ALL: &'static [Self] = &[#(Self::#all),*];

            /// Returns the operation with this ID in snake case, as in
            /// [`Call::operation_id`](crate::Call::operation_id).
            #[must_use]
            pub fn from_id(id: &str) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(match id {
                    #(#from_id)*
                    _ => return ::std::option::Option::None,
                })
            }

            /// Returns the ID in snake case, such as `list_batches`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { #(#id)* }
            }

            /// Returns the ID as the API's document writes it, such as `listBatches`.
            #[must_use]
            pub const fn document_id(self) -> &'static str {
                match self { #(#document_id)* }
            }

            /// Returns the HTTP method.
            #[must_use]
            pub const fn method(self) -> ::http::Method {
                match self { #(#method)* }
            }

            /// Returns the path below the base URL, with the names of its parameters in braces.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { #(#path)* }
            }

            /// Returns what happens if the same request arrives twice.
            #[must_use]
            pub const fn effect(self) -> crate::Effect {
                match self { #(#effect)* }
            }

            /// Returns how a list continues, or `None` if the response is not a list in pages.
            #[must_use]
            pub const fn pagination(self) -> ::std::option::Option<crate::Pagination> {
                match self { #(#pagination)* }
            }

            /// Returns how often OpenAI lets an organization or a user call it, if that is
            /// documented.
            #[must_use]
            pub const fn rate_limit(self) -> ::std::option::Option<crate::RateLimit> {
                match self { #(#rate_limit)* }
            }

            /// Returns the largest file that OpenAI accepts, in bytes, if the operation sends a file.
            #[must_use]
            pub const fn max_bytes(self) -> ::std::option::Option<u64> {
                match self { #(#max_bytes)* }
            }
        }
    }
}

/// Returns the facts about the endpoints that batches may call.
fn batch_input(input: &BatchInput) -> Item {
    let name = format_ident!("{}", type_name(&input.schema));
    let (requests, bytes) = (literal(input.requests), literal(input.bytes));
    let with_model = input.endpoints.iter().filter(|endpoint| endpoint.needs_model);
    let with_model = with_model.map(|endpoint| &endpoint.path);
    let limited = input.endpoints.iter().filter_map(|endpoint| -> Option<Arm> {
        let (path, inputs) = (&endpoint.path, literal(endpoint.inputs?));
        Some(syn::parse_quote!(#path => ::std::option::Option::Some(#inputs),))
    });
    syn::parse_quote! {
        impl types::#name {
            /// The limits of one batch that OpenAI documents.
            pub const LIMITS: crate::BatchLimits =
                crate::BatchLimits { requests: #requests, bytes: #bytes };

            /// Returns whether a request to this endpoint must name a model.
            #[must_use]
            pub fn needs_model(&self) -> bool {
                [#(#with_model),*].contains(&self.as_str())
            }

            /// Returns the maximum number of inputs over all requests of a batch, if a request to
            /// this endpoint can have several.
            #[must_use]
            pub fn max_inputs(&self) -> ::std::option::Option<u64> {
                match self.as_str() {
                    #(#limited)*
                    _ => ::std::option::Option::None,
                }
            }
        }
    }
}

/// Returns what is known about the bodies of successful responses.
fn decode(facts: &[OperationFacts], operations: &[Operation]) -> Option<Item> {
    let of = |facts: &OperationFacts| operations.iter().find(|o| o.name == facts.name);
    let variants = |wanted: &dyn Fn(&OperationFacts) -> bool| -> Vec<syn::Ident> {
        let wanted = facts.iter().filter(|facts| wanted(facts));
        wanted.map(|facts| format_ident!("{}", facts.variant())).collect()
    };
    let bytes =
        variants(&|facts| of(facts).is_some_and(|operation| operation.success == Success::Bytes));
    let streamed: Expr = if bytes.is_empty() {
        syn::parse_quote!(false)
    } else {
        syn::parse_quote!(matches!(self, #(Self::#bytes)|*))
    };
    let reads = facts.iter().filter(|facts| facts.effect == Effect::Safe);
    let decoded: Vec<Arm> = reads
        .filter_map(|facts| match &of(facts)?.success {
            Success::Json(schema) => {
                let (name, ty) = (format_ident!("{}", facts.variant()), format_ident!("{schema}"));
                Some(syn::parse_quote!(Self::#name => body.decode::<types::#ty>(),))
            }
            _ => None,
        })
        .collect();
    let rest: Option<Arm> = (decoded.len() < facts.len())
        .then(|| syn::parse_quote!(_ => ::std::result::Result::Ok(()),));
    Some(syn::parse_quote! {
        impl Operation {
            /// Returns whether a successful response is bytes of any length, rather than JSON.
            #[must_use]
            pub const fn is_streamed(self) -> bool {
                #streamed
            }

            /// Decodes the body of a successful response of a safe operation, and leaves the value in
            /// `body` for the client. Does nothing for other operations.
            ///
            /// # Errors
            ///
            /// Returns an error if the body is not JSON of the operation's type.
            pub fn decode(
                self,
                body: &mut crate::ResponseBody<'_>,
            ) -> ::std::result::Result<(), ::serde_json::Error> {
                match self {
                    #(#decoded)*
                    #rest
                }
            }
        }
    })
}
