//! What results look like, as text and as JSON.

pub(crate) mod batch;
pub(crate) mod file;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod report;
