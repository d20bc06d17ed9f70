//! Error envelopes that hold for any body.
//!
//! The API answers errors as `{"error":{"message","type","param","code"}}`. Gateways answer HTML,
//! plain text, `{"detail":…}`, integer codes, or nothing. All become the same type here, so that
//! the status, the headers and the request id are never lost to a decoding error.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use serde_json::Value;

use crate::credentials::Credentials;
use crate::types::{ErrorDetail, ErrorResponse};

/// How much of an error's body is read. An envelope is far shorter, and a page of HTML is not worth
/// more.
const MAX_BODY: usize = 64 * 1024;

/// How much of a body that is no envelope becomes the message, in characters.
const MAX_MESSAGE: usize = 500;

impl ErrorResponse {
    /// Makes an envelope of an error's body, whatever it is.
    ///
    /// `message` is the API's own where there is one, else the text of a plain body, the title of
    /// an HTML page, or the status's name. It is at most 500 characters long where it had to be
    /// made. `code` becomes a string where a server sends a number, and the literal `"None"` that
    /// some send becomes none.
    ///
    /// ```
    /// use batch_client::types::ErrorResponse;
    ///
    /// let html = b"<html><head><title>502 Bad Gateway</title></head></html>";
    /// assert_eq!(ErrorResponse::from_body(502, html).error.message, "502 Bad Gateway");
    /// let detail = br#"{"detail":"Not Found"}"#;
    /// assert_eq!(ErrorResponse::from_body(404, detail).error.message, "Not Found");
    /// ```
    #[must_use]
    pub fn from_body(status: u16, body: &[u8]) -> Self {
        let error = match serde_json::from_slice::<Value>(body) {
            Ok(json) => from_json(&json),
            Err(_) => from_text(&String::from_utf8_lossy(body)),
        };
        Self { error: error.unwrap_or_else(|| message_only(status_name(status))) }
    }
}

fn from_json(json: &Value) -> Option<ErrorDetail> {
    let error = json.get("error").unwrap_or(json);
    // `{"error":"text"}` and `{"detail":…}` are envelopes of their own kind.
    let message = [error, &error["message"], &error["detail"], &json["message"], &json["detail"]]
        .into_iter()
        .find_map(text)?;
    Some(ErrorDetail {
        message,
        type_: scalar(&error["type"]),
        param: scalar(&error["param"]),
        code: scalar(&error["code"]),
    })
}

/// A message: a non-empty string, or the first one in a list such as FastAPI's `detail`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(items) => {
            items.iter().find_map(|item| text(item).or_else(|| text(&item["msg"])))
        }
        _ => None,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() && text != "None" => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn from_text(body: &str) -> Option<ErrorDetail> {
    let trimmed = body.trim_start();
    let text = if trimmed.starts_with('<') { html_title(trimmed)? } else { trimmed };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let message: String = words.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE).collect();
    (!message.is_empty()).then(|| message_only(message))
}

/// The text between `<title>` and `</title>`, in any case.
fn html_title(html: &str) -> Option<&str> {
    // ASCII folding keeps every byte where it was.
    let folded = html.to_ascii_lowercase();
    let open = folded.find("<title")?;
    let start = open + folded[open..].find('>')? + 1;
    let end = start + folded[start..].find("</title")?;
    Some(&html[start..end])
}

fn message_only(message: String) -> ErrorDetail {
    ErrorDetail { message, type_: None, param: None, code: None }
}

fn status_name(status: u16) -> String {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map_or_else(|| format!("status {status}"), str::to_owned)
}

/// Reads an error's body: its first 64 KiB, or as much as comes where it breaks off, for its status
/// says enough already.
pub async fn read_error_body(mut response: reqwest::Response) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_BODY - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == MAX_BODY {
            break;
        }
    }
    body.freeze()
}

/// Replaces the body of an error answer by an envelope; other answers pass untouched.
pub(crate) async fn normalise(
    response: reqwest::Response,
    credentials: &Credentials,
) -> reqwest::Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (parts, response) = split(response);
    let body = read_error_body(response).await;
    let mut envelope = ErrorResponse::from_body(status.as_u16(), &body);
    redact(&mut envelope.error, credentials);
    // Strings and options of strings always serialise.
    let body = serde_json::to_vec(&envelope).unwrap_or_default();
    reqwest::Response::from(http::Response::from_parts(parts, body))
}

fn split(response: reqwest::Response) -> (http::response::Parts, reqwest::Response) {
    let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
    (parts, reqwest::Response::from(http::Response::new(body)))
}

fn redact(error: &mut ErrorDetail, credentials: &Credentials) {
    let clean = |text: &mut String| *text = credentials.redact(text).into_owned();
    clean(&mut error.message);
    for field in [&mut error.type_, &mut error.param, &mut error.code] {
        field.as_mut().map(clean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(status: u16, body: &str) -> ErrorDetail {
        ErrorResponse::from_body(status, body.as_bytes()).error
    }

    #[test]
    fn every_shape_becomes_an_envelope() {
        // body, message, code
        let table = [
            (r#"{"error":{"message":"no","type":"t","param":"p","code":"c"}}"#, "no", Some("c")),
            (r#"{"error":{"message":"no","code":404}}"#, "no", Some("404")),
            (
                r#"{"error":{"message":"no","type":"None","param":"None","code":"500"}}"#,
                "no",
                Some("500"),
            ),
            (r#"{"error":{"message":"no","param":null,"code":null}}"#, "no", None),
            (r#"{"error":{"message":"no"}}"#, "no", None),
            (r#"{"error":"no"}"#, "no", None),
            (r#"{"message":"no","code":"x"}"#, "no", Some("x")),
            (r#"{"detail":"no"}"#, "no", None),
            (r#"{"detail":[{"loc":["body"],"msg":"no"}]}"#, "no", None),
            (r#"{"error":{}}"#, "Bad Gateway", None),
            (r#"{"error":null}"#, "Bad Gateway", None),
            ("[]", "Bad Gateway", None),
            ("null", "Bad Gateway", None),
            ("", "Bad Gateway", None),
            ("  \r\n", "Bad Gateway", None),
            ("<html></html>", "Bad Gateway", None),
            ("<HTML><TITLE lang=en>502\n Oops</TITLE>", "502 Oops", None),
            ("upstream\u{0} timed\nout", "upstream timed out", None),
        ];
        for (body, message, code) in table {
            let error = read(502, body);
            assert_eq!((error.message.as_str(), error.code.as_deref()), (message, code), "{body}");
        }
    }

    #[test]
    fn an_unknown_status_without_a_body_is_named_by_number() {
        assert_eq!(read(599, "").message, "status 599");
    }

    proptest! {
        #[test]
        fn any_bytes_make_a_bounded_message(body in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let error = ErrorResponse::from_body(500, &body).error;
            prop_assert!(!error.message.is_empty());
        }
    }
}
