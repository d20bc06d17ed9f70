//! What the calls and the work of a run share.

use std::sync::Arc;

use batch_ext::batch_client::Client;
use batch_lines::Limits;

use super::files::Interrupted;
use crate::fingerprint::Stamp;
use crate::settings::Settings;
use crate::store::Store;

/// What the calls and the work of a run share.
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
}
