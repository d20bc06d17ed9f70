//! The tower layer that runs the attempts of a call.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;

use batch_client::transport::read_error_body;
use batch_client::types::ErrorResponse;
use batch_client::{BoxError, Call};
use bytes::Bytes;
use http::{Extensions, HeaderName, HeaderValue, StatusCode};
use reqwest::ResponseBuilderExt;
use tokio::time::timeout_at;
use tower::{Layer, Service, ServiceExt};
use tracing::{Instrument, info_span};

use super::client::Retrying;
use super::trail::{CallError, Trail};
use super::{
    Action, Attempts, Budget, Deadline, Effect, GaveUp, Hint, Reason, Reopen, RetryPolicy, Seen,
    Verdict, resolve,
};
use crate::error::quota_word;
use crate::word::request_id;

/// The header of a request that is sent again, with the number of times it was sent before.
pub const RETRY_COUNT: HeaderName = HeaderName::from_static("x-retry-count");

/// Retries calls by a [`RetryPolicy`].
///
/// [`WithRetry::with_retry`](super::WithRetry::with_retry) puts it around a client's transport;
/// with [`Client::layer`](batch_client::Client::layer) it can be put anywhere among other layers.
/// All clones of a client share the layer's [`Budget`]. Where there are two such layers, the outer
/// one retries and the inner one lets calls through.
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

    /// A layer that draws on `budget`, where a policy has none of its own.
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

/// Marks a call that a retry layer is in charge of.
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
        // Each attempt makes a clone of the service ready for itself.
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
            outcome_unknown: false,
        };
        let span = info_span!("call", operation = call.operation_id);
        Box::pin(run.run(call.request).instrument(span))
    }
}

/// One call under way.
struct Run<S> {
    service: S,
    operation: &'static str,
    effect: Effect,
    attempts: Attempts,
    reopen: Option<Reopen>,
    extensions: Extensions,
    /// Whether any attempt so far may have been carried out.
    outcome_unknown: bool,
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
            self.outcome_unknown |= failure.verdict.outcome_unknown;
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
                let (reason, seen) = (failure.verdict.reason, failure.seen());
                let why = self.attempts.give_up(reason, GaveUp::Body, seen);
                return self.end(failure, why);
            }
            if let Err(why) = self.attempts.failure(&failure.verdict, failure.seen()).await {
                return self.end(failure, why);
            }
            request = match (&self.reopen, spare) {
                (Some(reopen), _) => match reopen.request().await {
                    Ok(request) => request,
                    Err(error) => {
                        let verdict = Verdict::new(self.effect, Reason::InvalidRequest);
                        let failure = Failure { verdict, cause: Cause::Error(error) };
                        let why = GaveUp::Permanent;
                        self.attempts.give_up(verdict.reason, why, failure.seen());
                        return self.end(failure, why);
                    }
                },
                (None, Some(spare)) => spare,
                // Excluded above, but not to the compiler's knowledge.
                (None, None) => return self.end(failure, GaveUp::Body),
            };
        }
    }

    /// Sends the request once, and judges what comes back.
    async fn attempt(&mut self, request: reqwest::Request) -> Result<Answer, Failure> {
        let call = self.call(self.operation, request);
        let streamed = self.operation == "download_file";
        let exchange = exchange(&mut self.service, call, streamed);

        let sized = !streamed && self.effect != Effect::Upload;
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

    /// What goes to the service below.
    fn call(&mut self, operation: &'static str, request: reqwest::Request) -> Call {
        let mut call = Call::new(operation, request);
        // Most often the mark is all there is: made anew sooner than cloned.
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
        Trail::clear(response.headers_mut());
        if self.attempts.count() > 1 {
            self.trail(None).write(response.headers_mut());
        }
        response
    }

    /// Ends the call with its last failure: a response goes up as it is.
    fn end(&self, failure: Failure, why: GaveUp) -> Result<reqwest::Response, BoxError> {
        let reason = failure.verdict.reason;
        let (head, source) = match failure.cause {
            Cause::Response(mut response) => {
                self.trail(Some(why)).write(response.headers_mut());
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
            outcome_unknown: self.outcome_unknown,
            status: head.as_ref().map(http::Response::status),
            request_id: head.and_then(|head| request_id(head.headers()).map(str::to_owned)),
            source: Some(source),
        }))
    }

    fn trail(&self, gave_up: Option<GaveUp>) -> Trail {
        Trail {
            operation: Some(self.operation),
            attempts: self.attempts.count(),
            gave_up,
            outcome_unknown: gave_up.is_some() && self.outcome_unknown,
        }
    }

    /// A second try may be refused because the first one did what was asked: finds that out.
    async fn resolve(
        &mut self,
        failure: &Failure,
        request: &reqwest::Request,
    ) -> Option<http::Response<Bytes>> {
        let Cause::Response(refusal) = &failure.cause else {
            return None;
        };
        match (self.operation, refusal.status().as_u16()) {
            ("cancel_batch", 400 | 409) => {
                let call = self.call("retrieve_batch", resolve::retrieve_of(request)?);
                let deadline = self.attempts.deadline();
                let exchange = exchange(&mut self.service, call, false);
                let answer = match deadline.instant() {
                    None => exchange.await,
                    Some(at) => timeout_at(at, exchange).await.ok()?,
                };
                match answer {
                    Ok(Answer::Whole(batch)) => resolve::has_stopped(batch.body()).then_some(batch),
                    _ => None,
                }
            }
            ("delete_file", 404) if self.outcome_unknown => resolve::deleted(request),
            _ => None,
        }
    }
}

/// An answer of success.
enum Answer {
    /// Its body is still to be read.
    Stream(reqwest::Response),
    /// Its body has been read.
    Whole(http::Response<Bytes>),
}

/// What went wrong in one attempt.
enum Cause {
    /// An answer that is no success.
    Response(http::Response<Bytes>),
    /// An answer whose body was cut.
    Cut(http::Response<()>, BoxError),
    /// No answer.
    Error(BoxError),
}

struct Failure {
    cause: Cause,
    verdict: Verdict,
}

impl Cause {
    fn verdict(&self, effect: Effect) -> Verdict {
        match self {
            Self::Response(response) => {
                let hint = Hint::from_headers(response.headers(), SystemTime::now());
                let status = response.status();
                let envelope = (status == StatusCode::TOO_MANY_REQUESTS)
                    .then(|| ErrorResponse::from_body(status.as_u16(), response.body()));
                let code = envelope.as_ref().and_then(|e| quota_word(&e.error));
                Verdict::of_response(effect, status, hint, code)
            }
            Self::Cut(..) => Verdict::new(effect, Reason::CutBody),
            Self::Error(error) => Verdict::of_error(effect, error.as_ref()),
        }
    }
}

impl Failure {
    fn seen(&self) -> Seen<'_> {
        let (status, headers) = match &self.cause {
            Cause::Response(response) => (response.status(), response.headers()),
            Cause::Cut(head, _) => (head.status(), head.headers()),
            Cause::Error(_) => return Seen::default(),
        };
        Seen { status: Some(status), request_id: request_id(headers) }
    }
}

/// Sends once, and reads the answer: whole, unless it is a success to be streamed.
async fn exchange<S>(service: &mut S, call: Call, streamed: bool) -> Result<Answer, Cause>
where
    S: Service<Call, Response = reqwest::Response, Error = BoxError>,
{
    let service = service.ready().await.map_err(Cause::Error)?;
    let mut response = service.call(call).await.map_err(Cause::Error)?;
    let success = response.status().is_success();
    if success && streamed {
        return Ok(Answer::Stream(response));
    }
    // Taken out of the response, for reading the body uses that up.
    // The address goes along, or reqwest would parse another one.
    let head = http::Response::builder().url(response.url().clone());
    let mut head = head.body(()).unwrap_or_default();
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let extensions = std::mem::take(response.extensions_mut());
    head.extensions_mut().extend(extensions);
    if success {
        return match response.bytes().await {
            Ok(body) => Ok(Answer::Whole(head.map(|()| body))),
            Err(error) => Err(Cause::Cut(head, error.without_url().into())),
        };
    }
    let body = read_error_body(response).await;
    Err(Cause::Response(head.map(|()| body)))
}
