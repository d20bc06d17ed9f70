//! The routes.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use http::{Method, StatusCode, Uri};

use super::gate::gate;
use super::{batches, content, files, upload};
use crate::app::App;
use crate::error::ApiError;

/// Maximum length of the body of createBatch. 16 metadata pairs need a fraction of it.
const JSON_BYTES: usize = 1024 * 1024;

/// All routes of the API, below `/v1`.
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
