//! The outcome of each request: the output and error files of a batch, joined on `custom_id`
//! with the requests that were submitted.
//!
//! The join relies on the files, not on the batch's `request_counts`; a request that is in
//! neither file is [`Missing`](OutcomeKind::Missing). It works for every final status of a batch,
//! because expired and cancelled batches return the results that were completed (and paid for).
//!
//! * [`Outcomes`] joins files that fit in memory and returns the line of each request.
//! * [`Join`] joins lines as they arrive and keeps a few bytes per request, regardless of the size of
//!   the files.
//!
//! [`Join::write_resubmission`] writes the requests that may be sent again as a file, and
//! [`Join::plan_resubmission`] plans them as shards. [`Join::write_in_order`] merges all results
//! into one file.
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
