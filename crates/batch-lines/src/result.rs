//! A line of an output or error file.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};

use serde::de::{DeserializeOwned, IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::api_error::ApiError;
use crate::bad::BadResult;
use crate::field::Field;
use crate::frame::{RawLine, for_each_line};
use crate::json::Reader;
use crate::object;

/// One line of an output or error file, borrowed from its bytes.
///
/// Parsing is tolerant: keys may come in any order, unknown keys are ignored, `id` may be
/// missing, a status may be text, and a body may be a JSON string that holds JSON. The body is
/// checked to be JSON but stays raw until it is asked for.
///
/// ```
/// use batch_lines::ResultLine;
///
/// let line = ResultLine::parse(
///     br#"{"id":"r1","custom_id":"a","response":{"status_code":200,"body":{"n":7}},"error":null}"#,
/// )?;
/// assert_eq!(line.custom_id, "a");
/// let body: serde_json::Value = line.body().expect("a body").parse()?;
/// assert_eq!(body["n"], 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResultLine<'a> {
    /// The server's own id for this line, which may be missing or repeated.
    pub id: Option<Cow<'a, str>>,
    /// The request that the line belongs to.
    pub custom_id: Cow<'a, str>,
    /// The response, if the request was run.
    pub response: Option<LineResponse<'a>>,
    /// Why the request was not run.
    pub error: Option<LineError<'a>>,
}

/// The response of the endpoint.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LineResponse<'a> {
    /// HTTP status; 0 if there was no response.
    pub status_code: u16,
    /// The endpoint's id of the request.
    pub request_id: Option<Cow<'a, str>>,
    /// The raw body; none if absent, null or an empty string. If the response is not an object,
    /// all of it.
    pub body: Option<ResultBody<'a>>,
}

/// Why a request was not run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineError<'a> {
    /// For example `batch_expired`; gateways have codes of their own.
    pub code: Option<Cow<'a, str>>,
    /// The member `type`, which some gateways send instead of a code.
    pub kind: Option<Cow<'a, str>>,
    /// A text for people.
    pub message: Option<Cow<'a, str>>,
}

/// Reads a result file to its end and calls `each` with every line that is not blank, parsed. A byte
/// order mark at the start of the file is skipped.
///
/// ```
/// use batch_lines::{Limits, for_each_result};
///
/// let file = "{\"custom_id\":\"a\",\"response\":{\"status_code\":200}}\n<html>\n";
/// let (mut results, mut bad) = (0, 0);
/// for_each_result(file.as_bytes(), Limits::DEFAULT_LINE_BYTES, |_, line| match line {
///     Ok(_) => results += 1,
///     Err(_) => bad += 1,
/// })?;
/// assert_eq!((results, bad), (1, 1));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// If reading fails.
pub fn for_each_result<R: Read>(
    reader: R,
    max_line: usize,
    mut each: impl FnMut(&RawLine<'_>, Result<ResultLine<'_>, BadResult>),
) -> io::Result<()> {
    for_each_line(reader, max_line, |raw| {
        if let Some(raw) = raw.without_bom() {
            each(&raw, ResultLine::of(&raw, max_line));
        }
    })
}

impl<'a> ResultLine<'a> {
    /// Parses one line, with or without its line break.
    ///
    /// # Errors
    ///
    /// [`BadResult`] if the line is not a JSON object or has no `custom_id`.
    pub fn parse(line: &'a [u8]) -> Result<Self, BadResult> {
        let text = simdutf8::basic::from_utf8(line).map_err(|_| BadResult::Utf8 {
            valid_up_to: std::str::from_utf8(line).err().map_or(0, |error| error.valid_up_to()),
        })?;
        if let Some(line) = Self::quick(text) {
            return Ok(line);
        }
        let wire: WireLine<'a> = object::parse(text).map_err(BadResult::Json)?;
        let custom_id =
            wire.custom_id.into_text().filter(|id| !id.is_empty()).ok_or(BadResult::NoCustomId)?;
        Ok(Self {
            id: wire.id.into_text(),
            custom_id,
            response: wire
                .response
                .map(RawValue::get)
                .map(LineResponse::read)
                .transpose()
                .map_err(BadResult::Json)?,
            error: wire.error.map(RawValue::get).and_then(LineError::read),
        })
    }

    /// The fast path for lines that are as documented.
    fn quick(text: &'a str) -> Option<Self> {
        let (mut id, mut custom_id, mut response, mut error) = (None, None, None, None);
        let mut reader = Reader::new(text)?;
        reader.object(|reader, key| match key {
            "id" => once(&mut id, reader.field()?),
            "custom_id" => once(&mut custom_id, reader.field()?),
            "response" => once(&mut response, LineResponse::quick(reader)?),
            "error" => once(&mut error, reader.non_null()?),
            _ => reader.value().map(drop),
        })?;
        reader.end()?;
        Some(Self {
            id: id.and_then(Field::into_text),
            custom_id: custom_id?.into_text().filter(|id| !id.is_empty())?,
            response: response.flatten(),
            error: error.flatten().and_then(LineError::read),
        })
    }

    /// Parses a line that was framed with this limit.
    pub(crate) fn of(raw: &RawLine<'a>, limit: usize) -> Result<Self, BadResult> {
        if raw.overlong {
            return Err(BadResult::TooLong { limit });
        }
        Self::parse(raw.bytes)
    }

    /// HTTP status of the response; 0 if there is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.as_ref().map_or(0, |response| response.status_code)
    }

    /// The raw body of the response.
    #[must_use]
    pub fn body(&self) -> Option<ResultBody<'a>> {
        self.response.as_ref()?.body
    }

    /// Whether the request succeeded: no error and a 2xx status.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.error.is_none() && (200..300).contains(&self.status())
    }

    /// The error in the body of a failed request.
    #[must_use]
    pub fn api_error(&self) -> Option<ApiError> {
        if (200..300).contains(&self.status()) {
            return None;
        }
        ApiError::read(&self.body()?.json())
    }
}

/// A raw body: well-formed JSON that is not parsed yet.
#[derive(Debug, Clone, Copy)]
pub struct ResultBody<'a>(pub(crate) &'a str);

impl<'a> ResultBody<'a> {
    /// The JSON text, unchanged.
    #[must_use]
    pub fn get(self) -> &'a str {
        self.0
    }

    /// The JSON text of the actual body: some servers send a JSON string that holds JSON, which
    /// is unwrapped here. A string that holds something else is returned unchanged.
    #[must_use]
    pub fn json(self) -> Cow<'a, str> {
        if self.0.starts_with('"')
            && let Ok(inner) = serde_json::from_str::<String>(self.0)
            && serde_json::from_str::<IgnoredAny>(&inner).is_ok()
        {
            return Cow::Owned(inner);
        }
        Cow::Borrowed(self.0)
    }

    /// Parses the [actual](Self::json) body as a type that owns its data.
    ///
    /// # Errors
    ///
    /// If the body does not have that type.
    pub fn parse<T: DeserializeOwned>(self) -> serde_json::Result<T> {
        serde_json::from_str(&self.json())
    }

    /// Parses the body as a type that may borrow from the line. That is impossible for a body
    /// sent as a JSON string, which [`parse`](Self::parse) can read.
    ///
    /// # Errors
    ///
    /// If the body does not have that type.
    pub fn borrow<T: Deserialize<'a>>(self) -> serde_json::Result<T> {
        serde_json::from_str(self.0)
    }
}

#[derive(Deserialize)]
struct WireLine<'a> {
    #[serde(borrow, default)]
    id: Field<'a>,
    #[serde(borrow, default)]
    custom_id: Field<'a>,
    #[serde(borrow, default)]
    response: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct WireResponse<'a> {
    #[serde(default)]
    status_code: Status,
    #[serde(borrow, default)]
    request_id: Field<'a>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

impl<'a> LineResponse<'a> {
    /// Reads the member `response`; anything but an object is taken for a body.
    fn read(text: &'a str) -> serde_json::Result<Self> {
        if !text.starts_with('{') {
            return Ok(Self::new(0, Field::Absent, Some(text)));
        }
        let wire: WireResponse<'a> = object::parse(text)?;
        Ok(Self::new(wire.status_code.0, wire.request_id, wire.body.map(RawValue::get)))
    }

    fn new(status_code: u16, request_id: Field<'a>, body: Option<&'a str>) -> Self {
        Self {
            status_code,
            request_id: request_id.into_text().filter(|id| !id.is_empty()),
            body: body.filter(|body| !matches!(*body, "null" | "\"\"")).map(ResultBody),
        }
    }

    /// Reads a response that is as documented, or null.
    fn quick(reader: &mut Reader<'a>) -> Option<Option<Self>> {
        if reader.peek()? != b'{' {
            return reader.non_null()?.is_none().then_some(None);
        }
        let (mut status, mut request_id, mut body) = (None, None, None);
        reader.object(|reader, key| match key {
            "status_code" => once(&mut status, reader.value()?.parse().ok()?),
            "request_id" => once(&mut request_id, reader.field()?),
            "body" => once(&mut body, reader.value()?),
            _ => reader.value().map(drop),
        })?;
        Some(Some(Self::new(status?, request_id.unwrap_or_default(), body)))
    }
}

/// Fills a member that must be empty: what a repeated member means is left to serde.
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// A status that may be text, or missing.
#[derive(Default)]
struct Status(u16);

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Loose;
        impl Visitor<'_> for Loose {
            type Value = Status;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an HTTP status")
            }
            fn visit_u64<E>(self, status: u64) -> Result<Status, E> {
                Ok(Status(u16::try_from(status).unwrap_or(0)))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Status, E> {
                Ok(Status(0))
            }
            fn visit_f64<E>(self, status: f64) -> Result<Status, E> {
                // A value out of range saturates to one that is no status.
                Ok(Status(status as u16))
            }
            fn visit_str<E>(self, status: &str) -> Result<Status, E> {
                Ok(Status(status.trim().parse().unwrap_or(0)))
            }
            fn visit_unit<E>(self) -> Result<Status, E> {
                Ok(Status(0))
            }
        }
        deserializer.deserialize_any(Loose)
    }
}

#[derive(Deserialize)]
struct WireError<'a> {
    #[serde(borrow, default)]
    code: Field<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Field<'a>,
    #[serde(borrow, default)]
    message: Field<'a>,
}

impl<'a> LineError<'a> {
    pub(crate) fn into_owned(self) -> LineError<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        LineError {
            code: self.code.map(own),
            kind: self.kind.map(own),
            message: self.message.map(own),
        }
    }

    /// Reads the member `error` in any shape; an empty string, object or array is no error.
    fn read(text: &'a str) -> Option<Self> {
        if let Ok(wire) = object::parse::<WireError<'a>>(text) {
            let error = Self {
                code: wire.code.into_word(),
                kind: wire.kind.into_word(),
                message: wire.message.into_text(),
            };
            let empty = text[1..].trim_start().starts_with('}');
            return (!empty).then_some(error);
        }
        let message = serde_json::from_str::<String>(text).map_or(Cow::Borrowed(text), Cow::Owned);
        (!matches!(&*message, "" | "None" | "false" | "[]")).then_some(Self {
            code: None,
            kind: None,
            message: Some(message),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast path and serde must not differ in what they find.
    #[test]
    fn the_fast_path_and_serde_agree() {
        for line in [
            r#"{"id":"r","custom_id":"a","response":{"status_code":200,"request_id":"q","body":{"x":[1]}},"error":null}"#,
            r#"{"id":null,"custom_id":"\u0061\n","response":null,"error":{"code":"batch_expired","message":"m"}}"#,
            r#"{"custom_id":"a","response":{"status_code":0,"request_id":"","body":""},"error":null}"#,
            r#" { "response" : { "body" : "{}" , "status_code" : 429 } , "x" : [ ] , "custom_id" : "a" } "#,
            r#"{"custom_id":"a","error":"text"}"#,
            r#"{"custom_id":"a","response":null,"error":{}}"#,
        ] {
            let quick = ResultLine::quick(line).map(|line| format!("{line:?}"));
            // A tab makes the fast path give up.
            let slow = ResultLine::parse(format!("\t{line}").leak().as_bytes());
            assert_eq!(quick, slow.ok().map(|line| format!("{line:?}")), "{line}");
            assert!(quick.is_some());
        }
        for unusual in [
            r#"{"custom_id":7}"#,
            r#"{"custom_id":"a","custom_id":"b"}"#,
            r#"{"custom_id":"a","response":{"status_code":"200"}}"#,
            r#"{"custom_id":"a","response":{"body":{}}}"#,
            r#"{"custom_id":"a","response":[]}"#,
            r#"{"custom_id":""}"#,
        ] {
            assert!(ResultLine::quick(unusual).is_none(), "{unusual}");
        }
    }
}
