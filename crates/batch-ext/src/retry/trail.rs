//! The record of a call's attempts that the retry layer attaches to its response.

use http::Extensions;

use super::gave_up::GaveUp;
use crate::error::Outcome;

/// The record of a call's attempts. It is an extension of the response, so no server can forge it.
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
