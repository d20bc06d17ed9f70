//! Whether a failed request is worth sending again, by what its line says.

use std::borrow::Cow;

use super::classify::OutcomeKind;
use super::local::LocalCode;
use crate::api_error::ApiError;
use crate::result::ResultLine;

/// Codes and types of an error that mean a spent quota: a permanent failure, although it
/// arrives with status 429 as a rate limit does.
pub const QUOTA_CODES: [&str; 4] =
    ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"];

/// Codes and types of an error that mean a transient failure: the API's own for lines, those of
/// gateways that forward to an inference server, and those of errors that endpoints answer with.
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

/// How many times a message is opened that holds an error as JSON text.
const MAX_NESTING: usize = 4;

/// Whether the same request, sent again, may succeed without being paid for twice.
///
/// Yes for
/// * status 408, 429 and 5xx, unless a quota is spent ([`QUOTA_CODES`]);
/// * a line without an answer, and one that was written on this side with a code that
///   [may be resubmitted](LocalCode::may_resubmit);
/// * a request that was not run, if the error says that the failure is transient: by its code
///   or type (`batch_expired`, `batch_cancelled`, `request_timeout`, `server_unreachable`,
///   `connection_lost` and the like), by a status in the place of a code, or by a status that
///   the message names, as in `Error code: 503 - …`. An error that arrives as JSON text in the
///   message of another is read as well.
///
/// No for everything else: it would fail the same way and may cost again. A request that was
/// answered with a 2xx status is never resubmitted, whatever its `error` says.
#[must_use]
pub fn may_resubmit(line: &ResultLine<'_>) -> bool {
    if let Some(local) = LocalCode::of(line) {
        return local.may_resubmit();
    }
    match (OutcomeKind::of(line), line.status()) {
        (OutcomeKind::NoResponse, _) => true,
        (OutcomeKind::HttpError | OutcomeKind::RequestError, 0) => clues_are_transient(line),
        (OutcomeKind::HttpError, status) => is_transient(status) && !quota_is_spent(&clues(line)),
        _ => false,
    }
}

fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

/// What a line says about its failure, from the outside in.
fn clues(line: &ResultLine<'_>) -> Vec<ApiError> {
    let mut clues = Vec::new();
    if let Some(error) = &line.error {
        let own = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        clues.push(ApiError {
            message: own(&error.message),
            kind: own(&error.kind),
            code: own(&error.code),
            ..ApiError::default()
        });
    }
    clues.extend(line.api_error());
    for at in 0.. {
        let inner = clues.get(at).and_then(|clue| ApiError::read_text(clue.message.as_deref()?));
        if at >= clues.len() || clues.len() >= MAX_NESTING {
            break;
        }
        clues.extend(inner);
    }
    clues
}

fn quota_is_spent(clues: &[ApiError]) -> bool {
    let is_quota = |word: &str| QUOTA_CODES.contains(&word);
    clues.iter().any(|clue| {
        [&clue.code, &clue.kind].into_iter().flatten().any(|word| is_quota(word))
            // A message may quote the error of another server in a form that is not JSON.
            || clue.message.as_deref().is_some_and(|message| words(message).any(is_quota))
    })
}

/// Decides for a line without a status of its own: the outermost clue that says something
/// counts.
fn clues_are_transient(line: &ResultLine<'_>) -> bool {
    let clues = clues(line);
    !quota_is_spent(&clues) && clues.iter().find_map(transience).unwrap_or(false)
}

/// Whether an error is transient, if it says so.
fn transience(clue: &ApiError) -> Option<bool> {
    let code_as_status = clue.code.as_deref().and_then(status_code);
    if let Some(status) = code_as_status.or(clue.status) {
        return Some(is_transient(status));
    }
    let is_known = |word: &String| {
        TRANSIENT_CODES.iter().any(|transient| word.eq_ignore_ascii_case(transient))
    };
    if [&clue.code, &clue.kind].into_iter().flatten().any(is_known) {
        return Some(true);
    }
    clue.message.as_deref().and_then(status_in).map(is_transient)
}

/// A text that is an HTTP status and nothing else.
fn status_code(text: &str) -> Option<u16> {
    text.parse().ok().filter(|status| (100..600).contains(status))
}

/// The words of a text: letters, digits and underscores.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').filter(|word| !word.is_empty())
}

/// The HTTP status that a message names: behind a label, as in `Error code: 503` or
/// `HTTP/1.1 503`, or with its reason phrase, as in `502 Bad Gateway`.
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
            // The version in `HTTP/1.1` is no label.
            None if word.bytes().all(|byte| byte.is_ascii_digit()) => {}
            None => label = Some(word),
        }
    }
    None
}
