//! Which file defines the item that a path names.

use super::source::{Crate, FileId, ModuleId};

/// What a path within the crate leads to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Target {
    /// An item defined in this file, or something of that item's.
    Item(FileId),
    Module(ModuleId),
}

impl Crate {
    /// Follows a path as it is written in a module. None for what is not of this crate.
    pub(super) fn resolve(&self, from: ModuleId, path: &[String]) -> Option<Target> {
        Walk { source: self, under_way: Vec::new() }.path(from, path)
    }
}

/// Follows one path, through the imports that it leads to.
struct Walk<'a> {
    source: &'a Crate,
    /// What is being looked up: globs and imports may lead back to it.
    under_way: Vec<(ModuleId, Vec<String>)>,
}

impl Walk<'_> {
    fn path(&mut self, from: ModuleId, path: &[String]) -> Option<Target> {
        let mut at = from;
        let mut rest = path;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => at = 0,
                "self" => {}
                "super" => at = self.source.modules[at].parent?,
                _ => break,
            }
            rest = others;
        }
        self.names(at, rest)
    }

    fn names(&mut self, at: ModuleId, path: &[String]) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else { return Some(Target::Module(at)) };
        let lookup = (at, path.to_vec());
        if self.under_way.contains(&lookup) {
            return None;
        }
        self.under_way.push(lookup);
        let found = self.name(at, first, rest);
        self.under_way.pop();
        found
    }

    /// A name that is followed by others is a module where it can be; the last one is an item.
    fn name(&mut self, at: ModuleId, name: &str, rest: &[String]) -> Option<Target> {
        let module = &self.source.modules[at];
        let child = module.children.get(name).copied();
        if let (Some(child), false) = (child, rest.is_empty())
            && let Some(found) = self.names(child, rest)
        {
            return Some(found);
        }
        if module.names.items.contains(name) {
            return Some(Target::Item(module.file));
        }
        if let Some(import) = module.names.imports.get(name)
            && let Some(target) = self.path(at, import)
        {
            return match target {
                Target::Item(file) => Some(Target::Item(file)),
                Target::Module(module) => self.names(module, rest),
            };
        }
        if let Some(child) = child {
            return self.names(child, rest);
        }
        module.names.globs.iter().find_map(|glob| match self.path(at, glob)? {
            Target::Item(_) => None,
            Target::Module(module) => {
                let path: Vec<_> = [name.to_owned()].into_iter().chain(rest.to_vec()).collect();
                self.names(module, &path)
            }
        })
    }
}
