//! A running server.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::app::App;
use crate::clock::Clock;
use crate::fault::{FaultPlan, InvalidPlan};
use crate::ledger::Ledger;
use crate::operation::Operation;

/// A running Batch API server. It stops when dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = batch_local::Server::builder().start().await?;
/// assert!(server.base_url().ends_with("/v1"));
/// # Ok(())
/// # }
/// ```
#[must_use = "the server stops when this is dropped"]
pub struct Server {
    app: Arc<App>,
    address: SocketAddr,
    base_url: String,
    listener: JoinHandle<()>,
}

impl Server {
    /// A server that listens on `address` and is reached by clients at `reachable`.
    pub(crate) fn new(
        app: Arc<App>,
        address: SocketAddr,
        reachable: SocketAddr,
        listener: JoinHandle<()>,
    ) -> Self {
        Self { app, address, base_url: format!("http://{reachable}/v1"), listener }
    }

    /// The base URL for clients, such as `http://127.0.0.1:41873/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The URL without a path, such as `http://127.0.0.1:41873`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.base_url.trim_end_matches("/v1")
    }

    /// The address the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The directory with the server's files and batches.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.app.store.root()
    }

    /// The server's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// Replaces the fault plan and restarts the counters of its rules.
    ///
    /// # Errors
    /// If the plan is invalid. The old one stays in use.
    pub fn set_faults(&self, plan: FaultPlan) -> Result<(), InvalidPlan> {
        plan.check()?;
        self.app.faults.replace(plan, self.app.clock.now());
        Ok(())
    }

    /// The number of requests received for an operation, including those that met a fault.
    #[must_use]
    pub fn calls(&self, operation: Operation) -> u64 {
        self.app.calls[operation as usize].load(Ordering::Relaxed)
    }

    /// Which requests were answered and paid. `None` unless faults are enabled by
    /// [`Builder::faults`](crate::Builder::faults).
    #[must_use]
    pub fn ledger(&self) -> Option<Ledger> {
        self.app.book.as_ref().map(|book| book.ledger())
    }

    /// Shuts down gracefully: accepts no more connections, lets requests in flight finish for up
    /// to ten seconds, and records the progress of running batches. A server that is started on
    /// the same data directory resumes them.
    pub async fn shutdown(mut self) {
        self.app.stop();
        let finished = async {
            let _ = (&mut self.listener).await;
            self.app.stopped().await;
        };
        // The drop that follows ends what takes longer.
        let _ = tokio::time::timeout(Duration::from_secs(10), finished).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.app.abort();
        self.listener.abort();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
