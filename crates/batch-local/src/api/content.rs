//! File downloads with ranges.

use std::io::SeekFrom;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::extract::{Id, Meets};
use crate::app::App;
use crate::error::ApiError;

/// Bytes read from disk at a time.
const CHUNK: usize = 64 * 1024;

/// `GET /files/{file_id}/content`
pub(super) async fn download(
    State(app): State<Arc<App>>,
    meets: Meets,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    meets.deny_file(&id)?;
    let file = app.store.file(&id, app.now()).ok_or_else(|| ApiError::no_file(&id))?;
    let mut data = match tokio::fs::File::open(app.store.data_path(&id)).await {
        Ok(data) => data,
        // Deleted in the meantime.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(ApiError::no_file(&id));
        }
        Err(error) => return Err(error.into()),
    };
    // Files never change, so the id is a valid entity tag.
    let etag = format!("\"{id}\"");
    let wanted = headers
        .get(header::RANGE)
        .filter(|_| {
            headers.get(header::IF_RANGE).is_none_or(|tag| tag.as_bytes() == etag.as_bytes())
        })
        .and_then(|value| value.to_str().ok());
    let (status, start, end) = match range(wanted, file.bytes) {
        Range::Whole => (StatusCode::OK, 0, file.bytes),
        Range::Part { start, end } => (StatusCode::PARTIAL_CONTENT, start, end),
        Range::Outside => return Err(not_satisfiable(file.bytes)),
    };
    data.seek(SeekFrom::Start(start)).await?;
    let mut response = Body::from_stream(chunks(data, end - start)).into_response();
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(end - start));
    let mut put = |name, text: String| {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    };
    put(header::ETAG, etag);
    let name: String = file
        .filename
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') { c } else { '_' })
        .collect();
    put(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""));
    if status == StatusCode::PARTIAL_CONTENT {
        put(header::CONTENT_RANGE, format!("bytes {start}-{}/{}", end - 1, file.bytes));
    }
    Ok(response)
}

fn not_satisfiable(length: u64) -> ApiError {
    let error = ApiError::new(
        StatusCode::RANGE_NOT_SATISFIABLE,
        format!("The range is outside the file, which has {length} bytes."),
    );
    match HeaderValue::try_from(format!("bytes */{length}")) {
        Ok(value) => error.header(header::CONTENT_RANGE, value),
        Err(_) => error,
    }
}

/// The next `length` bytes of a file.
fn chunks(
    file: tokio::fs::File,
    length: u64,
) -> impl futures_util::Stream<Item = std::io::Result<bytes::Bytes>> {
    stream::try_unfold((file, length), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let size = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let mut buffer = bytes::BytesMut::zeroed(size);
        let count = file.read(&mut buffer).await?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        buffer.truncate(count);
        Ok(Some((buffer.freeze(), (file, left - count as u64))))
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    /// `end` is excluded.
    Part {
        start: u64,
        end: u64,
    },
    Outside,
}

/// Parses a `Range` header. Anything but a single range of bytes is ignored, as RFC 9110 allows.
fn range(header: Option<&str>, length: u64) -> Range {
    let Some((first, last)) = header
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.trim().split_once('-'))
    else {
        return Range::Whole;
    };
    let (start, end) = match (first.is_empty(), first.parse::<u64>(), last.parse::<u64>()) {
        (true, _, Ok(suffix)) => (length - suffix.min(length), length),
        (false, Ok(start), Ok(last)) if last >= start => {
            (start, last.saturating_add(1).min(length))
        }
        (false, Ok(start), Err(_)) if last.is_empty() => (start, length),
        _ => return Range::Whole,
    };
    if start < end { Range::Part { start, end } } else { Range::Outside }
}

#[cfg(test)]
mod tests {
    use super::Range::{Outside, Part, Whole};
    use super::range;

    #[test]
    fn ranges() {
        for (header, expected) in [
            ("bytes=0-0", Part { start: 0, end: 1 }),
            ("bytes=2-5", Part { start: 2, end: 6 }),
            ("bytes=7-", Part { start: 7, end: 10 }),
            ("bytes=7-99", Part { start: 7, end: 10 }),
            ("bytes=-3", Part { start: 7, end: 10 }),
            ("bytes=-99", Part { start: 0, end: 10 }),
            ("bytes=10-", Outside),
            ("bytes=10-12", Outside),
            ("bytes=-0", Outside),
            ("bytes=5-2", Whole),
            ("bytes=0-1,4-5", Whole),
            ("bytes=a-b", Whole),
            ("bytes=", Whole),
            ("lines=0-1", Whole),
            ("bytes=18446744073709551615-18446744073709551615", Outside),
        ] {
            assert_eq!(range(Some(header), 10), expected, "{header}");
        }
        assert_eq!(range(None, 10), Whole);
        assert_eq!(range(Some("bytes=0-"), 0), Outside);
    }
}
