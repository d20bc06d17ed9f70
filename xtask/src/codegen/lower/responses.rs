//! One success and one kind of error for each operation.
//!
//! Any 2xx status is a success, because servers differ in which one they send. `batch-client` turns
//! the body of every error into the API's error envelope, so all errors have the same type.

use serde_json::{Map, Value, json};

use crate::codegen::at::At;
use crate::codegen::fault::{Checked, Fault};
use crate::codegen::grammar::{Kind, transform};
use crate::codegen::schema::{reference, referenced};

/// The schema of the error envelope, which `batch-client` implements conversions for.
pub(in crate::codegen) const ENVELOPE: &str = "ErrorResponse";

pub(super) fn lower(document: Value) -> Checked<Value> {
    if document["components"]["schemas"].get(ENVELOPE).is_none() {
        let at = At::root().key("components").key("schemas");
        let reason = format!("the schema {ENVELOPE} is missing, and errors are decoded as it");
        let remedy = "add it: an object with `error`, whose `message`, `type`, `param`, and `code` \
                      describe the error";
        return Err(Fault::new(&at, reason, remedy));
    }
    transform(document, &mut |kind, at, mut value| {
        if kind == Kind::Operation {
            let at = at.key("responses");
            let Some(Value::Object(responses)) = value.get("responses") else {
                let reason = "the operation has no responses";
                return Err(Fault::new(&at, reason, "add a response `2XX`"));
            };
            value["responses"] = operation(responses, &at)?;
        }
        Ok(value)
    })
}

fn operation(responses: &Map<String, Value>, at: &At) -> Checked<Value> {
    let mut success: Option<(&str, &Value)> = None;
    for (status, response) in responses {
        let at = at.key(status);
        if status.starts_with("x-") {
            continue;
        }
        match class(status) {
            Some(b'2') => match success {
                Some((first, other)) if other["content"] != response["content"] => {
                    let reason = format!("{first} and {status} have different bodies");
                    let remedy = "give all successes the same body, or describe it once as `2XX`";
                    return Err(Fault::new(&at, reason, remedy));
                }
                _ => success = Some((status, response)),
            },
            Some(b'4' | b'5') => error(response, &at)?,
            None if status == "default" => error(response, &at)?,
            _ => {
                let reason = "only 2xx, 4xx, and 5xx responses reach the caller; the client \
                              follows redirects itself";
                return Err(Fault::new(&at, reason, "use `2XX`, `4XX`, and `5XX`"));
            }
        }
    }
    let Some((_, success)) = success else {
        return Err(Fault::new(at, "no response is a success", "add a response `2XX`"));
    };
    let error = json!({
        "description": "An error.",
        "content": { "application/json": { "schema": reference(ENVELOPE) } },
    });
    Ok(json!({ "2XX": success, "4XX": error, "5XX": error }))
}

/// Returns the first digit of a status or a range of them.
fn class(status: &str) -> Option<u8> {
    let [class, rest @ ..] = status.as_bytes() else {
        return None;
    };
    let range = rest == b"XX";
    let code = rest.len() == 2 && rest.iter().all(u8::is_ascii_digit);
    (class.is_ascii_digit() && (range || code)).then_some(*class)
}

/// Rejects errors that are not the error envelope.
fn error(response: &Value, at: &At) -> Checked<()> {
    for (media, content) in response["content"].as_object().into_iter().flatten() {
        let at = at.key("content").key(media);
        if content.get("schema").and_then(referenced) != Some(ENVELOPE) {
            let reason = format!("errors are decoded as {ENVELOPE}, whatever a server sends");
            let remedy =
                format!("remove the content, or use `$ref: '#/components/schemas/{ENVELOPE}'`");
            return Err(Fault::new(&at, reason, remedy));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn the_class_of_a_status_is_its_first_digit() {
        for (status, expected) in [
            ("200", Some(b'2')),
            ("2XX", Some(b'2')),
            ("503", Some(b'5')),
            ("default", None),
            ("2xx", None),
            ("20", None),
            ("2000", None),
            ("", None),
        ] {
            assert_eq!(class(status), expected, "{status}");
        }
    }
}
