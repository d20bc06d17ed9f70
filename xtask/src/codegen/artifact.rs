//! Generated files: their text, and how they are written or compared.

use std::path::Path;

use similar::TextDiff;

use super::Error;
use super::spec::Spec;

/// The version of progenitor that this command is built with.
const GENERATOR: &str = "progenitor 0.15.1";

/// One generated file.
#[derive(Debug, PartialEq)]
pub(super) struct Artifact {
    /// Where it stands, from the workspace's folder.
    pub(super) path: &'static str,
    text: String,
}

impl Artifact {
    pub(super) fn new(path: &'static str, spec: &Spec, file: &syn::File) -> Self {
        let text = format!(
            "// Generated from openapi.yaml by `cargo xtask codegen`. Do not edit.\n\
             // generator: {GENERATOR}\n\
             // openapi.yaml sha256: {}\n\n{}",
            spec.sha256,
            prettyplease::unparse(file),
        );
        Self { path, text }
    }

    /// Writes the file where it differs. A crash leaves the old file or the new one.
    pub(super) fn write(&self, root: &Path) -> Result<bool, Error> {
        if self.current(root)?.as_deref() == Some(&self.text) {
            return Ok(false);
        }
        let path = root.join(self.path);
        let partial = path.with_extension("rs.part");
        path.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&partial, &self.text))
            .and_then(|()| std::fs::rename(&partial, &path))
            .map_err(|source| self.io(source))?;
        Ok(true)
    }

    /// How the file on disk differs from what it should be, as a unified diff.
    pub(super) fn diff(&self, root: &Path) -> Result<Option<String>, Error> {
        let current = self.current(root)?;
        if current.as_deref() == Some(&self.text) {
            return Ok(None);
        }
        let path = self.path;
        Ok(Some(match current {
            None => format!("{path} is missing\n"),
            Some(current) => TextDiff::from_lines(current.as_str(), self.text.as_str())
                .unified_diff()
                .header(path, "generated now")
                .to_string(),
        }))
    }

    fn current(&self, root: &Path) -> Result<Option<String>, Error> {
        match std::fs::read(root.join(self.path)) {
            // A file that is no longer text differs, and its diff can still be shown.
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.io(source)),
        }
    }

    fn io(&self, source: std::io::Error) -> Error {
        Error::Io { path: self.path.into(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::GENERATOR;

    #[test]
    fn the_head_of_a_file_names_the_generator_that_is_locked() {
        let lock = include_str!("../../../Cargo.lock");
        let (name, version) = GENERATOR.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"");
        assert!(lock.contains(&entry), "{GENERATOR} is not in Cargo.lock");
    }
}
