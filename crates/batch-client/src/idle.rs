//! A timeout for silence, not for size.
//!
//! A total timeout kills the transfer of a large file, and reqwest's read timeout runs while a body
//! is being sent. This one starts anew whenever bytes move, in either direction.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::{BoxError, response};

/// Nothing moved for as long as the idle timeout allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no bytes moved for {0:?}")]
pub struct IdleTimeout(Duration);

impl IdleTimeout {
    /// How long nothing moved.
    #[must_use]
    pub fn after(self) -> Duration {
        self.0
    }
}

/// Sends a request whose connection may be silent for `idle` at most, the answer's body included.
pub(crate) async fn execute(
    client: &reqwest::Client,
    mut request: reqwest::Request,
    idle: Option<Duration>,
) -> Result<reqwest::Response, BoxError> {
    let Some(idle) = idle else {
        return client.execute(request).await.map_err(|error| error.without_url().into());
    };
    let activity = Activity::new();
    if let Some(body) = request.body_mut()
        && body.as_bytes().is_none()
    {
        let sent = std::mem::take(body);
        *body = reqwest::Body::wrap(Sent { body: sent, activity: activity.clone() });
    }
    let response = activity.watch(idle, client.execute(request)).await?;
    let response = http::Response::from(response.map_err(reqwest::Error::without_url)?);
    Ok(response::from_http(
        response.map(|body| reqwest::Body::wrap(Received { body, idle, silence: None })),
    ))
}

/// When a request's body last moved.
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

    /// Runs a future until it ends, or until nothing has moved for `idle`.
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

/// A request's body that notes when it moves.
struct Sent {
    body: reqwest::Body,
    activity: Activity,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if frame.is_ready() {
            self.activity.touch();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body that fails when it is silent for too long.
struct Received {
    body: reqwest::Body,
    idle: Duration,
    /// Runs while the body is waited for.
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
