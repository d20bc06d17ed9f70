//! The nine operations over HTTP.

mod batches;
mod content;
pub(crate) mod error;
mod fields;
mod files;
mod query;
mod upload;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};

use crate::app::App;
use error::ApiError;

/// Bytes that the body of createBatch may have; 16 metadata pairs need a fraction of it.
const JSON_BYTES: usize = 1024 * 1024;

/// All routes, below `/v1`.
pub(crate) fn router(app: Arc<App>) -> Router {
    let files = Router::new()
        .route("/v1/files", get(files::list).post(upload::create))
        .route(
            "/v1/files/{file_id}",
            get(files::retrieve).delete(files::delete),
        )
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
    ApiError::new(
        StatusCode::NOT_FOUND,
        format!("Invalid URL ({method} {})", uri.path()),
    )
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{method} is not supported on {}.", uri.path()),
    )
    .code("method_not_supported")
}

/// What every request goes through: the key, and the headers of every answer.
async fn gate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let response = match authorize(app.settings.api_key.as_deref(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let mut response = response;
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("openai-version"),
        HeaderValue::from_static("2020-10-01"),
    );
    headers.insert(
        HeaderName::from_static("openai-processing-ms"),
        HeaderValue::from(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
    );
    if let Ok(id) = HeaderValue::try_from(crate::ids::new("req_")) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
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
        Some(sent) if sent == key.as_bytes() => Ok(()),
        Some(_) => Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "The API key is not this server's.",
        )
        .code("invalid_api_key")),
    }
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
