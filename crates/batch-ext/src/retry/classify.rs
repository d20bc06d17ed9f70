//! What a failure means, and what may be done about it.
//!
//! This is the table of decisions, as pure functions: an operation's [`Effect`] and what came back
//! give a [`Verdict`]. Nothing here reads a message's text; only statuses, codes and types count.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use batch_client::transport::IdleTimeout;
use http::StatusCode;

use super::Hint;

/// What it does to the server when a request arrives twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing: the request only reads.
    Read,
    /// Nothing more than once would: cancel, delete.
    Idempotent,
    /// A second file, which costs nothing and can be removed.
    Upload,
    /// A second batch, which costs money. Also every operation that is not known here.
    Create,
}

impl Effect {
    /// The effect of an operation, by its id in snake case.
    #[must_use]
    pub fn of(operation_id: &str) -> Self {
        match operation_id {
            "list_batches" | "retrieve_batch" | "list_files" | "retrieve_file"
            | "download_file" => Self::Read,
            "cancel_batch" | "delete_file" => Self::Idempotent,
            "create_file" => Self::Upload,
            _ => Self::Create,
        }
    }
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The request has not left: no address, connection refused, TLS failed.
    NotSent,
    /// The request could not be made: a bad URL, header or body.
    InvalidRequest,
    /// No answer in time, after the request was sent.
    TimedOut,
    /// The connection broke after the request was sent, and before an answer.
    Disconnected,
    /// The head of an answer came, but its body was cut.
    CutBody,
    /// An answer of success that is not of the API's form.
    Undecodable,
    /// Status 408: the server gave up waiting.
    RequestTimeout,
    /// Status 409 with which the server asks for another attempt.
    Conflict,
    /// Status 429.
    RateLimited,
    /// Status 429 that no waiting will end: the quota is spent.
    QuotaSpent,
    /// Status 5xx.
    ServerError,
    /// Another status with which the server asks for another attempt.
    ServerAsked,
    /// Any other status: the request was understood, and refused.
    Refused,
    /// An error of a kind that is not known here, such as that of another layer.
    Other,
}

impl Reason {
    /// A word for logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::InvalidRequest => "invalid_request",
            Self::TimedOut => "timed_out",
            Self::Disconnected => "disconnected",
            Self::CutBody => "cut_body",
            Self::Undecodable => "undecodable",
            Self::RequestTimeout => "request_timeout",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::QuotaSpent => "quota_spent",
            Self::ServerError => "server_error",
            Self::ServerAsked => "server_asked",
            Self::Refused => "refused",
            Self::Other => "other",
        }
    }

    /// Whether the server may have done what was asked, although the attempt failed.
    #[must_use]
    pub fn is_ambiguous(self) -> bool {
        match self {
            Self::NotSent
            | Self::InvalidRequest
            | Self::RateLimited
            | Self::QuotaSpent
            | Self::Refused => false,
            Self::TimedOut
            | Self::Disconnected
            | Self::CutBody
            | Self::Undecodable
            | Self::RequestTimeout
            | Self::Conflict
            | Self::ServerError
            | Self::ServerAsked
            | Self::Other => true,
        }
    }

    /// What is to be done for an operation of this effect, if the server has no wish of its own.
    fn action(self, effect: Effect) -> Action {
        match self {
            Self::NotSent | Self::RateLimited => Action::Retry,
            Self::InvalidRequest | Self::QuotaSpent | Self::Refused => Action::Stop,
            _ if effect == Effect::Create => Action::Reconcile,
            Self::Undecodable | Self::Other => Action::Stop,
            Self::TimedOut
            | Self::Disconnected
            | Self::CutBody
            | Self::RequestTimeout
            | Self::Conflict
            | Self::ServerError
            | Self::ServerAsked => Action::Retry,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What may be done after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Send the same again, after a wait.
    Retry,
    /// Give up: it would fail again.
    Stop,
    /// Find out first whether the server did it. See the module `create`.
    Reconcile,
}

/// The judgement of one failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// What may be done.
    pub action: Action,
    /// Why the attempt failed.
    pub reason: Reason,
    /// How long the server wants the next attempt to wait.
    pub retry_after: Option<Duration>,
    /// Whether the server may have done what was asked. Never for operations that only read.
    pub outcome_unknown: bool,
}

impl Verdict {
    /// The verdict on `reason`, where no response has a say in it.
    #[must_use]
    pub fn new(effect: Effect, reason: Reason) -> Self {
        Self {
            action: reason.action(effect),
            reason,
            retry_after: None,
            outcome_unknown: reason.is_ambiguous() && effect != Effect::Read,
        }
    }

    /// The verdict on a response that is no success. `code` is the error's own code, or failing
    /// that its type.
    #[must_use]
    pub fn of_response(effect: Effect, status: StatusCode, hint: Hint, code: Option<&str>) -> Self {
        let asked = hint.should_retry == Some(true);
        let reason = match status.as_u16() {
            429 if code.is_some_and(is_quota_code) => Reason::QuotaSpent,
            429 => Reason::RateLimited,
            408 => Reason::RequestTimeout,
            409 if asked => Reason::Conflict,
            500.. => Reason::ServerError,
            _ if asked => Reason::ServerAsked,
            _ => Reason::Refused,
        };
        Self::of(effect, reason, hint)
    }

    /// The verdict on `reason`, given what the response had to say.
    #[must_use]
    pub fn of(effect: Effect, reason: Reason, hint: Hint) -> Self {
        let mut verdict = Self::new(effect, reason);
        verdict.retry_after = hint.retry_after;
        if hint.should_retry == Some(false) && verdict.action == Action::Retry {
            verdict.action = Action::Stop;
        }
        verdict
    }

    /// The verdict on an error that came instead of a response.
    #[must_use]
    pub fn of_error(effect: Effect, error: &(dyn StdError + 'static)) -> Self {
        Self::new(effect, reason_of(error))
    }
}

/// Whether `code` says that a quota is spent, which only a person can change.
pub(crate) fn is_quota_code(code: &str) -> bool {
    matches!(code, "insufficient_quota" | "billing_hard_limit_reached" | "billing_not_active")
}

/// Looks through the chain of an error for what is known.
fn reason_of(error: &(dyn StdError + 'static)) -> Reason {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<reqwest::Error>() {
            return reason_of_reqwest(error);
        }
        if error.is::<tokio::time::error::Elapsed>() || error.is::<IdleTimeout>() {
            return Reason::TimedOut;
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return reason_of_io(error.kind());
        }
        next = error.source();
    }
    Reason::Other
}

fn reason_of_reqwest(error: &reqwest::Error) -> Reason {
    if error.is_builder() || error.is_redirect() {
        Reason::InvalidRequest
    } else if error.is_connect() {
        // Before a timeout, because a connection that took too long has sent nothing either.
        Reason::NotSent
    } else if error.is_timeout() {
        Reason::TimedOut
    } else if error.is_body() || error.is_decode() {
        Reason::CutBody
    } else {
        Reason::Disconnected
    }
}

fn reason_of_io(kind: io::ErrorKind) -> Reason {
    use io::ErrorKind as Kind;
    match kind {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::AddrNotAvailable
        | Kind::NotConnected => Reason::NotSent,
        Kind::TimedOut => Reason::TimedOut,
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof => Reason::Disconnected,
        _ => Reason::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{Reconcile, Retry, Stop};
    use proptest::prelude::*;

    const EFFECTS: [Effect; 4] = [Effect::Read, Effect::Idempotent, Effect::Upload, Effect::Create];

    fn response(effect: Effect, status: u16, should_retry: Option<bool>, code: &str) -> Verdict {
        let hint = Hint { should_retry, ..Hint::default() };
        let status = StatusCode::from_u16(status).unwrap();
        Verdict::of_response(effect, status, hint, Some(code))
    }

    #[test]
    fn operations_by_effect() {
        for (operation, effect) in [
            ("list_batches", Effect::Read),
            ("retrieve_batch", Effect::Read),
            ("list_files", Effect::Read),
            ("retrieve_file", Effect::Read),
            ("download_file", Effect::Read),
            ("cancel_batch", Effect::Idempotent),
            ("delete_file", Effect::Idempotent),
            ("create_file", Effect::Upload),
            ("create_batch", Effect::Create),
            ("something_new", Effect::Create),
        ] {
            assert_eq!(Effect::of(operation), effect, "{operation}");
        }
    }

    /// One row for each kind of failure; the columns are read, idempotent, upload, create.
    #[test]
    fn the_table_of_responses() {
        type Row = (u16, Option<bool>, &'static str, Reason, [Action; 4]);
        let table: &[Row] = &[
            (408, None, "", Reason::RequestTimeout, [Retry, Retry, Retry, Reconcile]),
            (408, Some(false), "", Reason::RequestTimeout, [Stop, Stop, Stop, Reconcile]),
            (409, None, "", Reason::Refused, [Stop; 4]),
            (409, Some(false), "", Reason::Refused, [Stop; 4]),
            (409, Some(true), "", Reason::Conflict, [Retry, Retry, Retry, Reconcile]),
            (429, None, "", Reason::RateLimited, [Retry; 4]),
            (429, None, "rate_limit_exceeded", Reason::RateLimited, [Retry; 4]),
            (429, Some(false), "", Reason::RateLimited, [Stop; 4]),
            (429, None, "insufficient_quota", Reason::QuotaSpent, [Stop; 4]),
            (429, Some(true), "insufficient_quota", Reason::QuotaSpent, [Stop; 4]),
            (429, None, "billing_hard_limit_reached", Reason::QuotaSpent, [Stop; 4]),
            (500, None, "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (502, None, "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (503, None, "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (504, None, "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (529, None, "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (503, Some(false), "", Reason::ServerError, [Stop, Stop, Stop, Reconcile]),
            (503, Some(true), "", Reason::ServerError, [Retry, Retry, Retry, Reconcile]),
            (400, None, "invalid_value", Reason::Refused, [Stop; 4]),
            (400, Some(true), "", Reason::ServerAsked, [Retry, Retry, Retry, Reconcile]),
            (401, None, "", Reason::Refused, [Stop; 4]),
            (403, None, "insufficient_quota", Reason::Refused, [Stop; 4]),
            (404, None, "", Reason::Refused, [Stop; 4]),
            (413, None, "", Reason::Refused, [Stop; 4]),
            (302, None, "", Reason::Refused, [Stop; 4]),
        ];
        for (status, should_retry, code, reason, actions) in table {
            for (effect, action) in EFFECTS.into_iter().zip(actions) {
                let verdict = response(effect, *status, *should_retry, code);
                let row = format!("{status} {should_retry:?} {code} for {effect:?}");
                assert_eq!((verdict.reason, verdict.action), (*reason, *action), "{row}");
            }
        }
    }

    #[test]
    fn the_table_of_errors() {
        let table: &[(Reason, [Action; 4])] = &[
            (Reason::NotSent, [Retry; 4]),
            (Reason::InvalidRequest, [Stop; 4]),
            (Reason::TimedOut, [Retry, Retry, Retry, Reconcile]),
            (Reason::Disconnected, [Retry, Retry, Retry, Reconcile]),
            (Reason::CutBody, [Retry, Retry, Retry, Reconcile]),
            (Reason::Undecodable, [Stop, Stop, Stop, Reconcile]),
            (Reason::Other, [Stop, Stop, Stop, Reconcile]),
        ];
        for (reason, actions) in table {
            for (effect, action) in EFFECTS.into_iter().zip(actions) {
                let verdict = Verdict::new(effect, *reason);
                assert_eq!(verdict.action, *action, "{reason} for {effect:?}");
            }
        }
    }

    #[test]
    fn errors_are_known_by_type_at_any_depth() {
        #[derive(Debug)]
        struct Wrapped(io::Error);
        impl fmt::Display for Wrapped {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("wrapped")
            }
        }
        impl StdError for Wrapped {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }
        for (kind, reason) in [
            (io::ErrorKind::ConnectionRefused, Reason::NotSent),
            (io::ErrorKind::ConnectionReset, Reason::Disconnected),
            (io::ErrorKind::UnexpectedEof, Reason::Disconnected),
            (io::ErrorKind::TimedOut, Reason::TimedOut),
            (io::ErrorKind::InvalidData, Reason::Other),
        ] {
            let plain = io::Error::from(kind);
            assert_eq!(reason_of(&plain), reason);
            assert_eq!(reason_of(&Wrapped(plain)), reason);
        }
        assert_eq!(reason_of(&fmt::Error), Reason::Other);
    }

    #[test]
    fn the_outcome_is_unknown_only_where_something_may_have_been_done() {
        for effect in EFFECTS {
            let unknown = |status| response(effect, status, None, "").outcome_unknown;
            assert_eq!(unknown(502), effect != Effect::Read);
            assert_eq!(unknown(408), effect != Effect::Read);
            assert!(!unknown(429));
            assert!(!unknown(400));
            assert!(!Verdict::new(effect, Reason::NotSent).outcome_unknown);
        }
    }

    proptest! {
        /// The invariant that money depends on.
        #[test]
        fn a_create_is_never_sent_again_while_its_outcome_is_unknown(
            status in 100u16..1000, should_retry: Option<bool>, code in "[a-z_]{0,20}",
        ) {
            let verdict = response(Effect::Create, status, should_retry, &code);
            prop_assert!(!(verdict.outcome_unknown && verdict.action == Retry));
        }

        #[test]
        fn spent_quota_is_never_retried(
            should_retry: Option<bool>, effect in prop::sample::select(EFFECTS.to_vec()),
        ) {
            let verdict = response(effect, 429, should_retry, "insufficient_quota");
            prop_assert_eq!(verdict.action, Stop);
        }
    }
}
