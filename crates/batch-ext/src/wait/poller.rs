//! The poller of one batch.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use batch_client::types::{Batch, ErrorResponse};
use batch_client::{Client, Operation, ResponseValue};
use futures_core::{FusedStream, Stream};
use futures_util::stream;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};
use tracing::{debug, info};

use super::context::WaitContext;
use super::end::End;
use super::policy::{Intervals, WaitPolicy};
use crate::error::{Error, Kind, Outcome};
use crate::retry::{Deadline, Hint, sending_once};
use crate::status::Phase;

/// A wait for one batch. Returned by [`WaitForBatch`](crate::wait::WaitForBatch); `.await` it for the
/// batch's [`End`].
///
/// # Errors
///
/// The future ends with an error if a poll fails with a permanent error, if too many in a row fail,
/// or if the deadline passes. Each error has the last snapshot: see
/// [`Error::wait`](crate::Error::wait).
#[must_use = "a wait does nothing unless it is awaited"]
pub struct BatchWait {
    client: Client,
    id: String,
    cancel: bool,
    policy: WaitPolicy,
}

impl BatchWait {
    pub(super) fn new(client: Client, id: String, cancel: bool) -> Self {
        Self { client, id, cancel, policy: WaitPolicy::default() }
    }

    /// Uses `policy` instead of the default.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// A stream of the batch as of each poll; the last snapshot is final. An error ends the stream.
    pub fn snapshots(self) -> Snapshots {
        let poller = Poller::new(self, None);
        let stream = stream::unfold(Some(poller), |poller| async {
            let mut poller = poller?;
            let (item, more) = match poller.next().await {
                Ok(batch) => {
                    let is_final = Phase::of(batch.status.as_str()).is_final();
                    (Ok(batch), !is_final)
                }
                Err(error) => (Err(error), false),
            };
            Some((item, more.then_some(poller)))
        });
        Snapshots { stream: Box::pin(stream), done: false }
    }

    pub(super) async fn end(self, requests: Option<Arc<Semaphore>>) -> Result<End, Error> {
        let mut poller = Poller::new(self, requests);
        loop {
            if let Ok(end) = End::of(poller.next().await?) {
                return Ok(end);
            }
        }
    }
}

impl IntoFuture for BatchWait {
    type Output = Result<End, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + Sync>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.end(None))
    }
}

impl fmt::Debug for BatchWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchWait")
            .field("id", &self.id)
            .field("cancel", &self.cancel)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// A stream of snapshots of a batch. Returned by [`BatchWait::snapshots`].
#[must_use = "a stream does nothing unless it is polled"]
pub struct Snapshots {
    stream: Pin<Box<dyn Stream<Item = Result<Batch, Error>> + Send + Sync>>,
    done: bool,
}

impl Stream for Snapshots {
    type Item = Result<Batch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        let next = self.stream.as_mut().poll_next(cx);
        self.done = matches!(next, Poll::Ready(None));
        next
    }
}

impl FusedStream for Snapshots {
    fn is_terminated(&self) -> bool {
        self.done
    }
}

impl fmt::Debug for Snapshots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshots").finish_non_exhaustive()
    }
}

/// The next request.
enum Step {
    Cancel,
    Retrieve,
    /// A retrieve that decides whether the cancel was refused because the batch has ended.
    Explain(Error),
}

struct Poller {
    client: Client,
    id: String,
    policy: WaitPolicy,
    step: Step,
    requests: Option<Arc<Semaphore>>,
    /// Set by the first poll.
    clock: Option<Clock>,
    intervals: Intervals,
    pause: Option<Duration>,
    polls: u64,
    failures: u32,
    not_found: u32,
    last: Option<Batch>,
}

#[derive(Clone, Copy)]
struct Clock {
    started: Instant,
    deadline: Deadline,
}

impl Poller {
    fn new(wait: BatchWait, requests: Option<Arc<Semaphore>>) -> Self {
        Self {
            // The tolerance of the wait replaces the client's retries.
            client: sending_once(wait.client),
            id: wait.id,
            step: if wait.cancel { Step::Cancel } else { Step::Retrieve },
            requests,
            clock: None,
            intervals: Intervals::new(&wait.policy),
            policy: wait.policy,
            pause: None,
            polls: 0,
            failures: 0,
            not_found: 0,
            last: None,
        }
    }

    /// Sleeps unless this is the first poll, and polls until there is something to return.
    async fn next(&mut self) -> Result<Batch, Error> {
        loop {
            let is_last = self.sleep().await;
            let result = self.request().await;
            let (batch, hint) = match result {
                Ok(answer) => {
                    let hint = Hint::from_headers(answer.headers(), SystemTime::now());
                    (answer.into_inner(), hint.retry_after)
                }
                Err(error) => {
                    self.tolerate(error, is_last)?;
                    continue;
                }
            };
            debug!(batch = self.id, status = batch.status.as_str(), polls = self.polls, "poll");
            if let Step::Explain(refusal) = std::mem::replace(&mut self.step, Step::Retrieve)
                && Phase::of(batch.status.as_str()) == Phase::Running
            {
                self.last = Some(batch);
                return Err(self.attach(refusal));
            }
            self.failures = 0;
            let changed = self.last.as_ref().is_none_or(|last| last.status != batch.status);
            if changed {
                self.intervals.restart(&self.policy);
            }
            self.pause = Some(self.intervals.next(&self.policy, hint));
            self.last = Some(batch.clone());
            if is_last && !Phase::of(batch.status.as_str()).is_final() {
                return Err(self.timed_out());
            }
            return Ok(batch);
        }
    }

    /// Sleeps until the next poll is due or the deadline passes; returns whether it has passed.
    async fn sleep(&mut self) -> bool {
        let clock = *self.clock.get_or_insert_with(|| Clock {
            started: Instant::now(),
            deadline: self.policy.deadline.map_or(Deadline::NEVER, Deadline::after),
        });
        if let Some(pause) = self.pause.take() {
            let left = clock.deadline.remaining().unwrap_or(Duration::MAX);
            tokio::time::sleep(pause.min(left)).await;
        }
        clock.deadline.is_past()
    }

    /// Sends the request of the step.
    async fn request(&mut self) -> Result<ResponseValue<Batch>, Error> {
        let _permit = match &self.requests {
            // The semaphore is never closed. If it were, there would be no limit.
            Some(requests) => requests.acquire().await.ok(),
            None => None,
        };
        self.polls += 1;
        let operation = match self.step {
            Step::Cancel => Operation::CancelBatch,
            Step::Retrieve | Step::Explain(_) => Operation::RetrieveBatch,
        };
        let (client, id) = (&self.client, self.id.as_str());
        let sent = async {
            match self.step {
                Step::Cancel => client.cancel_batch().batch_id(id).send().await,
                Step::Retrieve | Step::Explain(_) => {
                    client.retrieve_batch().batch_id(id).send().await
                }
            }
        };
        let result: Result<_, batch_client::Error<ErrorResponse>> =
            match timeout(self.policy.poll_timeout, sent).await {
                Ok(result) => result,
                Err(elapsed) => Err(batch_client::Error::Transport(elapsed.into())),
            };
        if result.is_ok() && matches!(self.step, Step::Cancel) {
            self.step = Step::Retrieve;
        }
        result.map_err(|error| Error::from(error).in_operation(operation.id()))
    }

    /// Tolerates an error, or returns it.
    fn tolerate(&mut self, error: Error, is_last: bool) -> Result<(), Error> {
        let refused = error.kind() == Kind::Conflict || error.status().is_some_and(|s| s == 400);
        if matches!(self.step, Step::Cancel) && refused {
            self.step = Step::Explain(error);
            self.pause = None;
            return Ok(());
        }
        if matches!(self.step, Step::Cancel) && error.outcome() == Outcome::Done {
            // The cancel was carried out, and only its response is lost.
            self.step = Step::Retrieve;
        }
        let tolerated = if error.is_not_found() && self.last.is_none() {
            self.not_found += 1;
            self.not_found <= self.policy.max_not_found
        } else {
            self.failures += 1;
            error.is_retryable() && self.failures <= self.policy.max_failures
        };
        if !tolerated {
            return Err(self.attach(error));
        }
        if is_last {
            return Err(self.timed_out().with_source(error));
        }
        let pause = self.intervals.next(&self.policy, error.retry_after());
        info!(
            batch = self.id,
            reason = error.reason().map(|reason| reason.as_str()),
            status = error.status().map(|status| status.as_u16()),
            request_id = error.request_id(),
            failures = self.failures,
            delay_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
            "poll failed"
        );
        self.pause = Some(pause);
        Ok(())
    }

    fn timed_out(&self) -> Error {
        let message = match &self.last {
            Some(_) => "the batch was not final by the deadline",
            None => "the batch was not seen by the deadline",
        };
        self.attach(Error::new(Kind::Timeout).with_summary(message))
    }

    fn attach(&self, error: Error) -> Error {
        error.with_context(WaitContext {
            last: self.last.clone(),
            polls: self.polls,
            elapsed: self.clock.map_or(Duration::ZERO, |clock| clock.started.elapsed()),
        })
    }
}
