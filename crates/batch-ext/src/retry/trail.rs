//! What the retry layer knows about a call whose response it hands on.

use http::Extensions;

use super::gave_up::GaveUp;
use crate::error::Outcome;

/// How a call went, as an extension of its response, where only this process can put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trail {
    pub(crate) operation: &'static str,
    pub(crate) attempts: u32,
    pub(crate) gave_up: Option<GaveUp>,
    /// The greatest outcome among the attempts, the last one included.
    pub(crate) outcome: Outcome,
}

impl Trail {
    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().copied()
    }
}
