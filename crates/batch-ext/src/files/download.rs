//! Fetching a file.

use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use batch_client::{Client, PathId};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE,
};
use http::{Method, StatusCode};

use super::disk;
use crate::error::{Error, Kind};
use crate::retry::{Attempts, Effect, GaveUp, Reason, Seen, WithRetry};

const OPERATION: &str = "download_file";

type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// A download that is being prepared. See [the module](super).
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

    /// Is called with the bytes received so far, and in all where that is known.
    pub fn on_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// The bytes as they come, in pieces of any size.
    ///
    /// A connection that breaks, falls silent, or ends before the promised length is taken up
    /// again where it was cut: by a range where the server serves ranges, else from the start, with
    /// what was given already left out. The stream ends with an error only when the client's retry
    /// policy is spent without progress.
    pub fn bytes(self) -> DownloadStream {
        let transfer = Transfer {
            client: self.client.clone().without_retry(),
            attempts: self.client.attempts(OPERATION),
            file_id: self.file_id,
            progress: self.progress,
            body: None,
            skip: 0,
            position: 0,
            total: None,
            etag: None,
        };
        let bytes = stream::try_unfold(transfer, |mut transfer| async move {
            Ok(transfer.next().await?.map(|chunk| (chunk, transfer)))
        });
        DownloadStream(Box::pin(bytes))
    }

    /// The whole file in memory, which is for small ones.
    ///
    /// # Errors
    /// Those of the download.
    pub async fn to_bytes(self) -> Result<Bytes, Error> {
        let mut bytes = self.bytes();
        let mut all = BytesMut::new();
        while let Some(chunk) = bytes.next().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all.freeze())
    }

    /// Writes the file to a path, and returns its size in bytes.
    ///
    /// The bytes go to `path` with `.part` appended, which is synced and renamed when it is whole:
    /// under `path` there is never half a file. What stood there before stays until then. On an
    /// error the partial file is removed.
    ///
    /// # Errors
    /// Those of the download, and [`Kind::Io`] where the file cannot be written.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        disk::write(self.bytes(), path.as_ref()).await
    }
}

impl fmt::Debug for Download<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("file_id", &self.file_id).finish_non_exhaustive()
    }
}

/// The bytes of a file, by [`Download::bytes`]. It is fused: after its end, or an error, it is over.
#[must_use = "a stream does nothing until it is polled"]
pub struct DownloadStream(Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send + Sync>>);

impl Stream for DownloadStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for DownloadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream").finish_non_exhaustive()
    }
}

/// One download, over as many connections as it takes.
struct Transfer {
    client: Client,
    attempts: Attempts,
    file_id: String,
    progress: Option<Progress>,
    body: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>>,
    /// How much of this connection's body was given already.
    skip: u64,
    /// How much was given in all.
    position: u64,
    /// The file's length, once a server has said it.
    total: Option<u64>,
    etag: Option<HeaderValue>,
}

impl Transfer {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            match self.step().await {
                Ok(Some(chunk)) => {
                    self.position += chunk.len() as u64;
                    // What progresses is not failing.
                    self.attempts.restart();
                    if let Some(progress) = &self.progress {
                        progress(self.position, self.total);
                    }
                    return Ok(Some(chunk));
                }
                Ok(None) => {
                    self.attempts.success(Seen::default());
                    return Ok(None);
                }
                Err(error) => self.recover(error).await?,
            }
        }
    }

    /// The next bytes of this connection, which is opened where there is none.
    async fn step(&mut self) -> Result<Option<Bytes>, Error> {
        let body = match self.body.take() {
            Some(body) => body,
            None => self.open().await?,
        };
        let body = self.body.insert(body);
        while let Some(chunk) = body.next().await {
            let mut chunk = chunk.map_err(cut)?;
            let given =
                usize::try_from(self.skip).map_or(chunk.len(), |skip| skip.min(chunk.len()));
            self.skip -= given as u64;
            let chunk = chunk.split_off(given);
            if !chunk.is_empty() {
                return Ok(Some(chunk));
            }
        }
        self.whole().await.map(|()| None)
    }

    async fn open(
        &mut self,
    ) -> Result<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>, Error> {
        self.attempts.begin();
        let id = PathId::try_from(self.file_id.as_str())
            .map_err(|error| Error::new(Kind::InvalidRequest, format!("`file_id`: {error}")))?;
        let path = format!("/files/{}/content", id.encoded());
        let mut request = self.client.request(Method::GET, &path);
        if self.position > 0 {
            // Of the plain bytes, for a compressed form would be counted otherwise.
            request = request
                .header(RANGE, format!("bytes={}-", self.position))
                .header(ACCEPT_ENCODING, "identity");
            if let Some(etag) = &self.etag {
                request = request.header(IF_RANGE, etag);
            }
        }
        let request = request.build().map_err(batch_client::Error::from)?;
        let response = self.client.execute(OPERATION, request).await?;
        let response = batch_client::success(response).await?;
        let headers = response.headers();
        let start = match response.status() {
            StatusCode::PARTIAL_CONTENT => range_start(headers).unwrap_or(self.position),
            _ => 0,
        };
        let Some(skip) = self.position.checked_sub(start) else {
            let what =
                format!("the server answered from byte {start} when asked for {}", self.position);
            return Err(Error::new(Kind::Decode, what));
        };
        self.skip = skip;
        self.total = content_length(headers).map(|len| start + len).or(self.total);
        self.etag = headers.get(ETAG).cloned().or(self.etag.take());
        Ok(Box::pin(response.bytes_stream()))
    }

    /// Whether the end is the end. Where no length was sent, the file's description has it.
    async fn whole(&mut self) -> Result<(), Error> {
        if self.total.is_none() {
            let file = self.client.retrieve_file().file_id(&self.file_id).send().await;
            // A server that cannot say how long its file is leaves nothing to compare with.
            let bytes = file.ok().and_then(|file| u64::try_from(file.bytes).ok());
            self.total = bytes.filter(|bytes| *bytes > 0);
        }
        match self.total {
            Some(total) if self.position < total => Err(Error::of_reason(Reason::CutBody)),
            _ => Ok(()),
        }
    }

    /// Waits until it is time for another connection, or gives up.
    async fn recover(&mut self, error: Error) -> Result<(), Error> {
        self.body = None;
        let seen = Seen { status: error.status(), request_id: error.request_id() };
        let why = match error.verdict(Effect::Read) {
            Some(verdict) => match self.attempts.failure(&verdict, seen).await {
                Ok(()) => return Ok(()),
                Err(why) => why,
            },
            None => GaveUp::Permanent,
        };
        let attempts = self.attempts.count();
        Err(error.in_operation(OPERATION).with_attempts(attempts).with_gave_up(why))
    }
}

/// An error of a body, which may be silence.
fn cut(error: reqwest::Error) -> Error {
    Error::of_reason(Reason::CutBody).with_source(error.without_url())
}

/// The length of this body, where it comes as it is stored.
fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Where a partial answer begins: `bytes 10-19/20` begins at 10.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (start, _) = range.strip_prefix("bytes ")?.split_once('-')?;
    start.trim().parse().ok()
}
