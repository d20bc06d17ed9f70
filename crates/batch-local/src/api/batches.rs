//! Operations on batches.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use http::{StatusCode, Uri};
use serde_json::{Map, Value};

use super::extract::{Id, Meets};
use super::fields;
use super::query::Query;
use crate::app::App;
use crate::engine;
use crate::error::ApiError;
use crate::ids;
use crate::limits::{BATCH_FILE_LIFETIME, ENDPOINTS};
use crate::model::{Batch, Counts, Page, Status};
use crate::store::BatchRecord;

/// `POST /batches`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    meets: Meets,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Batch>, ApiError> {
    let body = body.map_err(|error| ApiError::new(error.status(), error.body_text()))?;
    let order = Order::read(&body, &app.settings.windows)?;
    let created = app.clock.now();
    let now = created.as_secs();
    let id = ids::new("batch_");
    let batch = Batch {
        id: id.clone(),
        object: Default::default(),
        endpoint: order.endpoint,
        model: None,
        errors: None,
        input_file_id: order.input_file_id,
        completion_window: order.window.0,
        status: Status::Validating,
        output_file_id: None,
        error_file_id: None,
        created_at: now,
        in_progress_at: None,
        expires_at: Some(now + order.window.1),
        finalizing_at: None,
        completed_at: None,
        failed_at: None,
        expired_at: None,
        cancelling_at: None,
        cancelled_at: None,
        request_counts: Some(Counts::default()),
        usage: None,
        metadata: order.metadata,
    };
    let record = BatchRecord {
        seq: 0,
        batch: batch.clone(),
        created,
        output_lifetime: order.output_lifetime,
        output_id: ids::new("file-"),
        error_id: ids::new("file-"),
        enqueued_tokens: 0,
        effects: meets.for_batch(),
        fault_seed: meets.seed,
    };
    app.store.add_batch(record).await?;
    engine::start(&app, id);
    Ok(Json(batch))
}

/// `GET /batches/{batch_id}`
pub(super) async fn retrieve(
    State(app): State<Arc<App>>,
    Id(id): Id,
) -> Result<Json<Batch>, ApiError> {
    match app.store.batch(&id) {
        Some(entry) => Ok(Json(entry.retrieve())),
        None => Err(ApiError::no_batch(&id)),
    }
}

/// `POST /batches/{batch_id}/cancel`
pub(super) async fn cancel(
    State(app): State<Arc<App>>,
    Id(id): Id,
) -> Result<Json<Batch>, ApiError> {
    let now = app.now();
    let outcome = app.store.change_batch(&id, |entry| {
        let batch = &mut entry.record.batch;
        match batch.status {
            Status::Validating | Status::InProgress | Status::Finalizing => {
                batch.enter(Status::Cancelling, now);
                entry.cancel.send_replace(true);
                Ok(entry.view())
            }
            Status::Cancelling | Status::Cancelled => Ok(entry.view()),
            Status::Failed | Status::Completed | Status::Expired => Err(batch.status),
        }
    });
    match outcome {
        None => Err(ApiError::no_batch(&id)),
        Some(Ok(batch)) => {
            app.store.save_batch(&id).await?;
            Ok(Json(batch))
        }
        Some(Err(status)) => Err(ApiError::new(
            StatusCode::CONFLICT,
            format!("Cannot cancel a batch with status '{}'.", status.as_str()),
        )),
    }
}

/// `GET /batches`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    meets: Meets,
    uri: Uri,
) -> Result<Json<Page<Batch>>, ApiError> {
    let query = Query::of(&uri);
    let page = query.page(&app, &meets, false, 20, 100)?;
    let after = page.after.as_deref().unwrap_or_default();
    let (batches, more) =
        app.store.list_batches(&page).ok_or_else(|| ApiError::no_batch(after).param("after"))?;
    Ok(Json(Page::new(batches, more || meets.repeats_page(), |batch| &batch.id)))
}

/// The body of a create request. Unknown fields are ignored, because the published document leaves
/// this object open.
struct Order {
    input_file_id: String,
    endpoint: String,
    /// The window as written, and in seconds.
    window: (String, u64),
    metadata: Option<BTreeMap<String, String>>,
    output_lifetime: u64,
}

impl Order {
    fn read(body: &[u8], windows: &[(String, u64)]) -> Result<Self, ApiError> {
        let body = fields::object(body)?;
        let input_file_id = fields::required_text(&body, "input_file_id")?.to_owned();
        let endpoint = fields::one_of(&body, "endpoint", &ENDPOINTS)?.to_owned();
        let known: Vec<&str> = windows.iter().map(|(name, _)| name.as_str()).collect();
        let window = fields::one_of(&body, "completion_window", &known)?;
        let window = windows
            .iter()
            .find(|(name, _)| name == window)
            .cloned()
            .ok_or_else(|| ApiError::invalid_value("completion_window", window, &known))?;
        Ok(Self {
            input_file_id,
            endpoint,
            window,
            metadata: metadata(&body)?,
            output_lifetime: output_lifetime(&body)?,
        })
    }
}

fn metadata(body: &Map<String, Value>) -> Result<Option<BTreeMap<String, String>>, ApiError> {
    let pairs = match body.get("metadata") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(pairs)) => pairs,
        Some(_) => return Err(ApiError::invalid_type("metadata", "an object")),
    };
    if pairs.len() > 16 {
        let message =
            format!("Invalid 'metadata': expected at most 16 pairs, but got {}.", pairs.len());
        return Err(ApiError::bad_request(message)
            .code("object_above_max_properties")
            .param("metadata"));
    }
    let mut metadata = BTreeMap::new();
    for (key, value) in pairs {
        let param = format!("metadata.{}", key.chars().take(64).collect::<String>());
        if key.chars().count() > 64 {
            return Err(too_long(&param, "key", 64));
        }
        let Value::String(value) = value else {
            return Err(ApiError::invalid_type(&param, "a string"));
        };
        if value.chars().count() > 512 {
            return Err(too_long(&param, "value", 512));
        }
        metadata.insert(key.clone(), value.clone());
    }
    Ok(Some(metadata))
}

fn too_long(param: &str, what: &str, most: u32) -> ApiError {
    let message = format!("Invalid '{param}': a metadata {what} has at most {most} characters.");
    ApiError::bad_request(message).code("string_above_max_length").param(param)
}

fn output_lifetime(body: &Map<String, Value>) -> Result<u64, ApiError> {
    const NAME: &str = "output_expires_after";
    let policy = match body.get(NAME) {
        None => return Ok(BATCH_FILE_LIFETIME),
        Some(Value::Object(policy)) => policy,
        Some(_) => return Err(ApiError::invalid_type(NAME, "an object")),
    };
    fields::expiry(
        "output_expires_after.anchor",
        policy.get("anchor"),
        "output_expires_after.seconds",
        policy.get("seconds"),
    )
}
