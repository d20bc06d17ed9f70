//! The wait between attempts if the server does not ask for one.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// Exponential backoff: a ceiling that grows from attempt to attempt, and a delay below it.
///
/// With *full jitter* the delay is drawn uniformly between zero and the ceiling, so that clients
/// that failed together do not come back together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Backoff {
    pub(crate) initial: Duration,
    pub(crate) max: Duration,
    pub(crate) factor: f32,
    pub(crate) jitter: bool,
}

impl Backoff {
    /// The delays before the second attempt, the third, and so on, endlessly.
    pub(crate) fn delays(self) -> Delays {
        Delays {
            ceilings: ExponentialBuilder::new()
                .with_min_delay(self.initial)
                .with_max_delay(self.max)
                .with_factor(self.factor)
                .without_max_times()
                .build(),
            max: self.max,
            jitter: self.jitter,
        }
    }
}

/// An endless iterator of delays.
#[derive(Debug)]
pub(crate) struct Delays {
    ceilings: ExponentialBackoff,
    max: Duration,
    jitter: bool,
}

impl Iterator for Delays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        // Without a limit on the number of times, the iterator never ends.
        let ceiling = self.ceilings.next().unwrap_or(self.max).min(self.max);
        Some(if self.jitter { scaled(ceiling, fastrand::f64()) } else { ceiling })
    }
}

/// `duration` times `factor`, saturating.
fn scaled(duration: Duration, factor: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * factor).unwrap_or(duration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn delays(backoff: Backoff, n: usize) -> Vec<u64> {
        let millis = backoff.delays().take(n);
        millis.map(|d| d.as_millis() as u64).collect()
    }

    const DEFAULT: Backoff = Backoff {
        initial: Duration::from_millis(500),
        max: Duration::from_secs(8),
        factor: 2.0,
        jitter: false,
    };

    #[test]
    fn ceilings_double_up_to_the_maximum() {
        assert_eq!(delays(DEFAULT, 7), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        let steep = Backoff { factor: 100.0, ..DEFAULT };
        assert_eq!(delays(steep, 3), [500, 8000, 8000]);
        let flat = Backoff { factor: 1.0, ..DEFAULT };
        assert_eq!(delays(flat, 3), [500, 500, 500]);
    }

    #[test]
    fn the_longest_durations_do_not_overflow() {
        for jitter in [true, false] {
            for initial in [Duration::MAX, Duration::MAX / 2, Duration::from_nanos(1)] {
                let backoff = Backoff { initial, max: Duration::MAX, factor: 100.0, jitter };
                assert_eq!(backoff.delays().take(100).count(), 100);
            }
        }
        assert_eq!(scaled(Duration::MAX, 2.0), Duration::MAX);
    }

    #[test]
    fn full_jitter_fills_the_whole_range_evenly() {
        let backoff = Backoff { jitter: true, factor: 1.0, ..DEFAULT };
        let draws = 20_000;
        let mut tenths = [0u32; 10];
        for delay in backoff.delays().take(draws) {
            assert!(delay < backoff.initial);
            tenths[(delay.as_secs_f64() / 0.05) as usize] += 1;
        }
        // 2,000 are expected in each tenth, with a standard deviation of 42.
        assert!(tenths.iter().all(|n| (1_700..2_300).contains(n)), "{tenths:?}");
    }

    proptest! {
        #[test]
        fn delays_never_exceed_the_maximum(
            initial in 1u64..100_000, extra in 0u64..10_000_000, factor in 1f32..1e30, jitter: bool,
        ) {
            let max = Duration::from_millis(initial + extra);
            let backoff = Backoff { initial: Duration::from_millis(initial), max, factor, jitter };
            for delay in backoff.delays().take(200) {
                prop_assert!(delay <= max);
            }
        }
    }
}
