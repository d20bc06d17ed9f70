//! A stream of bytes to disk, whole or not at all.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use tokio::fs::{self, File};
use tokio::io::{AsyncWriteExt, BufWriter};

use crate::error::{Error, Kind};

/// Few trips to the thread that writes.
const BUFFER: usize = 1024 * 1024;

/// Writes a stream under `path`, by way of a partial file beside it. Returns the size in bytes.
pub(super) async fn write(
    bytes: impl Stream<Item = Result<Bytes, Error>> + Unpin,
    path: &Path,
) -> Result<u64, Error> {
    let mut partial = Partial::of(path);
    let len = fill(bytes, &partial.path).await?;
    fs::rename(&partial.path, path).await.map_err(|error| failed(path, error))?;
    partial.renamed = true;
    sync_folder(path).await.map_err(|error| failed(path, error))?;
    Ok(len)
}

async fn fill(
    mut bytes: impl Stream<Item = Result<Bytes, Error>> + Unpin,
    path: &Path,
) -> Result<u64, Error> {
    let wrong = |error| failed(path, error);
    let mut file = BufWriter::with_capacity(BUFFER, File::create(path).await.map_err(wrong)?);
    let mut len = 0;
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk?;
        file.write_all(&chunk).await.map_err(wrong)?;
        len += chunk.len() as u64;
    }
    file.flush().await.map_err(wrong)?;
    file.get_ref().sync_all().await.map_err(wrong)?;
    Ok(len)
}

async fn sync_folder(path: &Path) -> io::Result<()> {
    // The rename lasts once the folder is written.
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match File::open(folder).await {
        Ok(folder) => folder.sync_all().await,
        // Not every system lets a folder be opened.
        Err(_) => Ok(()),
    }
}

fn failed(path: &Path, error: io::Error) -> Error {
    let what = format!("cannot write {}: {error}", path.display());
    Error::new(Kind::Io, what).with_source(error)
}

/// A partial file, which is removed unless it was renamed.
struct Partial {
    path: PathBuf,
    renamed: bool,
}

impl Partial {
    fn of(path: &Path) -> Self {
        let mut name = OsString::from(path);
        name.push(".part");
        Self { path: name.into(), renamed: false }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.renamed {
            // It may never have been made.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
