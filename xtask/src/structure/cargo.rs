//! What cargo says of the workspace.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::error::Error;

/// What cargo knows of the workspace's own packages.
pub(super) fn metadata(root: &Path) -> Result<Value, Error> {
    let json = cargo(root, &["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    serde_json::from_str(&json).map_err(|error| Error::Metadata(error.to_string()))
}

/// The standard output of a cargo command.
pub(super) fn cargo(root: &Path, args: &[&str]) -> Result<String, Error> {
    let failed = |reason: String| Error::Cargo { command: args.join(" "), reason };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(args)
        .current_dir(root)
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    String::from_utf8(output.stdout).map_err(|error| failed(error.to_string()))
}

/// The array at `key`, which cargo always writes.
pub(super) fn array<'a>(value: &'a Value, key: &str) -> Result<&'a [Value], Error> {
    let found = value[key].as_array().map(Vec::as_slice);
    found.ok_or_else(|| Error::Metadata(format!("no array {key:?}")))
}

/// The string at `key`, which cargo always writes.
pub(super) fn string<'a>(value: &'a Value, key: &str) -> Result<&'a str, Error> {
    value[key].as_str().ok_or_else(|| Error::Metadata(format!("no string {key:?}")))
}
