//! The life of a batch, from `validating` to a final status.
//!
//! The engine looks at the recorded status, takes the step that belongs to it, and records the
//! next. A server that is started again on its data directory does the same, which makes resuming
//! after a crash the normal case.

mod drive;
mod driver;
mod publish;
mod results;
mod run;
mod usage;
mod validating;

pub(crate) use drive::start;
