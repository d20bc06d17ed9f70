//! The decision what a response contributes to a download in progress.

use http::StatusCode;
use http::header::{CONTENT_RANGE, ETAG, HeaderMap, HeaderValue};

/// What is known about the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    /// How many bytes were received.
    pub(super) position: u64,
    /// The length of the file.
    pub(super) total: Option<u64>,
    pub(super) etag: Option<HeaderValue>,
}

/// The head of a response to a request for the rest of the file after [`Known::position`], or for the
/// whole file.
pub(super) struct Head<'h> {
    pub(super) status: StatusCode,
    pub(super) headers: &'h HeaderMap,
    /// The length of the body, if its framing states one.
    pub(super) length: Option<u64>,
}

/// What a response contributes.
#[derive(Debug, PartialEq)]
pub(super) enum Response {
    /// Bytes of the file. The first [`skip`](Body::skip) of them were received before.
    Body(Body),
    /// Nothing, because everything was received.
    Complete,
    /// Another file than the one whose download was begun.
    Changed,
    /// Nothing usable: the server does not serve ranges as specified.
    NoRanges,
}

/// Bytes of a file.
#[derive(Debug, PartialEq)]
pub(super) struct Body {
    pub(super) skip: u64,
    /// Whether the body extends to the end of the file.
    pub(super) to_end: bool,
    /// The length of the file, if it is known by now.
    pub(super) total: Option<u64>,
    pub(super) etag: Option<HeaderValue>,
}

impl Known {
    /// The validator that makes a range request conditional. A weak one does not identify bytes.
    pub(super) fn strong_etag(&self) -> Option<&HeaderValue> {
        self.etag.as_ref().filter(|etag| !etag.as_bytes().starts_with(b"W/"))
    }

    pub(super) fn response(&self, head: &Head<'_>) -> Response {
        match head.status {
            StatusCode::RANGE_NOT_SATISFIABLE => self.not_satisfiable(head),
            StatusCode::PARTIAL_CONTENT => self.partial(head),
            _ => self.whole(head),
        }
    }

    /// The server has nothing after the position, as it should be at the end of the file.
    fn not_satisfiable(&self, head: &Head<'_>) -> Response {
        let total = Range::of(head.headers).and_then(|range| range.total).or(self.total);
        match total {
            Some(total) if self.conflicts(total) => Response::Changed,
            Some(total) if total == self.position => Response::Complete,
            _ => Response::NoRanges,
        }
    }

    fn partial(&self, head: &Head<'_>) -> Response {
        let Some(Range { bytes: Some((first, last)), total }) = Range::of(head.headers) else {
            return Response::NoRanges;
        };
        let etag = head.headers.get(ETAG);
        let other = etag.is_some() && self.etag.is_some() && etag != self.etag.as_ref();
        if other || total.is_some_and(|total| self.conflicts(total)) {
            return Response::Changed;
        }
        let Some(skip) = self.position.checked_sub(first).filter(|_| last >= self.position) else {
            return Response::NoRanges;
        };
        let total = total.or(self.total);
        let end = last.checked_add(1);
        let etag = etag.cloned().or_else(|| self.etag.clone());
        Response::Body(Body { skip, to_end: end.is_some() && end == total, total, etag })
    }

    fn whole(&self, head: &Head<'_>) -> Response {
        let etag = head.headers.get(ETAG);
        if self.position > 0 {
            // The range was requested on the condition that the file is the same, so a response with
            // another validator, or none, is another file.
            let same = etag == self.etag.as_ref();
            if !same || head.length.is_some_and(|length| self.conflicts(length)) {
                return Response::Changed;
            }
        }
        let total = head.length.or(self.total.filter(|_| self.position > 0));
        Response::Body(Body { skip: self.position, to_end: true, total, etag: etag.cloned() })
    }

    fn conflicts(&self, total: u64) -> bool {
        self.total.is_some_and(|known| known != total) || total < self.position
    }
}

/// A `Content-Range`: `bytes 10-19/20`, `bytes 10-19/*` or `bytes */20`.
struct Range {
    bytes: Option<(u64, u64)>,
    total: Option<u64>,
}

impl Range {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let (bytes, total) = range.trim().strip_prefix("bytes ")?.split_once('/')?;
        let bytes = match bytes.trim() {
            "*" => None,
            bytes => {
                let (first, last) = bytes.split_once('-')?;
                Some((first.parse().ok()?, last.parse().ok()?))
            }
        };
        let total = match total.trim() {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        Some(Self { bytes, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(position: u64, total: Option<u64>, etag: Option<&'static str>) -> Known {
        Known { position, total, etag: etag.map(HeaderValue::from_static) }
    }

    fn respond(
        known: &Known,
        status: u16,
        length: Option<u64>,
        headers: &[(&'static str, &'static str)],
    ) -> Response {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_static(value));
        }
        let status = StatusCode::from_u16(status).unwrap();
        known.response(&Head { status, headers: &map, length })
    }

    fn body(skip: u64, to_end: bool, total: Option<u64>, etag: Option<&'static str>) -> Response {
        let etag = etag.map(HeaderValue::from_static);
        Response::Body(Body { skip, to_end, total, etag })
    }

    #[test]
    fn the_first_response_identifies_the_file() {
        let start = known(0, None, None);
        let etag = &[("etag", "\"1\"")];
        assert_eq!(respond(&start, 200, Some(10), etag), body(0, true, Some(10), Some("\"1\"")));
        assert_eq!(respond(&start, 200, None, &[]), body(0, true, None, None));
        // The facts of an abandoned attempt that received nothing do not count.
        let other = known(0, Some(7), Some("\"0\""));
        assert_eq!(respond(&other, 200, Some(10), etag), body(0, true, Some(10), Some("\"1\"")));
        assert_eq!(respond(&other, 200, None, &[]), body(0, true, None, None));
    }

    #[test]
    fn a_range_of_the_same_file_continues_it() {
        let cut = known(4, Some(10), Some("\"1\""));
        let same = [("content-range", "bytes 4-9/10"), ("etag", "\"1\"")];
        assert_eq!(respond(&cut, 206, Some(6), &same), body(0, true, Some(10), Some("\"1\"")));
        let silent = [("content-range", "bytes 4-9/10")];
        assert_eq!(respond(&cut, 206, Some(6), &silent), body(0, true, Some(10), Some("\"1\"")));
        let earlier = [("content-range", "bytes 2-9/10")];
        assert_eq!(respond(&cut, 206, Some(8), &earlier), body(2, true, Some(10), Some("\"1\"")));
        // A server may send less than was requested, and need not state the length of the file.
        let part = [("content-range", "bytes 4-6/10")];
        assert_eq!(respond(&cut, 206, Some(3), &part), body(0, false, Some(10), Some("\"1\"")));
        let unknown = [("content-range", "bytes 4-9/*")];
        assert_eq!(respond(&cut, 206, None, &unknown), body(0, true, Some(10), Some("\"1\"")));
        let unknown_cut = known(4, None, None);
        assert_eq!(respond(&unknown_cut, 206, None, &unknown), body(0, false, None, None));
        assert_eq!(respond(&unknown_cut, 206, None, &silent), body(0, true, Some(10), None));
    }

    #[test]
    fn a_changed_file_is_detected() {
        let cut = known(4, Some(10), Some("\"1\""));
        type Headers = &'static [(&'static str, &'static str)];
        let table: &[(u16, Option<u64>, Headers)] = &[
            (206, Some(6), &[("content-range", "bytes 4-9/10"), ("etag", "\"2\"")]),
            (206, Some(7), &[("content-range", "bytes 4-10/11"), ("etag", "\"1\"")]),
            (200, Some(10), &[("etag", "\"2\"")]),
            (200, Some(10), &[]),
            (200, Some(11), &[("etag", "\"1\"")]),
            (416, None, &[("content-range", "bytes */4")]),
            (416, None, &[("content-range", "bytes */3")]),
        ];
        for (status, length, headers) in table {
            let response = respond(&cut, *status, *length, headers);
            assert_eq!(response, Response::Changed, "{status} {headers:?}");
        }
        let unknown = known(4, None, None);
        assert_eq!(respond(&unknown, 200, Some(3), &[]), Response::Changed);
        assert_eq!(
            respond(&unknown, 416, None, &[("content-range", "bytes */3")]),
            Response::Changed
        );
        assert_eq!(respond(&unknown, 200, None, &[("etag", "\"1\"")]), Response::Changed);
    }

    #[test]
    fn the_same_file_from_the_start_is_skipped_to_the_position() {
        let cut = known(4, Some(10), Some("\"1\""));
        let same = [("etag", "\"1\"")];
        assert_eq!(respond(&cut, 200, Some(10), &same), body(4, true, Some(10), Some("\"1\"")));
        assert_eq!(respond(&cut, 200, None, &same), body(4, true, Some(10), Some("\"1\"")));
        assert_eq!(respond(&known(4, None, None), 200, Some(4), &[]), body(4, true, Some(4), None));
    }

    #[test]
    fn nothing_after_the_position_completes_the_file_only_at_its_end() {
        let end = [("content-range", "bytes */4")];
        assert_eq!(respond(&known(4, None, None), 416, None, &end), Response::Complete);
        assert_eq!(respond(&known(4, Some(4), None), 416, None, &[]), Response::Complete);
        // Before the end, or if the length is not known, the response makes no sense.
        let before = [("content-range", "bytes */10")];
        assert_eq!(respond(&known(4, Some(10), None), 416, None, &before), Response::NoRanges);
        assert_eq!(respond(&known(4, None, None), 416, None, &[]), Response::NoRanges);
    }

    #[test]
    fn malformed_and_unrequested_ranges_are_not_used() {
        let cut = known(4, Some(10), None);
        for range in [
            "bytes 5-9/10",
            "bytes 0-3/10",
            "bytes */10",
            "bytes 4-9",
            "lines 4-9/10",
            "bytes x-9/10",
            "bytes 4-y/10",
            "bytes 4-9/z",
        ] {
            let response = respond(&cut, 206, None, &[("content-range", range)]);
            assert_eq!(response, Response::NoRanges, "{range}");
        }
        assert_eq!(respond(&cut, 206, None, &[]), Response::NoRanges);
    }

    #[test]
    fn a_weak_validator_does_not_make_a_range_conditional() {
        assert!(known(4, None, Some("W/\"1\"")).strong_etag().is_none());
        assert!(known(4, None, Some("\"1\"")).strong_etag().is_some());
        assert!(known(4, None, None).strong_etag().is_none());
    }
}
