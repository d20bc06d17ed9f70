//! The error of a server that cannot start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::fault::InvalidPlan;

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be bound.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The requested address.
        address: SocketAddr,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The data directory cannot be opened.
    #[error("cannot use the data directory{}: {source}", shown(.path.as_deref()))]
    Data {
        /// The requested directory, or `None` for a temporary one.
        path: Option<PathBuf>,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The fault plan is invalid.
    #[error(transparent)]
    Faults(#[from] InvalidPlan),
    /// A setting is out of range. The text names it and says what is accepted.
    #[error("{0}")]
    Setting(String),
}

fn shown(path: Option<&Path>) -> String {
    path.map(|path| format!(" {}", path.display())).unwrap_or_default()
}
