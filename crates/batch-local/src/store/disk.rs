//! Records on disk.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// All records of a directory. An error names the record that cannot be read.
pub(super) fn load<T: DeserializeOwned>(directory: &Path) -> io::Result<Vec<T>> {
    let mut records = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let record = serde_json::from_slice(&std::fs::read(&path)?).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
            })?;
            records.push(record);
        }
    }
    Ok(records)
}

/// Locks the directory.
pub(super) fn lock(path: &Path) -> io::Result<std::fs::File> {
    use fs4::fs_std::FileExt;
    let file = std::fs::File::create(path)?;
    match file.try_lock_exclusive() {
        Ok(true) => Ok(file),
        Ok(false) => Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another server uses this data directory",
        )),
        Err(error) => Err(error),
    }
}

/// Replaces a record atomically, and durably if asked to.
pub(super) async fn write(path: &Path, record: &impl Serialize, durable: bool) -> io::Result<()> {
    let text = serde_json::to_vec_pretty(record)?;
    let next = path.with_extension("json.next");
    tokio::fs::write(&next, text).await?;
    if durable {
        tokio::fs::File::open(&next).await?.sync_all().await?;
    }
    tokio::fs::rename(&next, path).await?;
    #[cfg(unix)]
    if durable && let Some(directory) = path.parent() {
        // The new name is durable only once the directory is.
        tokio::fs::File::open(directory).await?.sync_all().await?;
    }
    Ok(())
}
