//! The response headers that tell a client whether and when to retry.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Whether the server wants the request to be sent again: `true` or `false`.
const SHOULD_RETRY: &str = "x-should-retry";
/// How long to wait, in milliseconds.
const RETRY_AFTER_MS: &str = "retry-after-ms";

/// Whether and when to retry, according to the headers of a response.
///
/// The wait is read from `retry-after-ms` (milliseconds), then from `retry-after` in seconds, then
/// from `retry-after` as an HTTP date. Numbers are digits with an optional fraction. A malformed
/// value is ignored in favor of the next header; a number too large to represent counts as
/// [`Duration::MAX`].
///
/// A date is measured against the response's own `Date` header, so that a wrong local clock does not
/// matter; without one it is measured against the local clock. A date in the past means zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// `x-should-retry`, which overrides the meaning of the status.
    pub should_retry: Option<bool>,
    /// How long to wait before the next attempt.
    pub retry_after: Option<Duration>,
}

impl Hint {
    /// Reads the hint in `headers`, which were received at about `now`.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap, now: SystemTime) -> Self {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        Self {
            should_retry: match text(SHOULD_RETRY) {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            },
            retry_after: text(RETRY_AFTER_MS).and_then(|ms| decimal(ms, 1_000_000)).or_else(|| {
                let value = text(RETRY_AFTER.as_str())?;
                decimal(value, 1_000_000_000).or_else(|| {
                    let until = httpdate::parse_http_date(value).ok()?;
                    let server_now = text(DATE.as_str())
                        .and_then(|date| httpdate::parse_http_date(date).ok())
                        .unwrap_or(now);
                    Some(until.duration_since(server_now).unwrap_or_default())
                })
            }),
        }
    }
}

/// A decimal number of units of `nanos` nanoseconds each, read exactly and saturating.
fn decimal(text: &str, nanos: u128) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    // Only digits are left, so a number that does not parse is too large.
    let Some(whole) = whole.parse().ok().and_then(|n: u128| n.checked_mul(nanos)) else {
        return Some(Duration::MAX);
    };
    let mut total = whole;
    let mut unit = nanos;
    for digit in fraction.bytes() {
        unit /= 10;
        if unit == 0 {
            break;
        }
        total = total.saturating_add(u128::from(digit - b'0') * unit);
    }
    let seconds = u64::try_from(total / 1_000_000_000);
    let rest = u32::try_from(total % 1_000_000_000);
    Some(match (seconds, rest) {
        (Ok(seconds), Ok(rest)) => Duration::new(seconds, rest),
        _ => Duration::MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    const NOW: u64 = 1_700_000_000;

    fn hint(headers: &[(&'static str, &str)]) -> Hint {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        Hint::from_headers(&map, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
    }

    fn date(seconds: i64) -> String {
        let at = NOW.checked_add_signed(seconds).unwrap();
        httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(at))
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let s = Duration::from_secs;
        let ms = Duration::from_millis;
        let table: &[(&str, Option<Duration>)] = &[
            ("0", Some(s(0))),
            ("1", Some(s(1))),
            ("120", Some(s(120))),
            ("121", Some(s(121))),
            (" 7 ", Some(s(7))),
            ("007", Some(s(7))),
            ("1.5", Some(ms(1500))),
            ("0.0001", Some(Duration::from_micros(100))),
            ("1.00000000000000000000001", Some(s(1))),
            ("18446744073709551615.999999999", Some(Duration::new(u64::MAX, 999_999_999))),
            ("18446744073709551616", Some(Duration::MAX)),
            ("12345678901234567890123456789012345", Some(Duration::MAX)),
            (&"9".repeat(400), Some(Duration::MAX)),
            ("", None),
            ("   ", None),
            ("-1", None),
            ("-0", None),
            ("+1", None),
            ("NaN", None),
            ("nan", None),
            ("inf", None),
            ("Infinity", None),
            ("1e3", None),
            ("0x10", None),
            ("1,5", None),
            ("1_000", None),
            (".5", None),
            ("5.", None),
            (".", None),
            ("1.2.3", None),
            ("5s", None),
            ("soon", None),
            ("٣", None),
            ("Xyz, 14 Nov 2023 22:13:20 GMT", None),
            ("Tue, 14 Nov 100000 22:13:20 GMT", None),
            ("Tue, 32 Nov 2023 22:13:20 GMT", None),
            ("Tue, 14 Nov 2023 22:13:20 +0100", None),
            ("2023-11-14T22:13:20Z", None),
            ("Tue, 14 Nov 2023 22:13:50 GMT", Some(s(30))),
            ("Tuesday, 14-Nov-23 22:13:50 GMT", Some(s(30))),
            ("Tue Nov 14 22:13:50 2023", Some(s(30))),
            ("Tue, 14 Nov 2023 22:00:00 GMT", Some(s(0))),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(s(0))),
        ];
        for (value, expected) in table {
            // A header that is not ASCII cannot be read as text and is ignored as well.
            assert_eq!(hint(&[("retry-after", value)]).retry_after, *expected, "{value:?}");
        }
    }

    #[test]
    fn milliseconds_come_first_and_malformed_ones_are_ignored() {
        let table: &[(&str, &str, Option<Duration>)] = &[
            ("250", "9", Some(Duration::from_millis(250))),
            ("1.5", "9", Some(Duration::from_micros(1500))),
            ("0", "9", Some(Duration::ZERO)),
            ("-1", "9", Some(Duration::from_secs(9))),
            ("", "9", Some(Duration::from_secs(9))),
            ("NaN", "soon", None),
        ];
        for (ms, seconds, expected) in table {
            let found = hint(&[("retry-after-ms", ms), ("retry-after", seconds)]);
            assert_eq!(found.retry_after, *expected, "{ms:?} and {seconds:?}");
        }
    }

    #[test]
    fn a_date_is_measured_against_the_servers_clock() {
        // The server's clock is an hour ahead of ours: its date is still 20 s away, not an hour.
        let (server_now, until) = (date(3600), date(3620));
        let found = hint(&[("date", &server_now), ("retry-after", &until)]);
        assert_eq!(found.retry_after, Some(Duration::from_secs(20)));
        // The same with a clock that is behind.
        let (server_now, until) = (date(-3600), date(-3580));
        let found = hint(&[("date", &server_now), ("retry-after", &until)]);
        assert_eq!(found.retry_after, Some(Duration::from_secs(20)));
        // Without a valid `Date`, the local clock counts.
        let found = hint(&[("date", "yesterday"), ("retry-after", &date(5))]);
        assert_eq!(found.retry_after, Some(Duration::from_secs(5)));
    }

    #[test]
    fn should_retry_is_true_false_or_absent() {
        for (value, expected) in [
            ("true", Some(true)),
            ("false", Some(false)),
            (" true ", Some(true)),
            ("TRUE", None),
            ("1", None),
            ("", None),
        ] {
            assert_eq!(hint(&[("x-should-retry", value)]).should_retry, expected, "{value:?}");
        }
        assert_eq!(hint(&[]), Hint::default());
    }

    proptest! {
        #[test]
        fn no_header_value_panics(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                for name in ["retry-after", "retry-after-ms", "x-should-retry", "date"] {
                    let mut map = HeaderMap::new();
                    map.insert(name, value.clone());
                    let _ = Hint::from_headers(&map, SystemTime::now());
                }
            }
        }

        #[test]
        fn a_number_of_seconds_is_read_exactly(seconds: u64, nanos in 0u32..1_000_000_000) {
            let found = hint(&[("retry-after", &format!("{seconds}.{nanos:09}"))]);
            prop_assert_eq!(found.retry_after, Some(Duration::new(seconds, nanos)));
        }
    }
}
