//! Documentation, exact matching of IDs, and byte responses for the mocks.

use quote::quote;
use syn::visit_mut::{VisitMut, visit_expr_mut, visit_path_mut};
use syn::{Expr, ImplItem, Item, ItemImpl, Visibility};

use super::{docs, tree};
use crate::codegen::lower::Lowered;
use crate::codegen::names::method_name;
use crate::codegen::operation::{Operation, Success};
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    ClientPaths.visit_file_mut(file);
    let missing = |what: String| Error::Pass { file: "mocks", pass: "mocks", what };
    let operations = tree::module(&mut file.items, "operations")
        .ok_or_else(|| missing("it has no module `operations`".into()))?;
    let mut found = 0;
    for item in operations.iter_mut() {
        let name = tree::self_name(item).unwrap_or_default();
        let Some(operation) = operation(lowered, &name) else {
            continue;
        };
        let Operation { method, path, .. } = operation;
        match item {
            Item::Struct(item) if name.ends_with("When") => {
                tree::document(
                    &mut item.attrs,
                    &format!("The requests to `{method} {path}` that a mock matches."),
                );
            }
            Item::Struct(item) => {
                tree::document(
                    &mut item.attrs,
                    &format!("The response of a mock to `{method} {path}`."),
                );
            }
            Item::Impl(item) => {
                found += 1;
                functions(item, operation);
            }
            _ => {}
        }
    }
    found += document_trait(file, lowered);
    // Each operation has a When, a Then, and a function of the trait.
    if found != 3 * lowered.operations.len() {
        let what = format!("it has {found} parts of {} operations", lowered.operations.len());
        return Err(missing(what));
    }
    Ok(())
}

/// Replaces `crate::`, which progenitor uses for the client, with the client's crate, and the
/// matching of paths with an exact one.
struct ClientPaths;

impl VisitMut for ClientPaths {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_path_mut(self, path);
        if let Some(first) = path.segments.first_mut()
            && first.ident == "crate"
        {
            first.ident = syn::parse_quote!(batch_client);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        // Match the encoded ID literally, not as a pattern.
        if let Expr::MethodCall(call) = &*expr
            && call.method == "unwrap"
            && let Expr::Call(regex) = &*call.receiver
            && let Some(argument) = regex.args.first()
        {
            *expr = syn::parse_quote!(crate::path_regex(#argument));
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if mac.path.is_ident("format") {
            let tokens = mac.tokens.to_string();
            if tokens.contains("value . to_string ()") {
                let format = tokens.split(',').next().unwrap_or_default();
                if let Ok(format) = syn::parse_str::<syn::LitStr>(format) {
                    mac.tokens = quote!(#format, crate::path_segment(value));
                }
            }
        }
    }
}

fn operation<'l>(lowered: &'l Lowered, type_name: &str) -> Option<&'l Operation> {
    let name = type_name.strip_suffix("When").or_else(|| type_name.strip_suffix("Then"))?;
    let name = method_name(name);
    lowered.operations.iter().find(|o| o.name == name)
}

fn functions(item: &mut ItemImpl, operation: &Operation) {
    for item in &mut item.items {
        let ImplItem::Fn(f) = item else { continue };
        if !matches!(f.vis, Visibility::Public(_)) {
            continue;
        }
        let name = f.sig.ident.to_string();
        let doc = match name.as_str() {
            "new" => "Wraps the httpmock type.".to_owned(),
            "into_inner" => {
                "Returns the httpmock type, for anything that the API does not define.".to_owned()
            }
            "body" => "Matches requests with this body.".to_owned(),
            "success" => "Responds with a success.\n\n# Panics\n\nPanics if the status is not 2xx."
                .to_owned(),
            "client_error" => {
                "Responds with a client error.\n\n# Panics\n\nPanics if the status is not 4xx."
                    .to_owned()
            }
            "server_error" => {
                "Responds with a server error.\n\n# Panics\n\nPanics if the status is not 5xx."
                    .to_owned()
            }
            _ => match operation.parameters.iter().find(|p| p.setter == name) {
                Some(p) if p.required => {
                    format!("Matches requests with this `{name}`. {}", docs::parameter_doc(p))
                }
                Some(p) => format!(
                    "Matches requests with this `{name}`, or with `None`, requests without it. {}",
                    docs::parameter_doc(p)
                ),
                None => continue,
            },
        };
        if operation.parameters.iter().any(|p| p.setter == name && p.is_list()) {
            ListParameter.visit_block_mut(&mut f.block);
        }
        if takes_value(f) {
            BorrowedBody.visit_block_mut(&mut f.block);
        }
        tree::set_doc(&mut f.attrs, &doc);
        if name != "new" && name != "into_inner" {
            f.attrs.push(syn::parse_quote!(#[must_use]));
        }
        if name == "success" && operation.success == Success::Bytes {
            // Progenitor generates a JSON response here, too.
            *f = syn::parse_quote! {
                /// Responds with a success and these bytes.
                ///
                /// # Panics
                ///
                /// Panics if the status is not 2xx.
                #[must_use]
                pub fn success(self, status: u16, value: impl AsRef<[u8]>) -> Self {
                    assert_eq!(status / 100u16, 2u16);
                    Self(
                        self.0
                            .status(status)
                            .header("content-type", "application/octet-stream")
                            .body(value),
                    )
                }
            };
        }
    }
}

/// Returns whether a function takes its `value` itself, as it does for enums.
fn takes_value(f: &syn::ImplItemFn) -> bool {
    f.sig.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(input) => {
            let is_value = matches!(&*input.pat, syn::Pat::Ident(pat) if pat.ident == "value");
            is_value && !matches!(&*input.ty, syn::Type::Reference(_))
        }
        syn::FnArg::Receiver(_) => false,
    })
}

/// Passes `value` to httpmock by reference.
struct BorrowedBody;

impl VisitMut for BorrowedBody {
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        if call.method == "json_body_obj"
            && let Some(value) = call.args.first_mut()
        {
            *value = syn::parse_quote!(&#value);
        }
    }
}

/// Matches each item of a list, because a list is sent as one pair per item.
struct ListParameter;

impl VisitMut for ListParameter {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = &*expr
            && call.method == "query_param"
            && let (receiver, Some(name)) = (&call.receiver, call.args.first())
        {
            *expr = syn::parse_quote! {
                value.iter().fold(#receiver, |when, item| when.query_param(#name, item.to_string()))
            };
        }
    }
}

/// Documents the functions of the trait, and returns how many there are.
fn document_trait(file: &mut syn::File, lowered: &Lowered) -> usize {
    let mut found = 0;
    for item in &mut file.items {
        let Item::Trait(item) = item else { continue };
        for item in &mut item.items {
            let syn::TraitItem::Fn(f) = item else {
                continue;
            };
            let operation = lowered.operations.iter().find(|o| f.sig.ident == o.name);
            if let Some(Operation { method, path, .. }) = operation {
                tree::set_doc(&mut f.attrs, &format!("Creates a mock for `{method} {path}`."));
                found += 1;
            }
        }
    }
    found
}
