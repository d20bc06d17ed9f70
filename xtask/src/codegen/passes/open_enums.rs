//! Open enums, which preserve values that the document does not list.
//!
//! Servers add statuses, endpoints, and purposes without notice. With a closed enum, such a value
//! would make the whole response undecodable. An open enum stores it and serializes it unchanged.

use quote::format_ident;
use serde_json::Value;
use syn::{Item, ItemEnum, Variant};

use super::tree;
use crate::codegen::lower::Lowered;
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    let types = tree::required_module(&mut file.items, "types", "open enums")?;
    for (name, schema) in
        lowered.document["components"]["schemas"].as_object().into_iter().flatten()
    {
        if let Some(values) = schema["enum"].as_array() {
            open(types, name, values)?;
        }
    }
    Ok(())
}

fn open(types: &mut Vec<Item>, name: &str, values: &[Value]) -> Result<(), Error> {
    let wrong = |what: String| tree::missing("open enums", what);
    let position = types
        .iter()
        .position(|item| matches!(item, Item::Enum(item) if item.ident == name))
        .ok_or_else(|| wrong(format!("it has no enum {name}")))?;
    // The implementations by typify are those of a closed enum. Only `Default` is kept.
    let stays = |item: &Item| match item {
        Item::Impl(item) => item
            .trait_
            .as_ref()
            .is_some_and(|(path, _)| path.segments.last().is_some_and(|s| s.ident == "Default")),
        _ => true,
    };
    let mut index = 0;
    let mut at = position;
    types.retain(|item| {
        let keep = tree::self_name(item).as_deref() != Some(name) || stays(item);
        if !keep && index < position {
            at -= 1;
        }
        index += 1;
        keep
    });
    let Some(Item::Enum(item)) = types.get_mut(at) else {
        return Err(wrong(format!("it has no enum {name}")));
    };
    let known = item
        .variants
        .iter()
        .map(|variant| wire_value(variant).map(|wire| (variant.ident.clone(), wire)))
        .collect::<Option<Vec<_>>>()
        .filter(|known| known.len() == values.len())
        .ok_or_else(|| wrong(format!("the variants of {name} do not match its values")))?;
    let unknown = unknown(&known);
    rewrite(item, &known, &unknown);
    let impls = implementations(&item.ident, &known, &unknown);
    types.splice(at + 1..at + 1, impls);
    Ok(())
}

/// Returns the value that a variant stands for, which is in its `serde(rename)` if its name differs.
fn wire_value(variant: &Variant) -> Option<String> {
    let mut wire = variant.ident.to_string();
    for attr in variant.attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                wire = meta.value()?.parse::<syn::LitStr>()?.value();
            }
            Ok(())
        })
        .ok()?;
    }
    Some(wire)
}

/// Returns the name of the variant for values that are not listed, which a listed value may have.
fn unknown(known: &[(syn::Ident, String)]) -> syn::Ident {
    let names = ["Unknown", "Other", "Unlisted", "NotListed", "NoListedValue"];
    let free = |name: &&str| known.iter().all(|(ident, _)| ident != name);
    format_ident!("{}", names.into_iter().find(free).unwrap_or("AnythingElse"))
}

fn rewrite(item: &mut ItemEnum, known: &[(syn::Ident, String)], unknown: &syn::Ident) {
    item.attrs.retain(|attr| !attr.path().is_ident("derive"));
    item.attrs
        .push(syn::parse_quote!(#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]));
    item.attrs.push(syn::parse_quote!(#[non_exhaustive]));
    for (variant, (_, wire)) in item.variants.iter_mut().zip(known) {
        variant.attrs.clear();
        tree::document(&mut variant.attrs, &format!("`{wire}`"));
    }
    let mut unknown: Variant = syn::parse_quote!(#unknown(::std::string::String));
    tree::document(
        &mut unknown.attrs,
        "A value that this version does not know. Conversions never produce it for a known value.",
    );
    item.variants.push(unknown);
}

fn implementations(
    name: &syn::Ident,
    known: &[(syn::Ident, String)],
    unknown: &syn::Ident,
) -> Vec<Item> {
    let idents: Vec<_> = known.iter().map(|(ident, _)| ident).collect();
    let wires: Vec<_> = known.iter().map(|(_, wire)| wire).collect();
    let known_fn = format_ident!("known");
    let schema_name = name.to_string();
    vec![
        syn::parse_quote! {
            impl #name {
                /// The values that this version knows, as they appear in JSON.
                pub const KNOWN: &'static [&'static str] = &[#(#wires),*];

                /// Returns the value as it appears in JSON.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#idents => #wires,)*
                        Self::#unknown(value) => value,
                    }
                }

                fn #known_fn(value: &str) -> ::std::option::Option<Self> {
                    ::std::option::Option::Some(match value {
                        #(#wires => Self::#idents,)*
                        _ => return ::std::option::Option::None,
                    })
                }
            }
        },
        syn::parse_quote! {
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.pad(self.as_str())
                }
            }
        },
        syn::parse_quote! {
            impl ::std::convert::AsRef<str> for #name {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }
        },
        syn::parse_quote! {
            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self::known(value).unwrap_or_else(|| Self::#unknown(value.to_owned()))
                }
            }
        },
        syn::parse_quote! {
            impl ::std::convert::From<&::std::string::String> for #name {
                fn from(value: &::std::string::String) -> Self {
                    Self::from(value.as_str())
                }
            }
        },
        syn::parse_quote! {
            impl ::std::convert::From<::std::string::String> for #name {
                fn from(value: ::std::string::String) -> Self {
                    Self::known(&value).unwrap_or(Self::#unknown(value))
                }
            }
        },
        syn::parse_quote! {
            impl ::std::str::FromStr for #name {
                type Err = ::std::convert::Infallible;
                fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                    ::std::result::Result::Ok(Self::from(value))
                }
            }
        },
        syn::parse_quote! {
            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        },
        syn::parse_quote! {
            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                        .map(Self::from)
                }
            }
        },
        syn::parse_quote! {
            #[cfg(feature = "schemars")]
            impl ::schemars::JsonSchema for #name {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    #schema_name.into()
                }
                fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    // Any string is valid. The known values are examples.
                    ::schemars::json_schema!({ "type": "string", "examples": [#(#wires),*] })
                }
            }
        },
    ]
}
