//! Endpoints for tests whose server runs in another process. They exist only if faults are enabled.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use http::StatusCode;

use crate::api::authorize;
use crate::app::App;
use crate::error::ApiError;
use crate::fault::FaultPlan;
use crate::ledger::Ledger;
use crate::operation::Operation;

/// The routes below `/debug`.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/debug/ledger", get(ledger))
        .route("/debug/calls", get(calls))
        .route("/debug/faults", put(faults))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), authorized))
        .with_state(app)
}

async fn authorized(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match authorize(app.settings.api_key.as_deref(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// `GET /debug/ledger`
async fn ledger(State(app): State<Arc<App>>) -> Json<Ledger> {
    Json(app.book.as_ref().map(|book| book.ledger()).unwrap_or_default())
}

/// `GET /debug/calls`
async fn calls(State(app): State<Arc<App>>) -> Json<BTreeMap<Operation, u64>> {
    let count = |operation| (operation, app.calls[operation as usize].load(Ordering::Relaxed));
    Json(Operation::ALL.into_iter().map(count).collect())
}

/// `PUT /debug/faults`
async fn faults(State(app): State<Arc<App>>, body: Bytes) -> Result<StatusCode, ApiError> {
    let text = std::str::from_utf8(&body)
        .map_err(|error| ApiError::bad_request(format!("invalid fault plan: {error}")))?;
    let plan =
        FaultPlan::from_json(text).map_err(|error| ApiError::bad_request(error.to_string()))?;
    app.faults.replace(plan, app.clock.now());
    Ok(StatusCode::NO_CONTENT)
}
