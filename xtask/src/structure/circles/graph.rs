//! The graph of a crate's files, and the circles in it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::circle::{Circle, Uses};
use super::imports::Import;
use super::resolve::Target;
use super::source::{Crate, FileId, Module, ModuleId};

/// Which file uses items of which other one, and on which lines it says so.
pub(super) struct Graph<'a> {
    source: &'a Crate,
    edges: BTreeMap<(FileId, FileId), Uses>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(source: &'a Crate) -> Self {
        let mut graph = Self { source, edges: BTreeMap::new() };
        for id in 0..source.modules.len() {
            graph.add(id);
        }
        graph
    }

    fn add(&mut self, id: ModuleId) {
        let module = &self.source.modules[id];
        let names = mentioned(module);
        for import in &module.written.imports {
            match &import.name {
                // A name that is re-exported and not used here is only passed on.
                Some(name) if import.reexport && !names.contains(name.as_str()) => {}
                Some(_) => self.uses(id, &import.path, import.line),
                None => self.glob(id, import, &names),
            }
        }
        for (path, line) in &module.written.paths {
            // A single name is the module's own, or imported.
            if path.len() > 1 && !self.imported(id, &path[0]) {
                self.uses(id, path, *line);
            }
        }
    }

    /// Whether a name is an imported item, whose import has been counted already.
    fn imported(&self, id: ModuleId, name: &str) -> bool {
        let import = self.source.modules[id].names.imports.get(name);
        let target = import.and_then(|path| self.source.resolve(id, path));
        matches!(target, Some(Target::Item(_)))
    }

    /// A glob uses each name that is mentioned and comes from it. Where none does, it brings in a
    /// trait of the module, unless others are to have its names.
    fn glob(&mut self, id: ModuleId, import: &Import, names: &BTreeSet<&str>) {
        let Some(Target::Module(module)) = self.source.resolve(id, &import.path) else { return };
        let own = &self.source.modules[id].names;
        let mut found = false;
        for name in names {
            if own.items.contains(*name) || own.imports.contains_key(*name) {
                continue;
            }
            let path = [(*name).to_owned()];
            if let Some(Target::Item(file)) = self.source.resolve(module, &path) {
                self.edge(id, file, import.line, &format!("{}::{name}", import.path.join("::")));
                found = true;
            }
        }
        if !found && !import.reexport {
            let file = self.source.modules[module].file;
            self.edge(id, file, import.line, &format!("{}::*", import.path.join("::")));
        }
    }

    fn uses(&mut self, id: ModuleId, path: &[String], line: usize) {
        if let Some(Target::Item(file)) = self.source.resolve(id, path) {
            self.edge(id, file, line, &path.join("::"));
        }
    }

    fn edge(&mut self, from: ModuleId, to: FileId, line: usize, what: &str) {
        let from = self.source.modules[from].file;
        if from != to {
            self.edges.entry((from, to)).or_default().insert((line, what.to_owned()));
        }
    }

    pub(super) fn circles(&self) -> Vec<Circle<'_>> {
        let graph = DiGraphMap::<FileId, ()>::from_edges(self.edges.keys());
        let groups = tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1);
        let mut circles: Vec<Circle<'_>> = groups
            .map(|mut group| {
                group.sort_unstable();
                let name = |file: &FileId| self.source.files[*file].as_str();
                let inside = self
                    .edges
                    .iter()
                    .filter(|((from, to), _)| group.contains(from) && group.contains(to));
                let edges = inside.map(|((from, to), uses)| (name(from), name(to), uses));
                Circle { files: group.iter().map(name).collect(), edges: edges.collect() }
            })
            .collect();
        circles.sort_by(|a, b| a.files.cmp(&b.files));
        circles
    }
}

/// The names that a module's code begins a path with.
fn mentioned(module: &Module) -> BTreeSet<&str> {
    module.written.paths.iter().filter_map(|(path, _)| path.first()).map(String::as_str).collect()
}
