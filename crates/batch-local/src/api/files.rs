//! Operations on files other than upload and download.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::Uri;

use super::extract::{Id, Meets};
use super::query::Query;
use crate::app::App;
use crate::error::ApiError;
use crate::limits::ALL_PURPOSES;
use crate::model::{Deleted, FileObject, Page};

/// `GET /files`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    meets: Meets,
    uri: Uri,
) -> Result<Json<Page<FileObject>>, ApiError> {
    let query = Query::of(&uri);
    let oldest_first = match query.text("order") {
        None | Some("desc") => false,
        Some("asc") => true,
        Some(order) => return Err(ApiError::invalid_value("order", order, &["asc", "desc"])),
    };
    let purpose = query.text("purpose");
    if let Some(purpose) = purpose.filter(|purpose| !ALL_PURPOSES.contains(purpose)) {
        return Err(ApiError::invalid_value("purpose", purpose, &ALL_PURPOSES));
    }
    let page = query.page(&app, &meets, oldest_first, 10_000, 10_000)?;
    let after = page.after.as_deref().unwrap_or_default();
    let (files, more) = app
        .store
        .list_files(&page, purpose, app.now())
        .ok_or_else(|| ApiError::no_file(after).param("after"))?;
    Ok(Json(Page::new(files, more || meets.repeats_page(), |file| &file.id)))
}

/// `GET /files/{file_id}`
pub(super) async fn retrieve(
    State(app): State<Arc<App>>,
    meets: Meets,
    Id(id): Id,
) -> Result<Json<FileObject>, ApiError> {
    meets.deny_file(&id)?;
    app.store.file(&id, app.now()).map(Json).ok_or_else(|| ApiError::no_file(&id))
}

/// `DELETE /files/{file_id}`
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    meets: Meets,
    Id(id): Id,
) -> Result<Json<Deleted>, ApiError> {
    meets.deny_file(&id)?;
    if !app.store.delete_file(&id, app.now()).await? {
        return Err(ApiError::no_file(&id));
    }
    Ok(Json(Deleted { id, object: Default::default(), deleted: true }))
}
