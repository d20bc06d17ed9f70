//! What the API's document says about operations and batches, in types that generated code fills in.

use std::time::Duration;

use crate::generated::Operation;

/// What happens on the server if the same request arrives twice.
///
/// ```
/// use batch_client::{Effect, Operation};
///
/// assert_eq!(Operation::RetrieveBatch.effect(), Effect::Safe);
/// assert_eq!(Operation::CreateBatch.effect(), Effect::Bills);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing: the request only reads.
    Safe,
    /// The same as if it arrives once, as with a cancellation or a deletion.
    Idempotent,
    /// Another object, which costs nothing and can be deleted, such as a second file.
    Creates,
    /// Another object that is billed, such as a second batch. An operation that this version does
    /// not know is taken to have this effect.
    Bills,
}

impl Effect {
    /// Returns the effect of the operation with this ID in snake case, as in
    /// [`Call::operation_id`](crate::Call::operation_id).
    #[must_use]
    pub fn of(operation_id: &str) -> Self {
        Operation::from_id(operation_id).map_or(Self::Bills, Operation::effect)
    }
}

/// How a list continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Pagination {
    /// The query parameter of the cursor.
    pub parameter: &'static str,
    /// The field of a page that holds the cursor of the next one.
    pub field: &'static str,
}

/// How often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls per period.
    pub calls: u32,
    /// The period.
    pub period: Duration,
}

/// The limits of one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BatchLimits {
    /// The maximum number of requests.
    pub requests: u64,
    /// The maximum size of the input file, in bytes.
    pub bytes: u64,
}
