//! An import circle, and how it is shown.

use std::collections::BTreeSet;
use std::fmt;

/// The paths by which one file uses another, with their lines.
pub(super) type Uses = BTreeSet<(usize, String)>;

/// Files that all use each other, directly or through others of them.
pub(super) struct Circle<'a> {
    pub(super) files: Vec<&'a str>,
    /// The file that uses, the file that is used, and how.
    pub(super) edges: Vec<(&'a str, &'a str, &'a Uses)>,
}

impl fmt::Display for Circle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "import circle of {} files: {}", self.files.len(), self.files.join(", "))?;
        for (from, to, uses) in &self.edges {
            for (line, path) in *uses {
                write!(f, "\n  {from}:{line}: uses {path}, defined in {to}")?;
            }
        }
        Ok(())
    }
}
