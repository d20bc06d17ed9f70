//! The source files of the library crates.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A source file and the path of its module.
#[derive(Debug, PartialEq)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) module: String,
}

/// Returns the source files of every crate below `crates`, in a fixed order.
pub(super) fn sources(crates: &Path) -> Result<Vec<Source>, Error> {
    let mut found = Vec::new();
    for dir in entries(crates)? {
        let Some(name) = dir.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let src = dir.join("src");
        if src.is_dir() {
            let files = rust_files(&src)?;
            found.extend(files.into_iter().map(|path| {
                let module = module(name, path.strip_prefix(&src).unwrap_or(&path));
                Source { path, module }
            }));
        }
    }
    Ok(found)
}

fn rust_files(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in entries(dir)? {
        if path.is_dir() {
            found.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut paths = fs::read_dir(dir)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>())
        .map_err(Error::io(dir))?;
    paths.sort();
    Ok(paths)
}

/// Returns the path of a module. For `batch-ext` and `retry/mod.rs`, that is `batch_ext::retry`.
fn module(name: &str, file: &Path) -> String {
    let mut parts = vec![name.replace('-', "_")];
    let file = file.with_extension("");
    let segments = file.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.extend(segments.filter(|part| !matches!(part.as_str(), "lib" | "mod" | "main")));
    parts.join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_modules() {
        let table = [
            ("lib.rs", "batch_ext"),
            ("main.rs", "batch_ext"),
            ("retry/mod.rs", "batch_ext::retry"),
            ("retry.rs", "batch_ext::retry"),
            ("retry/budget.rs", "batch_ext::retry::budget"),
        ];
        for (file, expected) in table {
            assert_eq!(module("batch-ext", Path::new(file)), expected);
        }
    }
}
