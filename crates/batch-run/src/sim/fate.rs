//! What happens to a call on its way to the server and back.

use std::time::Duration;

use crate::core::{Call, Cause, Effect, Fault};

use super::quirks::Rates;
use super::rng::Rng;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Fine,
    NotSent,
    LostBefore,
    LostAfter,
    Late,
    Garbled,
    Limited,
    Denied,
    Stray,
    Refused,
}

impl Fate {
    pub(super) fn draw(call: &Call, rates: &Rates, rng: &mut Rng) -> Self {
        let (changes, is_read, is_delete) = match call {
            Call::Upload { .. } | Call::Create { .. } => (true, false, false),
            Call::Delete { .. } => (true, false, true),
            Call::Cancel { .. } => (true, false, false),
            _ => (false, true, false),
        };
        let refusable = matches!(call, Call::Upload { .. } | Call::Create { .. });
        let fates = [
            (rates.not_sent, Self::NotSent),
            (rates.lost_before, Self::LostBefore),
            (rates.lost_after, Self::LostAfter),
            (if changes { rates.late } else { 0 }, Self::Late),
            (rates.garbled, Self::Garbled),
            (rates.limited, Self::Limited),
            (rates.denied, Self::Denied),
            (if is_delete { 0 } else { rates.stray }, Self::Stray),
            (if refusable { rates.refused } else { 0 }, Self::Refused),
        ];
        let _ = is_read;
        for (permille, fate) in fates {
            if permille > 0 && rng.chance(permille) {
                return fate;
            }
        }
        Self::Fine
    }

    /// Whether the server carries the call out before the answer is, or would be, sent.
    pub(super) fn is_carried_out(self) -> bool {
        matches!(self, Self::Fine | Self::LostAfter | Self::Garbled)
    }

    /// What the caller is told instead of the answer.
    pub(super) fn fault(self, call: &Call, rng: &mut Rng) -> Option<Fault> {
        let is_read = !matches!(
            call,
            Call::Upload { .. } | Call::Create { .. } | Call::Delete { .. } | Call::Cancel { .. }
        );
        let (cause, effect) = match self {
            Self::Fine => return None,
            Self::NotSent | Self::Limited => (Cause::Transient, Effect::None),
            Self::LostBefore | Self::LostAfter | Self::Late => (Cause::Transient, Effect::Unknown),
            Self::Garbled => (Cause::Transient, Effect::Done),
            Self::Denied => (Cause::Denied, Effect::None),
            Self::Stray if is_read && rng.chance(300) => {
                (rng.pick(&[Cause::Refused, Cause::Unsupported]), Effect::None)
            }
            Self::Stray => (Cause::NotFound, Effect::None),
            Self::Refused => (Cause::Refused, Effect::None),
        };
        let hints = [None, Some(1), Some(30), Some(90), Some(100_000)];
        let hint = rng.pick(&hints).map(Duration::from_secs);
        let absurd = rng.chance(100).then_some(Duration::MAX);
        let says_when = matches!(self, Self::Limited | Self::LostAfter | Self::LostBefore);
        Some(Fault {
            cause,
            effect,
            forbids_retry: matches!(self, Self::LostBefore | Self::LostAfter) && rng.chance(150),
            retry_after: absurd.or(hint).filter(|_| says_when),
            code: None,
            message: format!("{self:?}"),
            source: None,
        })
    }
}

/// A fault that is the server's considered answer.
pub(super) fn answer(cause: Cause, retry_after: Option<Duration>) -> Fault {
    Fault {
        cause,
        effect: Effect::None,
        forbids_retry: false,
        retry_after,
        code: Some(format!("{cause:?}")),
        message: "as the server said".into(),
        source: None,
    }
}
