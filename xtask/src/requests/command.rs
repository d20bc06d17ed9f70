//! `cargo xtask example-requests`, which writes one request per documented public item.

use std::collections::BTreeMap;
use std::path::Path;

use batch_lines::{RequestLine, RequestWriter};
use serde_json::json;

use super::items::collect;
use super::sources::{Source, sources};
use crate::error::Error;
use crate::replace::replace_all;

const MODEL: &str = "gpt-4.1-mini";

const INSTRUCTIONS: &str = "Summarize the documentation of a Rust item in one sentence of at most \
                            twenty words, for a reader who knows Rust.";

/// Writes the requests to `output`, which defaults to `examples/requests.jsonl` below `root`.
pub(crate) fn write(root: &Path, output: Option<&Path>) -> Result<bool, Error> {
    let items = documented(&sources(&root.join("crates"))?)?;
    let path = match output {
        Some(path) => path.to_owned(),
        None => root.join("examples/requests.jsonl"),
    };
    drop(replace_all(&[(path.clone(), &requests(&items)?)])?);
    eprintln!("wrote {} requests to {}", items.len(), path.display());
    Ok(true)
}

/// Returns the documentation of every public item, by the path of the item.
fn documented(sources: &[Source]) -> Result<BTreeMap<String, String>, Error> {
    let mut items = BTreeMap::new();
    for source in sources {
        let text = std::fs::read_to_string(&source.path).map_err(Error::io(&source.path))?;
        let file = syn::parse_file(&text).map_err(|error| Error::Rust {
            path: source.path.display().to_string(),
            source: error,
        })?;
        collect(&source.module, &file.items, &mut items);
    }
    Ok(items)
}

/// Returns the batch input file, which is validated as it is written.
fn requests(items: &BTreeMap<String, String>) -> Result<String, Error> {
    let mut writer = RequestWriter::new(Vec::new());
    for (name, docs) in items {
        let body = json!({
            "model": MODEL,
            "max_completion_tokens": 120,
            "messages": [
                {"role": "system", "content": INSTRUCTIONS},
                {"role": "user", "content": format!("{name}\n\n{docs}")},
            ],
        });
        writer
            .write(&RequestLine::chat_completion(name, body))
            .map_err(|error| Error::Request { name: name.clone(), source: error.into() })?;
    }
    let (bytes, _) = writer
        .finish()
        .map_err(|error| Error::Request { name: "the last item".into(), source: error.into() })?;
    String::from_utf8(bytes)
        .map_err(|error| Error::Request { name: "the last item".into(), source: error.into() })
}
