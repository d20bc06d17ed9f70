//! Atomic replacement of files.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::named::named;

/// A file that replaces another one, or appears, in one step.
///
/// Everything is written to a temporary file beside the target, named like it with `.part` appended.
/// [`commit`](Self::commit) makes it durable and renames it to the target: at any time, even after a
/// crash, there is either the old file or the complete new one. Dropping the value without a commit
/// removes the temporary file.
///
/// A temporary file that an earlier process left behind is removed first. The new one is always
/// created, never opened, so a symbolic link at its name is not followed. A target that is a symbolic
/// link is replaced, not written through. There should be one writer at a time; if another process
/// takes over the temporary file, the commit fails.
///
/// On Unix the file has mode 0600, so that only its owner can read it, unless
/// [`with_mode_of`](Self::with_mode_of) says otherwise. Elsewhere the system's default applies.
///
/// All methods block; `std::io::Error`s name the file.
///
/// ```
/// use std::io::Write;
/// use batch_ext::files::AtomicFile;
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("report.json");
/// let mut file = AtomicFile::create(&path)?;
/// writeln!(file, "{{}}")?;
/// file.commit()?;
/// assert_eq!(std::fs::read_to_string(&path)?, "{}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "the file is discarded unless it is committed"]
pub struct AtomicFile {
    writer: BufWriter<File>,
    target: PathBuf,
    temporary: Temporary,
}

impl AtomicFile {
    /// Begins a file that will replace `target`.
    ///
    /// # Errors
    ///
    /// If the temporary file cannot be created, or `target` exists and is not a regular file: a
    /// device or a pipe must be written to, not replaced.
    pub fn create(target: impl AsRef<Path>) -> io::Result<Self> {
        let target = target.as_ref().to_owned();
        if fs::metadata(&target).is_ok_and(|meta| !meta.is_file()) {
            let error = io::Error::new(ErrorKind::InvalidInput, "not a regular file");
            return Err(named("replace", &target, &error));
        }
        let path = temporary_path(&target);
        let file = create_new(&path).map_err(|error| named("create", &path, &error))?;
        let temporary = Temporary { path, renamed: false };
        Ok(Self { writer: BufWriter::new(file), target, temporary })
    }

    /// Gives the file the permissions of the file at `path`, typically those of the input that an
    /// output is made from.
    ///
    /// # Errors
    ///
    /// If the permissions cannot be read or set.
    pub fn with_mode_of(self, path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let meta = fs::metadata(path).map_err(|error| named("read", path, &error))?;
            // Without the set-user-ID, set-group-ID and sticky bits.
            let mode = fs::Permissions::from_mode(meta.permissions().mode() & 0o777);
            let set = self.writer.get_ref().set_permissions(mode);
            set.map_err(|error| named("set the mode of", &self.temporary.path, &error))?;
        }
        #[cfg(not(unix))]
        fs::metadata(path).map_err(|error| named("read", path, &error))?;
        Ok(self)
    }

    /// The path that the file will have.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Discards what was written, to start over.
    ///
    /// # Errors
    ///
    /// If the file cannot be truncated.
    pub fn clear(&mut self) -> io::Result<()> {
        let cleared = self.writer.flush().and_then(|()| {
            let file = self.writer.get_mut();
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0)).map(|_| ())
        });
        cleared.map_err(|error| self.cannot_write(&error))
    }

    /// Replaces the target: syncs the temporary file to disk, renames it, and syncs the directory.
    ///
    /// # Errors
    ///
    /// If one of these steps fails. Until the rename, the target is unchanged.
    pub fn commit(mut self) -> io::Result<()> {
        let synced = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        synced.map_err(|error| self.cannot_write(&error))?;
        let replaced = self.temporary.check(self.writer.get_ref());
        let renamed = replaced.and_then(|()| fs::rename(&self.temporary.path, &self.target));
        renamed.map_err(|error| named("replace", &self.target, &error))?;
        self.temporary.renamed = true;
        sync_directory(&self.target)
            .map_err(|error| named("write the directory of", &self.target, &error))
    }

    fn cannot_write(&self, error: &io::Error) -> io::Error {
        named("write", &self.temporary.path, error)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes);
        written.map_err(|error| self.cannot_write(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.writer.flush();
        flushed.map_err(|error| self.cannot_write(&error))
    }
}

/// The temporary file, which is removed unless it was renamed.
#[derive(Debug)]
struct Temporary {
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    /// Checks that the file at the path is still `file`, and not that of another process.
    fn check(&self, file: &File) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let (there, ours) = (fs::symlink_metadata(&self.path)?, file.metadata()?);
            if (there.dev(), there.ino()) != (ours.dev(), ours.ino()) {
                return Err(io::Error::other("another process is writing it"));
            }
        }
        #[cfg(not(unix))]
        let _ = file;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // A failure is harmless, because the next writer removes the file.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn temporary_path(target: &Path) -> PathBuf {
    let mut name = OsString::from(target);
    name.push(".part");
    name.into()
}

fn create_new(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a rename durable.
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    match File::open(directory) {
        Ok(directory) => directory.sync_all(),
        // Not every system lets a directory be opened.
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_file_stays_until_the_commit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        assert_eq!(file.target(), path);
        file.write_all(b"new").unwrap();
        file.flush().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_to_string(dir.path().join("a.part")).unwrap(), "new");
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn a_file_that_is_dropped_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut file = AtomicFile::create(dir.path().join("a")).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn a_cleared_file_starts_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(&vec![b'x'; 100_000]).unwrap();
        file.write_all(b"buffered").unwrap();
        file.clear().unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn only_a_regular_file_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let error = AtomicFile::create(dir.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("not a regular file"), "{error}");
    }

    #[test]
    fn errors_name_the_file_and_the_cause() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("none").join("a");
        let error = AtomicFile::create(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let text = error.to_string();
        assert!(text.starts_with(&format!("cannot create {}.part: ", path.display())), "{text}");
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o7777
        }

        #[test]
        fn the_mode_is_private_or_that_of_the_input() {
            let dir = tempfile::tempdir().unwrap();
            let (path, input) = (dir.path().join("a"), dir.path().join("in"));
            AtomicFile::create(&path).unwrap().commit().unwrap();
            assert_eq!(mode(&path), 0o600);
            fs::write(&input, "").unwrap();
            for (given, expected) in [(0o640, 0o640), (0o4755, 0o755), (0o444, 0o444)] {
                fs::set_permissions(&input, fs::Permissions::from_mode(given)).unwrap();
                AtomicFile::create(&path).unwrap().with_mode_of(&input).unwrap().commit().unwrap();
                assert_eq!(mode(&path), expected, "{given:o}");
            }
            let error = AtomicFile::create(&path).unwrap().with_mode_of(dir.path().join("none"));
            assert!(error.unwrap_err().to_string().contains("none"));
        }

        #[test]
        fn a_link_at_the_temporary_name_is_not_followed() {
            let dir = tempfile::tempdir().unwrap();
            let victim = dir.path().join("victim");
            fs::write(&victim, "precious").unwrap();
            symlink(&victim, dir.path().join("a.part")).unwrap();
            let mut file = AtomicFile::create(dir.path().join("a")).unwrap();
            file.write_all(b"new").unwrap();
            file.commit().unwrap();
            assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
            assert_eq!(names(dir.path()), ["a", "victim"]);
        }

        #[test]
        fn a_target_that_is_a_link_is_replaced() {
            let dir = tempfile::tempdir().unwrap();
            let (path, other) = (dir.path().join("a"), dir.path().join("other"));
            fs::write(&other, "other").unwrap();
            symlink(&other, &path).unwrap();
            let mut file = AtomicFile::create(&path).unwrap();
            file.write_all(b"new").unwrap();
            file.commit().unwrap();
            assert_eq!(fs::read_to_string(&other).unwrap(), "other");
            assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        }

        #[test]
        fn a_temporary_file_of_another_process_is_not_committed() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("a");
            let first = AtomicFile::create(&path).unwrap();
            let mut second = AtomicFile::create(&path).unwrap();
            second.write_all(b"half").unwrap();
            let error = first.commit().unwrap_err();
            assert!(error.to_string().contains("another process"), "{error}");
            assert!(!path.exists());
        }
    }
}
