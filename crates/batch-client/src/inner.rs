//! The state of a client besides its base URL and HTTP client.

use std::sync::Arc;

use http::Extensions;

use crate::call::Transport;
use crate::credentials::Credentials;

/// The value that the generated client carries for its hand-written parts.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) transport: Transport,
    pub(crate) extensions: Extensions,
    pub(crate) credentials: Arc<Credentials>,
}
