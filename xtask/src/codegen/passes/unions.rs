//! Unions, as enums that keep values that belong to no member.
//!
//! Lowering lets the schema of a union allow any value, so typify generates a newtype of
//! `serde_json::Value`, which this pass replaces.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, Item, Stmt, Type, Variant as SynVariant};

use super::tree;
use crate::codegen::lower::{Lowered, Matcher, Union, Variant};
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    if lowered.unions.is_empty() {
        return Ok(());
    }
    let types = tree::required_module(&mut file.items, "types", "unions")?;
    for union in &lowered.unions {
        let at = types
            .iter()
            .position(|item| matches!(item, Item::Struct(item) if item.ident == union.name))
            .ok_or_else(|| tree::missing("unions", format!("it has no type {}", union.name)))?;
        let before = types[..at].iter().filter(|item| !mentions(item, &union.name)).count();
        types.retain(|item| !mentions(item, &union.name));
        types.splice(before..before, items(union)?);
    }
    Ok(())
}

/// Returns whether an item defines the placeholder, or implements something for it or with it.
fn mentions(item: &Item, name: &str) -> bool {
    match item {
        Item::Struct(item) => item.ident == name,
        Item::Impl(item) => {
            let header = match &item.trait_ {
                Some((path, _)) => path.to_token_stream(),
                None => quote!(),
            };
            let of_placeholder = tree::type_name(&item.self_ty).as_deref() == Some(name);
            let with_placeholder = header.into_iter().any(|token| contains(token, name));
            of_placeholder || with_placeholder
        }
        _ => false,
    }
}

fn contains(token: proc_macro2::TokenTree, name: &str) -> bool {
    match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => {
            group.stream().into_iter().any(|token| contains(token, name))
        }
        _ => false,
    }
}

fn items(union: &Union) -> Result<Vec<Item>, Error> {
    let name = format_ident!("{}", union.name);
    let schema_name = &union.name;
    let types = union
        .variants
        .iter()
        .map(|variant| syn::parse_str::<Type>(&variant.ty))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| tree::missing("unions", error.to_string()))?;
    let idents: Vec<_> = union.variants.iter().map(|v| format_ident!("{}", v.name)).collect();
    let variants = union.variants.iter().zip(&types).zip(&idents).map(|((variant, ty), ident)| {
        let ty: Type =
            if variant.boxed { syn::parse_quote!(::std::boxed::Box<#ty>) } else { ty.clone() };
        let mut syn_variant: SynVariant = syn::parse_quote!(#ident(#ty));
        tree::set_doc(&mut syn_variant.attrs, &describe(variant));
        syn_variant
    });
    let doc = match union.description.as_str() {
        "" => format!("A value of one of {} types.", union.variants.len()),
        description => description.to_owned(),
    };
    let mut definition: syn::ItemEnum = syn::parse_quote! {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that this version does not know.
            Unknown(::serde_json::Value),
        }
    };
    tree::set_doc(&mut definition.attrs, &doc);
    let mut items = vec![Item::Enum(definition)];
    for (index, ((variant, ty), ident)) in
        union.variants.iter().zip(&types).zip(&idents).enumerate()
    {
        if union.variants[..index].iter().any(|earlier| earlier.ty == variant.ty) {
            continue;
        }
        let value: Expr = if variant.boxed {
            syn::parse_quote!(::std::boxed::Box::new(value))
        } else {
            syn::parse_quote!(value)
        };
        items.push(syn::parse_quote! {
            impl ::std::convert::From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#ident(#value)
                }
            }
        });
        if variant.ty == "::std::string::String" {
            items.push(syn::parse_quote! {
                impl ::std::convert::From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#ident(value.to_owned())
                    }
                }
            });
        }
    }
    items.push(syn::parse_quote! {
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    #(Self::#idents(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    });
    let attempts = union.variants.iter().zip(&types).zip(&idents);
    let attempts = attempts.map(|((variant, ty), ident)| attempt(variant, ty, ident));
    items.push(syn::parse_quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                #(#attempts)*
                ::std::result::Result::Ok(Self::Unknown(value))
            }
        }
    });
    items.push(syn::parse_quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #schema_name.into()
            }
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({
                    "anyOf": [#(generator.subschema_for::<#types>()),*]
                })
            }
        }
    });
    Ok(items)
}

fn describe(variant: &Variant) -> String {
    match &variant.matcher {
        Matcher::Tag { key, values } => {
            let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("An object whose `{key}` is {}.", values.join(" or "))
        }
        Matcher::Fields(fields) if fields.is_empty() => "Any other object.".to_owned(),
        Matcher::Fields(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
            format!("An object with {}.", fields.join(", "))
        }
        Matcher::String => "A string.".to_owned(),
        Matcher::Integer => "An integer.".to_owned(),
        Matcher::Number => "A number.".to_owned(),
        Matcher::Boolean => "A boolean.".to_owned(),
        Matcher::List => "A list.".to_owned(),
        Matcher::Union => "A value of another union.".to_owned(),
    }
}

/// Returns a statement that returns `value` as this member, if it belongs to it and decodes.
fn attempt(variant: &Variant, ty: &Type, ident: &syn::Ident) -> Stmt {
    let belongs: Expr = match &variant.matcher {
        Matcher::Tag { key, values } => {
            let values = values.iter();
            syn::parse_quote! {
                matches!(value[#key].as_str(), #(::std::option::Option::Some(#values))|*)
            }
        }
        Matcher::Fields(fields) if fields.is_empty() => syn::parse_quote!(value.is_object()),
        Matcher::Fields(fields) => {
            syn::parse_quote!([#(#fields),*].iter().all(|field| value.get(field).is_some()))
        }
        Matcher::String => syn::parse_quote!(value.is_string()),
        Matcher::Integer | Matcher::Number => syn::parse_quote!(value.is_number()),
        Matcher::Boolean => syn::parse_quote!(value.is_boolean()),
        Matcher::List => syn::parse_quote!(value.is_array()),
        Matcher::Union => syn::parse_quote!(true),
    };
    let is_known: Option<TokenStream> =
        (variant.matcher == Matcher::Union).then(|| quote!(&&!matches!(known, #ty::Unknown(_))));
    let known: Expr = if variant.boxed {
        syn::parse_quote!(::std::boxed::Box::new(known))
    } else {
        syn::parse_quote!(known)
    };
    syn::parse_quote! {
        if #belongs
            && let ::std::result::Result::Ok(known) = <#ty as ::serde::Deserialize>::deserialize(&value)
            #is_known
        {
            return ::std::result::Result::Ok(Self::#ident(#known));
        }
    }
}
