//! What became of each request: output and error file joined on `custom_id` against what was
//! submitted.
//!
//! The files are the truth, not the batch's `request_counts`; a request that is in neither
//! file is [`Missing`](OutcomeKind::Missing), by name. This works on every final status of a
//! batch, for expired and cancelled ones keep what was done (and paid for).
//!
//! * [`Outcomes`] joins files that fit in memory and gives each request its line.
//! * [`Join`] takes lines as they stream by and keeps a few bytes per request; whatever the
//!   size of the files, memory stays at the id index.
//!
//! What may be sent again is one call away: [`Join::write_resubmission`] as a file,
//! [`Join::plan_resubmission`] as shards. [`Join::write_in_order`] makes one result file.
//!
//! ```
//! use batch_lines::outcome::{OutcomeKind, Outcomes};
//!
//! let output = br#"{"custom_id":"b","response":{"status_code":200,"body":{"n":1}},"error":null}"#;
//! let errors = br#"{"custom_id":"a","response":null,"error":{"code":"batch_expired"}}"#;
//! let outcomes = Outcomes::join(["a", "b", "c"], [&output[..], &errors[..]]);
//!
//! let kinds: Vec<_> = outcomes.iter().map(|outcome| (outcome.custom_id, outcome.kind)).collect();
//! assert_eq!(kinds, [
//!     ("a", OutcomeKind::RequestError),
//!     ("b", OutcomeKind::Success),
//!     ("c", OutcomeKind::Missing),
//! ]);
//! assert!(outcomes.iter().next().is_some_and(|a| a.may_resubmit()));
//! ```

mod classify;
mod failure;
mod join;
mod local;
mod memory;
mod merge;
mod resubmit;
mod salvage;

pub use classify::OutcomeKind;
pub use failure::{QUOTA_CODES, may_resubmit};
pub use join::{Counts, Join, Observed, Place};
pub use local::{LocalCode, write_local_line};
pub use memory::{Outcome, Outcomes};
