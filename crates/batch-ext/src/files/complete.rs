//! What a download has received, and whether that is all of it.

/// A download that ended.
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
/// The framing of the transfer says so, and nothing else: the size in a file's metadata differs from
/// the bytes served on some servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Complete {
    /// The server marked the end of the file: the `Content-Length` was met, the last chunk or the
    /// end of the HTTP/2 stream arrived, or a request for more was answered that there is no more.
    Framed,
    /// The end of the connection marked the end of the file, so the file may have been cut. Some old
    /// servers and proxies answer this way.
    Unknown,
}
