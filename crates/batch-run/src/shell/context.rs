//! The state that the calls and the work of a run share.

use std::sync::Arc;

use batch_ext::batch_client::Client;
use batch_lines::Limits;
use tokio_util::task::TaskTracker;

use super::blocking::finished;
use super::files::Interrupted;
use crate::fingerprint::Stamp;
use crate::settings::Settings;
use crate::store::Store;

/// The state that the calls and the work of a run share.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) client: Client,
    /// The client without retries, for calls of which every attempt counts.
    pub(super) plain: Client,
    pub(super) settings: Arc<Settings>,
    pub(super) store: Arc<Store>,
    /// The input as it was when it was read.
    pub(super) stamp: Stamp,
    pub(super) run_id: String,
    pub(super) started_at: u64,
    /// The limits that the run was planned with.
    pub(super) limits: Limits,
    pub(super) interrupted: Interrupted,
    /// The work on threads of its own, which is over before the run is.
    pub(super) threads: TaskTracker,
}

impl Context {
    /// Runs work on a thread that may block. A panic in it continues here.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        finished(self.threads.spawn_blocking(work)).await
    }
}
