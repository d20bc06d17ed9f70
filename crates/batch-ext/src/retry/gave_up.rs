//! Reasons to end a call.

use std::fmt;

/// Why a call ended without another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// The failure is permanent: another attempt would fail as well.
    Permanent,
    /// The server may have carried out the request, and doing so twice would do harm.
    OutcomeUnknown,
    /// The policy allows no more attempts.
    Attempts,
    /// The retry budget is used up.
    Budget,
    /// The deadline has passed, or would before the next attempt.
    Deadline,
    /// The server asks for a longer wait than the policy allows.
    RetryAfter,
    /// The body of the request cannot be sent a second time.
    Body,
}

impl GaveUp {
    /// The reason as one word, for logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Attempts => "attempts",
            Self::Budget => "budget",
            Self::Deadline => "deadline",
            Self::RetryAfter => "retry_after",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permanent => "the failure is permanent",
            Self::OutcomeUnknown => "the server may have carried out the request",
            Self::Attempts => "no attempts are left",
            Self::Budget => "the retry budget is used up",
            Self::Deadline => "the deadline has passed",
            Self::RetryAfter => "the server asks for too long a wait",
            Self::Body => "the body cannot be sent again",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_has_a_word_and_a_phrase_of_its_own() {
        use GaveUp::{Attempts, Body, Budget, Deadline, OutcomeUnknown, Permanent, RetryAfter};
        let all = [Permanent, OutcomeUnknown, Attempts, Budget, Deadline, RetryAfter, Body];
        let words: HashSet<_> = all.iter().map(|why| why.as_str()).collect();
        let phrases: HashSet<_> = all.iter().map(GaveUp::to_string).collect();
        assert_eq!((words.len(), phrases.len()), (all.len(), all.len()));
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
        assert!(phrases.iter().all(|phrase| phrase.contains(' ')));
    }
}
