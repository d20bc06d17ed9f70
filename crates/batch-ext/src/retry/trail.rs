//! How a call went, written where the caller finds it.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use batch_client::BoxError;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{GaveUp, Reason};

/// The response header in which the retry layer leaves its [`Trail`]. It never comes from a server:
/// what a server sends under this name is removed.
const HEADER: &str = "x-batch-ext-trail";

/// How a call went whose response is handed on.
///
/// A response that ends a call goes up as it is, so that the client makes its typed error of it; a
/// header is the one place in it that survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trail {
    pub(crate) operation: Option<&'static str>,
    pub(crate) attempts: u32,
    pub(crate) gave_up: Option<GaveUp>,
    pub(crate) outcome_unknown: bool,
}

const OPERATIONS: [&str; 9] = [
    "list_batches",
    "create_batch",
    "retrieve_batch",
    "cancel_batch",
    "create_file",
    "list_files",
    "retrieve_file",
    "delete_file",
    "download_file",
];

impl Trail {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut words = headers.get(HEADER)?.to_str().ok()?.split(' ');
        let operation = words.next()?;
        Some(Self {
            operation: OPERATIONS.into_iter().find(|known| *known == operation),
            attempts: words.next()?.parse().ok()?,
            gave_up: GaveUp::from_word(words.next()?),
            outcome_unknown: words.next()? == "unknown",
        })
    }

    pub(crate) fn write(self, headers: &mut HeaderMap) {
        let text = format!(
            "{} {} {} {}",
            self.operation.unwrap_or("-"),
            self.attempts,
            self.gave_up.map_or("-", GaveUp::as_str),
            if self.outcome_unknown { "unknown" } else { "known" },
        );
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(HEADER, value);
        }
    }

    /// Removes what a server sent under the header's name.
    pub(crate) fn clear(headers: &mut HeaderMap) {
        headers.remove(HEADER);
    }
}

/// What the retry layer returns in place of a response: inside
/// [`batch_client::Error::Transport`], and from there a part of [`batch_ext::Error`](crate::Error).
#[non_exhaustive]
pub struct CallError {
    /// The operation's id.
    pub operation: &'static str,
    /// How often the request was sent.
    pub attempts: u32,
    /// The time since the call began.
    pub elapsed: Duration,
    /// Why the last attempt failed.
    pub reason: Reason,
    /// Why there was no other.
    pub gave_up: GaveUp,
    /// Whether the server may have done what was asked, in any of the attempts.
    pub outcome_unknown: bool,
    /// The status, where the head of a response had arrived.
    pub status: Option<StatusCode>,
    /// The `x-request-id`, where the head of a response had arrived.
    pub request_id: Option<String>,
    pub(crate) source: Option<BoxError>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} failed after {} attempt{}: {}, and {}",
            self.operation,
            self.attempts,
            if self.attempts == 1 { "" } else { "s" },
            self.reason,
            self.gave_up,
        )
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallError({self})")
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_survives_its_header() {
        for gave_up in [None, Some(GaveUp::Budget), Some(GaveUp::OutcomeUnknown)] {
            for operation in OPERATIONS {
                let trail = Trail {
                    operation: Some(operation),
                    attempts: 3,
                    gave_up,
                    outcome_unknown: gave_up.is_some(),
                };
                let mut headers = HeaderMap::new();
                trail.write(&mut headers);
                assert_eq!(Trail::from_headers(&headers), Some(trail));
                Trail::clear(&mut headers);
                assert_eq!(Trail::from_headers(&headers), None);
            }
        }
    }
}
