//! The parts of a request that fault rules depend on.

use std::time::Duration;

use crate::file_kind::FileKind;
use crate::operation::Operation;

/// What a request asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Call<'a> {
    pub(crate) operation: Option<Operation>,
    /// The id in the path.
    pub(crate) object: Option<&'a str>,
    /// The kind of the file in the path.
    pub(crate) file: Option<FileKind>,
    /// The time on the server's clock.
    pub(crate) now: Duration,
}
