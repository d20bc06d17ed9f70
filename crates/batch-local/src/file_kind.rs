//! The role a stored file has for batches.

use serde::{Deserialize, Serialize};

/// The role of a stored file, for [`Rule::files`](crate::Rule::files).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileKind {
    /// A file that a client uploaded.
    #[default]
    Upload,
    /// The output file of a batch: the requests that succeeded.
    Output,
    /// The error file of a batch: all other requests.
    Error,
}
