//! Human-readable numbers, sizes and times.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A number with thousands separators.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and its noun, in the singular or, with an `s` or `es`, in the plural.
pub(crate) fn count(count: u64, noun: &str) -> String {
    let ending = match count {
        1 => "",
        _ if noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{} {noun}{ending}", number(count))
}

/// A size in decimal units, such as `436.67 kB`.
pub(crate) fn bytes(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

/// A duration in at most two units, such as `1day 1h`.
pub(crate) fn duration(time: Duration) -> String {
    let time = match time.as_secs() {
        0 => Duration::from_millis(u64::from(time.subsec_millis())),
        seconds @ 1..3_600 => Duration::from_secs(seconds),
        seconds @ 3_600..86_400 => Duration::from_secs(seconds - seconds % 60),
        seconds => Duration::from_secs(seconds - seconds % 3_600),
    };
    humantime::format_duration(time).to_string()
}

/// The time that has passed since a Unix timestamp. Empty for times before 1970.
pub(crate) fn age(at: i64) -> String {
    let Ok(at) = u64::try_from(at) else {
        return String::new();
    };
    let at = UNIX_EPOCH.checked_add(Duration::from_secs(at));
    let since = at.and_then(|at| SystemTime::now().duration_since(at).ok()).unwrap_or_default();
    duration(Duration::from_secs(since.as_secs()))
}

/// A Unix timestamp in RFC 3339. `None` before 1970 and after 9999.
pub(crate) fn timestamp(at: i64) -> Option<String> {
    let at = UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(at).ok()?))?;
    // humantime fails to format later years.
    (at < UNIX_EPOCH + Duration::from_secs(253_402_300_800))
        .then(|| humantime::format_rfc3339_seconds(at).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_thousands_separators() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(count(1, "batch"), "1 batch");
        assert_eq!(count(2, "batch"), "2 batches");
        assert_eq!(count(0, "line"), "0 lines");
    }

    #[test]
    fn durations_have_two_units() {
        assert_eq!(duration(Duration::from_millis(250)), "250ms");
        assert_eq!(duration(Duration::from_millis(1_250)), "1s");
        assert_eq!(duration(Duration::from_secs(3_725)), "1h 2m");
        assert_eq!(duration(Duration::from_secs(90_061)), "1day 1h");
    }

    #[test]
    fn times_out_of_range_do_not_panic() {
        assert_eq!(timestamp(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(timestamp(253_402_300_800), None);
        for at in [i64::MIN, -1, i64::MAX] {
            assert_eq!(timestamp(at), None);
            age(at);
        }
        assert_eq!(age(i64::MAX), "0s");
    }
}
