//! Downloads, as streams, in memory or to disk.

use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use batch_client::Client;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, future};

use super::complete::Downloaded;
use super::disk::Disk;
use super::transfer::{Piece, Progress, changed, pieces};
use crate::error::Error;

/// A download that is being prepared. See [the module](crate::files).
#[must_use = "a download does nothing until it is run"]
#[derive(Clone)]
pub struct Download<'c> {
    client: &'c Client,
    file_id: String,
    progress: Option<Progress>,
}

impl<'c> Download<'c> {
    pub(super) fn new(client: &'c Client, file_id: String) -> Self {
        Self { client, file_id, progress: None }
    }

    /// Calls `progress` with the number of bytes received so far, and the size of the file if it is
    /// known. The number starts over if the file changes during the download.
    pub fn on_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// The bytes as they arrive, in pieces of any size.
    ///
    /// After a connection that breaks, stalls, or ends early, the download resumes where it was cut:
    /// with a range request if the server supports them, otherwise from the start, without returning
    /// any byte twice. The stream ends with an error if the client's retry policy is exhausted without
    /// progress, or with one of kind [`Data`](crate::error::Kind::Data) if the file changed on the
    /// server after some of it was returned.
    pub fn bytes(self) -> DownloadStream {
        let end = Arc::new(OnceLock::new());
        let noted = Arc::clone(&end);
        let mut over = false;
        let bytes = self.pieces().map(move |piece| match piece? {
            Piece::Bytes(bytes) => Ok(Some(bytes)),
            Piece::Restart => Err(changed()),
            Piece::End(downloaded) => {
                let _ = noted.set(downloaded);
                Ok(None)
            }
        });
        // The first error is the last item.
        let bytes = bytes.take_while(move |item: &Result<_, Error>| {
            let take = !over;
            over = item.is_err();
            future::ready(take)
        });
        let bytes = bytes.filter_map(|item| future::ready(item.transpose())).fuse();
        DownloadStream { bytes: Box::pin(bytes), end }
    }

    /// The whole file in memory, for small files. Use [`bytes`](Self::bytes) or
    /// [`to_file`](Self::to_file) to learn whether it is known to be complete.
    ///
    /// # Errors
    ///
    /// Those of the download.
    pub async fn to_bytes(self) -> Result<Bytes, Error> {
        let mut pieces = Box::pin(self.pieces());
        let mut all = BytesMut::new();
        while let Some(piece) = pieces.next().await {
            match piece? {
                Piece::Bytes(bytes) => all.extend_from_slice(&bytes),
                Piece::Restart => all.clear(),
                Piece::End(_) => break,
            }
        }
        Ok(all.freeze())
    }

    /// Writes the file to `path` atomically, as an [`AtomicFile`](crate::files::AtomicFile): `path`
    /// never holds a partial file, and on an error it is unchanged. If the file changes on the server
    /// during the download, the download starts over.
    ///
    /// # Errors
    ///
    /// Those of the download, and one of kind [`Io`](crate::error::Kind::Io) if the file cannot be
    /// written. A server that does not mark the end of the file is not an error: see
    /// [`Downloaded::complete`].
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let mut pieces = Box::pin(self.pieces());
        let mut disk = Disk::create(path.as_ref()).await?;
        while let Some(piece) = pieces.next().await {
            match piece? {
                Piece::Bytes(bytes) => disk = disk.write(&bytes).await?,
                Piece::Restart => disk = disk.clear().await?,
                Piece::End(downloaded) => {
                    disk.commit().await?;
                    return Ok(downloaded);
                }
            }
        }
        // Unreachable: the last piece is the end or an error.
        Err(changed())
    }

    fn pieces(self) -> impl Stream<Item = Result<Piece, Error>> + Send + Sync + 'static {
        pieces(self.client, self.file_id, self.progress)
    }
}

impl fmt::Debug for Download<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("file_id", &self.file_id).finish_non_exhaustive()
    }
}

/// A stream of the bytes of a file. Returned by [`Download::bytes`]. It is fused.
#[must_use = "a stream does nothing unless it is polled"]
pub struct DownloadStream {
    bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send + Sync>>,
    end: Arc<OnceLock<Downloaded>>,
}

impl DownloadStream {
    /// The result of the download: `None` until the stream has ended without an error.
    #[must_use]
    pub fn downloaded(&self) -> Option<Downloaded> {
        self.end.get().copied()
    }
}

impl Stream for DownloadStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.bytes.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for DownloadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream").field("end", &self.end.get()).finish_non_exhaustive()
    }
}
