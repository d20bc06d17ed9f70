//! Replacement of the constructors, hooks, and error types with those of `batch-client`.
//!
//! The constructor that progenitor generates sets a total timeout of 15 s, its requests carry an
//! `api-version` header, its error type loses the status if a body cannot be decoded and prints whole
//! bodies, and its `Debug` output shows everything. This pass removes the constructor and the hooks,
//! and uses the error and response types of the crate.

use quote::ToTokens;
use syn::visit_mut::{VisitMut, visit_block_mut, visit_expr_mut};
use syn::{Block, Expr, ImplItem, Item, Pat, Stmt, UseTree};

use super::tree;
use crate::codegen::lower::Lowered;
use crate::error::Error;

pub(super) fn apply(file: &mut syn::File, lowered: &Lowered) -> Result<(), Error> {
    rewrite(file, lowered.operations.len())
}

/// Rewrites a client with this many operations.
fn rewrite(file: &mut syn::File, operations: usize) -> Result<(), Error> {
    file.items.retain(|item| !replaced(item));
    let imports: [Item; 2] = [
        syn::parse_quote!(
            use crate::{ByteStream, Error, ResponseValue};
        ),
        syn::parse_quote!(
            use progenitor_client::{OperationInfo, encode_path};
        ),
    ];
    file.items.splice(0..0, imports);
    for item in &mut file.items {
        match item {
            Item::Struct(client) if client.ident == "Client" => {
                client.attrs.retain(|attr| !attr.path().is_ident("derive"));
                client.attrs.push(syn::parse_quote!(#[derive(Clone)]));
                tree::set_doc(&mut client.attrs, CLIENT_DOC);
            }
            Item::Impl(item) => close_constructors(&mut item.items),
            _ => {}
        }
    }
    let builders = tree::required_module(&mut file.items, "builder", "seam")?;
    for item in builders.iter_mut() {
        match item {
            Item::Use(item) => drop_imports(&mut item.tree),
            Item::Impl(item) => close_constructors(&mut item.items),
            _ => {}
        }
    }
    let mut sends = Sends::default();
    sends.visit_file_mut(file);
    let Sends { hooks, headers } = sends;
    // Each operation creates the headers, adds one, and runs two hooks.
    if (hooks, headers) != (4 * operations, operations) {
        let what = format!(
            "it has {hooks} statements for hooks and headers and {headers} uses of headers in \
             {operations} operations"
        );
        return Err(tree::missing("seam", what));
    }
    Ok(())
}

const CLIENT_DOC: &str = "
A client for the Batch and Files API, created from a [`Config`](crate::Config).

Each operation is a method that returns a builder: set its parameters, then call `send`. Cloning a
client is cheap, and all clones share one connection pool.";

/// Returns whether the crate implements an item by hand.
fn replaced(item: &Item) -> bool {
    match item {
        Item::Use(item) => item.tree.to_token_stream().to_string().contains("progenitor_client"),
        Item::Impl(item) => item
            .trait_
            .as_ref()
            .and_then(|(path, _)| path.segments.last())
            .is_some_and(|segment| segment.ident == "ClientInfo"),
        Item::Const(item) => item.ident == "_",
        Item::Mod(item) => item.ident == "prelude",
        _ => false,
    }
}

/// Removes `Client::new`, and makes the other constructors private to the crate.
fn close_constructors(items: &mut Vec<ImplItem>) {
    items.retain(
        |item| !matches!(item, ImplItem::Fn(f) if f.sig.ident == "new" && f.sig.inputs.len() == 2),
    );
    for item in items {
        if let ImplItem::Fn(f) = item
            && matches!(f.sig.ident.to_string().as_str(), "new" | "new_with_client")
        {
            f.vis = syn::parse_quote!(pub(crate));
            f.attrs.clear();
        }
    }
}

fn drop_imports(tree: &mut UseTree) {
    const GONE: [&str; 3] = ["ClientInfo", "ClientHooks", "RequestBuilderExt"];
    match tree {
        UseTree::Path(path) => drop_imports(&mut path.tree),
        UseTree::Group(group) => {
            group.items = std::mem::take(&mut group.items)
                .into_iter()
                .filter(|item| !matches!(item, UseTree::Name(name) if GONE.iter().any(|gone| name.ident == gone)))
                .collect();
        }
        _ => {}
    }
}

/// Removes the hooks and the `api-version` header from every `send`, and counts them.
#[derive(Default)]
struct Sends {
    hooks: usize,
    headers: usize,
}

impl VisitMut for Sends {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let all = block.stmts.len();
        block.stmts.retain(|stmt| !is_hook(stmt));
        self.hooks += all - block.stmts.len();
        visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "headers"
        {
            self.headers += 1;
            *expr = (*call.receiver).clone();
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        // Without hooks, nothing modifies the request.
        if let Pat::Ident(pat) = &mut local.pat
            && pat.ident == "request"
        {
            pat.mutability = None;
            local.attrs.clear();
        }
        syn::visit_mut::visit_local_mut(self, local);
    }
}

fn is_hook(stmt: &Stmt) -> bool {
    let text = stmt.to_token_stream().to_string();
    ["let mut header_map", "header_map .", "client . pre (", "client . post ("]
        .iter()
        .any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_client_is_rewritten() {
        let mut file: syn::File = syn::parse_quote! {
            #[derive(Clone, Debug)]
            pub struct Client {}
            #[derive(Clone, Debug)]
            pub struct Other {}
            impl Client {
                pub fn new(url: &str, inner: Inner) -> Self {}
                pub fn new_with_client(url: &str) -> Self {}
                pub fn list(&self) {}
            }
            impl ClientInfo<Inner> for Client {}
            mod prelude {}
            mod builder {
                use super::{ClientInfo, encode_path};
            }
        };
        rewrite(&mut file, 0).unwrap();
        let text = file.into_token_stream().to_string();
        let count = |part: &str| text.matches(part).count();
        assert_eq!(count("derive (Clone , Debug)"), 1, "the derive of `Other` is kept: {text}");
        assert_eq!(count("derive (Clone)"), 1, "{text}");
        assert_eq!(count("fn new ("), 0, "{text}");
        assert_eq!(count("pub (crate) fn new_with_client"), 1, "{text}");
        assert_eq!(count("pub fn list"), 1, "{text}");
        assert_eq!(count("ClientInfo") + count("prelude"), 0, "{text}");
        assert_eq!(count("use super :: { encode_path"), 1, "{text}");
    }

    #[test]
    fn a_file_without_builders_is_rejected() {
        let error = rewrite(&mut syn::parse_quote!(), 0).unwrap_err().to_string();
        assert!(error.contains("\"seam\"") && error.contains("module `builder`"), "{error}");
    }
}
