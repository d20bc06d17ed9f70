//! The final state of a batch.

use batch_client::types::{Batch, BatchError};

use crate::status::Phase;

/// How a batch ended, with its final state.
///
/// An expired or cancelled batch may have output too: the requests that were answered before are
/// paid for and worth downloading. A [`Failed`](Self::Failed) one rarely has any.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Every request was processed. Some or all of them may have failed; those are in the error
    /// file.
    Completed(Batch),
    /// The input was refused: see [`errors`](Self::errors).
    Failed(Batch),
    /// The completion window ended before all requests were processed.
    Expired(Batch),
    /// It was cancelled.
    Cancelled(Batch),
}

impl End {
    /// The end of a batch that is final. The status may be in any case, and "cancelled" in either
    /// spelling.
    ///
    /// # Errors
    ///
    /// The batch itself, if it is not final.
    #[expect(clippy::result_large_err, reason = "the error is the argument itself")]
    pub fn of(batch: Batch) -> Result<Self, Batch> {
        match Phase::of(batch.status.as_str()) {
            Phase::Completed => Ok(Self::Completed(batch)),
            Phase::Failed => Ok(Self::Failed(batch)),
            Phase::Expired => Ok(Self::Expired(batch)),
            Phase::Cancelled => Ok(Self::Cancelled(batch)),
            Phase::Running | Phase::Cancelling => Err(batch),
        }
    }

    /// The batch.
    #[must_use]
    pub fn batch(&self) -> &Batch {
        match self {
            Self::Completed(batch)
            | Self::Failed(batch)
            | Self::Expired(batch)
            | Self::Cancelled(batch) => batch,
        }
    }

    /// The batch, consuming the end.
    #[must_use]
    pub fn into_batch(self) -> Batch {
        match self {
            Self::Completed(batch)
            | Self::Failed(batch)
            | Self::Expired(batch)
            | Self::Cancelled(batch) => batch,
        }
    }

    /// Whether every request was processed.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        matches!(self, Self::Completed(_))
    }

    /// The id of the output file, which has the requests that were answered, if there is one.
    #[must_use]
    pub fn output_file_id(&self) -> Option<&str> {
        present(self.batch().output_file_id.as_deref())
    }

    /// The id of the error file, which has the requests that failed, if there is one.
    #[must_use]
    pub fn error_file_id(&self) -> Option<&str> {
        present(self.batch().error_file_id.as_deref())
    }

    /// The errors of the input.
    #[must_use]
    pub fn errors(&self) -> &[BatchError] {
        let errors = self.batch().errors.as_ref();
        errors.and_then(|e| e.data.as_deref()).unwrap_or_default()
    }
}

/// Some servers send an empty id where there is no file.
fn present(id: Option<&str>) -> Option<&str> {
    id.filter(|id| !id.is_empty())
}
