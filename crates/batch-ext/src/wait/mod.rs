//! Polling until batches are final.
//!
//! [`WaitForBatch::wait_for_batch`] makes a [`BatchWait`] from a batch's id. `.await` it for the
//! [`End`], or use its [`snapshots`](BatchWait::snapshots) to show progress.
//!
//! ```no_run
//! use std::time::Duration;
//! use batch_ext::wait::{End, WaitForBatch, WaitPolicy};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(client: batch_client::Client) -> Result<(), batch_ext::Error> {
//! match client.wait_for_batch("batch_1").await? {
//!     End::Completed(batch) => println!("{} is complete", batch.id),
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
//! The first poll is immediate. Intervals grow up to a maximum, and start over when the status
//! changes. A `retry-after` of the server replaces the interval, within
//! [`min_interval`](WaitPolicyBuilder::min_interval) and
//! [`max_retry_after`](WaitPolicyBuilder::max_retry_after). A status that is not known to this version
//! is not final: it appears in the snapshots, and polling continues.
//!
//! | setting of [`WaitPolicy`] | default |
//! |---|---|
//! | [`min_interval`](WaitPolicyBuilder::min_interval) | 1 s |
//! | [`max_interval`](WaitPolicyBuilder::max_interval) | 60 s |
//! | [`growth`](WaitPolicyBuilder::growth) | 1.5 |
//! | [`jitter`](WaitPolicyBuilder::jitter) | on, up to a tenth either way |
//! | [`max_retry_after`](WaitPolicyBuilder::max_retry_after) | 10 min |
//! | [`poll_timeout`](WaitPolicyBuilder::poll_timeout) | 60 s |
//! | [`deadline`](WaitPolicyBuilder::deadline) | none |
//! | [`max_failures`](WaitPolicyBuilder::max_failures) | 30 polls in a row |
//! | [`max_not_found`](WaitPolicyBuilder::max_not_found) | 5 polls, before the batch was first seen |
//!
//! Polls may fail with transient errors; any other error ends the wait and says
//! [how far it got](crate::Error::wait). This tolerance replaces the client's retry policy, which the
//! polls do not use.
//!
//! # Disabling
//!
//! No other call waits. `client.retrieve_batch()` is a single poll, and [`End::of`] says whether its
//! result is final.

mod context;
mod end;
mod policy;
mod poller;
mod set;

pub use context::WaitContext;
pub use end::End;
pub use policy::{WaitPolicy, WaitPolicyBuilder};
pub use poller::{BatchWait, Snapshots};
pub use set::{BatchWaitSet, Ends};

use batch_client::Client;

/// Waiting for batches, for a [`Client`].
pub trait WaitForBatch {
    /// Waits for one batch.
    fn wait_for_batch(&self, batch_id: impl Into<String>) -> BatchWait;

    /// Cancels a batch and waits until it is final. It is not an error if the batch ends by itself
    /// in the meantime.
    fn cancel_and_wait(&self, batch_id: impl Into<String>) -> BatchWait;

    /// Waits for several batches at once, and returns each as it ends.
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
