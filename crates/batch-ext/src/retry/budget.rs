//! A limit on the share of traffic that may be retries.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A token bucket that all clones share, so that retries do not multiply the load of a server that
/// is down.
///
/// The first attempt of a call is free. Each further one takes [`RETRY_COST`](Self::RETRY_COST)
/// tokens; if there are not enough left, the call ends with its last error. A call that succeeds
/// returns the tokens that its retries took, or one token if it took none. In the long run about one
/// call in five may be retried; a burst of `capacity / 5` retries goes through at once.
///
/// ```
/// use batch_ext::retry::Budget;
///
/// let budget = Budget::new(5 * 20); // a burst of twenty retries
/// assert_eq!(budget.available(), 100);
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    bucket: Arc<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    tokens: AtomicU32,
    capacity: u32,
}

impl Budget {
    /// The tokens that a retry takes.
    pub const RETRY_COST: u32 = 5;
    /// The capacity of [`Budget::default`]: a burst of a hundred retries.
    pub const DEFAULT_CAPACITY: u32 = 500;

    /// A full bucket of `capacity` tokens. With fewer than five, nothing is retried.
    #[must_use]
    pub fn new(capacity: u32) -> Self {
        Self { bucket: Arc::new(Bucket { tokens: AtomicU32::new(capacity), capacity }) }
    }

    /// The tokens that are left. All clones share them.
    #[must_use]
    pub fn available(&self) -> u32 {
        self.bucket.tokens.load(Ordering::Relaxed)
    }

    /// Takes the tokens for one retry, or none if there are too few.
    pub(crate) fn take(&self) -> bool {
        let take = |tokens: u32| tokens.checked_sub(Self::RETRY_COST);
        self.bucket.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Records a call that succeeded after `retries` retries.
    pub(crate) fn put_back(&self, retries: u32) {
        let tokens = retries.saturating_mul(Self::RETRY_COST).max(1);
        let put = |now: u32| {
            // A full bucket is the common case. Skipping the write keeps the cache line shared.
            (now < self.bucket.capacity)
                .then(|| now.saturating_add(tokens).min(self.bucket.capacity))
        };
        let _ = self.bucket.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Self::DEFAULT_CAPACITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn retries_drain_the_budget_and_successes_refill_it() {
        let budget = Budget::new(12);
        let other_clone = budget.clone();
        assert!(budget.take());
        assert!(other_clone.take());
        assert_eq!(budget.available(), 2);
        assert!(!budget.take(), "two tokens do not pay for a retry");
        assert_eq!(budget.available(), 2, "and stay where they are");

        for _ in 0..3 {
            other_clone.put_back(0);
        }
        assert_eq!(budget.available(), 5);
        assert!(budget.take());
        budget.put_back(2);
        assert_eq!(budget.available(), 10);
        budget.put_back(2);
        assert_eq!(budget.available(), 12, "never above its capacity");
    }

    #[test]
    fn threads_never_take_more_than_there_is() {
        let budget = Budget::new(1000);
        let taken: u32 = std::thread::scope(|scope| {
            let take_all = || (0..500).filter(|_| budget.take()).count() as u32;
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take_all)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).sum()
        });
        assert_eq!(taken, 200);
        assert_eq!(budget.available(), 0);
    }

    proptest! {
        #[test]
        fn tokens_stay_within_the_capacity(
            capacity in 0u32..1000, steps in prop::collection::vec(0u32..6, 0..200),
        ) {
            let budget = Budget::new(capacity);
            for step in steps {
                if step < 3 { budget.put_back(step) } else { let _ = budget.take(); }
                prop_assert!(budget.available() <= capacity);
            }
        }
    }
}
