//! The size of a download, and whether it is known to be complete.

/// The result of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// Whether the file is known to be complete.
    pub complete: Complete,
}

/// Whether a download is known to be complete.
///
/// Only the framing of the transfer decides this. The size in a file's metadata does not count,
/// because on some servers it differs from the number of bytes served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Complete {
    /// The server marked the end of the file: the `Content-Length` was reached, the last chunk or the
    /// end of the HTTP/2 stream arrived, or a request for the rest was answered with "nothing left".
    Framed,
    /// Only the end of the connection marked the end of the file, so the file may have been cut. Some
    /// old servers and proxies respond this way.
    Unknown,
}
