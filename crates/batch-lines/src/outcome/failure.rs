//! Classification of failures: whether a failed request may be sent again.

use std::borrow::Cow;

use super::classify::OutcomeKind;
use super::local::LocalCode;
use crate::api_error::ApiError;
use crate::result::ResultLine;

/// Error codes and types that mean an exhausted quota: a permanent failure, although its status
/// is 429 like that of a rate limit.
pub const QUOTA_CODES: [&str; 4] =
    ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"];

/// Error codes and types that mean a transient failure: those of the Batch API, of gateways in
/// front of an inference server, and of the endpoints themselves.
const TRANSIENT_CODES: [&str; 13] = [
    "batch_expired",
    "batch_cancelled",
    "batch_canceled",
    "request_timeout",
    "server_unreachable",
    "connection_lost",
    "connection_error",
    "timeout",
    "rate_limit_exceeded",
    "server_error",
    "internal_error",
    "internal_server_error",
    "service_unavailable",
];

/// How many errors are read from one line, where the message of one is the JSON text of the next.
const MAX_NESTING: usize = 4;

/// Whether a request may succeed if it is sent again, without being paid for twice.
///
/// Returns `true` for transient failures:
/// * status 408, 429 and 5xx, unless the quota is exhausted ([`QUOTA_CODES`]);
/// * a line without a response or error, and a line with a [`LocalCode`] that
///   [allows it](LocalCode::may_resubmit);
/// * a request that was not run and whose error is transient. That is decided by its code or type
///   (`batch_expired`, `batch_cancelled`, `request_timeout`, `server_unreachable`,
///   `connection_lost` and similar ones), by an HTTP status in place of a code, or by a status in
///   its message, as in `Error code: 503 - …`. A message that is the JSON text of another error is
///   parsed as well; of nested errors, the outermost one that can be classified counts.
///
/// Returns `false` for everything else, which would fail the same way and may be charged again. A
/// request with a 2xx response is never resubmitted, even if the line has an `error`.
#[must_use]
pub fn may_resubmit(line: &ResultLine<'_>) -> bool {
    if let Some(local) = LocalCode::of(line) {
        return local.may_resubmit();
    }
    match (OutcomeKind::of(line), line.status()) {
        (OutcomeKind::NoResponse, _) => true,
        (OutcomeKind::HttpError | OutcomeKind::RequestError, 0) => is_transient_error(line),
        (OutcomeKind::HttpError, status) => is_transient(status) && !quota_is_spent(&errors(line)),
        _ => false,
    }
}

fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

/// The errors in a line, outermost first.
fn errors(line: &ResultLine<'_>) -> Vec<ApiError> {
    let mut errors = Vec::new();
    if let Some(error) = &line.error {
        let own = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        errors.push(ApiError {
            message: own(&error.message),
            kind: own(&error.kind),
            code: own(&error.code),
            ..ApiError::default()
        });
    }
    errors.extend(line.api_error());
    for at in 0.. {
        let inner = errors.get(at).and_then(|error| ApiError::read_text(error.message.as_deref()?));
        if at >= errors.len() || errors.len() >= MAX_NESTING {
            break;
        }
        errors.extend(inner);
    }
    errors
}

fn quota_is_spent(errors: &[ApiError]) -> bool {
    let is_quota = |word: &str| QUOTA_CODES.contains(&word);
    errors.iter().any(|error| {
        [&error.code, &error.kind].into_iter().flatten().any(|word| is_quota(word))
            // A message may quote another server's error in a form that is not JSON.
            || error.message.as_deref().is_some_and(|message| words(message).any(is_quota))
    })
}

/// Classifies a line without a status: the outermost error that can be classified counts.
fn is_transient_error(line: &ResultLine<'_>) -> bool {
    let errors = errors(line);
    !quota_is_spent(&errors) && errors.iter().find_map(transience).unwrap_or(false)
}

/// Whether an error is transient; none if that cannot be told.
fn transience(error: &ApiError) -> Option<bool> {
    let code_as_status = error.code.as_deref().and_then(status_code);
    if let Some(status) = code_as_status.or(error.status) {
        return Some(is_transient(status));
    }
    let is_known = |word: &String| {
        TRANSIENT_CODES.iter().any(|transient| word.eq_ignore_ascii_case(transient))
    };
    if [&error.code, &error.kind].into_iter().flatten().any(is_known) {
        return Some(true);
    }
    error.message.as_deref().and_then(status_in).map(is_transient)
}

/// A text that is an HTTP status and nothing else.
fn status_code(text: &str) -> Option<u16> {
    text.parse().ok().filter(|status| (100..600).contains(status))
}

/// The words of a text: letters, digits and underscores.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').filter(|word| !word.is_empty())
}

/// The HTTP status in a message: after a label, as in `Error code: 503` or `HTTP/1.1 503`, or
/// before its reason phrase, as in `502 Bad Gateway`.
fn status_in(message: &str) -> Option<u16> {
    const LABELS: [&str; 6] = ["code", "status", "http", "status_code", "error_code", "statuscode"];
    const REASONS: [(u16, &str); 6] = [
        (408, "request"),
        (429, "too"),
        (500, "internal"),
        (502, "bad"),
        (503, "service"),
        (504, "gateway"),
    ];
    let is = |word: Option<&str>, other: &str| word.is_some_and(|w| w.eq_ignore_ascii_case(other));
    let mut label = None;
    let mut words = words(message).peekable();
    while let Some(word) = words.next() {
        match status_code(word) {
            Some(status) => {
                let named = LABELS.iter().any(|known| is(label, known));
                let next = words.peek().copied();
                let explained =
                    REASONS.iter().any(|&(known, first)| known == status && is(next, first));
                if named || explained {
                    return Some(status);
                }
            }
            // The version in `HTTP/1.1` is not a label.
            None if word.bytes().all(|byte| byte.is_ascii_digit()) => {}
            None => label = Some(word),
        }
    }
    None
}
