//! Documentation of the generated items, from the descriptions in the document.

use syn::{ImplItem, Item, ItemImpl, Visibility};

use super::tree;
use crate::codegen::lower::Lowered;
use crate::codegen::names::{field_name, method_name};
use crate::codegen::operation::{Operation, Parameter};
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    let types = tree::required_module(&mut file.items, "types", "docs")?;
    models(types);
    if let Some(builders) = tree::module(types, "builder") {
        model_builders(builders, lowered);
    }
    let builders = tree::required_module(&mut file.items, "builder", "docs")?;
    let found = operation_builders(builders, lowered);
    let expected = lowered.operations.len();
    if found != expected {
        let what = format!("it has {found} operations, not {expected}");
        return Err(tree::missing("docs", what));
    }
    Ok(())
}

fn models(types: &mut [Item]) {
    for item in types {
        match item {
            Item::Mod(item) if item.ident == "builder" => {
                tree::set_doc(&mut item.attrs, "Builders for the models.");
            }
            Item::Impl(item) => {
                let name = tree::type_name(&item.self_ty).unwrap_or_default();
                for f in public_functions(item).filter(|f| f.sig.ident == "builder") {
                    tree::document(
                        &mut f.attrs,
                        &format!("Returns a builder for [`{name}`] with no fields set."),
                    );
                }
            }
            _ => {}
        }
    }
}

fn model_builders(builders: &mut [Item], lowered: &Lowered) {
    for item in builders {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                tree::document(
                    &mut item.attrs,
                    &format!(
                        "A builder for [`{name}`](super::{name}).\n\nConvert it with `try_into`, which fails if a required field is not set."
                    ),
                );
            }
            Item::Impl(item) => {
                let name = tree::type_name(&item.self_ty).unwrap_or_default();
                let properties =
                    lowered.document["components"]["schemas"][&name]["properties"].as_object();
                for f in public_functions(item) {
                    let mut properties = properties.into_iter().flatten();
                    let described = properties
                        .find(|(property, _)| f.sig.ident == field_name(property))
                        .and_then(|(_, schema)| schema["description"].as_str());
                    tree::document(
                        &mut f.attrs,
                        described.unwrap_or("Sets the field of the same name."),
                    );
                }
            }
            _ => {}
        }
    }
}

/// Documents the builders of operations, and returns how many of them can be sent.
fn operation_builders(builders: &mut [Item], lowered: &Lowered) -> usize {
    let mut found = 0;
    for item in builders {
        match item {
            Item::Struct(item) => {
                item.attrs.push(
                    syn::parse_quote!(#[must_use = "an operation does nothing until it is sent"]),
                );
            }
            Item::Impl(item) => {
                let name = tree::type_name(&item.self_ty).unwrap_or_default();
                let name = method_name(&name);
                if let Some(operation) = lowered.operations.iter().find(|o| o.name == name) {
                    found += usize::from(public_functions(item).any(|f| f.sig.ident == "send"));
                    setters(item, operation);
                }
            }
            _ => {}
        }
    }
    found
}

fn setters(item: &mut ItemImpl, operation: &Operation) {
    for f in public_functions(item) {
        let name = f.sig.ident.to_string();
        let doc = match name.as_str() {
            "body" => "Sets the request body.".to_owned(),
            "body_map" => "Sets fields of the request body through its builder.".to_owned(),
            "send" => send_doc(operation),
            _ => match operation.parameters.iter().find(|p| p.setter == name) {
                Some(parameter) => parameter_doc(parameter),
                None => continue,
            },
        };
        tree::set_doc(&mut f.attrs, &doc);
    }
}

/// Returns the description of a parameter, including the server's default.
pub(super) fn parameter_doc(parameter: &Parameter) -> String {
    let mut doc = parameter.description.clone();
    if parameter.required {
        doc.push_str(" Required.");
    }
    if let Some(default) = parameter.schema.get("default") {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        doc.push_str(&format!(" Defaults to `{default}` on the server."));
    }
    doc
}

fn send_doc(operation: &Operation) -> String {
    format!(
        "Sends `{} {}` once, without retries.\n\n# Errors\n\n{ERRORS}",
        operation.method, operation.path
    )
}

/// The errors that every operation returns.
pub(super) const ERRORS: &str = "\
Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) if a parameter is missing or invalid,
[`Error::ErrorResponse`](crate::Error::ErrorResponse) if the server responds with status 4xx or 5xx,
and another variant of [`Error`](crate::Error) if there is no response or it cannot be decoded.";

fn public_functions(item: &mut ItemImpl) -> impl Iterator<Item = &mut syn::ImplItemFn> {
    item.items.iter_mut().filter_map(|item| match item {
        ImplItem::Fn(f) if matches!(f.vis, Visibility::Public(_)) => Some(f),
        _ => None,
    })
}
