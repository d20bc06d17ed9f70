//! Reading and replacing the bodies of error responses.

use bytes::{Bytes, BytesMut};

use crate::generated::types::ErrorResponse;
use crate::redact::Redactor;

/// The maximum number of bytes read from an error body. An envelope is far shorter, and the rest of
/// an HTML page is of no use.
const MAX_BODY: usize = 64 * 1024;

/// Reads the body of an error response, up to 64 KiB.
///
/// If the connection breaks, this returns what has arrived, because the status alone is enough to
/// report the error.
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

/// Removes secrets from the headers of a response, and replaces an error body by an envelope without
/// secrets.
pub(crate) async fn normalize(
    mut response: reqwest::Response,
    redactor: &Redactor,
) -> reqwest::Response {
    redactor.redact_headers(response.headers_mut());
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        // For the message of a decoding error, which quotes the body.
        response.extensions_mut().insert(redactor.clone());
        return response;
    }
    let (parts, response) = split(response);
    let body = read_error_body(response).await;
    let envelope = envelope(status.as_u16(), &body, redactor);
    // Strings always serialize.
    let body = serde_json::to_vec(&envelope).unwrap_or_default();
    reqwest::Response::from(http::Response::from_parts(parts, body))
}

fn split(response: reqwest::Response) -> (http::response::Parts, reqwest::Response) {
    let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
    (parts, reqwest::Response::from(http::Response::new(body)))
}

fn envelope(status: u16, body: &[u8], redactor: &Redactor) -> ErrorResponse {
    // Before a message is cut to its maximum length, which could leave a part of a secret.
    let text = String::from_utf8_lossy(body);
    let mut envelope = ErrorResponse::from_body(status, redactor.redact(&text).as_bytes());
    let error = &mut envelope.error;
    // After the JSON is parsed, which may have escaped parts of a secret in other ways.
    let clean = |text: &mut String| *text = redactor.redact(text).into_owned();
    clean(&mut error.message);
    for field in [&mut error.type_, &mut error.param, &mut error.code] {
        field.as_mut().map(clean);
    }
    envelope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secret: &str) -> Redactor {
        let mut redactor = Redactor::default();
        redactor.add(secret);
        redactor
    }

    fn response(body: impl Into<reqwest::Body>) -> reqwest::Response {
        http::Response::builder().status(500).body(body).unwrap().into()
    }

    #[tokio::test]
    async fn at_most_64_kib_are_read() {
        for (sent, read) in
            [(0, 0), (65_535, 65_535), (65_536, 65_536), (65_537, 65_536), (1 << 20, 65_536)]
        {
            assert_eq!(read_error_body(response(vec![b'x'; sent])).await.len(), read, "{sent}");
        }
    }

    #[test]
    fn every_field_is_redacted() {
        // Escaped in a way that only shows after the JSON is parsed.
        let body = br#"{"error":{"message":"m secr%\u00365t-1","type":"t secr%\u00365t-1",
            "param":"p secr%\u00365t-1","code":"c secr%\u00365t-1"}}"#;
        let error = envelope(400, body, &redactor("secret-1")).error;
        assert_eq!(error.message, "m [redacted]");
        assert_eq!(error.type_.as_deref(), Some("t [redacted]"));
        assert_eq!(error.param.as_deref(), Some("p [redacted]"));
        assert_eq!(error.code.as_deref(), Some("c [redacted]"));
    }

    #[test]
    fn a_cut_message_has_no_part_of_a_secret() {
        let body = format!("{}secret-1 {}", "x".repeat(495), "y".repeat(100));
        let message = envelope(502, body.as_bytes(), &redactor("secret-1")).error.message;
        assert_eq!(message, format!("{}[reda", "x".repeat(495)));
    }
}
