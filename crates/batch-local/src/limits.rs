//! What the API allows, and how long its steps take.

use std::time::Duration;

/// The API's limits. The defaults are the published ones; tests lower them to meet them sooner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerLimits {
    /// Requests in one batch: 50,000. More fail validation with `too_many_tasks`.
    pub requests_per_batch: u64,
    /// Bytes in one batch's input file: 200 MB, counted as 200,000,000.
    pub batch_file_bytes: u64,
    /// Bytes in one uploaded file: 512 MB, counted as 512,000,000. More are answered 413.
    pub file_bytes: u64,
    /// Embedding inputs over all lines of a batch, arrays counted one by one: 50,000.
    pub embedding_inputs: u64,
    /// Batches created in an hour: 2,000. More are answered 429.
    pub batches_per_hour: u32,
    /// Files uploaded in a minute: 1,000. More are answered 429.
    pub uploads_per_minute: u32,
    /// Tokens of one model that may wait in unfinished batches, estimated at four bytes of a
    /// line's body each. More fail validation with `token_limit_exceeded`, until running
    /// batches end. No limit by default: OpenAI's depends on the account.
    pub enqueued_tokens: Option<u64>,
    /// Bytes that all stored files may hold together. No limit by default.
    pub storage_bytes: Option<u64>,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            requests_per_batch: 50_000,
            batch_file_bytes: 200_000_000,
            file_bytes: 512_000_000,
            embedding_inputs: 50_000,
            batches_per_hour: 2_000,
            uploads_per_minute: 1_000,
            enqueued_tokens: None,
            storage_bytes: None,
        }
    }
}

/// How long a batch stays in its states at least, on the server's [`Clock`](crate::Clock).
///
/// All zero by default: a batch is as quick as the machine. With a manual clock, any other value
/// holds the batch in that state until the clock is advanced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// Time in `validating`.
    pub validating: Duration,
    /// Pause before each line of a batch is started.
    pub line: Duration,
    /// Time in `finalizing`.
    pub finalizing: Duration,
    /// Time in `cancelling`.
    pub cancelling: Duration,
}

impl Timing {
    /// No waiting anywhere.
    #[must_use]
    pub fn instant() -> Self {
        Self::default()
    }

    /// Sets the time in `validating`.
    #[must_use]
    pub fn validating(mut self, time: Duration) -> Self {
        self.validating = time;
        self
    }

    /// Sets the pause before each line of a batch.
    #[must_use]
    pub fn line(mut self, time: Duration) -> Self {
        self.line = time;
        self
    }

    /// Sets the time in `finalizing`.
    #[must_use]
    pub fn finalizing(mut self, time: Duration) -> Self {
        self.finalizing = time;
        self
    }

    /// Sets the time in `cancelling`.
    #[must_use]
    pub fn cancelling(mut self, time: Duration) -> Self {
        self.cancelling = time;
        self
    }
}

/// Seconds for which a batch's input and result files are kept unless told otherwise: 30 days.
pub(crate) const BATCH_FILE_LIFETIME: u64 = 2_592_000;

/// Bounds of `expires_after` and `output_expires_after`, in seconds.
pub(crate) const EXPIRY_SECONDS: std::ops::RangeInclusive<u64> = 3_600..=2_592_000;

/// Endpoints that a batch may call.
pub(crate) const ENDPOINTS: [&str; 8] = [
    "/v1/responses",
    "/v1/chat/completions",
    "/v1/embeddings",
    "/v1/completions",
    "/v1/moderations",
    "/v1/images/generations",
    "/v1/images/edits",
    "/v1/videos",
];

/// Purposes that a file may have; the first six can be uploaded.
pub(crate) const ALL_PURPOSES: [&str; 9] = [
    "assistants",
    "batch",
    "fine-tune",
    "vision",
    "user_data",
    "evals",
    "assistants_output",
    "batch_output",
    "fine-tune-results",
];

/// Purposes that an upload may have.
pub(crate) const PURPOSES: [&str; 6] =
    ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"];
