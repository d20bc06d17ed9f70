//! The names that `use` declarations bring in.

use syn::{UseTree, Visibility};

/// The segments of a path, such as `crate`, `files`, `Source`.
pub(super) type Path = Vec<String>;

/// One name, or all of a module's names, brought in by a `use`.
pub(super) struct Import {
    pub(super) path: Path,
    /// None for a glob.
    pub(super) name: Option<String>,
    pub(super) line: usize,
    /// `pub use`, `pub(crate) use`: the name is meant for others.
    pub(super) reexport: bool,
}

/// Every name that a `use` brings in.
pub(super) fn imports(item: &syn::ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    // `use ::name` is always another crate.
    if item.leading_colon.is_none() {
        let reexport = !matches!(item.vis, Visibility::Inherited);
        leaves(&item.tree, &mut Vec::new(), reexport, &mut found);
    }
    found
}

fn leaves(tree: &UseTree, before: &mut Path, reexport: bool, found: &mut Vec<Import>) {
    let mut leaf = |ident: &syn::Ident, name: Option<&syn::Ident>| {
        let mut path = before.clone();
        // `use module::{self}` brings in the module.
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        let line = ident.span().start().line;
        let name = name.map(ToString::to_string).or_else(|| path.last().cloned());
        found.push(Import { path, name, line, reexport });
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, reexport, found);
            before.pop();
        }
        UseTree::Name(name) => leaf(&name.ident, None),
        UseTree::Rename(rename) => leaf(&rename.ident, Some(&rename.rename)),
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            found.push(Import { path: before.clone(), name: None, line, reexport });
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| leaves(tree, before, reexport, found));
        }
    }
}
