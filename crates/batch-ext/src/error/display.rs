//! The `Display` and `Debug` forms of an error.

use std::fmt;

use super::kind::Kind;
use super::outcome::Outcome;
use super::value::Error;
use crate::word::{printable, word};

/// The longest server message that [`Detailed`] prints, in characters.
const MAX_MESSAGE: usize = 1_000;

impl Error {
    /// An adapter that prints the server's message as well, for a person at a terminal.
    ///
    /// The message is printed on one line, without control characters, and cut after 1,000
    /// characters. It may repeat parts of a request, so do not log it where others can read it.
    #[must_use]
    pub fn detailed(&self) -> Detailed<'_> {
        Detailed(self)
    }
}

/// Prints an error with the server's message. Returned by [`Error::detailed`].
#[derive(Clone, Copy)]
pub struct Detailed<'a>(&'a Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(self.summary().unwrap_or(self.kind().phrase()))?;
        if let Some(status) = self.status() {
            write!(f, " ({}", status.as_u16())?;
            if let Some(code) = self.code().and_then(word) {
                write!(f, ", {code}")?;
            }
            if let Some(param) = self.param().and_then(word) {
                write!(f, ", param {param}")?;
            }
            f.write_str(")")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request {id}")?;
        }
        if self.attempts() > 1 {
            write!(f, ", after {} attempts", self.attempts())?;
        }
        match (self.outcome(), self.kind()) {
            (Outcome::NotDone, _) | (Outcome::Unknown, Kind::Unresolved) => Ok(()),
            (Outcome::Unknown, _) => f.write_str("; the server may have carried out the request"),
            (Outcome::Done, _) => f.write_str("; the server carried out the request"),
        }
    }
}

/// As short as `Display`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.kind())
    }
}

impl fmt::Display for Detailed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        match (self.0.status(), self.0.message()) {
            (Some(_), Some(message)) => write!(f, ": {}", printable(message, MAX_MESSAGE)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Detailed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}
