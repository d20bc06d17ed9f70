//! Checks of the workspace's structure: which crates depend on which, and that modules do not
//! import each other in a circle. ARCHITECTURE.md draws the same structure for people.

use std::path::Path;

mod arrows;
mod cargo;
mod circles;
mod error;
mod offline;

pub(crate) use error::Error;

use crate::output::print;

/// Prints each violation in the workspace; false if there are any.
pub(crate) fn check(root: &Path) -> Result<bool, crate::error::Error> {
    let violations = violations(root)?;
    violations.iter().for_each(|violation| print(&format!("{violation}\n\n")));
    print(&format!("{} violations of the structure\n", violations.len()));
    Ok(violations.is_empty())
}

/// Every violation in the workspace, in words.
fn violations(root: &Path) -> Result<Vec<String>, Error> {
    let metadata = cargo::metadata(root)?;
    let mut violations = arrows::violations(&metadata)?;
    violations.extend(offline::violations(root)?);
    violations.extend(circles::violations(root, &metadata)?);
    Ok(violations)
}
