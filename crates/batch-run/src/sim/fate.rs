//! What happens to a call on its way to the server and back.

use std::time::Duration;

use crate::core::{Call, Cause, Effect, Fault};

use super::quirks::Rates;
use super::rng::Rng;

/// What happens to one call.
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
    Local,
}

impl Fate {
    pub(super) fn draw(call: &Call, rates: &Rates, rng: &mut Rng) -> Self {
        let changes = changes(call);
        let refusable = matches!(call, Call::Upload { .. } | Call::Create { .. });
        let transfers = matches!(call, Call::Upload { .. } | Call::Fetch { .. });
        let fates = [
            (rates.not_sent, Self::NotSent),
            (rates.lost_before, Self::LostBefore),
            (rates.lost_after, Self::LostAfter),
            (if changes { rates.late } else { 0 }, Self::Late),
            (rates.garbled, Self::Garbled),
            (rates.limited, Self::Limited),
            (rates.denied, Self::Denied),
            (rates.stray, Self::Stray),
            (if refusable { rates.refused } else { 0 }, Self::Refused),
            (if transfers { rates.local } else { 0 }, Self::Local),
        ];
        for (permille, fate) in fates {
            if permille > 0 && rng.chance(permille) {
                return fate;
            }
        }
        Self::Fine
    }

    /// Whether the server carries the call out at the usual time, whatever the caller is told.
    pub(super) fn is_carried_out(self) -> bool {
        matches!(self, Self::Fine | Self::LostAfter | Self::Garbled)
    }

    /// The fault that the caller is told of in place of the answer.
    pub(super) fn fault(self, call: &Call, rng: &mut Rng) -> Option<Fault> {
        let refusals: &[Cause] = match call {
            Call::Upload { .. } => &[Cause::NotFound],
            Call::Create { .. } => &[Cause::NotFound, Cause::FileNotFound],
            _ => &[Cause::NotFound, Cause::NotFound, Cause::Refused, Cause::Unsupported],
        };
        let (cause, effect) = match self {
            Self::Fine => return None,
            Self::NotSent | Self::Limited => (Cause::Transient, Effect::None),
            Self::LostBefore | Self::LostAfter | Self::Late => (Cause::Transient, Effect::Unknown),
            Self::Garbled => (Cause::Transient, Effect::Done),
            Self::Denied => (Cause::Denied, Effect::None),
            Self::Stray => (rng.pick(refusals), Effect::None),
            Self::Local => (Cause::Local, Effect::Unknown),
            Self::Refused => (Cause::Refused, Effect::None),
        };
        let hints = [None, Some(1), Some(30), Some(90), Some(100_000)];
        let hint = rng.pick(&hints).map(Duration::from_secs);
        let absurd = rng.chance(100).then_some(Duration::MAX);
        let says_when = matches!(self, Self::Limited | Self::LostAfter | Self::LostBefore);
        Some(Fault {
            effect,
            forbids_retry: matches!(self, Self::LostBefore | Self::LostAfter) && rng.chance(150),
            retry_after: absurd.or(hint).filter(|_| says_when),
            ..Fault::new(cause, format!("{self:?}"))
        })
    }
}

/// Whether a call changes something on the server.
pub(super) fn changes(call: &Call) -> bool {
    matches!(
        call,
        Call::Upload { .. } | Call::Create { .. } | Call::Cancel { .. } | Call::Delete { .. }
    )
}

/// A fault that the server itself answers with.
pub(super) fn answer(cause: Cause, retry_after: Option<Duration>) -> Fault {
    let code = Some(format!("{cause:?}"));
    Fault { retry_after, code, ..Fault::new(cause, "as the server said") }
}
