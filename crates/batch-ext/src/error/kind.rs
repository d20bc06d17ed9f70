//! Kinds of errors.

/// What went wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The request was refused on this side, before anything was sent.
    InvalidRequest,
    /// No connection could be made, so the request was not sent.
    Connect,
    /// No response arrived in time, or a deadline passed.
    Timeout,
    /// The connection broke after the request was sent, or while the response was read.
    Connection,
    /// A successful response that cannot be decoded.
    Decode,
    /// The server limits the rate of requests (429).
    RateLimited,
    /// The quota is exhausted (429), which waiting does not change.
    Quota,
    /// The key is missing, wrong, or lacks a permission (401, 403).
    Denied,
    /// There is no such object (404).
    NotFound,
    /// The object is not in a state that allows the request (409).
    Conflict,
    /// The server failed (5xx, 408).
    Server,
    /// The server refused the request for another reason.
    Refused,
    /// The pages of a list do not follow from one another.
    Pagination,
    /// It could not be determined which batch, if any, a create made.
    Unresolved,
    /// Data is invalid: the caller's, a file's, or that of an object that changed while it was read.
    Data,
    /// Reading or writing a local file failed.
    Io,
    /// Anything else, such as an error of another layer of the transport.
    Other,
}

impl Kind {
    /// The phrase for the kind in messages.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid request",
            Self::Connect => "cannot connect",
            Self::Timeout => "timed out",
            Self::Connection => "the connection broke",
            Self::Decode => "the response cannot be decoded",
            Self::RateLimited => "rate limited",
            Self::Quota => "the quota is exhausted",
            Self::Denied => "denied",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::Server => "server error",
            Self::Refused => "refused",
            Self::Pagination => "the pages of the list do not follow from one another",
            Self::Unresolved => "could not determine which batch, if any, was created",
            Self::Data => "invalid data",
            Self::Io => "reading or writing failed",
            Self::Other => "failed",
        }
    }
}
