//! The idle timeout, which limits silence but not size.
//!
//! A total timeout would abort the transfer of a large file, and the read timeout of reqwest also runs
//! while a body is being sent. This timeout restarts whenever bytes move in either direction.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use reqwest::{ResponseBuilderExt, Url};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::call::BoxError;

/// The maximum size of a frame of a request body. A larger frame could take longer than the timeout
/// to send, without a sign of progress.
const MAX_FRAME: usize = 64 * 1024;

/// The error that no bytes moved within the
/// [idle timeout](crate::Config::idle_timeout).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no bytes moved for {0:?}")]
pub struct IdleTimeout(Duration);

impl IdleTimeout {
    /// Returns the duration of the timeout.
    #[must_use]
    pub fn after(self) -> Duration {
        self.0
    }
}

/// Sends a request. While it is sent, until the response starts, and while the body of the response
/// is received, the connection may be silent for at most `idle`.
pub(crate) async fn execute(
    client: &reqwest::Client,
    mut request: reqwest::Request,
    idle: Option<Duration>,
) -> Result<reqwest::Response, BoxError> {
    let Some(idle) = idle else {
        return client.execute(request).await.map_err(|error| error.without_url().into());
    };
    let activity = Activity::new();
    if let Some(body) = request.body_mut() {
        watch_body(body, &activity);
    }
    let response = activity.watch(idle, client.execute(request)).await?;
    let response = http::Response::from(response.map_err(reqwest::Error::without_url)?);
    Ok(without_url(
        response.map(|body| reqwest::Body::wrap(Received { body, idle, silence: None })),
    ))
}

/// Makes a body record when it moves. A small body in memory is left alone, because only such a body
/// can be sent again by reqwest if the server refuses the connection.
fn watch_body(body: &mut reqwest::Body, activity: &Activity) {
    if body.as_bytes().is_none_or(|bytes| bytes.len() > MAX_FRAME) {
        *body = reqwest::Body::wrap(Sent::new(std::mem::take(body), activity.clone()));
    }
}

/// Creates a reqwest response whose URL says nothing, because the real one may contain credentials.
fn without_url(response: http::Response<reqwest::Body>) -> reqwest::Response {
    // Without a URL, reqwest would parse one for each response, which is the most expensive step.
    static URL: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("http://no.url.invalid").ok());
    let (mut parts, body) = response.into_parts();
    if let Some(url) = &*URL
        && let Ok(with_url) = http::Response::builder().url(url.clone()).body(())
    {
        parts.extensions.extend(with_url.into_parts().0.extensions);
    }
    http::Response::from_parts(parts, body).into()
}

/// The time at which a request body last moved.
#[derive(Clone)]
struct Activity(Arc<Mutex<Instant>>);

impl Activity {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    fn touch(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn deadline(&self, idle: Duration) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) + idle
    }

    /// Runs a future until it completes, or until nothing has moved for `idle`.
    async fn watch<F: Future>(&self, idle: Duration, future: F) -> Result<F::Output, IdleTimeout> {
        let mut future = pin!(future);
        loop {
            let deadline = self.deadline(idle);
            match timeout_at(deadline, future.as_mut()).await {
                Ok(output) => return Ok(output),
                Err(_) if self.deadline(idle) > deadline => {}
                Err(_) => return Err(IdleTimeout(idle)),
            }
        }
    }
}

/// A request body that records when it moves.
struct Sent {
    body: reqwest::Body,
    /// The rest of a frame that was too large.
    rest: Bytes,
    activity: Activity,
}

impl Sent {
    fn new(body: reqwest::Body, activity: Activity) -> Self {
        Self { body, rest: Bytes::new(), activity }
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        if self.rest.is_empty() {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(trailers))) => return Poll::Ready(Some(Ok(trailers))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        self.activity.touch();
        let length = self.rest.len().min(MAX_FRAME);
        let data = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let body = self.body.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

/// A response body that fails if it is silent for too long.
struct Received {
    body: reqwest::Body,
    idle: Duration,
    /// Runs while the body is polled and has no data.
    silence: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Received {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.silence = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let idle = this.idle;
        let silence =
            this.silence.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + idle)));
        match silence.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(IdleTimeout(idle).into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    fn sent(body: impl Into<reqwest::Body>) -> Sent {
        Sent::new(body.into(), Activity::new())
    }

    async fn frame(body: &mut Sent) -> Option<Bytes> {
        let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await;
        frame.map(|frame| frame.unwrap().into_data().unwrap())
    }

    #[tokio::test]
    async fn a_large_body_is_sent_in_small_frames_of_the_same_total_length() {
        let bytes: Vec<u8> = (0..2 * MAX_FRAME + 1).map(|i| i as u8).collect();
        let mut body = sent(bytes.clone());
        let mut received = Vec::new();
        for length in [MAX_FRAME, MAX_FRAME, 1] {
            assert!(!body.is_end_stream());
            assert_eq!(body.size_hint().exact(), Some((bytes.len() - received.len()) as u64));
            let frame = frame(&mut body).await.unwrap();
            assert_eq!(frame.len(), length);
            received.extend_from_slice(&frame);
        }
        assert!(body.is_end_stream());
        assert_eq!(body.size_hint().exact(), Some(0));
        assert_eq!(frame(&mut body).await, None);
        assert_eq!(received, bytes);
    }

    #[tokio::test]
    async fn a_response_body_keeps_its_length_and_its_end() {
        for (bytes, length) in [("", 0), ("x", 1)] {
            let idle = Duration::from_secs(1);
            let mut body = Received { body: bytes.into(), idle, silence: None };
            assert_eq!(body.size_hint().exact(), Some(length));
            assert_eq!(body.is_end_stream(), length == 0);
            while poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await.is_some() {}
            assert!(body.is_end_stream());
        }
    }

    #[test]
    fn only_bodies_that_take_several_frames_are_watched() {
        for (length, in_memory) in [(0, true), (65_536, true), (65_537, false)] {
            let mut body = reqwest::Body::from(vec![0; length]);
            watch_body(&mut body, &Activity::new());
            assert_eq!(body.as_bytes().is_some(), in_memory, "{length}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn each_frame_restarts_the_timeout() {
        let idle = Duration::from_secs(10);
        let mut body = sent(vec![0; 3 * MAX_FRAME]);
        let activity = body.activity.clone();
        let sending = async {
            while frame(&mut body).await.is_some() {
                tokio::time::sleep(Duration::from_secs(9)).await;
            }
        };
        assert_eq!(activity.watch(idle, sending).await, Ok(()));
        let silence = activity.watch(idle, std::future::pending::<()>());
        assert_eq!(silence.await, Err(IdleTimeout(idle)));
    }
}
