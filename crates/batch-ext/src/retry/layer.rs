//! The tower layer that runs the attempts of a call.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use batch_client::{BoxError, Call, Effect, Operation};
use bytes::Bytes;
use http::{Extensions, HeaderName, HeaderValue};
use tokio::time::timeout_at;
use tower::{Layer, Service, ServiceExt};
use tracing::{Instrument, info_span};

use super::attempts::Attempts;
use super::budget::Budget;
use super::call_error::CallError;
use super::deadline::Deadline;
use super::event::Seen;
use super::exchange::{Answer, Cause, exchange, is_streamed};
use super::gave_up::GaveUp;
use super::policy::RetryPolicy;
use super::reason::Reason;
use super::reopen::Reopen;
use super::resolve;
use super::retrying::Retrying;
use super::trail::Trail;
use super::verdict::{Action, Verdict};
use crate::error::Outcome;
use crate::word::request_id;

/// The header of a request that is sent again: how many times it was sent before.
pub const RETRY_COUNT: HeaderName = HeaderName::from_static("x-retry-count");

/// Retries calls by a [`RetryPolicy`].
///
/// [`WithRetry::with_retry`](crate::retry::WithRetry::with_retry) puts it around a client's
/// transport; [`Client::layer`](batch_client::Client::layer) puts it anywhere among other layers.
/// All clones of a client share the layer's [`Budget`]. Where there are two such layers, the outer
/// one retries and the inner one passes calls through.
#[derive(Clone, Debug)]
pub struct RetryLayer {
    policy: RetryPolicy,
    budget: Budget,
}

impl RetryLayer {
    /// A layer with a budget of its own.
    #[must_use]
    pub fn new(policy: RetryPolicy) -> Self {
        Self::with_budget(policy, Budget::default())
    }

    /// A layer that uses `budget`, unless a policy has its own.
    #[must_use]
    pub fn with_budget(policy: RetryPolicy, budget: Budget) -> Self {
        Self { policy, budget }
    }
}

impl<S> Layer<S> for RetryLayer {
    type Service = RetryService<S>;

    fn layer(&self, service: S) -> RetryService<S> {
        RetryService { service, retry: self.clone() }
    }
}

/// A service that retries. See [`RetryLayer`].
#[derive(Clone, Debug)]
pub struct RetryService<S> {
    service: S,
    retry: RetryLayer,
}

/// The mark of a call that an outer retry layer is in charge of.
#[derive(Clone, Copy)]
struct InCharge;

impl<S> Service<Call> for RetryService<S>
where
    S: Service<Call, Response = reqwest::Response, Error = BoxError> + Clone + Send + Sync,
    S: 'static,
    S::Future: Send + 'static,
{
    type Response = reqwest::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<reqwest::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // Each attempt makes its own clone of the service ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut call: Call) -> Self::Future {
        let service = self.service.clone();
        if call.extensions.get::<InCharge>().is_some() {
            return Box::pin(service.oneshot(call));
        }
        let retrying = call.extensions.remove::<Retrying>();
        call.extensions.insert(InCharge);
        let policy = retrying.as_ref().map_or(&self.retry.policy, |r| &r.policy);
        let deadline = call.extensions.get::<Deadline>().copied();
        let run = Run {
            service,
            operation: call.operation_id,
            effect: Effect::of(call.operation_id),
            attempts: Attempts::new(call.operation_id, policy)
                .with_budget(&self.retry.budget)
                .with_deadline(deadline.unwrap_or_default()),
            reopen: call.extensions.remove::<Reopen>(),
            extensions: call.extensions,
            outcome: Outcome::NotDone,
        };
        let span = info_span!("call", operation = call.operation_id);
        Box::pin(run.run(call.request).instrument(span))
    }
}

/// One call in progress.
struct Run<S> {
    service: S,
    operation: &'static str,
    effect: Effect,
    attempts: Attempts,
    reopen: Option<Reopen>,
    extensions: Extensions,
    /// The greatest outcome among the attempts so far.
    outcome: Outcome,
}

struct Failure {
    cause: Cause,
    verdict: Verdict,
}

impl<S> Run<S>
where
    S: Service<Call, Response = reqwest::Response, Error = BoxError> + Clone + Send,
    S::Future: Send,
{
    async fn run(mut self, mut request: reqwest::Request) -> Result<reqwest::Response, BoxError> {
        let repeats = self.attempts.policy().max_attempts() > 1;
        loop {
            let number = self.attempts.begin();
            let spare = repeats.then(|| request.try_clone()).flatten();
            if number > 1 {
                let count = HeaderValue::from(number - 1);
                request.headers_mut().insert(RETRY_COUNT, count);
            }
            let failure = match self.attempt(request).await {
                Ok(answer) => return Ok(self.success(answer)),
                Err(failure) => failure,
            };
            self.outcome = self.outcome.max(failure.verdict.outcome);
            if let (true, Some(spare)) = (number > 1, &spare)
                && let Some(answer) = self.resolve(&failure, spare).await
            {
                return Ok(self.success(Answer::Whole(answer)));
            }
            if repeats
                && failure.verdict.action == Action::Retry
                && spare.is_none()
                && self.reopen.is_none()
            {
                let (reason, seen) = (failure.verdict.reason, failure.cause.seen());
                let why = self.attempts.give_up(reason, GaveUp::Body, seen);
                return self.end(failure, why);
            }
            let seen = failure.cause.seen();
            if let Err(why) = self.attempts.failure(&failure.verdict, seen).await {
                return self.end(failure, why);
            }
            request = match (&self.reopen, spare) {
                (Some(reopen), _) => match reopen.request().await {
                    Ok(request) => request,
                    Err(error) => {
                        let verdict = Verdict::new(self.effect, Reason::InvalidRequest);
                        let failure = Failure { verdict, cause: Cause::Error(error) };
                        let why = GaveUp::Permanent;
                        self.attempts.give_up(verdict.reason, why, failure.cause.seen());
                        return self.end(failure, why);
                    }
                },
                (None, Some(spare)) => spare,
                // Excluded by the check above.
                (None, None) => return self.end(failure, GaveUp::Body),
            };
        }
    }

    /// Sends the request once and judges the result.
    async fn attempt(&mut self, request: reqwest::Request) -> Result<Answer, Failure> {
        let call = self.call(self.operation, request);
        let exchange = exchange(&mut self.service, call);

        let sized = !is_streamed(self.operation) && self.effect != Effect::Creates;
        let timeout = self.attempts.policy().attempt_timeout().filter(|_| sized);
        let limit = self.attempts.deadline();
        let limit = limit.min(timeout.map_or(Deadline::NEVER, Deadline::after));
        let result = match limit.instant() {
            None => exchange.await,
            Some(at) => match timeout_at(at, exchange).await {
                Ok(result) => result,
                Err(elapsed) => Err(Cause::Error(elapsed.into())),
            },
        };
        result.map_err(|cause| Failure { verdict: cause.verdict(self.effect), cause })
    }

    /// The call for the inner service.
    fn call(&mut self, operation: &'static str, request: reqwest::Request) -> Call {
        let mut call = Call::new(operation, request);
        // The mark is usually the only extension, and inserting it is cheaper than cloning a map.
        if self.extensions.len() > 1 {
            call.extensions = self.extensions.clone();
        } else {
            call.extensions = std::mem::take(&mut self.extensions);
            call.extensions.insert(InCharge);
        }
        call
    }

    fn success(&mut self, answer: Answer) -> reqwest::Response {
        let mut response = match answer {
            Answer::Stream(response) => response,
            Answer::Whole(response) => response.into(),
        };
        self.attempts.success(Seen {
            status: Some(response.status()),
            request_id: request_id(response.headers()),
        });
        // The body may still fail to decode, and then the error says how many attempts there were.
        if self.attempts.count() > 1 {
            let trail = self.trail(None);
            response.extensions_mut().insert(trail);
        }
        response
    }

    /// Ends the call with its last failure. A response is returned as it is, so that the client can
    /// turn it into its typed error.
    fn end(&self, failure: Failure, why: GaveUp) -> Result<reqwest::Response, BoxError> {
        let reason = failure.verdict.reason;
        let (head, source) = match failure.cause {
            Cause::Response(mut response) | Cause::Undecodable(mut response) => {
                response.extensions_mut().insert(self.trail(Some(why)));
                return Ok(response.into());
            }
            Cause::Cut(head, source) => (Some(head), source),
            Cause::Error(source) => (None, source),
        };
        Err(Box::new(CallError {
            operation: self.operation,
            attempts: self.attempts.count(),
            elapsed: self.attempts.elapsed(),
            reason,
            gave_up: why,
            outcome: self.outcome,
            status: head.as_ref().map(http::Response::status),
            request_id: head.and_then(|head| request_id(head.headers()).map(str::to_owned)),
            source: Some(source),
        }))
    }

    fn trail(&self, gave_up: Option<GaveUp>) -> Trail {
        Trail {
            operation: self.operation,
            attempts: self.attempts.count(),
            gave_up,
            outcome: if gave_up.is_some() { self.outcome } else { Outcome::NotDone },
        }
    }

    /// Finds out whether a second attempt was refused because the first one was carried out; if so,
    /// returns the response that was lost.
    async fn resolve(
        &mut self,
        failure: &Failure,
        request: &reqwest::Request,
    ) -> Option<http::Response<Bytes>> {
        let Cause::Response(refusal) = &failure.cause else {
            return None;
        };
        match (Operation::from_id(self.operation)?, refusal.status().as_u16()) {
            (Operation::CancelBatch, 400 | 409) => {
                let retrieve = Operation::RetrieveBatch.id();
                let call = self.call(retrieve, resolve::retrieve_of(request)?);
                let deadline = self.attempts.deadline();
                let exchange = exchange(&mut self.service, call);
                let answer = match deadline.instant() {
                    None => exchange.await,
                    Some(at) => timeout_at(at, exchange).await.ok()?,
                };
                match answer {
                    Ok(Answer::Whole(batch)) => resolve::has_stopped(batch.body()).then_some(batch),
                    _ => None,
                }
            }
            (Operation::DeleteFile, 404) if self.outcome != Outcome::NotDone => {
                resolve::deleted(request)
            }
            _ => None,
        }
    }
}
