//! Many result files, few of them open.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::rc::Rc;

/// Files open at once: far below what systems allow a process.
const OPEN: usize = 64;

struct Pool {
    paths: Vec<PathBuf>,
    /// The file used last stands last.
    open: Vec<(usize, File)>,
}

/// One of the files, opened when it is read.
pub(crate) struct Source {
    at: usize,
    position: u64,
    pool: Rc<RefCell<Pool>>,
}

/// One reader for each path.
pub(crate) fn sources(paths: Vec<PathBuf>) -> Vec<Source> {
    let count = paths.len();
    let pool = Rc::new(RefCell::new(Pool { paths, open: Vec::new() }));
    (0..count).map(|at| Source { at, position: 0, pool: Rc::clone(&pool) }).collect()
}

impl Pool {
    fn file(&mut self, at: usize) -> io::Result<&mut File> {
        let file = match self.open.iter().rposition(|(open, _)| *open == at) {
            Some(place) => self.open.remove(place).1,
            None => {
                if self.open.len() == OPEN {
                    self.open.remove(0);
                }
                File::open(&self.paths[at])?
            }
        };
        self.open.push((at, file));
        let last = self.open.len() - 1;
        Ok(&mut self.open[last].1)
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut pool = self.pool.borrow_mut();
        let file = pool.file(self.at)?;
        file.seek(SeekFrom::Start(self.position))?;
        let read = file.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

/// Only from the start, which is all that is needed.
impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(position) => self.position = position,
            _ => return Err(io::ErrorKind::Unsupported.into()),
        }
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_files_than_may_be_open_are_read_in_any_order() {
        let dir = tempfile::tempdir().unwrap();
        let paths: Vec<_> = (0..OPEN * 2).map(|n| dir.path().join(n.to_string())).collect();
        for (n, path) in paths.iter().enumerate() {
            std::fs::write(path, format!("{n:>4}{n:>4}")).unwrap();
        }
        let mut sources = sources(paths);
        for pass in 0..2 {
            for at in (0..OPEN * 2).rev() {
                let mut text = [0; 4];
                sources[at].seek(SeekFrom::Start(4 * pass)).unwrap();
                sources[at].read_exact(&mut text).unwrap();
                assert_eq!(text, *format!("{at:>4}").as_bytes());
            }
        }
        assert_eq!(sources[0].pool.borrow().open.len(), OPEN);
    }
}
