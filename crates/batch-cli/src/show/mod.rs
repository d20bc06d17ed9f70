//! The text and JSON forms of results.

pub(crate) mod batch;
pub(crate) mod file;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod report;
