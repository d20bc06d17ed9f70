//! Retrying calls: what may be sent again, when, and how often.

mod attempts;
mod backoff;
mod budget;
mod classify;
mod deadline;
mod event;
mod hint;
mod policy;

pub use attempts::{Attempts, GaveUp, Seen};
pub use budget::Budget;
pub use classify::{Action, Effect, Reason, Verdict};
pub use deadline::Deadline;
pub use event::{Event, Observe, Step};
pub use hint::Hint;
pub use policy::{InvalidPolicy, RetryPolicy, RetryPolicyBuilder};
