//! Waiting for batches to end.
//!
//! [`WaitForBatch::wait_for_batch`] makes a [`BatchWait`] from a batch's id: `.await` it for the
//! [`End`], or take its [`snapshots`](BatchWait::snapshots) for progress.
//!
//! ```no_run
//! use std::time::Duration;
//! use batch_ext::wait::{End, WaitForBatch, WaitPolicy};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(client: batch_client::Client) -> Result<(), batch_ext::Error> {
//! match client.wait_for_batch("batch_1").await? {
//!     End::Completed(batch) => println!("{} is done", batch.id),
//!     end @ End::Failed(_) => println!("refused: {:?}", end.errors()),
//!     end => println!("{} stopped early; output: {:?}", end.batch().id, end.output_file_id()),
//! }
//!
//! let policy = WaitPolicy::builder().deadline(Duration::from_secs(3_600)).build()?;
//! let mut snapshots = client.wait_for_batch("batch_2").policy(policy).snapshots();
//! while let Some(batch) = snapshots.try_next().await? {
//!     println!("{}", batch.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The first poll is at once. Intervals grow from one to the next up to a ceiling, and begin anew
//! when the status changes; what a server asks for by `retry-after` takes their place. A status
//! that is not known here is not final: it is in the snapshots, and polling goes on.
//!
//! | setting of [`WaitPolicy`] | default |
//! |---|---|
//! | [`min_interval`](WaitPolicyBuilder::min_interval) | 1 s |
//! | [`max_interval`](WaitPolicyBuilder::max_interval) | 60 s |
//! | [`growth`](WaitPolicyBuilder::growth) | 1.5 |
//! | [`jitter`](WaitPolicyBuilder::jitter) | on, a tenth to either side |
//! | [`max_retry_after`](WaitPolicyBuilder::max_retry_after) | 10 min |
//! | [`poll_timeout`](WaitPolicyBuilder::poll_timeout) | 60 s |
//! | [`deadline`](WaitPolicyBuilder::deadline) | none |
//! | [`max_failures`](WaitPolicyBuilder::max_failures) | 30 polls in a row |
//! | [`max_not_found`](WaitPolicyBuilder::max_not_found) | 5 polls, at the beginning only |
//!
//! Polls that fail for a reason that passes by itself are tolerated; any other error is returned,
//! with [how far the wait got](crate::Error::wait). A wait has this tolerance in place of the
//! client's retry policy, which its requests do not use.
//!
//! # Turning it off
//!
//! Nothing waits unless asked to. A single look is `client.retrieve_batch()`, and [`End::of`] says
//! what it means.

mod policy;
mod poller;
mod set;

pub use policy::{WaitPolicy, WaitPolicyBuilder};
pub use poller::{BatchWait, Snapshots};
pub use set::{BatchWaitSet, Ends};

use batch_client::Client;
use batch_client::types::{Batch, BatchError};

use crate::status::Phase;

/// Waiting for batches, for a [`Client`].
pub trait WaitForBatch {
    /// Waits for one batch.
    fn wait_for_batch(&self, batch_id: impl Into<String>) -> BatchWait;

    /// Cancels a batch, and waits until it has stopped. That it has ended by itself in the meantime
    /// is no error.
    fn cancel_and_wait(&self, batch_id: impl Into<String>) -> BatchWait;

    /// Waits for many batches at once, and hands each out as it ends.
    fn wait_for_batches<I>(&self, batch_ids: I) -> BatchWaitSet
    where
        I: IntoIterator,
        I::Item: Into<String>;
}

impl WaitForBatch for Client {
    fn wait_for_batch(&self, batch_id: impl Into<String>) -> BatchWait {
        BatchWait::new(self.clone(), batch_id.into(), false)
    }

    fn cancel_and_wait(&self, batch_id: impl Into<String>) -> BatchWait {
        BatchWait::new(self.clone(), batch_id.into(), true)
    }

    fn wait_for_batches<I>(&self, batch_ids: I) -> BatchWaitSet
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        BatchWaitSet::new(self.clone(), batch_ids.into_iter().map(Into::into).collect())
    }
}

/// How a batch ended, and the batch as it was then.
///
/// Each of them may hold output, except that [`Failed`](Self::Failed) hardly does: what was
/// answered before a batch expired or was cancelled is paid for, and worth collecting.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Every request was processed. Some of them, or all, may have failed: those are in the error
    /// file.
    Completed(Batch),
    /// The input was refused: see [`errors`](Self::errors).
    Failed(Batch),
    /// The window ended before all requests were processed.
    Expired(Batch),
    /// It was cancelled.
    Cancelled(Batch),
}

impl End {
    /// The end of a batch.
    ///
    /// Statuses count in any case, and in both spellings of "cancelled".
    ///
    /// # Errors
    ///
    /// The batch itself, if it is not final.
    #[expect(clippy::result_large_err, reason = "the error is the argument, given back")]
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

    /// The batch, for keeps.
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

    /// The file of the requests that were answered, if there is one.
    #[must_use]
    pub fn output_file_id(&self) -> Option<&str> {
        present(self.batch().output_file_id.as_deref())
    }

    /// The file of the requests that failed, if there is one.
    #[must_use]
    pub fn error_file_id(&self) -> Option<&str> {
        present(self.batch().error_file_id.as_deref())
    }

    /// What was wrong with the input.
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
