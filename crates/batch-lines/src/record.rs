//! A result line that owns its data.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;

use crate::frame::RawLine;
use crate::result::{LineError, LineResponse, ResultBody, ResultLine};

/// A [`ResultLine`] that owns its bytes, shared with the chunk they arrived in where possible.
///
/// A record keeps that chunk in memory as long as it lives, so copy what you need and drop it.
#[derive(Debug, Clone)]
pub struct ResultRecord {
    number: u64,
    offset: u64,
    bytes: Bytes,
    id: Option<Part>,
    custom_id: Part,
    response: Option<Response>,
    error: Option<LineError<'static>>,
}

#[derive(Debug, Clone)]
struct Response {
    status_code: u16,
    request_id: Option<Part>,
    body: Option<Range<usize>>,
}

/// Text that is part of the line, or a copy if it had escapes.
#[derive(Debug, Clone)]
enum Part {
    In(Range<usize>),
    Own(Box<str>),
}

impl ResultRecord {
    /// `line` was parsed from `raw`; `bytes` equals the bytes of `raw`.
    pub(crate) fn new(raw: &RawLine<'_>, line: &ResultLine<'_>, bytes: Bytes) -> Self {
        let range = |text: &str| {
            let start = text.as_ptr() as usize - raw.bytes.as_ptr() as usize;
            start..start + text.len()
        };
        let part = |text: &Cow<'_, str>| match text {
            Cow::Borrowed(text) => Part::In(range(text)),
            Cow::Owned(text) => Part::Own(text.as_str().into()),
        };
        Self {
            number: raw.number,
            offset: raw.offset,
            bytes,
            id: line.id.as_ref().map(part),
            custom_id: part(&line.custom_id),
            response: line.response.as_ref().map(|response| Response {
                status_code: response.status_code,
                request_id: response.request_id.as_ref().map(part),
                body: response.body.map(|body| range(body.get())),
            }),
            error: line.error.clone().map(LineError::into_owned),
        }
    }

    /// Line number in the file, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Offset of the line in the file, in bytes.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes of the line without the line break.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The parsed line.
    #[must_use]
    pub fn line(&self) -> ResultLine<'_> {
        // The bytes were checked when the line was parsed.
        let text = simdutf8::basic::from_utf8(&self.bytes).unwrap_or_default();
        let part = |part: &'_ Part| match part {
            Part::In(range) => Cow::Borrowed(text.get(range.clone()).unwrap_or_default()),
            Part::Own(own) => Cow::Owned(String::from(own.as_ref())),
        };
        ResultLine {
            id: self.id.as_ref().map(part),
            custom_id: part(&self.custom_id),
            response: self.response.as_ref().map(|response| LineResponse {
                status_code: response.status_code,
                request_id: response.request_id.as_ref().map(part),
                body: response.body.clone().and_then(|range| text.get(range)).map(ResultBody),
            }),
            error: self.error.clone(),
        }
    }
}
