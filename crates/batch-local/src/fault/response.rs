//! Faults after a request was processed.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderName, header};
use serde_json::Value;
use tokio::sync::watch;

use super::body::{cut, drip, frame, truncate};
use super::edit::{remove, set};
use super::effect::FaultEffect;
use super::replies::{page, reset, respond, set_header};
use super::request::delay;

/// Applies what happens to a response.
pub(crate) async fn after(
    effects: &[FaultEffect],
    mut response: Response,
    stop: &watch::Sender<bool>,
) -> Response {
    for effect in content_first(effects) {
        response = match effect {
            FaultEffect::ResetAfter => reset(),
            FaultEffect::DelayResponse { ms } => {
                delay(*ms, stop).await;
                response
            }
            FaultEffect::Status(status) if status.after => instead(response, respond(status)),
            FaultEffect::Html { status, after: true } => instead(response, page(*status)),
            FaultEffect::Set(values) => {
                edit(response, |json| values.iter().for_each(|(at, value)| set(json, at, value)))
                    .await
            }
            FaultEffect::Remove(places) => {
                edit(response, |json| places.iter().for_each(|at| remove(json, at))).await
            }
            FaultEffect::Garbage => with_body(response, Bytes::from_static(GARBAGE)),
            FaultEffect::Headers(headers) => {
                for (name, value) in headers {
                    set_header(&mut response, name, value.as_deref());
                }
                response
            }
            FaultEffect::Framing(framing) => frame(response, *framing),
            FaultEffect::CutBody { bytes } => cut(response, *bytes),
            FaultEffect::Truncate { bytes } => truncate(response, *bytes),
            FaultEffect::SlowDrip { bytes, ms } => drip(response, *bytes, *ms),
            _ => response,
        };
    }
    response
}

/// Effects in an order that makes sense: first the content, then its framing, then its end. Within
/// a group the order of the plan stays.
fn content_first(effects: &[FaultEffect]) -> Vec<&FaultEffect> {
    let mut ordered: Vec<&FaultEffect> = effects.iter().collect();
    ordered.sort_by_key(|effect| match effect {
        FaultEffect::Framing(_) => 1,
        FaultEffect::CutBody { .. }
        | FaultEffect::Truncate { .. }
        | FaultEffect::SlowDrip { .. } => 2,
        FaultEffect::ResetAfter => 3,
        _ => 0,
    });
    ordered
}

const GARBAGE: &[u8] = b"\x1f\x8b{\"id\": \xff\xfe, <<<";

/// Headers that belong to a body.
const ABOUT_BODY: [HeaderName; 6] = [
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::CONTENT_RANGE,
    header::CONTENT_DISPOSITION,
    header::ACCEPT_RANGES,
    header::ETAG,
];

/// Another response in place of the real one, with the real one's request id and the like.
fn instead(real: Response, mut other: Response) -> Response {
    for (name, value) in real.headers() {
        if !ABOUT_BODY.contains(name) && !other.headers().contains_key(name) {
            other.headers_mut().insert(name, value.clone());
        }
    }
    other
}

/// The same response with another body.
fn with_body(response: Response, body: Bytes) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

/// Changes a JSON response and leaves any other as it is.
async fn edit(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // One of the server's own responses: at most a page of a list, and in memory already.
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return reset();
    };
    let Ok(mut json) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    change(&mut json);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(json.to_string()))
}
