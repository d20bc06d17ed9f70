//! Waiting for many batches.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use batch_client::Client;
use futures_core::{FusedStream, Stream};
use futures_util::stream::FuturesUnordered;
use tokio::sync::Semaphore;

use super::{BatchWait, End, WaitPolicy};
use crate::Error;

/// A wait for many batches. Made by
/// [`WaitForBatch::wait_for_batches`](super::WaitForBatch::wait_for_batches).
///
/// All of them are polled, each at its own intervals; only so many requests are under way at a
/// time.
///
/// ```no_run
/// use batch_ext::wait::WaitForBatch;
/// use futures_util::StreamExt;
///
/// # async fn example(client: batch_client::Client) {
/// let mut ends = client.wait_for_batches(["batch_1", "batch_2"]).concurrency(2).ends();
/// while let Some((id, end)) = ends.next().await {
///     println!("{id}: {end:?}");
/// }
/// # }
/// ```
#[must_use = "a wait does nothing unless its ends are polled"]
pub struct BatchWaitSet {
    client: Client,
    ids: Vec<String>,
    policy: WaitPolicy,
    concurrency: usize,
}

impl BatchWaitSet {
    pub(super) fn new(client: Client, ids: Vec<String>) -> Self {
        Self { client, ids, policy: WaitPolicy::default(), concurrency: 4 }
    }

    /// Waits by `policy` in place of the default. Its deadline counts for each batch.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// How many requests may be under way at a time: at least one, four if not set.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Each batch as it ends, with its id, in the order of ending. An error ends the wait for its
    /// batch only.
    pub fn ends(self) -> Ends {
        let requests = Arc::new(Semaphore::new(self.concurrency));
        let waits = self.ids.into_iter().map(|id| {
            let wait = BatchWait::new(self.client.clone(), id.clone(), false);
            let end = wait.policy(self.policy.clone()).end(Some(requests.clone()));
            Box::pin(async move { (id, end.await) }) as Waiting
        });
        Ends { waits: waits.collect() }
    }
}

impl fmt::Debug for BatchWaitSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchWaitSet")
            .field("batches", &self.ids.len())
            .field("policy", &self.policy)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// One of the waits, with its batch's id.
type Waiting = Pin<Box<dyn Future<Output = (String, Result<End, Error>)> + Send + Sync>>;

/// A stream of batches' ends. Made by [`BatchWaitSet::ends`].
#[must_use = "a stream does nothing unless it is polled"]
pub struct Ends {
    waits: FuturesUnordered<Waiting>,
}

impl Stream for Ends {
    type Item = (String, Result<End, Error>);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.waits).poll_next(cx)
    }
}

impl FusedStream for Ends {
    fn is_terminated(&self) -> bool {
        self.waits.is_empty()
    }
}

impl fmt::Debug for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ends").field("left", &self.waits.len()).finish()
    }
}
