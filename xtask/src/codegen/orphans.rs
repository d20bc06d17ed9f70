//! Generated files that the generator no longer writes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::artifact::{Artifact, MARK};
use crate::error::Error;

/// Returns the paths of all files under `crates` that say that they are generated, but are not among
/// the artifacts, in order.
pub(super) fn orphans(root: &Path, artifacts: &[Artifact]) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut open = vec![root.join("crates")];
    while let Some(dir) = open.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::io(&dir)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::io(&dir))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(Error::io(&path))?;
            if kind.is_dir() && entry.file_name() != "target" {
                open.push(path);
            } else if kind.is_file()
                && path.extension().is_some_and(|extension| extension == "rs")
                && is_generated(&path)?
            {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.retain(|path| artifacts.iter().all(|artifact| artifact.path != path));
    found.sort();
    Ok(found)
}

fn is_generated(path: &Path) -> Result<bool, Error> {
    let mut first = Vec::new();
    let file = fs::File::open(path).map_err(Error::io(path))?;
    BufReader::new(file).read_until(b'\n', &mut first).map_err(Error::io(path))?;
    Ok(first.starts_with(MARK.as_bytes()))
}
