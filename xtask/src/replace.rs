//! Replacement of several files as one step.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// Replaces the contents of all the given files, or of none.
///
/// All contents are written to temporary files next to their destinations before the first file is
/// replaced, so a full disk or a missing permission leaves every file untouched. Each file is
/// replaced by a rename, so a reader sees either its old or its new contents. If a rename fails, the
/// files that were replaced before it are restored. Only a crash between two renames, or a failure
/// to restore, can leave the files at different versions.
pub(crate) fn replace_all(files: &[(PathBuf, &str)]) -> Result<Replaced, Error> {
    let staged = files
        .iter()
        .map(|(path, text)| Staged::new(path, text).map_err(Error::io(path)))
        .collect::<Result<Vec<_>, _>>()?;
    commit_all(staged)
}

fn commit_all(staged: Vec<Staged>) -> Result<Replaced, Error> {
    let mut replaced = Replaced(Vec::new());
    for file in staged {
        let path = file.path.clone();
        match file.commit() {
            Ok(previous) => replaced.0.push((path, previous)),
            Err(error) => {
                replaced.undo()?;
                return Err(Error::io(&path)(error));
            }
        }
    }
    Ok(replaced)
}

/// Files that were replaced, with their old contents.
#[must_use]
pub(crate) struct Replaced(Vec<(PathBuf, Option<NamedTempFile>)>);

impl Replaced {
    /// Restores the old contents.
    pub(crate) fn undo(self) -> Result<(), Error> {
        for (path, previous) in self.0 {
            restore(&path, previous).map_err(Error::io(&path))?;
        }
        Ok(())
    }
}

/// A file whose new and old contents are both on disk, ready to be renamed into place.
struct Staged {
    path: PathBuf,
    new: NamedTempFile,
    old: Option<NamedTempFile>,
}

impl Staged {
    fn new(path: &Path, text: &str) -> io::Result<Self> {
        let dir = path.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(dir)?;
        let new = temporary(dir, text.as_bytes())?;
        let old = match fs::read(path) {
            Ok(bytes) => {
                let old = temporary(dir, &bytes)?;
                let permissions = fs::metadata(path)?.permissions();
                for file in [&new, &old] {
                    fs::set_permissions(file.path(), permissions.clone())?;
                }
                Some(old)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), new, old })
    }

    /// Renames the new contents into place, and returns the old ones.
    fn commit(self) -> io::Result<Option<NamedTempFile>> {
        self.new.persist(&self.path)?;
        Ok(self.old)
    }
}

fn restore(path: &Path, previous: Option<NamedTempFile>) -> io::Result<()> {
    match previous {
        Some(previous) => previous.persist(path).map(drop).map_err(Into::into),
        None => fs::remove_file(path),
    }
}

fn temporary(dir: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default, but these become ordinary source files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn all_files_are_written_and_no_temporary_file_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        let files = [(dir.path().join("a"), "new a"), (dir.path().join("sub/b"), "new b")];
        let replaced = replace_all(&files).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "new a");
        assert_eq!(fs::read_to_string(dir.path().join("sub/b")).unwrap(), "new b");
        drop(replaced);
        assert_eq!(entries(dir.path()), ["a", "sub"]);
        assert_eq!(entries(&dir.path().join("sub")), ["b"]);
    }

    #[test]
    fn a_replacement_can_be_undone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        let files = [(dir.path().join("a"), "new"), (dir.path().join("b"), "new")];
        replace_all(&files).unwrap().undo().unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(entries(dir.path()), ["a"]);
    }

    #[test]
    fn a_failure_before_the_first_rename_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        fs::write(dir.path().join("file"), "not a directory").unwrap();
        let files = [(dir.path().join("a"), "new"), (dir.path().join("file/b"), "new")];
        let error = replace_all(&files).err().unwrap().to_string();
        assert!(error.starts_with(&files[1].0.display().to_string()), "{error}");
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(entries(dir.path()), ["a", "file"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_failed_rename_restores_the_files_replaced_before_it() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        // Staging succeeds, but a file cannot replace a directory.
        fs::create_dir(dir.path().join("c")).unwrap();
        let staged = |name: &str| {
            let path = dir.path().join(name);
            let new = temporary(dir.path(), b"new").unwrap();
            let old = path.is_file().then(|| temporary(dir.path(), b"old").unwrap());
            Staged { path, new, old }
        };
        let error = commit_all(vec![staged("a"), staged("b"), staged("c")]).err().unwrap();
        assert!(error.to_string().starts_with(&dir.path().join("c").display().to_string()));
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(entries(dir.path()), ["a", "c"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        drop(replace_all(&[(path.clone(), "new")]).unwrap());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
