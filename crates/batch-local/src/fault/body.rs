//! Response bodies that are cut, truncated, slowed down or framed in another way.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::response::Parts;
use http::{HeaderValue, Version, header};
use http_body::Body as _;

use super::effect::Framing;

/// Takes the body out to change how it is sent, and states its length where it is known.
fn take(response: Response) -> (Parts, BodyDataStream) {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    (parts, body.into_data_stream())
}

fn length(parts: &Parts) -> Option<u64> {
    parts.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The beginning of a body.
fn first_bytes(
    body: BodyDataStream,
    bytes: u64,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    stream::unfold((body, bytes), |(mut body, left)| async move {
        if left == 0 {
            return None;
        }
        let chunk = match body.next().await? {
            Ok(mut chunk) => {
                chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                Ok(chunk)
            }
            Err(error) => Err(error),
        };
        let sent = chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Some((chunk, (body, left - sent)))
    })
}

/// Breaks the connection after `bytes` bytes of the body. A body whose length is stated and is not
/// greater arrives whole.
pub(super) fn cut(response: Response, bytes: u64) -> Response {
    let (parts, body) = take(response);
    if length(&parts).is_some_and(|length| length <= bytes) {
        return Response::from_parts(parts, Body::from_stream(body));
    }
    let end = stream::once(async {
        // The bytes before it must leave the machine first.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(axum::Error::new("cut by the fault plan"))
    });
    Response::from_parts(parts, Body::from_stream(first_bytes(body, bytes).chain(end)))
}

/// Ends the body after `bytes` bytes as if it were complete.
pub(super) fn truncate(response: Response, bytes: u64) -> Response {
    let (mut parts, body) = take(response);
    if let Some(length) = length(&parts) {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length.min(bytes)));
    }
    Response::from_parts(parts, Body::from_stream(first_bytes(body, bytes)))
}

/// Sends the body in pieces with a pause before each.
pub(super) fn drip(response: Response, bytes: u64, ms: u64) -> Response {
    let (parts, body) = take(response);
    let piece = usize::try_from(bytes).unwrap_or(usize::MAX).max(1);
    let pieces = stream::unfold((body, Bytes::new()), move |(mut body, mut rest)| async move {
        while rest.is_empty() {
            rest = match body.next().await? {
                Ok(chunk) => chunk,
                Err(error) => return Some((Err(error), (body, Bytes::new()))),
            };
        }
        tokio::time::sleep(Duration::from_millis(ms)).await;
        let now = rest.split_to(piece.min(rest.len()));
        Some((Ok(now), (body, rest)))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// Hides the length of the body.
pub(super) fn frame(response: Response, framing: Framing) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    match framing {
        Framing::Chunked => {}
        // In HTTP/1.0 there are no chunks: without a length, the body ends with the connection.
        Framing::UntilClose => parts.version = Version::HTTP_10,
    }
    // As a stream, so that nobody can ask for its length.
    Response::from_parts(parts, Body::from_stream(body.into_data_stream()))
}
