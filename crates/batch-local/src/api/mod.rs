//! The nine operations over HTTP.

mod batches;
mod content;
pub(crate) mod error;
mod fields;
mod files;
mod query;
mod upload;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};

use crate::app::App;
use crate::fault::{self, Drawn, Effect};
use crate::operation::Operation;
use error::ApiError;

/// Bytes that the body of createBatch may have; 16 metadata pairs need a fraction of it.
const JSON_BYTES: usize = 1024 * 1024;

/// All routes, below `/v1`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let files = Router::new()
        .route("/v1/files", get(files::list).post(upload::create))
        .route("/v1/files/{file_id}", get(files::retrieve).delete(files::delete))
        .route("/v1/files/{file_id}/content", get(content::download))
        // The upload counts its own bytes.
        .layer(DefaultBodyLimit::disable());
    let batches = Router::new()
        .route("/v1/batches", get(batches::list).post(batches::create))
        .route("/v1/batches/{batch_id}", get(batches::retrieve))
        .route("/v1/batches/{batch_id}/cancel", post(batches::cancel))
        .layer(DefaultBodyLimit::max(JSON_BYTES));
    Router::new()
        .merge(files)
        .merge(batches)
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), gate))
        .with_state(app)
}

async fn unknown_route(method: Method, uri: Uri) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, format!("Invalid URL ({method} {})", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{method} is not supported on {}.", uri.path()),
    )
    .code("method_not_supported")
}

/// What every request goes through.
async fn gate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let operation = Operation::of(request.method(), request.uri().path());
    if let Some(operation) = operation {
        app.calls[operation as usize].fetch_add(1, Ordering::Relaxed);
    }
    let mut drawn = app.faults.draw(operation);
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
    // Last, so that a fault can change any header as well.
    fault::after(&drawn.effects, response).await
}

/// Lets a request through to its operation, if nothing speaks against it.
async fn process(
    app: &App,
    operation: Option<Operation>,
    drawn: Arc<Drawn>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(response) = fault::before(&drawn.effects, &mut request).await {
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

/// The headers that every answer has.
fn describe(headers: &mut HeaderMap, started: Instant) {
    headers
        .insert(HeaderName::from_static("openai-version"), HeaderValue::from_static("2020-10-01"));
    headers.insert(
        HeaderName::from_static("openai-processing-ms"),
        HeaderValue::from(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
    );
    if let Ok(id) = HeaderValue::try_from(crate::ids::new("req_")) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

fn authorize(key: Option<&str>, headers: &HeaderMap) -> Result<(), ApiError> {
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
            "No API key was sent. Send it in the header 'Authorization: Bearer KEY'.",
        )),
        Some(sent) if same(sent, key.as_bytes()) => Ok(()),
        Some(_) => {
            Err(ApiError::new(StatusCode::UNAUTHORIZED, "The API key is not this server's.")
                .code("invalid_api_key"))
        }
    }
}

/// Compares in a time that tells only the length.
fn same(sent: &[u8], key: &[u8]) -> bool {
    let differences = sent.iter().zip(key).fold(0, |seen, (a, b)| seen | (a ^ b));
    sent.len() == key.len() && differences == 0
}

/// The id in a path.
struct Id(String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(ApiError::bad_request("The id in the path is not UTF-8.").param("id")),
        }
    }
}

/// The faults that a request meets and that its operation must know.
struct Meets(Arc<Drawn>);

impl Meets {
    fn any(&self, is_it: impl Fn(&Effect) -> bool) -> bool {
        self.0.effects.iter().any(is_it)
    }

    /// How many objects a list does not show.
    fn hidden(&self) -> usize {
        let newest = self.0.effects.iter().map(|effect| match effect {
            Effect::LaggingList { newest } => usize::try_from(*newest).unwrap_or(usize::MAX),
            _ => 0,
        });
        newest.max().unwrap_or_default()
    }

    fn repeats_page(&self) -> bool {
        self.any(|effect| *effect == Effect::RepeatPage)
    }

    /// Whether a file is said not to exist.
    fn no_file(&self, id: &str) -> Result<(), ApiError> {
        if self.any(|effect| *effect == Effect::FileNotFound) {
            Err(ApiError::no_file(id))
        } else {
            Ok(())
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Meets {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get().cloned().unwrap_or_default()))
    }
}
