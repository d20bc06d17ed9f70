//! The decision about a failed attempt.
//!
//! A pure function of the [`Effect`] of an operation and the result of an attempt. It never reads the
//! text of a message; only statuses, codes and types count.

use std::error::Error as StdError;
use std::time::Duration;

use batch_client::Effect;
use http::StatusCode;

use super::hint::Hint;
use super::quota::is_quota_code;
use super::reason::Reason;
use crate::error::Outcome;

/// What may be done after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Send the same request again, after a wait.
    Retry,
    /// Give up: the request would fail again.
    Stop,
    /// Find out first whether the server carried out the request. See the module
    /// [`create`](crate::create).
    Reconcile,
}

/// The decision about one failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// What may be done.
    pub action: Action,
    /// Why the attempt failed.
    pub reason: Reason,
    /// How long the server wants the client to wait before the next attempt.
    pub retry_after: Option<Duration>,
    /// Whether the server carried out the request although the attempt failed.
    pub outcome: Outcome,
}

impl Verdict {
    /// The verdict on `reason` without a response.
    #[must_use]
    pub fn new(effect: Effect, reason: Reason) -> Self {
        Self {
            action: action(effect, reason),
            reason,
            retry_after: None,
            outcome: reason.outcome(effect),
        }
    }

    /// The verdict on a response other than 2xx. `code` is the error's code or, if that is not one of
    /// [`QUOTA_CODES`](crate::retry::QUOTA_CODES), its type.
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

    /// The verdict on `reason`, given the hint of the response.
    #[must_use]
    pub fn of(effect: Effect, reason: Reason, hint: Hint) -> Self {
        let mut verdict = Self::new(effect, reason);
        verdict.retry_after = hint.retry_after;
        if hint.should_retry == Some(false) && verdict.action == Action::Retry {
            verdict.action = Action::Stop;
        }
        verdict
    }

    /// The verdict on an error that was returned instead of a response.
    #[must_use]
    pub fn of_error(effect: Effect, error: &(dyn StdError + 'static)) -> Self {
        Self::new(effect, Reason::of_error(error))
    }
}

/// What may be done if the server sends no hint.
fn action(effect: Effect, reason: Reason) -> Action {
    match reason {
        Reason::NotSent | Reason::RateLimited => Action::Retry,
        Reason::InvalidRequest | Reason::QuotaSpent | Reason::Refused => Action::Stop,
        _ if effect == Effect::Bills => Action::Reconcile,
        Reason::Other => Action::Stop,
        // The request was carried out. Only a read can return something else the next time.
        Reason::Undecodable if effect != Effect::Safe => Action::Stop,
        Reason::Undecodable
        | Reason::TimedOut
        | Reason::Disconnected
        | Reason::CutBody
        | Reason::RequestTimeout
        | Reason::Conflict
        | Reason::ServerError
        | Reason::ServerAsked => Action::Retry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::QUOTA_CODES;
    use Action::{Reconcile, Retry, Stop};
    use proptest::prelude::*;

    const EFFECTS: [Effect; 4] = [Effect::Safe, Effect::Idempotent, Effect::Creates, Effect::Bills];

    fn response(effect: Effect, status: u16, should_retry: Option<bool>, code: &str) -> Verdict {
        let hint = Hint { should_retry, ..Hint::default() };
        let status = StatusCode::from_u16(status).unwrap();
        Verdict::of_response(effect, status, hint, Some(code))
    }

    /// One row for each kind of failure; the columns are read, idempotent, upload, create.
    #[test]
    fn responses_are_classified_by_status_hint_and_code() {
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
    fn reasons_decide_what_may_be_done() {
        let table: &[(Reason, [Action; 4])] = &[
            (Reason::NotSent, [Retry; 4]),
            (Reason::InvalidRequest, [Stop; 4]),
            (Reason::TimedOut, [Retry, Retry, Retry, Reconcile]),
            (Reason::Disconnected, [Retry, Retry, Retry, Reconcile]),
            (Reason::CutBody, [Retry, Retry, Retry, Reconcile]),
            (Reason::Undecodable, [Retry, Stop, Stop, Reconcile]),
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
    fn reasons_decide_the_outcome() {
        use Outcome::{Done, NotDone, Unknown};
        let table: &[(Reason, Outcome)] = &[
            (Reason::NotSent, NotDone),
            (Reason::InvalidRequest, NotDone),
            (Reason::RateLimited, NotDone),
            (Reason::QuotaSpent, NotDone),
            (Reason::Refused, NotDone),
            (Reason::TimedOut, Unknown),
            (Reason::Disconnected, Unknown),
            (Reason::RequestTimeout, Unknown),
            (Reason::Conflict, Unknown),
            (Reason::ServerError, Unknown),
            (Reason::ServerAsked, Unknown),
            (Reason::Other, Unknown),
            (Reason::CutBody, Done),
            (Reason::Undecodable, Done),
        ];
        for (reason, outcome) in table {
            for effect in EFFECTS {
                let expected = if effect == Effect::Safe { NotDone } else { *outcome };
                let verdict = Verdict::new(effect, *reason);
                assert_eq!(verdict.outcome, expected, "{reason} for {effect:?}");
            }
        }
    }

    proptest! {
        /// The invariant that prevents paying twice.
        #[test]
        fn a_create_that_may_have_been_carried_out_is_never_sent_again(
            status in 100u16..1000, should_retry: Option<bool>, code in "[a-z_]{0,20}",
        ) {
            let verdict = response(Effect::Bills, status, should_retry, &code);
            prop_assert!(verdict.outcome == Outcome::NotDone || verdict.action != Retry);
        }

        #[test]
        fn an_exhausted_quota_is_never_retried(
            should_retry: Option<bool>, effect in prop::sample::select(EFFECTS.to_vec()),
            code in prop::sample::select(QUOTA_CODES.to_vec()),
        ) {
            let verdict = response(effect, 429, should_retry, code);
            prop_assert_eq!(verdict.action, Stop);
        }
    }
}
