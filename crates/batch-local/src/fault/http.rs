//! Trouble with one request.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use http_body::Body as _;
use serde_json::Value;

use super::effect::status_code;
use super::{Effect, FAULT_HEADER, Status};
use crate::api::error::ApiError;
use crate::listen::Reset;

/// The effects that a request brings with it.
pub(crate) fn read_header(headers: &HeaderMap) -> Result<Vec<Effect>, ApiError> {
    let Some(value) = headers.get(FAULT_HEADER) else {
        return Ok(Vec::new());
    };
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        More(Vec<Value>),
        One(Value),
    }
    let read = || -> Result<Vec<Effect>, String> {
        let values = match serde_json::from_slice(value.as_bytes()) {
            Ok(OneOrMore::More(values)) => values,
            Ok(OneOrMore::One(value)) => vec![value],
            Err(error) => return Err(error.to_string()),
        };
        values
            .into_iter()
            .map(|value| {
                let effect: Effect = serde_json::from_value(value).map_err(|e| e.to_string())?;
                effect.check().map_err(|e| e.to_string())?;
                Ok(effect)
            })
            .collect()
    };
    read().map_err(|problem| {
        ApiError::bad_request(format!("The header {FAULT_HEADER} is not valid: {problem}"))
            .param(FAULT_HEADER)
    })
}

/// What happens before a request is processed; an answer if it is not processed at all.
pub(crate) async fn before(effects: &[Effect], request: &mut Request) -> Option<Response> {
    for effect in effects {
        let response = match effect {
            Effect::IgnoreRange => {
                request.headers_mut().remove(header::RANGE);
                continue;
            }
            Effect::Delay { ms } => {
                tokio::time::sleep(Duration::from_millis(*ms)).await;
                continue;
            }
            Effect::ResetBefore => return Some(reset()),
            Effect::Status(status) if !status.after => answer(status),
            Effect::Html { status } => page(*status),
            _ => continue,
        };
        drain(std::mem::take(request.body_mut())).await;
        return Some(response);
    }
    None
}

/// Receives the rest of a body: a client that is still sending would not see the answer.
pub(crate) async fn drain(body: Body) {
    let mut rest = body.into_data_stream();
    while let Some(Ok(_)) = rest.next().await {}
}

/// What happens to the answer.
pub(crate) async fn after(effects: &[Effect], mut response: Response) -> Response {
    for effect in effects {
        response = match effect {
            Effect::ResetAfter => reset(),
            Effect::Status(status) if status.after => instead(response, answer(status)),
            Effect::Set(values) => {
                edit(response, |json| {
                    values.iter().for_each(|(at, value)| set(json, at, value));
                })
                .await
            }
            Effect::Remove(places) => {
                edit(response, |json| {
                    places.iter().for_each(|at| remove(json, at));
                })
                .await
            }
            Effect::Garbage => with_body(response, Bytes::from_static(GARBAGE)),
            Effect::CutBody { bytes } => cut(response, *bytes),
            Effect::Truncate { bytes } => truncate(response, *bytes),
            Effect::SlowDrip { bytes, ms } => drip(response, *bytes, *ms),
            _ => response,
        };
    }
    response
}

fn reset() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Reset);
    response
}

fn answer(status: &Status) -> Response {
    let code = status_code(status.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match &status.body {
        Some(text) => (code, text.clone()).into_response(),
        None => {
            let mut error = ApiError::new(code, "The fault plan says so.");
            if let Some(code) = &status.error_code {
                error = error.code(code.clone());
            }
            error.into_response()
        }
    };
    for (name, value) in &status.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn page(status: u16) -> Response {
    let code = status_code(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let text = format!(
        "<html>\r\n<head><title>{code}</title></head>\r\n<body>\r\n<center><h1>{code}</h1>\
         </center>\r\n<hr><center>batch-local</center>\r\n</body>\r\n</html>\r\n"
    );
    (code, axum::response::Html(text)).into_response()
}

const GARBAGE: &[u8] = b"\x1f\x8b{\"id\": \xff\xfe, <<<";

/// Another answer in the place of the real one, whose request id and the like it keeps.
fn instead(real: Response, mut other: Response) -> Response {
    for (name, value) in real.headers() {
        let about_body = [header::CONTENT_LENGTH, header::CONTENT_TYPE].contains(name);
        if !about_body && !other.headers().contains_key(name) {
            other.headers_mut().insert(name, value.clone());
        }
    }
    other
}

/// The same answer with another body.
fn with_body(response: Response, body: Bytes) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

/// Changes a JSON answer; another kind is left as it is.
async fn edit(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Our own answers: as large as a list can be, and in memory already.
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

/// Splits a JSON pointer into the pointer to what holds the value, and its name there.
fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    Some((parent, name.replace("~1", "/").replace("~0", "~")))
}

fn set(json: &mut Value, pointer: &str, value: &Value) {
    if let Some(place) = json.pointer_mut(pointer) {
        *place = value.clone();
    } else if let Some((parent, name)) = split(pointer)
        && let Some(Value::Object(fields)) = json.pointer_mut(parent)
    {
        fields.insert(name, value.clone());
    }
}

fn remove(json: &mut Value, pointer: &str) {
    let Some((parent, name)) = split(pointer) else {
        return;
    };
    match json.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(&name);
        }
        Some(Value::Array(items)) => {
            if let Ok(at) = name.parse::<usize>()
                && at < items.len()
            {
                items.remove(at);
            }
        }
        _ => {}
    }
}

/// Takes the body for a change of its course, and states its length where it is known.
fn take_body(response: Response) -> (http::response::Parts, BodyDataStream) {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    (parts, body.into_data_stream())
}

/// The beginning of a body.
fn first_bytes(
    body: BodyDataStream,
    bytes: u64,
) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    stream::unfold((body, bytes), |(mut body, left)| async move {
        if left == 0 {
            return None;
        }
        let chunk = match body.next().await? {
            Ok(mut chunk) => {
                chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                Ok(chunk)
            }
            Err(error) => Err(error),
        };
        let sent = chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Some((chunk, (body, left - sent)))
    })
}

fn cut(response: Response, bytes: u64) -> Response {
    let (parts, body) = take_body(response);
    let whole = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if whole.is_some_and(|length| length <= bytes) {
        return Response::from_parts(parts, Body::from_stream(body));
    }
    let end = stream::once(async {
        // What was sent before must leave first.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(axum::Error::new("cut as the fault plan says"))
    });
    let body = Body::from_stream(first_bytes(body, bytes).chain(end));
    Response::from_parts(parts, body)
}

fn truncate(response: Response, bytes: u64) -> Response {
    let (mut parts, body) = take_body(response);
    if let Some(length) = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
    {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length.min(bytes)));
    }
    Response::from_parts(parts, Body::from_stream(first_bytes(body, bytes)))
}

fn drip(response: Response, bytes: u64, ms: u64) -> Response {
    let (parts, body) = take_body(response);
    let piece = usize::try_from(bytes).unwrap_or(usize::MAX).max(1);
    let pieces = stream::unfold((body, Bytes::new()), move |(mut body, mut rest)| async move {
        while rest.is_empty() {
            rest = match body.next().await? {
                Ok(chunk) => chunk,
                Err(error) => return Some((Err(error), (body, Bytes::new()))),
            };
        }
        tokio::time::sleep(Duration::from_millis(ms)).await;
        let now = rest.split_to(piece.min(rest.len()));
        Some((Ok(now), (body, rest)))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_set_and_removed_by_pointer() {
        let mut json = json!({"status": "completed", "data": [{"a": 1}, {"a": 2}]});
        set(&mut json, "/status", &json!("queued"));
        set(&mut json, "/data/1/b", &json!(null));
        set(&mut json, "/no/where", &json!(1));
        remove(&mut json, "/data/0");
        remove(&mut json, "/data/9");
        set(&mut json, "/a~1b", &json!(true));
        assert_eq!(json, json!({"status": "queued", "data": [{"a": 2, "b": null}], "a/b": true}));
        set(&mut json, "", &json!([]));
        assert_eq!(json, json!([]));
    }
}
