//! A generated file.

use std::path::Path;

use similar::TextDiff;

use super::spec::Spec;
use crate::error::Error;

/// The generator that this binary is built with.
const GENERATOR: &str = "progenitor 0.15.1";

/// The first line of every generated file.
pub(super) const MARK: &str =
    "// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.";

/// The path and text of a generated file.
#[derive(Debug, PartialEq)]
pub(super) struct Artifact {
    /// The path, relative to the root of the workspace.
    pub(super) path: &'static str,
    pub(super) text: String,
}

impl Artifact {
    pub(super) fn new(path: &'static str, spec: &Spec, file: &syn::File) -> Self {
        let text = format!(
            "{MARK}\n// generator: {GENERATOR}\n// openapi.yaml sha256: {}\n\n{}",
            spec.sha256,
            prettyplease::unparse(file),
        );
        Self { path, text }
    }

    /// Returns whether the file on disk has this text.
    pub(super) fn is_current(&self, root: &Path) -> Result<bool, Error> {
        Ok(self.on_disk(root)?.as_deref() == Some(&self.text))
    }

    /// Returns a unified diff from the file on disk to this text, or `None` if they are equal.
    pub(super) fn diff(&self, root: &Path) -> Result<Option<String>, Error> {
        let on_disk = self.on_disk(root)?;
        if on_disk.as_deref() == Some(&self.text) {
            return Ok(None);
        }
        let path = self.path;
        Ok(Some(match on_disk {
            None => format!("{path} is missing\n"),
            Some(on_disk) => TextDiff::from_lines(on_disk.as_str(), self.text.as_str())
                .unified_diff()
                .header(path, "generated from openapi.yaml")
                .to_string(),
        }))
    }

    fn on_disk(&self, root: &Path) -> Result<Option<String>, Error> {
        let path = root.join(self.path);
        match std::fs::read(&path) {
            // A file that is not valid UTF-8 is out of date, but its diff can still be shown.
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GENERATOR;

    #[test]
    fn the_header_names_the_locked_version_of_the_generator() {
        let lock = include_str!("../../../Cargo.lock");
        let (name, version) = GENERATOR.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"");
        assert!(lock.contains(&entry), "{GENERATOR} is not in Cargo.lock");
    }
}
