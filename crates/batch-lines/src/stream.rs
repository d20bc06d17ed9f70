//! Iterators and streams of result lines.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::io::AsyncRead;

use crate::bad::BadLine;
use crate::decode::ResultDecoder;
use crate::record::ResultRecord;

/// Bytes per read.
const CHUNK: usize = 64 << 10;

/// An iterator over the result lines of a reader.
///
/// The reader needs no buffer of its own. If lines are not kept,
/// [`for_each_line`](crate::for_each_line) or [`Join::read`](crate::outcome::Join::read) saves
/// an allocation per chunk.
///
/// ```
/// use batch_lines::ResultReader;
///
/// let file = &b"{\"custom_id\":\"a\",\"response\":{\"status_code\":200}}\n"[..];
/// for item in ResultReader::new(file) {
///     match item? {
///         Ok(record) => assert_eq!(record.line().custom_id, "a"),
///         Err(bad) => eprintln!("{bad}"),
///     }
/// }
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct ResultReader<R> {
    reader: R,
    decoder: ResultDecoder,
    buffer: BytesMut,
    ended: bool,
}

impl<R: Read> ResultReader<R> {
    /// Reads lines of up to [`Limits::DEFAULT_LINE_BYTES`](crate::Limits::DEFAULT_LINE_BYTES).
    pub fn new(reader: R) -> Self {
        Self::with_decoder(reader, ResultDecoder::new())
    }

    /// Uses a decoder set up by the caller.
    pub fn with_decoder(reader: R, decoder: ResultDecoder) -> Self {
        Self { reader, decoder, buffer: BytesMut::new(), ended: false }
    }
}

/// The iterator ends after the first error of the reader.
impl<R: Read> Iterator for ResultReader<R> {
    type Item = io::Result<Result<ResultRecord, BadLine>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.decoder.pop() {
                return Some(Ok(record));
            }
            if self.ended {
                return None;
            }
            self.buffer.resize(CHUNK, 0);
            match self.reader.read(&mut self.buffer) {
                Ok(0) => {
                    self.ended = true;
                    self.decoder.finish();
                }
                Ok(read) => self.decoder.push(self.buffer.split_to(read).freeze()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A stream of the result lines in a stream of chunks, such as the body of a download.
///
/// Pass a stream that is not `Unpin` as `Box::pin(stream)`.
///
/// ```
/// use batch_lines::ResultStream;
/// use futures_util::{StreamExt, stream};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let chunks = stream::iter(["{\"custom_id\":\"a\"", ",\"error\":{\"code\":\"batch_expired\"}}"]
///     .map(|chunk| std::io::Result::Ok(chunk.into())));
/// let mut results = ResultStream::new(chunks);
/// while let Some(item) = results.next().await {
///     let record = item?.expect("a readable line");
///     assert_eq!(record.line().custom_id, "a");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct ResultStream<S> {
    chunks: S,
    decoder: ResultDecoder,
    ended: bool,
}

impl<S> ResultStream<S> {
    /// Reads lines of up to [`Limits::DEFAULT_LINE_BYTES`](crate::Limits::DEFAULT_LINE_BYTES).
    pub fn new(chunks: S) -> Self {
        Self::with_decoder(chunks, ResultDecoder::new())
    }

    /// Uses a decoder set up by the caller.
    pub fn with_decoder(chunks: S, decoder: ResultDecoder) -> Self {
        Self { chunks, decoder, ended: false }
    }
}

impl<R: AsyncRead + Unpin> ResultStream<Chunks<R>> {
    /// Reads from an [`AsyncRead`], for example a file.
    pub fn from_reader(reader: R) -> Self {
        Self::new(Chunks { reader, buffer: BytesMut::new() })
    }
}

/// The stream ends after the first error of the chunks.
impl<S, E> Stream for ResultStream<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    type Item = Result<Result<ResultRecord, BadLine>, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(record) = self.decoder.pop() {
                return Poll::Ready(Some(Ok(record)));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.chunks).poll_next(cx)) {
                Some(Ok(chunk)) => self.decoder.push(chunk),
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.ended = true;
                    self.decoder.finish();
                }
            }
        }
    }
}

/// A stream of the chunks of an [`AsyncRead`], for [`ResultStream::from_reader`].
#[derive(Debug)]
pub struct Chunks<R> {
    reader: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.buffer.resize(CHUNK, 0);
        let read = ready!(Pin::new(&mut this.reader).poll_read(cx, &mut this.buffer))?;
        Poll::Ready((read > 0).then(|| Ok(this.buffer.split_to(read).freeze())))
    }
}
