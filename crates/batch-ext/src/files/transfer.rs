//! A download in progress, over one or more connections.

use std::pin::Pin;
use std::sync::Arc;

use batch_client::{Client, Operation, PathId};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use http::header::{ACCEPT_ENCODING, IF_RANGE, RANGE, TRANSFER_ENCODING};
use http::{Method, StatusCode, Version};

use super::complete::{Complete, Downloaded};
use super::resume::{Head, Known, Response};
use crate::error::{Error, Kind};
use crate::retry::{Attempts, Effect, Reason, Seen, WithRetry};

const OPERATION: &str = Operation::DownloadFile.id();

pub(super) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// An event of a download.
pub(super) enum Piece {
    /// The next bytes.
    Bytes(Bytes),
    /// The file has changed on the server: all bytes so far are void.
    Restart,
    /// The end.
    End(Downloaded),
}

/// The pieces of a file. The last one is [`Piece::End`] or an error.
pub(super) fn pieces(
    client: &Client,
    file_id: String,
    progress: Option<Progress>,
) -> impl Stream<Item = Result<Piece, Error>> + Send + Sync + 'static {
    let transfer = Transfer {
        client: client.clone().without_retry(),
        attempts: client.attempts(OPERATION),
        file_id,
        progress,
        known: Known::default(),
        furthest: 0,
        ranges: true,
        connection: None,
    };
    stream::unfold(Some(transfer), |transfer| async {
        let mut transfer = transfer?;
        let piece = transfer.next().await;
        let continues = matches!(piece, Ok(Piece::Bytes(_) | Piece::Restart));
        Some((piece, continues.then_some(transfer)))
    })
}

struct Transfer {
    client: Client,
    /// Counts the attempts without progress.
    attempts: Attempts,
    file_id: String,
    progress: Option<Progress>,
    known: Known,
    /// The furthest position so far. Only bytes beyond it are progress, so a file that changes on
    /// every attempt uses up the attempts.
    furthest: u64,
    /// Whether ranges can be requested.
    ranges: bool,
    connection: Option<Connection>,
}

/// A response whose body is being read.
struct Connection {
    body: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>,
    /// How many of the next bytes were received before.
    skip: u64,
    /// Whether the body extends to the end of the file.
    to_end: bool,
    /// Whether the end of the body is marked, so that a cut is an error.
    framed: bool,
    /// Whether any new byte arrived.
    productive: bool,
}

/// The result of one step.
enum Step {
    Bytes(Bytes),
    /// The file is complete.
    End(Complete),
    /// The rest has to be requested.
    Continue,
    /// The file on the server is not the one whose download was begun.
    Changed,
}

impl Transfer {
    async fn next(&mut self) -> Result<Piece, Error> {
        loop {
            match self.step().await {
                Ok(Step::Bytes(bytes)) => {
                    self.advance(bytes.len() as u64);
                    return Ok(Piece::Bytes(bytes));
                }
                Ok(Step::End(complete)) => {
                    self.attempts.success(Seen::default());
                    return Ok(Piece::End(Downloaded { bytes: self.known.position, complete }));
                }
                Ok(Step::Continue) => {}
                Ok(Step::Changed) => {
                    let begun = self.known.position > 0;
                    self.known = Known::default();
                    self.recover(changed()).await?;
                    if begun {
                        return Ok(Piece::Restart);
                    }
                }
                Err(error) => self.recover(error).await?,
            }
        }
    }

    /// Records that `bytes` more were received.
    fn advance(&mut self, bytes: u64) {
        self.known.position += bytes;
        if self.known.position > self.furthest {
            self.furthest = self.known.position;
            // A download that progresses is not failing.
            self.attempts.restart();
        }
        if let Some(progress) = &self.progress {
            progress(self.known.position, self.known.total);
        }
    }

    /// Waits until it is time for another connection, or gives up.
    async fn recover(&mut self, error: Error) -> Result<(), Error> {
        self.connection = None;
        self.attempts.next(Effect::Safe, error.in_operation(OPERATION)).await
    }

    /// Reads the next bytes of the connection, which is opened if there is none.
    async fn step(&mut self) -> Result<Step, Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => match self.open().await? {
                Opened::Connection(connection) => connection,
                Opened::Complete => return Ok(Step::End(Complete::Framed)),
                Opened::Changed => return Ok(Step::Changed),
            },
        };
        while let Some(chunk) = connection.body.next().await {
            let mut chunk = chunk.map_err(cut)?;
            let known =
                usize::try_from(connection.skip).map_or(chunk.len(), |skip| skip.min(chunk.len()));
            connection.skip -= known as u64;
            let chunk = chunk.split_off(known);
            if !chunk.is_empty() {
                connection.productive = true;
                self.connection = Some(connection);
                return Ok(Step::Bytes(chunk));
            }
        }
        self.at_end(&connection)
    }

    /// Requests the file, or the rest of it.
    async fn open(&mut self) -> Result<Opened, Error> {
        self.attempts.begin();
        let id = PathId::try_from(self.file_id.as_str()).map_err(|error| {
            Error::new(Kind::InvalidRequest).with_summary(format!("`file_id`: {error}"))
        })?;
        let path = format!("/files/{}/content", id.encoded());
        // Positions count the bytes of the file, not those of a compressed representation.
        let mut request =
            self.client.request(Method::GET, &path).header(ACCEPT_ENCODING, "identity");
        let ranged = self.ranges && self.known.position > 0;
        if ranged {
            request = request.header(RANGE, format!("bytes={}-", self.known.position));
            if let Some(etag) = self.known.strong_etag() {
                request = request.header(IF_RANGE, etag);
            }
        }
        let request = request.build().map_err(batch_client::Error::from)?;
        let mut response = self.client.execute(OPERATION, request).await?;
        if !(ranged && response.status() == StatusCode::RANGE_NOT_SATISFIABLE) {
            response = batch_client::success(response).await?;
        }
        let head = Head {
            status: response.status(),
            headers: response.headers(),
            length: response.content_length(),
        };
        match self.known.response(&head) {
            Response::Body(body) => {
                self.known.total = body.total;
                self.known.etag = body.etag;
                Ok(Opened::Connection(Connection {
                    skip: body.skip,
                    to_end: body.to_end,
                    framed: is_framed(&response),
                    body: Box::pin(response.bytes_stream()),
                    productive: false,
                }))
            }
            Response::Complete => Ok(Opened::Complete),
            Response::Changed => Ok(Opened::Changed),
            Response::NoRanges => {
                self.ranges = false;
                Err(Error::of_reason(Reason::Undecodable)
                    .with_summary("the server does not serve ranges of the file as specified"))
            }
        }
    }

    /// Decides what the end of a body means.
    fn at_end(&self, connection: &Connection) -> Result<Step, Error> {
        let position = self.known.position;
        match self.known.total {
            Some(total) if position > total => Ok(Step::Changed),
            Some(total) if position == total => Ok(Step::End(Complete::Framed)),
            // The end of a part.
            _ if !connection.to_end && connection.productive => Ok(Step::Continue),
            Some(_) => Err(Error::of_reason(Reason::CutBody)),
            None if !connection.to_end => Err(Error::of_reason(Reason::CutBody)),
            // The file has become shorter than what was received of it.
            None if connection.skip > 0 => Ok(Step::Changed),
            None if connection.framed => Ok(Step::End(Complete::Framed)),
            None => Ok(Step::End(Complete::Unknown)),
        }
    }
}

/// The result of a request for the file.
enum Opened {
    Connection(Connection),
    Complete,
    Changed,
}

/// Whether the end of the body is marked, so that a cut is an error.
fn is_framed(response: &reqwest::Response) -> bool {
    let chunked = || {
        let encodings = response.headers().get_all(TRANSFER_ENCODING);
        let last = encodings.iter().next_back().and_then(|encoding| encoding.to_str().ok());
        last.is_some_and(|encoding| encoding.trim().to_ascii_lowercase().ends_with("chunked"))
    };
    response.content_length().is_some() || response.version() >= Version::HTTP_2 || chunked()
}

/// The error of a body that was cut or stalled.
fn cut(error: reqwest::Error) -> Error {
    Error::of_reason(Reason::CutBody).with_source(error.without_url())
}

pub(super) fn changed() -> Error {
    Error::of_reason(Reason::CutBody)
        .with_kind(Kind::Data)
        .with_summary("the file changed on the server while it was downloaded")
}
