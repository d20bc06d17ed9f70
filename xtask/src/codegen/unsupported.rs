//! The error for documents that code cannot be generated from.

use crate::error::Error;

/// Rejects what is at `place`, with the reason and, where it is not obvious, the way out.
pub(super) fn unsupported(place: impl Into<String>, what: impl Into<String>) -> Error {
    Error::Unsupported { place: place.into(), what: what.into() }
}
