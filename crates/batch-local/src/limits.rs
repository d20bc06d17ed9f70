//! The limits of the API and the timing of batches.

use std::time::Duration;

/// The limits of the API. They default to the published ones. Tests lower them to reach them sooner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerLimits {
    /// Requests per batch. Defaults to 50,000. More fail validation with `too_many_tasks`.
    pub requests_per_batch: u64,
    /// Bytes of a batch's input file. Defaults to 200,000,000 (200 MB). More fail validation with
    /// `file_too_large`.
    pub batch_file_bytes: u64,
    /// Bytes per uploaded file. Defaults to 512,000,000 (512 MB). More are refused with 413.
    pub file_bytes: u64,
    /// Embedding inputs over all lines of a batch, counting each item of an array. Defaults to
    /// 50,000. More fail validation with `too_many_tasks`.
    pub embedding_inputs: u64,
    /// Batches created per hour. Defaults to 2,000. More are refused with 429.
    pub batches_per_hour: u32,
    /// Files uploaded per minute. Defaults to 1,000. More are refused with 429.
    pub uploads_per_minute: u32,
    /// Tokens of one model that may be enqueued in unfinished batches, estimated as one per four
    /// bytes of body. More fail validation with `token_limit_exceeded` until running batches end.
    /// Defaults to no limit, because OpenAI's depends on the account.
    pub enqueued_tokens: Option<u64>,
    /// Total bytes of all stored files. Defaults to no limit. Uploads beyond it are refused with 400.
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

/// How long a batch stays in each status, at least, on the server's [`Clock`](crate::Clock).
///
/// Everything defaults to zero: a batch is as fast as the machine. On a manual clock, any other
/// value holds the batch in that status until the clock is advanced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// Time in `validating`.
    pub validating: Duration,
    /// Pause before each line of a batch.
    pub line: Duration,
    /// Time in `finalizing`.
    pub finalizing: Duration,
    /// Time in `cancelling`.
    pub cancelling: Duration,
}

impl Timing {
    /// No waiting in any status.
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

/// How long the input and result files of a batch are kept by default, in seconds: 30 days.
pub(crate) const BATCH_FILE_LIFETIME: u64 = 2_592_000;

/// The range of `expires_after` and `output_expires_after`, in seconds.
pub(crate) const EXPIRY_SECONDS: std::ops::RangeInclusive<u64> = 3_600..=2_592_000;

/// The endpoints that a batch may call.
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

/// The purposes that a file may have.
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

/// The purposes that an upload may have.
pub(crate) const PURPOSES: [&str; 6] =
    ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"];

#[cfg(test)]
mod tests {
    use batch_client::Operation::{CreateBatch, CreateFile};
    use batch_client::types::{BatchEndpoint, FilePurpose, UploadPurpose};

    use super::*;

    const BOTH: &str = "crates/batch-local/src/limits.rs and openapi.yaml";

    fn sorted<'s>(values: &[&'s str]) -> Vec<&'s str> {
        let mut values = values.to_vec();
        values.sort_unstable();
        values
    }

    #[test]
    fn the_lists_are_those_of_the_document() {
        assert_eq!(sorted(&ENDPOINTS), sorted(BatchEndpoint::KNOWN), "endpoints in {BOTH}");
        assert_eq!(sorted(&ALL_PURPOSES), sorted(FilePurpose::KNOWN), "purposes in {BOTH}");
        assert_eq!(sorted(&PURPOSES), sorted(UploadPurpose::KNOWN), "upload purposes in {BOTH}");
    }

    #[test]
    fn the_limits_are_those_of_the_document() {
        let limits = ServerLimits::default();
        let documented = BatchEndpoint::LIMITS;
        assert_eq!(limits.requests_per_batch, documented.requests, "{BOTH}");
        assert_eq!(limits.batch_file_bytes, documented.bytes, "{BOTH}");
        assert_eq!(Some(limits.file_bytes), CreateFile.max_bytes(), "{BOTH}");
        let rate = |operation: batch_client::Operation| {
            operation.rate_limit().map(|limit| (limit.calls, limit.period.as_secs()))
        };
        assert_eq!(rate(CreateBatch), Some((limits.batches_per_hour, 3_600)), "{BOTH}");
        assert_eq!(rate(CreateFile), Some((limits.uploads_per_minute, 60)), "{BOTH}");
        for endpoint in ENDPOINTS {
            let documented = BatchEndpoint::from(endpoint);
            if let Some(inputs) = documented.max_inputs() {
                assert_eq!(limits.embedding_inputs, inputs, "{endpoint} in {BOTH}");
            }
            let required = crate::validate::model_required(endpoint);
            assert_eq!(required, documented.needs_model(), "{endpoint} in {BOTH}");
        }
    }
}
