//! Makes `requests.jsonl`: one request for each documented public item of this workspace, which
//! asks for a summary of its documentation.
//!
//! ```sh
//! cargo run -p batch-cli --example make_requests > examples/requests.jsonl
//! ```
//!
//! The same sources make the same file, byte for byte.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::{env, fs};

use batch_run::batch_lines::{RequestLine, RequestWriter};
use serde_json::json;
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, Type, Visibility};

const MODEL: &str = "gpt-4.1-mini";

fn main() -> Result<(), Box<dyn Error>> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut items = BTreeMap::new();
    for name in ["batch-client", "batch-ext", "batch-httpmock", "batch-local"] {
        let src = crates.join(name).join("src");
        for path in sources(&src)? {
            let file = syn::parse_file(&fs::read_to_string(&path)?)?;
            collect(&module(name, &src, &path), &file.items, &mut items);
        }
    }
    let mut requests = RequestWriter::new(io::stdout().lock());
    for (name, docs) in items {
        requests.write(&RequestLine::chat_completion(&name, json!({
            "model": MODEL,
            "max_completion_tokens": 120,
            "messages": [
                {"role": "system", "content": "Summarise the documentation of a Rust item in one sentence of at most twenty words, for a reader who knows Rust."},
                {"role": "user", "content": format!("{name}\n\n{docs}")},
            ],
        })))?;
    }
    let (_, summary) = requests.finish()?;
    eprintln!("{} requests, about {} tokens", summary.requests, summary.tokens);
    Ok(())
}

/// All Rust files under a directory, in order.
fn sources(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// `batch-ext`, `lines/mod.rs` → `batch_ext::lines`
fn module(name: &str, src: &Path, file: &Path) -> String {
    let mut parts = vec![name.replace('-', "_")];
    let inside = file.strip_prefix(src).unwrap_or(file).with_extension("");
    let inside = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.extend(inside.filter(|part| !matches!(part.as_str(), "lib" | "mod" | "main")));
    parts.join("::")
}

fn collect(module: &str, list: &[Item], found: &mut BTreeMap<String, String>) {
    for item in list {
        let (name, vis, attrs) = match item {
            Item::Const(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Enum(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Fn(it) => (it.sig.ident.to_string(), &it.vis, &it.attrs),
            Item::Struct(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Trait(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Type(it) => (it.ident.to_string(), &it.vis, &it.attrs),
            Item::Mod(it) => {
                let inner = it.content.iter().flat_map(|(_, items)| items).cloned();
                let inner: Vec<_> = inner.collect();
                if is_public(&it.vis) {
                    collect(&format!("{module}::{}", it.ident), &inner, found);
                }
                (it.ident.to_string(), &it.vis, &it.attrs)
            }
            Item::Impl(it) if it.trait_.is_none() => {
                let Some(owner) = type_name(&it.self_ty) else {
                    continue;
                };
                for inner in &it.items {
                    if let ImplItem::Fn(method) = inner {
                        let name = format!("{module}::{owner}::{}", method.sig.ident);
                        note(name, &method.vis, &method.attrs, found);
                    }
                }
                continue;
            }
            _ => continue,
        };
        note(format!("{module}::{name}"), vis, attrs, found);
    }
}

fn note(name: String, vis: &Visibility, attrs: &[Attribute], found: &mut BTreeMap<String, String>) {
    let docs: Vec<_> = attrs.iter().filter_map(doc).collect();
    let docs = docs.join("\n").trim().to_owned();
    if is_public(vis) && !docs.is_empty() {
        found.entry(name).or_insert(docs);
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// A line of documentation, without the blank that begins it.
fn doc(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => {
                    let text = text.value();
                    Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
