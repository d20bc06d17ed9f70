//! Settings that are out of range.

use std::fmt;

use crate::error::{Error, Kind};

/// A setting of a policy that is out of range. `Display` names the setting and its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPolicy {
    problem: &'static str,
}

impl InvalidPolicy {
    /// The first of `checks` that does not hold, if there is one.
    pub(crate) fn check<const N: usize>(checks: [(bool, &'static str); N]) -> Result<(), Self> {
        match checks.into_iter().find(|(holds, _)| !holds) {
            Some((_, problem)) => Err(Self { problem }),
            None => Ok(()),
        }
    }
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem)
    }
}

impl std::error::Error for InvalidPolicy {}

impl From<InvalidPolicy> for Error {
    fn from(error: InvalidPolicy) -> Self {
        Self::new(Kind::InvalidRequest).with_summary(error.problem)
    }
}
