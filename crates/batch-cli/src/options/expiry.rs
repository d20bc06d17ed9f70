//! Expiry times.

use std::time::Duration;

use crate::error::CliError;

/// The seconds after which the API may delete a file: between an hour and 30 days.
pub(crate) fn expiry(option: &str, time: Duration) -> Result<u32, CliError> {
    let seconds = u32::try_from(time.as_secs()).ok();
    seconds
        .filter(|seconds| (3_600..=2_592_000).contains(seconds))
        .ok_or_else(|| CliError::usage(format!("{option} must be between 1h and 30d")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_between_an_hour_and_thirty_days() {
        let of = |seconds| expiry("--expire", Duration::from_secs(seconds)).ok();
        assert_eq!(of(3_599), None);
        assert_eq!(of(3_600), Some(3_600));
        assert_eq!(of(2_592_000), Some(2_592_000));
        assert_eq!(of(2_592_001), None);
        assert_eq!(of(u64::MAX), None);
    }
}
