//! The mocks: documented, exact in what they match, and able to answer bytes.

use quote::quote;
use syn::visit_mut::{VisitMut, visit_expr_mut, visit_path_mut};
use syn::{Expr, ImplItem, Item, ItemImpl, Visibility};

use super::{docs, tree};
use crate::codegen::Error;
use crate::codegen::lower::{Lowered, Operation};

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    ClientPaths.visit_file_mut(file);
    let operations = tree::module(&mut file.items, "operations").ok_or_else(|| Error::Pass {
        file: "mocks",
        pass: "mocks",
        what: "there is no module `operations`".into(),
    })?;
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
                    &format!("Which requests to `{method} {path}` are answered."),
                );
            }
            Item::Struct(item) => {
                tree::document(&mut item.attrs, &format!("What `{method} {path}` answers."));
            }
            Item::Impl(item) => functions(item, operation),
            _ => {}
        }
    }
    document_trait(file, lowered);
    Ok(())
}

/// `crate::` is the client's in what progenitor generates for both.
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
        // An id is matched as it stands in the URL, and its dots are dots.
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
    let name = heck::ToSnakeCase::to_snake_case(name);
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
            "new" => "Wraps httpmock's own type.".to_owned(),
            "into_inner" => "Httpmock's own type, for what the document does not allow.".to_owned(),
            "body" => "Only requests with this body.".to_owned(),
            "success" => "A success, with a status of 2xx.\n\n# Panics\nWhere the status is another.".to_owned(),
            "client_error" => "An error of the client's, with a status of 4xx.\n\n# Panics\nWhere the status is another.".to_owned(),
            "server_error" => "An error of the server's, with a status of 5xx.\n\n# Panics\nWhere the status is another.".to_owned(),
            _ => match operation.parameters.iter().find(|p| p.name == name) {
                Some(p) if p.required => format!("Only requests with this. {}", docs::parameter_doc(p)),
                Some(p) => format!("Only requests with this, or with `None` only those without. {}", docs::parameter_doc(p)),
                None => continue,
            },
        };
        tree::set_doc(&mut f.attrs, &doc);
        if name != "new" && name != "into_inner" {
            f.attrs.push(syn::parse_quote!(#[must_use]));
        }
        if name == "success" && operation.success.is_none() {
            // Progenitor takes JSON here too.
            *f = syn::parse_quote! {
                /// A success, with a status of 2xx and these bytes.
                ///
                /// # Panics
                /// Where the status is another.
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

fn document_trait(file: &mut syn::File, lowered: &Lowered) {
    for item in &mut file.items {
        let Item::Trait(item) = item else { continue };
        for item in &mut item.items {
            let syn::TraitItem::Fn(f) = item else {
                continue;
            };
            let operation = lowered.operations.iter().find(|o| f.sig.ident == o.name);
            if let Some(Operation { method, path, .. }) = operation {
                tree::set_doc(&mut f.attrs, &format!("Mocks `{method} {path}`."));
            }
        }
    }
}
