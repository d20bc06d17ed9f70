//! A Batch API server in this process.

use std::path::Path;

use batch_local::Server;

use crate::error::{CliError, Exit};

/// What a run in this process calls its server: the port is another one each time.
pub(crate) const NAME: &str = "local";

/// Starts a server that keeps its batches in `dir`, so that an interrupted run finds them again.
pub(crate) async fn start(dir: &Path) -> Result<Server, CliError> {
    Server::builder()
        .data_dir(dir)
        .start()
        .await
        .map_err(|error| CliError::new(Exit::Local, error.to_string()))
}
