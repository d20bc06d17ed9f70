//! How an error is shown.

use std::fmt;

use super::{Error, Kind};
use crate::word::word;

/// An error with the server's own words. See [`Error::detailed`].
#[derive(Clone, Copy)]
pub struct Detailed<'a>(pub(super) &'a Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        match (inner.status, &inner.message) {
            // Without a response, the message is ours.
            (None, Some(message)) => f.write_str(message)?,
            (None, None) => f.write_str(phrase(inner.kind))?,
            (Some(status), _) => {
                write!(f, "{} ({}", phrase(inner.kind), status.as_u16())?;
                if let Some(code) = inner.code.as_deref().and_then(word) {
                    write!(f, ", {code}")?;
                }
                if let Some(param) = inner.param.as_deref().and_then(word) {
                    write!(f, ", param {param}")?;
                }
                f.write_str(")")?;
            }
        }
        if let Some(id) = &inner.request_id {
            write!(f, ", request {id}")?;
        }
        if inner.attempts > 1 {
            write!(f, ", after {} attempts", inner.attempts)?;
        }
        if inner.outcome_unknown && inner.kind != Kind::OutcomeUnknown {
            f.write_str("; the server may have done it all the same")?;
        }
        Ok(())
    }
}

/// As short as `Display`, in a struct's clothes.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.0.kind)
    }
}

impl fmt::Display for Detailed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        match (self.0.status(), self.0.message()) {
            (Some(_), Some(message)) => {
                let line: String =
                    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                write!(f, ": {line}")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Detailed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

fn phrase(kind: Kind) -> &'static str {
    match kind {
        Kind::InvalidRequest => "invalid request",
        Kind::Connect => "no connection",
        Kind::Timeout => "timed out",
        Kind::Connection => "the connection broke",
        Kind::Decode => "the answer can't be decoded",
        Kind::RateLimited => "rate limited",
        Kind::Quota => "the quota is spent",
        Kind::Denied => "denied",
        Kind::NotFound => "not found",
        Kind::Conflict => "conflict",
        Kind::Server => "the server failed",
        Kind::Refused => "refused",
        Kind::Pagination => "the list's pages do not follow",
        Kind::OutcomeUnknown => "the outcome is unknown",
        Kind::Data => "invalid data",
        Kind::Io => "reading or writing failed",
        Kind::Other => "failed",
    }
}
