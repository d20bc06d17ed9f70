//! A wait for several batches.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use batch_client::Client;
use futures_core::{FusedStream, Stream};
use futures_util::stream::FuturesUnordered;
use tokio::sync::Semaphore;

use super::end::End;
use super::policy::WaitPolicy;
use super::poller::BatchWait;
use crate::error::Error;

/// A wait for several batches. Returned by
/// [`WaitForBatch::wait_for_batches`](crate::wait::WaitForBatch::wait_for_batches).
///
/// Each batch is polled at its own intervals. The number of requests in flight is limited.
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

    /// Uses `policy` instead of the default. Its deadline applies to each batch.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// How many requests may be in flight at a time: at least 1, defaults to 4.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Each batch with its id, in the order in which they end. An error ends the wait for its batch
    /// only.
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

/// A stream of the ends of batches. Returned by [`BatchWaitSet::ends`].
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
