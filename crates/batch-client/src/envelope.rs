//! Conversion of any error body to the API's error envelope.
//!
//! The API returns errors as `{"error":{"message","type","param","code"}}`. Gateways return HTML,
//! plain text, `{"detail":…}`, integer codes, or nothing. All of these become an [`ErrorResponse`],
//! so that a body that does not decode never hides the status, the headers, or the request ID.

use http::StatusCode;
use serde_json::Value;

use crate::generated::types::{ErrorDetail, ErrorResponse};

/// The maximum length of a message made from text or HTML, in characters.
const MAX_MESSAGE: usize = 500;

impl ErrorResponse {
    /// Creates an envelope from the body of an error response, whatever its format.
    ///
    /// The message is that of a JSON body, the title of an HTML page, or the text of any other body,
    /// of which it contains at most 500 characters. If there is none, it is the name of the status.
    /// A numeric code becomes a string. The string `"None"`, which some servers send as a type,
    /// param, or code, counts as absent.
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
    // `{"error":"text"}` and `{"detail":…}` occur, too.
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

/// Returns a non-empty string, or the first one in a list, such as the `detail` of FastAPI.
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

/// Returns the text between `<title>` and `</title>`, ignoring case.
fn html_title(html: &str) -> Option<&str> {
    // ASCII lowercasing does not change byte offsets.
    let lowercase = html.to_ascii_lowercase();
    let open = lowercase.find("<title")?;
    let start = open + lowercase[open..].find('>')? + 1;
    let end = start + lowercase[start..].find("</title")?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(status: u16, body: &str) -> ErrorDetail {
        ErrorResponse::from_body(status, body.as_bytes()).error
    }

    #[test]
    fn every_format_becomes_an_envelope() {
        // The body, the message, and the code.
        let table = [
            (r#"{"error":{"message":"no","type":"t","param":"p","code":"c"}}"#, "no", Some("c")),
            (r#"{"error":{"message":"no","code":404}}"#, "no", Some("404")),
            (r#"{"error":{"message":"no","code":"500"}}"#, "no", Some("500")),
            (r#"{"error":{"message":"no","code":"None"}}"#, "no", None),
            (r#"{"error":{"message":"no","code":""}}"#, "no", None),
            (r#"{"error":{"message":"no","code":null}}"#, "no", None),
            (r#"{"error":{"message":"no"}}"#, "no", None),
            (r#"{"error":{"detail":"no"}}"#, "no", None),
            (r#"{"error":"no"}"#, "no", None),
            (r#"{"error":{"message":" "},"message":"no"}"#, "no", None),
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
            ("<title>unclosed", "Bad Gateway", None),
            ("<HTML><TITLE lang=en>502\n Oops</TITLE>", "502 Oops", None),
            ("\n <title>É</title>", "É", None),
            ("upstream\u{0} timed\nout", "upstream timed out", None),
        ];
        for (body, message, code) in table {
            let error = read(502, body);
            assert_eq!((error.message.as_str(), error.code.as_deref()), (message, code), "{body}");
        }
    }

    #[test]
    fn type_and_param_are_kept() {
        let error = read(400, r#"{"error":{"message":"no","type":"t","param":"p"}}"#);
        assert_eq!((error.type_.as_deref(), error.param.as_deref()), (Some("t"), Some("p")));
        let error = read(400, r#"{"error":{"message":"no","type":"None","param":"None"}}"#);
        assert_eq!((error.type_, error.param), (None, None));
    }

    #[test]
    fn an_empty_body_is_described_by_its_status() {
        assert_eq!(read(404, "").message, "Not Found");
        assert_eq!(read(599, "").message, "status 599");
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_bounded_message_without_control_characters(
            body in proptest::collection::vec(any::<u8>(), 0..2000)
        ) {
            let text = [b"x", body.as_slice()].concat();
            let message = ErrorResponse::from_body(500, &text).error.message;
            prop_assert!((1..=500).contains(&message.chars().count()));
            prop_assert!(!message.chars().any(char::is_control));
        }
    }
}
