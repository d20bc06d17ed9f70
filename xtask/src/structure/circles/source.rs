//! A crate's modules, read from its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::Item;

use super::names::Names;
use super::tests_only::tests_only;
use super::written::Written;
use crate::structure::error::Error;

/// How the head of a generated file begins.
const GENERATED: &str = "// Generated ";

pub(super) type ModuleId = usize;
pub(super) type FileId = usize;

/// The modules of one library or binary. The first one is its root.
pub(super) struct Crate {
    pub(super) modules: Vec<Module>,
    pub(super) files: Vec<String>,
}

/// A module, in a file of its own or inline in another's.
pub(super) struct Module {
    pub(super) file: FileId,
    pub(super) parent: Option<ModuleId>,
    pub(super) children: BTreeMap<String, ModuleId>,
    /// What its names stand for.
    pub(super) names: Names,
    /// What is written in it; nothing for a generated file.
    pub(super) written: Written,
}

/// Where the files of a module's children are, and what it is.
struct Place {
    file: FileId,
    parent: Option<ModuleId>,
    children: PathBuf,
    generated: bool,
}

impl Crate {
    /// Reads a crate from its root file. Its files are named relative to `base`.
    pub(super) fn read(base: &Path, root: &Path) -> Result<Self, Error> {
        let mut read = Self { modules: Vec::new(), files: Vec::new() };
        read.file(base, root, None, root.parent().unwrap_or(root).to_owned())?;
        Ok(read)
    }

    fn file(
        &mut self,
        base: &Path,
        path: &Path,
        parent: Option<ModuleId>,
        children: PathBuf,
    ) -> Result<ModuleId, Error> {
        let name = path.strip_prefix(base).unwrap_or(path).display().to_string();
        let failed = |reason: String| Error::Source { path: name.clone(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let syntax = syn::parse_file(&text)
            .map_err(|error| failed(format!("line {}: {error}", error.span().start().line)))?;
        let generated = text.starts_with(GENERATED);
        self.files.push(name);
        let place = Place { file: self.files.len() - 1, parent, children, generated };
        self.module(base, &syntax.items, place)
    }

    fn module(&mut self, base: &Path, items: &[Item], place: Place) -> Result<ModuleId, Error> {
        let id = self.modules.len();
        let mut names = Names::of(items);
        let written = if place.generated { Written::default() } else { Written::of(items) };
        names.add_local(&written.imports);
        let children = BTreeMap::new();
        let Place { file, parent, .. } = place;
        self.modules.push(Module { file, parent, children, names, written });

        for item in items {
            let Item::Mod(child) = item else { continue };
            if tests_only(&child.attrs) {
                continue;
            }
            let name = child.ident.to_string();
            let within = place.children.join(name.trim_start_matches("r#"));
            let child = match &child.content {
                Some((_, items)) => {
                    let Place { file, generated, .. } = place;
                    let place = Place { file, parent: Some(id), children: within, generated };
                    self.module(base, items, place)?
                }
                None => {
                    let beside = within.with_extension("rs");
                    let path = if beside.exists() { beside } else { within.join("mod.rs") };
                    self.file(base, &path, Some(id), within)?
                }
            };
            self.modules[id].children.insert(name, child);
        }
        Ok(id)
    }
}
