//! The Batch API server inside this process, for `batch run --local`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use batch_local::Server;

use crate::error::CliError;
use crate::exit::Exit;

/// The name by which a run remembers this server, whose port differs each time.
pub(crate) const NAME: &str = "local";

/// Where the server of a run keeps its state: beside that of the run.
pub(crate) fn data_dir(state_dir: &Path) -> PathBuf {
    // Without a trailing separator, which would put it within that of the run.
    let mut name = OsString::from(state_dir.components().as_path());
    name.push(".server");
    name.into()
}

/// Starts a server that keeps its state in `dir`, where the next one finds it again.
pub(crate) async fn start(dir: &Path) -> Result<Server, CliError> {
    let server = Server::builder().data_dir(dir).start().await;
    server.map_err(|error| CliError::new(Exit::Local, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_state_lies_beside_that_of_the_run() {
        for state_dir in ["out.batch", "out.batch/", "./out.batch//"] {
            let dir = data_dir(Path::new(state_dir));
            assert!(dir.ends_with("out.batch.server"), "{}", dir.display());
        }
    }
}
