//! A check that the generated files compile.

use std::path::Path;
use std::process::Command;

use super::artifact::Artifact;
use crate::error::Error;

/// Runs `cargo check` for the crates of the artifacts, and leaves its output on standard error.
/// Returns whether they compile.
pub(super) fn compiles(root: &Path, artifacts: &[Artifact]) -> Result<bool, Error> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.current_dir(root).args(["check", "--quiet", "--features", "batch-client/schemars"]);
    for artifact in artifacts {
        if let Some(name) = artifact.path.split('/').nth(1) {
            command.args(["--package", name]);
        }
    }
    let status = command.status().map_err(Error::io(Path::new(&cargo)))?;
    Ok(status.success())
}
