//! File uploads, which go straight to disk.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use http::StatusCode;
use serde_json::Value;
use tokio::io::{AsyncWriteExt, BufWriter};

use super::fields;
use crate::app::App;
use crate::error::ApiError;
use crate::file_kind::FileKind;
use crate::ids;
use crate::limits::{BATCH_FILE_LIFETIME, PURPOSES};
use crate::model::FileObject;
use crate::task::finished;

/// Maximum length of a field other than the file, in bytes.
const FIELD_BYTES: usize = 4 * 1024;

/// `POST /files`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<FileObject>, ApiError> {
    let mut form = form.map_err(|error| {
        ApiError::bad_request(format!(
            "This request must be multipart/form-data with a boundary: {error}"
        ))
    })?;
    let read = Form::read(&app, &mut form).await;
    if read.is_err() {
        // A client that is still sending would not see the response.
        while let Ok(Some(_)) = form.next_field().await {}
    }
    let form = read?;
    let upload = form.file.ok_or_else(|| ApiError::missing("file"))?;
    let purpose = form.purpose.ok_or_else(|| ApiError::missing("purpose"))?;
    if !PURPOSES.contains(&purpose.as_str()) {
        return Err(ApiError::invalid_value("purpose", &purpose, &PURPOSES));
    }
    let created = app.clock.now();
    let now = created.as_secs();
    let lifetime = match (&form.anchor, &form.seconds) {
        (None, None) => (purpose == "batch").then_some(BATCH_FILE_LIFETIME),
        (anchor, seconds) => Some(fields::expiry(
            "expires_after.anchor",
            anchor.clone().map(Value::String).as_ref(),
            "expires_after.seconds",
            seconds.as_deref().map(number).as_ref(),
        )?),
    };
    let limits = &app.settings.limits;
    if upload.bytes > limits.file_bytes {
        let message = format!(
            "The file has {} bytes, more than the limit of {}.",
            upload.bytes, limits.file_bytes
        );
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message).param("file"));
    }
    if let Some(most) = limits.storage_bytes
        && app.store.stored_bytes(now).saturating_add(upload.bytes) > most
    {
        let message =
            format!("Stored files would exceed the limit of {most} bytes. Delete some first.");
        return Err(ApiError::bad_request(message).param("file"));
    }
    if upload.bytes == 0 {
        return Err(ApiError::bad_request("The file is empty.").param("file"));
    }
    if purpose == "batch" {
        check_batch_file(&upload).await?;
    }
    let file = FileObject {
        id: ids::new("file-"),
        object: Default::default(),
        bytes: upload.bytes,
        created_at: now,
        expires_at: lifetime.map(|seconds| now + seconds),
        filename: upload.filename.clone(),
        purpose,
        status: Default::default(),
        status_details: None,
    };
    app.store.add_file(&upload.path, file.clone(), FileKind::Upload, created).await?;
    Ok(Json(file))
}

/// The text of a form field as a JSON number if it is one, or else as a string.
fn number(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(Value::Number(number)) => Value::Number(number),
        _ => Value::String(text.into()),
    }
}

#[derive(Default)]
struct Form {
    file: Option<Upload>,
    purpose: Option<String>,
    anchor: Option<String>,
    seconds: Option<String>,
}

/// Received bytes, which are removed unless the store takes them.
struct Upload {
    filename: String,
    path: PathBuf,
    bytes: u64,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Already gone if the store has taken it. What remains is removed at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Form {
    async fn read(app: &App, parts: &mut Multipart) -> Result<Self, ApiError> {
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(cut)? {
            match part.name().unwrap_or_default() {
                "file" => form.file = Some(receive(app, part).await?),
                "purpose" => form.purpose = Some(text(part).await?),
                "expires_after" => form.read_policy(&text(part).await?)?,
                "expires_after[anchor]" => form.anchor = Some(text(part).await?),
                "expires_after[seconds]" => form.seconds = Some(text(part).await?),
                name => {
                    let name: String = name.chars().take(100).collect();
                    return Err(ApiError::unknown_parameter(&name));
                }
            }
        }
        Ok(form)
    }
}

impl Form {
    /// Reads the policy from a single JSON part, another reading of the published document.
    fn read_policy(&mut self, text: &str) -> Result<(), ApiError> {
        let Ok(Value::Object(policy)) = serde_json::from_str(text) else {
            return Err(ApiError::invalid_type("expires_after", "an object"));
        };
        let part = |name: &str| match policy.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        self.anchor = part("anchor");
        self.seconds = part("seconds");
        if self.anchor.is_none() && self.seconds.is_none() {
            return Err(ApiError::missing("expires_after.anchor"));
        }
        Ok(())
    }
}

fn cut(error: MultipartError) -> ApiError {
    ApiError::bad_request(format!("The form cannot be read: {}", error.body_text()))
}

async fn text(mut part: Field<'_>) -> Result<String, ApiError> {
    let name = part.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(cut)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_BYTES {
            return Err(ApiError::bad_request(format!("'{name}' is too long.")).param(name));
        }
    }
    String::from_utf8(bytes).map_err(|_| ApiError::invalid_type(&name, "UTF-8 text"))
}

/// Writes the file as it arrives. Bytes over the limit are counted but not kept, so that the client
/// has sent everything when it gets its response.
async fn receive(app: &App, mut part: Field<'_>) -> Result<Upload, ApiError> {
    let Some(filename) = part.file_name().map(ToOwned::to_owned) else {
        return Err(ApiError::invalid_type("file", "a file with a name"));
    };
    let mut upload = Upload { filename, path: app.store.incoming_path(), bytes: 0 };
    let mut file =
        BufWriter::with_capacity(64 * 1024, tokio::fs::File::create(&upload.path).await?);
    while let Some(chunk) = part.chunk().await.map_err(cut)? {
        upload.bytes += chunk.len() as u64;
        if upload.bytes <= app.settings.limits.file_bytes {
            file.write_all(&chunk).await?;
        }
    }
    file.flush().await?;
    Ok(upload)
}

/// Checks what the API checks at upload: the name, and that the first line is a JSON object.
async fn check_batch_file(upload: &Upload) -> Result<(), ApiError> {
    if !upload.filename.to_ascii_lowercase().ends_with(".jsonl") {
        let message = format!(
            "Invalid file format: the name of a batch file must end in .jsonl, but it is {:?}.",
            upload.filename
        );
        return Err(ApiError::bad_request(message).param("file"));
    }
    let path = upload.path.clone();
    let checked = tokio::task::spawn_blocking(move || first_line_is_object(&path));
    let good = finished(checked.await)??;
    if good {
        Ok(())
    } else {
        let message = "Invalid file format: the first line is not a JSON object.";
        Err(ApiError::bad_request(message).param("file"))
    }
}

/// Reads no more than the first line that is not blank, without keeping it.
fn first_line_is_object(path: &Path) -> io::Result<bool> {
    let file = io::BufReader::new(std::fs::File::open(path)?);
    let line = FirstLine { bytes: file.bytes(), begun: false, ended: false };
    match serde_json::from_reader::<_, Object>(io::BufReader::new(line)) {
        Ok(Object) => Ok(true),
        Err(error) if error.is_io() => Err(error.into()),
        Err(_) => Ok(false),
    }
}

/// Any JSON object. Its content is discarded.
struct Object;

impl<'de> serde::Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> serde::de::Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Object, A::Error> {
                use serde::de::IgnoredAny;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Object)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The first line that is not blank.
struct FirstLine<R> {
    bytes: io::Bytes<R>,
    begun: bool,
    ended: bool,
}

impl<R: Read> Read for FirstLine<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while !self.ended && filled < buffer.len() {
            match self.bytes.next().transpose()? {
                None => self.ended = true,
                Some(b'\n') if self.begun => self.ended = true,
                Some(b'\n' | b'\r' | b' ' | b'\t') if !self.begun => {}
                Some(byte) => {
                    self.begun = true;
                    buffer[filled] = byte;
                    filled += 1;
                }
            }
        }
        Ok(filled)
    }
}
