//! The bytes of an upload, which can be opened again for each attempt.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use sync_wrapper::SyncStream;

use super::blocking::blocking;
use super::named::named;
use super::pool::Pool;
use super::ranges::Ranges;

pub(super) type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send + Sync>>;

/// The bytes of an upload: a name, a length, and a way to open them for each attempt.
///
/// Cloning is cheap. Nothing is read before the upload begins, and only a few pieces are in memory at
/// a time.
#[derive(Clone)]
pub struct Source {
    name: String,
    len: u64,
    open: Arc<dyn Fn() -> Chunks + Send + Sync>,
}

impl Source {
    /// A file, with its name and its present length.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it is not a regular file: only those can be read again. The error
    /// names the file.
    pub async fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let meta =
            tokio::fs::metadata(&path).await.map_err(|error| named("read", &path, &error))?;
        if !meta.is_file() {
            let what = "not a regular file, so it cannot be read again if an attempt fails";
            let error = io::Error::new(io::ErrorKind::InvalidInput, what);
            return Err(named("upload", &path, &error));
        }
        let name = file_name(&path);
        Ok(Self::reader(name, meta.len(), move || open(&path)))
    }

    /// Byte ranges of a file, concatenated.
    #[must_use]
    pub fn ranges(path: impl AsRef<Path>, ranges: impl IntoIterator<Item = Range<u64>>) -> Self {
        let path = path.as_ref().to_owned();
        let ranges: Arc<[Range<u64>]> = ranges.into_iter().collect();
        let len = ranges.iter().map(|range| range.end.saturating_sub(range.start)).sum();
        Self::reader(file_name(&path), len, move || {
            Ok(Ranges::new(open(&path)?, Arc::clone(&ranges)))
        })
    }

    /// Bytes in memory.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let len = bytes.len() as u64;
        Self::stream(name, len, move || stream::iter([Ok(bytes.clone())]))
    }

    /// Anything that can be opened and read synchronously. It is read on a blocking thread.
    ///
    /// `len` is the number of bytes that each reader returns. The upload fails if there are fewer or
    /// more.
    pub fn reader<R, F>(name: impl Into<String>, len: u64, open: F) -> Self
    where
        R: Read + Send + 'static,
        F: Fn() -> io::Result<R> + Send + Sync + 'static,
    {
        let open = Arc::new(open);
        Self::stream(name, len, move || read_all(Arc::clone(&open)))
    }

    /// Any stream. `len` is the number of bytes that each stream returns. The upload fails if there
    /// are fewer or more.
    pub fn stream<S, F>(name: impl Into<String>, len: u64, open: F) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
        F: Fn() -> S + Send + Sync + 'static,
    {
        Self { name: name.into(), len, open: Arc::new(move || Box::pin(SyncStream::new(open()))) }
    }

    /// The same bytes under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether the length is zero.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A new stream of the bytes, which fails if there are fewer or more than were promised.
    pub(super) fn open(&self) -> Chunks {
        let promised = self.len;
        let mut left = Some(promised);
        let chunks = (self.open)().map(Some).chain(stream::iter([None]));
        Box::pin(
            chunks.filter_map(move |chunk| std::future::ready(counted(chunk, &mut left, promised))),
        )
    }
}

/// Counts a chunk, or the end of the stream, against the bytes that are left.
fn counted(
    chunk: Option<io::Result<Bytes>>,
    left: &mut Option<u64>,
    promised: u64,
) -> Option<io::Result<Bytes>> {
    let changed = |how: &str| {
        let what = format!("the source is {how} than the {promised} bytes that were announced");
        Some(Err(io::Error::new(io::ErrorKind::InvalidData, what)))
    };
    match (chunk, *left) {
        (Some(Ok(chunk)), Some(rest)) => match rest.checked_sub(chunk.len() as u64) {
            Some(rest) => {
                *left = Some(rest);
                Some(Ok(chunk))
            }
            None => {
                *left = None;
                changed("longer")
            }
        },
        (Some(Err(error)), _) => {
            *left = None;
            Some(Err(error))
        }
        (None, Some(rest)) if rest > 0 => changed("shorter"),
        _ => None,
    }
}

fn open(path: &Path) -> io::Result<File> {
    File::open(path).map_err(|error| named("open", path, &error))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Reads a synchronous reader piece by piece, on blocking threads.
fn read_all<R, F>(open: Arc<F>) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static
where
    R: Read + Send + 'static,
    F: Fn() -> io::Result<R> + Send + Sync + 'static,
{
    let pool = Pool::default();
    stream::try_unfold(None, move |reader: Option<R>| {
        let (open, pool) = (Arc::clone(&open), pool.clone());
        async move {
            let work = move || {
                let mut reader = match reader {
                    Some(reader) => reader,
                    None => open()?,
                };
                let chunk = pool.read(&mut reader)?;
                Ok((!chunk.is_empty()).then_some((chunk, Some(reader))))
            };
            blocking(work).await
        }
    })
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("name", &self.name)
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::pool::CHUNK;

    async fn read(source: &Source) -> io::Result<Vec<u8>> {
        let mut chunks = source.open();
        let mut all = Vec::new();
        while let Some(chunk) = chunks.next().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all)
    }

    #[tokio::test]
    async fn a_file_can_be_read_again_and_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("in.jsonl");
        let text = vec![b'x'; 3 * CHUNK + 17];
        std::fs::write(&path, &text).unwrap();
        let source = Source::path(&path).await.unwrap();
        assert_eq!((source.name(), source.len()), ("in.jsonl", text.len() as u64));
        for _ in 0..2 {
            assert_eq!(read(&source).await.unwrap(), text);
        }
    }

    #[tokio::test]
    async fn ranges_of_a_file_are_one_source() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("in.jsonl");
        std::fs::write(&path, "0123456789").unwrap();
        let source = Source::ranges(&path, [1..3, 3..3, 8..10]);
        assert_eq!((source.len(), read(&source).await.unwrap()), (4, b"1289".to_vec()));
        std::fs::write(&path, "012345678").unwrap();
        let error = read(&source).await.unwrap_err();
        assert!(error.to_string().contains("shorter"), "{error}");
    }

    #[tokio::test]
    async fn a_file_whose_length_changed_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("in.jsonl");
        std::fs::write(&path, "12345").unwrap();
        let source = Source::path(&path).await.unwrap();
        for (now, how) in [("1234", "shorter"), ("123456", "longer")] {
            std::fs::write(&path, now).unwrap();
            let error = read(&source).await.unwrap_err();
            assert!(error.to_string().contains(how), "{error}");
        }
    }

    #[tokio::test]
    async fn an_error_of_the_stream_is_passed_on_and_nothing_follows() {
        let source = Source::stream("in.jsonl", 5, || {
            stream::iter([Ok("12".into()), Err(io::Error::other("broken")), Ok("345".into())])
        });
        let chunks: Vec<_> = source.open().collect().await;
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[0].as_ref().unwrap(), "12");
        assert_eq!(chunks[1].as_ref().unwrap_err().to_string(), "broken");
    }

    #[test]
    fn a_source_is_empty_if_its_length_is_zero() {
        assert!(Source::bytes("a", "").is_empty());
        assert!(!Source::bytes("a", "x").named("b").is_empty());
        assert_eq!(Source::bytes("a", "x").named("b").name(), "b");
    }

    #[tokio::test]
    async fn a_directory_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let error = Source::path(dir.path()).await.unwrap_err();
        assert!(error.to_string().contains("regular file"), "{error}");
    }

    #[test]
    fn sources_and_chunks_are_send_and_sync() {
        fn send_sync<T: Send + Sync>() {}
        send_sync::<Source>();
        send_sync::<Chunks>();
    }
}
