//! The objects of the API, as sent to clients and stored on disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A stored file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FileObject {
    pub(crate) id: String,
    pub(crate) object: FileTag,
    pub(crate) bytes: u64,
    pub(crate) created_at: u64,
    pub(crate) expires_at: Option<u64>,
    pub(crate) filename: String,
    pub(crate) purpose: String,
    pub(crate) status: FileStatus,
    pub(crate) status_details: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) enum FileTag {
    #[default]
    #[serde(rename = "file")]
    File,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) enum FileStatus {
    #[default]
    #[serde(rename = "processed")]
    Processed,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) enum BatchTag {
    #[default]
    #[serde(rename = "batch")]
    Batch,
}

/// The status of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Validating,
    Failed,
    InProgress,
    Finalizing,
    Completed,
    Expired,
    Cancelling,
    Cancelled,
}

impl Status {
    /// Whether no other status follows.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Failed | Self::Completed | Self::Expired | Self::Cancelled)
    }

    /// The name in the API.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Validating => "validating",
            Self::Failed => "failed",
            Self::InProgress => "in_progress",
            Self::Finalizing => "finalizing",
            Self::Completed => "completed",
            Self::Expired => "expired",
            Self::Cancelling => "cancelling",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A batch. Fields that are not known yet are `null`, as OpenAI sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) id: String,
    pub(crate) object: BatchTag,
    pub(crate) endpoint: String,
    pub(crate) model: Option<String>,
    pub(crate) errors: Option<BatchErrors>,
    pub(crate) input_file_id: String,
    pub(crate) completion_window: String,
    pub(crate) status: Status,
    pub(crate) output_file_id: Option<String>,
    pub(crate) error_file_id: Option<String>,
    pub(crate) created_at: u64,
    pub(crate) in_progress_at: Option<u64>,
    pub(crate) expires_at: Option<u64>,
    pub(crate) finalizing_at: Option<u64>,
    pub(crate) completed_at: Option<u64>,
    pub(crate) failed_at: Option<u64>,
    pub(crate) expired_at: Option<u64>,
    pub(crate) cancelling_at: Option<u64>,
    pub(crate) cancelled_at: Option<u64>,
    /// Null only where a fault hides it.
    pub(crate) request_counts: Option<Counts>,
    pub(crate) usage: Option<Usage>,
    pub(crate) metadata: Option<BTreeMap<String, String>>,
}

impl Batch {
    /// Enters a status and records the time.
    pub(crate) fn enter(&mut self, status: Status, now: u64) {
        self.status = status;
        match status {
            Status::Validating => {}
            Status::Failed => self.failed_at = Some(now),
            Status::InProgress => self.in_progress_at = Some(now),
            Status::Finalizing => self.finalizing_at = Some(now),
            Status::Completed => self.completed_at = Some(now),
            Status::Expired => self.expired_at = Some(now),
            Status::Cancelling => self.cancelling_at = Some(now),
            Status::Cancelled => self.cancelled_at = Some(now),
        }
    }
}

/// The lines of a batch by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) completed: u64,
    pub(crate) failed: u64,
}

/// The reasons a batch failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BatchErrors {
    pub(crate) object: String,
    pub(crate) data: Vec<BatchError>,
}

impl BatchErrors {
    pub(crate) fn new(data: Vec<BatchError>) -> Self {
        Self { object: "list".into(), data }
    }
}

/// One problem of a batch's input. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BatchError {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) param: Option<String>,
    pub(crate) line: Option<u64>,
}

impl BatchError {
    /// A problem of the whole file.
    pub(crate) fn whole(code: &str, message: String) -> Self {
        Self { code: code.into(), message, param: None, line: None }
    }

    /// An input file that does not exist.
    pub(crate) fn input_not_found(id: &str) -> Self {
        let message = format!("The input file {id:?} does not exist or is not accessible.");
        Self::whole("invalid_request", message)
    }
}

/// The tokens that a batch has used so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Usage {
    pub(crate) input_tokens: u64,
    pub(crate) input_tokens_details: InputDetails,
    pub(crate) output_tokens: u64,
    pub(crate) output_tokens_details: OutputDetails,
    pub(crate) total_tokens: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InputDetails {
    pub(crate) cached_tokens: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OutputDetails {
    pub(crate) reasoning_tokens: u64,
}

impl Usage {
    pub(crate) fn add(&mut self, other: &Self) {
        self.input_tokens += other.input_tokens;
        self.input_tokens_details.cached_tokens += other.input_tokens_details.cached_tokens;
        self.output_tokens += other.output_tokens;
        self.output_tokens_details.reasoning_tokens += other.output_tokens_details.reasoning_tokens;
        self.total_tokens += other.total_tokens;
    }
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct Page<T> {
    object: &'static str,
    pub(crate) data: Vec<T>,
    first_id: Option<String>,
    last_id: Option<String>,
    has_more: bool,
}

impl<T> Page<T> {
    pub(crate) fn new(data: Vec<T>, has_more: bool, id: impl Fn(&T) -> &str) -> Self {
        Self {
            object: "list",
            first_id: data.first().map(|item| id(item).to_owned()),
            last_id: data.last().map(|item| id(item).to_owned()),
            has_more,
            data,
        }
    }
}

/// The response to a deletion.
#[derive(Debug, Serialize)]
pub(crate) struct Deleted {
    pub(crate) id: String,
    pub(crate) object: FileTag,
    pub(crate) deleted: bool,
}
