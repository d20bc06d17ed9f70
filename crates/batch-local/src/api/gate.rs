//! The middleware around every operation: faults, authorization, rate limits, response headers.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::app::App;
use crate::error::ApiError;
use crate::fault::{self, Call, Drawn};
use crate::ids;
use crate::operation::Operation;

pub(super) async fn gate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (operation, object) = match Operation::of(request.method(), request.uri().path()) {
        Some((operation, object)) => (Some(operation), object),
        None => (None, None),
    };
    if let Some(operation) = operation {
        app.calls[operation as usize].fetch_add(1, Ordering::Relaxed);
    }
    let file = object.and_then(|id| app.store.file_kind(id));
    let mut drawn = app.faults.draw(&Call { operation, object, file, now: app.clock.now() });
    let (mut response, drawn) = match fault::read_header(request.headers()) {
        Ok(brought) => {
            drawn.effects.extend(brought);
            let drawn = Arc::new(drawn);
            let response = process(&app, operation, Arc::clone(&drawn), request, next).await;
            (response, drawn)
        }
        Err(error) => (error.into_response(), Arc::default()),
    };
    describe(response.headers_mut(), started);
    // Last, so that a fault can change any header.
    fault::after(&drawn.effects, response, &app.stopping).await
}

/// Passes a request on to its operation, unless a fault, the key or a rate limit stops it.
async fn process(
    app: &App,
    operation: Option<Operation>,
    drawn: Arc<Drawn>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(response) = fault::before(&drawn.effects, &mut request, &app.stopping).await {
        return response;
    }
    if let Err(error) = authorize(app.settings.api_key.as_deref(), request.headers()) {
        fault::drain(request.into_body()).await;
        return error.into_response();
    }
    let rate = match operation {
        Some(Operation::CreateBatch) => Some(&app.batch_rate),
        Some(Operation::CreateFile) => Some(&app.upload_rate),
        _ => None,
    };
    let standing = rate.map(|rate| rate.count(app.now()));
    let mut response = match standing.filter(|standing| !standing.allowed) {
        Some(standing) => {
            fault::drain(request.into_body()).await;
            too_many(standing.reset).into_response()
        }
        None => {
            request.extensions_mut().insert(drawn);
            next.run(request).await
        }
    };
    if let Some(standing) = standing {
        standing.write(response.headers_mut());
    }
    response
}

fn too_many(seconds: u64) -> ApiError {
    ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        format!("Rate limit reached for requests. Try again in {seconds} seconds."),
    )
    .code("rate_limit_exceeded")
    .header(header::RETRY_AFTER, HeaderValue::from(seconds))
}

/// Adds the headers that every response has.
fn describe(headers: &mut HeaderMap, started: Instant) {
    headers
        .insert(HeaderName::from_static("openai-version"), HeaderValue::from_static("2020-10-01"));
    headers.insert(
        HeaderName::from_static("openai-processing-ms"),
        HeaderValue::from(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
    );
    if let Ok(id) = HeaderValue::try_from(ids::new("req_")) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// Checks the bearer token, if the server has a key.
pub(crate) fn authorize(key: Option<&str>, headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(key) = key else { return Ok(()) };
    let sent = headers
        .get(header::AUTHORIZATION)
        .map(|value| value.as_bytes())
        .and_then(|value| value.split_at_checked(7))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "))
        .map(|(_, token)| token.trim_ascii());
    match sent {
        None => Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "You did not provide an API key. Send it in the header 'Authorization: Bearer KEY'.",
        )),
        Some(sent) if same(sent, key.as_bytes()) => Ok(()),
        Some(_) => Err(ApiError::new(StatusCode::UNAUTHORIZED, "Incorrect API key provided.")
            .code("invalid_api_key")),
    }
}

/// Compares in a time that reveals only the length.
fn same(sent: &[u8], key: &[u8]) -> bool {
    let differences = sent.iter().zip(key).fold(0, |seen, (a, b)| seen | (a ^ b));
    sent.len() == key.len() && differences == 0
}
