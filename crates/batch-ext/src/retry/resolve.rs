//! Recognition of refusals that prove that an earlier attempt was carried out.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method};
use serde::Deserialize;
use serde_json::json;

use crate::status::Phase;

/// The request that retrieves the batch of the request `cancel`.
pub(super) fn retrieve_of(cancel: &reqwest::Request) -> Option<reqwest::Request> {
    let mut url = cancel.url().clone();
    let batch = url.path().strip_suffix("/cancel")?.to_owned();
    url.set_path(&batch);
    let mut request = reqwest::Request::new(Method::GET, url);
    *request.headers_mut() = cancel.headers().clone();
    for name in [CONTENT_LENGTH, CONTENT_TYPE] {
        request.headers_mut().remove(name);
    }
    Some(request)
}

/// Whether `batch` is final or being cancelled, so that there is nothing left to cancel.
pub(super) fn has_stopped(batch: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Batch {
        status: String,
    }
    serde_json::from_slice::<Batch>(batch)
        .is_ok_and(|batch| Phase::of(&batch.status) != Phase::Running)
}

/// A response to `delete` in place of the one that was lost.
pub(super) fn deleted(delete: &reqwest::Request) -> Option<http::Response<Bytes>> {
    let id = delete.url().path_segments()?.next_back()?.to_owned();
    let id = percent_decode(&id)?;
    let body = json!({ "id": id, "object": "file", "deleted": true }).to_string();
    let mut response = http::Response::new(body.into());
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Some(response)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, url: &str) -> reqwest::Request {
        reqwest::Request::new(method, url.parse().unwrap())
    }

    #[test]
    fn a_cancel_becomes_a_retrieve_with_the_same_query() {
        let cancel = request(Method::POST, "http://x/v1/batches/b_1/cancel?api-version=1");
        let retrieve = retrieve_of(&cancel).unwrap();
        assert_eq!(retrieve.method(), Method::GET);
        assert_eq!(retrieve.url().as_str(), "http://x/v1/batches/b_1?api-version=1");
        assert!(retrieve_of(&retrieve).is_none());
    }

    #[test]
    fn a_batch_has_stopped_once_it_is_cancelling_or_final() {
        for (body, expected) in [
            (r#"{"status":"cancelling"}"#, true),
            (r#"{"status":"cancelled","id":"b"}"#, true),
            (r#"{"status":"CANCELED"}"#, true),
            (r#"{"status":"completed"}"#, true),
            (r#"{"status":"in_progress"}"#, false),
            (r#"{"status":"queued"}"#, false),
            (r#"{"id":"b"}"#, false),
            ("<html>", false),
        ] {
            assert_eq!(has_stopped(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn a_lost_deletion_names_the_file() {
        let delete = request(Method::DELETE, "http://x/v1/files/file-%2F1?v=2");
        let body: serde_json::Value =
            serde_json::from_slice(deleted(&delete).unwrap().body()).unwrap();
        assert_eq!(body["id"], "file-/1");
        assert_eq!(body["deleted"], true);
    }
}
