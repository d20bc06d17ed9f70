//! What the names of a module stand for.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use super::imports::{Import, Path, imports};
use super::tests_only::tests_only;

/// The names that a module defines or imports; its children are apart.
#[derive(Default)]
pub(super) struct Names {
    pub(super) items: BTreeSet<String>,
    pub(super) imports: BTreeMap<String, Path>,
    pub(super) globs: Vec<Path>,
}

impl Names {
    /// What the items of a module define and import.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut names = Self::default();
        for item in items {
            let (attrs, ident) = match item {
                Item::Const(item) => (&item.attrs, Some(&item.ident)),
                Item::Enum(item) => (&item.attrs, Some(&item.ident)),
                Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
                Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
                Item::Static(item) => (&item.attrs, Some(&item.ident)),
                Item::Struct(item) => (&item.attrs, Some(&item.ident)),
                Item::Trait(item) => (&item.attrs, Some(&item.ident)),
                Item::TraitAlias(item) => (&item.attrs, Some(&item.ident)),
                Item::Type(item) => (&item.attrs, Some(&item.ident)),
                Item::Union(item) => (&item.attrs, Some(&item.ident)),
                Item::Use(item) => {
                    if !tests_only(&item.attrs) {
                        imports(item).into_iter().for_each(|import| names.add(import));
                    }
                    continue;
                }
                _ => continue,
            };
            if let (Some(ident), false) = (ident, tests_only(attrs)) {
                names.items.insert(ident.to_string());
            }
        }
        names
    }

    /// Adds what functions import for themselves: near enough to what the module imports.
    pub(super) fn add_local(&mut self, imports: &[Import]) {
        for import in imports {
            if let Some(name) = &import.name {
                let path = || import.path.clone();
                self.imports.entry(name.clone()).or_insert_with(path);
            }
        }
    }

    fn add(&mut self, import: Import) {
        match import.name {
            Some(name) => drop(self.imports.insert(name, import.path)),
            None => self.globs.push(import.path),
        }
    }
}
