//! Rate limits.

use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue};

/// Counts requests in windows of a fixed length on the server's clock.
pub(crate) struct Rate {
    limit: u32,
    seconds: u64,
    window: Mutex<(u64, u32)>,
}

/// The state of the window that a request falls into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) allowed: bool,
    limit: u32,
    remaining: u32,
    /// Seconds until the window ends.
    pub(crate) reset: u64,
}

impl Rate {
    pub(crate) fn new(limit: u32, seconds: u64) -> Self {
        Self { limit, seconds, window: Mutex::new((0, 0)) }
    }

    /// Counts a request.
    pub(crate) fn count(&self, now: u64) -> Standing {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if now >= window.0 + self.seconds {
            *window = (now, 0);
        }
        let allowed = window.1 < self.limit;
        if allowed {
            window.1 += 1;
        }
        Standing {
            allowed,
            limit: self.limit,
            remaining: self.limit - window.1,
            reset: window.0 + self.seconds - now,
        }
    }
}

impl Standing {
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        headers.insert(
            HeaderName::from_static("x-ratelimit-limit-requests"),
            HeaderValue::from(self.limit),
        );
        headers.insert(
            HeaderName::from_static("x-ratelimit-remaining-requests"),
            HeaderValue::from(self.remaining),
        );
        if let Ok(reset) = HeaderValue::try_from(spell(self.reset)) {
            headers.insert(HeaderName::from_static("x-ratelimit-reset-requests"), reset);
        }
    }
}

/// A duration in seconds as the API writes it: `59s`, `6m0s`, `1h0m0s`.
fn spell(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest}s"),
        (0, _) => format!("{minutes}m{rest}s"),
        _ => format!("{hours}h{minutes}m{rest}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_limit_window_fills_up_and_ends() {
        let rate = Rate::new(2, 60);
        assert_eq!(rate.count(1_000).remaining, 1);
        assert_eq!(rate.count(1_030).remaining, 0);
        let refused = rate.count(1_059);
        assert!(!refused.allowed);
        assert_eq!(refused.reset, 1);
        assert!(rate.count(1_060).allowed);
    }

    #[test]
    fn durations_are_written_as_the_api_writes_them() {
        for (seconds, text) in [(0, "0s"), (59, "59s"), (360, "6m0s"), (3_600, "1h0m0s")] {
            assert_eq!(spell(seconds), text);
        }
    }
}
