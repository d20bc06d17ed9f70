//! The outcome of a failed request on the server.

/// Whether the server carried out a request that failed.
///
/// The variants are ordered by how much the server may have done; the outcome of a call is the
/// greatest among its attempts. An operation that only reads is always [`NotDone`](Self::NotDone).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It certainly did not: the request was not sent, or the server refused it (4xx).
    #[default]
    NotDone,
    /// It may have: the connection broke after the request was sent, no response arrived in time,
    /// or the server answered 408 or 5xx.
    Unknown,
    /// It certainly did: it answered 2xx, but the body is cut or cannot be decoded.
    Done,
}
