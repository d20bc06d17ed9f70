//! Reasons of failed attempts.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use batch_client::Effect;
use batch_client::transport::IdleTimeout;

use crate::error::Outcome;

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The request was not sent: the name did not resolve, the connection was refused, TLS failed.
    NotSent,
    /// The request could not be built: a bad URL, header or body.
    InvalidRequest,
    /// No response arrived in time after the request was sent.
    TimedOut,
    /// The connection broke after the request was sent and before a response.
    Disconnected,
    /// The head of a successful response arrived, but its body was cut.
    CutBody,
    /// A successful response that is not in the API's format.
    Undecodable,
    /// Status 408: the server stopped waiting for the request.
    RequestTimeout,
    /// Status 409 with which the server asks for another attempt.
    Conflict,
    /// Status 429.
    RateLimited,
    /// Status 429 that waiting does not change: the quota is exhausted.
    QuotaSpent,
    /// Status 5xx.
    ServerError,
    /// Another status with which the server asks for another attempt.
    ServerAsked,
    /// Any other status: the server understood the request and refused it.
    Refused,
    /// An error of an unknown type, such as one of another layer.
    Other,
}

impl Reason {
    /// The reason as one word, for logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::InvalidRequest => "invalid_request",
            Self::TimedOut => "timed_out",
            Self::Disconnected => "disconnected",
            Self::CutBody => "cut_body",
            Self::Undecodable => "undecodable",
            Self::RequestTimeout => "request_timeout",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::QuotaSpent => "quota_spent",
            Self::ServerError => "server_error",
            Self::ServerAsked => "server_asked",
            Self::Refused => "refused",
            Self::Other => "other",
        }
    }

    /// Whether the server carried out a request of this effect although the attempt failed.
    #[must_use]
    pub fn outcome(self, effect: Effect) -> Outcome {
        match self {
            _ if effect == Effect::Safe => Outcome::NotDone,
            Self::NotSent
            | Self::InvalidRequest
            | Self::RateLimited
            | Self::QuotaSpent
            | Self::Refused => Outcome::NotDone,
            Self::TimedOut
            | Self::Disconnected
            | Self::RequestTimeout
            | Self::Conflict
            | Self::ServerError
            | Self::ServerAsked
            | Self::Other => Outcome::Unknown,
            Self::CutBody | Self::Undecodable => Outcome::Done,
        }
    }

    /// The reason of an error that was returned instead of a response: that of the first error in its
    /// chain whose type is known.
    pub(crate) fn of_error(error: &(dyn StdError + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<reqwest::Error>() {
                return of_reqwest(error);
            }
            if error.is::<tokio::time::error::Elapsed>() || error.is::<IdleTimeout>() {
                return Self::TimedOut;
            }
            if let Some(error) = error.downcast_ref::<io::Error>() {
                return of_io(error.kind());
            }
            next = error.source();
        }
        Self::Other
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn of_reqwest(error: &reqwest::Error) -> Reason {
    if error.is_builder() || error.is_redirect() {
        Reason::InvalidRequest
    } else if error.is_connect() {
        // Checked before timeouts: if connecting timed out, nothing was sent either.
        Reason::NotSent
    } else if error.is_timeout() {
        Reason::TimedOut
    } else {
        Reason::Disconnected
    }
}

fn of_io(kind: io::ErrorKind) -> Reason {
    use io::ErrorKind as Kind;
    match kind {
        Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::AddrNotAvailable
        | Kind::NotConnected => Reason::NotSent,
        Kind::TimedOut => Reason::TimedOut,
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof => Reason::Disconnected,
        _ => Reason::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_recognized_by_type_at_any_depth() {
        #[derive(Debug)]
        struct Wrapped(io::Error);
        impl fmt::Display for Wrapped {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("wrapped")
            }
        }
        impl StdError for Wrapped {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }
        for (kind, reason) in [
            (io::ErrorKind::ConnectionRefused, Reason::NotSent),
            (io::ErrorKind::HostUnreachable, Reason::NotSent),
            (io::ErrorKind::NetworkUnreachable, Reason::NotSent),
            (io::ErrorKind::AddrNotAvailable, Reason::NotSent),
            (io::ErrorKind::NotConnected, Reason::NotSent),
            (io::ErrorKind::ConnectionReset, Reason::Disconnected),
            (io::ErrorKind::ConnectionAborted, Reason::Disconnected),
            (io::ErrorKind::BrokenPipe, Reason::Disconnected),
            (io::ErrorKind::UnexpectedEof, Reason::Disconnected),
            (io::ErrorKind::TimedOut, Reason::TimedOut),
            (io::ErrorKind::InvalidData, Reason::Other),
        ] {
            let plain = io::Error::from(kind);
            assert_eq!(Reason::of_error(&plain), reason);
            assert_eq!(Reason::of_error(&Wrapped(plain)), reason);
        }
        assert_eq!(Reason::of_error(&fmt::Error), Reason::Other);
    }
}
