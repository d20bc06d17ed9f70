//! What commands print: tables for people, JSON lines for programs.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::batch_client::types::Batch;
use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Style};
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde::Serialize;

use crate::error::{CliError, Exit};

static QUIET: AtomicBool = AtomicBool::new(false);

/// Leaves out what is only good to know.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints a line to standard output.
pub(crate) fn say(text: impl AsRef<str>) -> Result<(), CliError> {
    let mut out = AutoStream::auto(io::stdout().lock());
    finish(writeln!(out, "{}", text.as_ref()))
}

/// Prints an object as one line of JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string(value)
        .map_err(|error| CliError::new(Exit::Local, format!("cannot write JSON: {error}")))?;
    finish(writeln!(io::stdout().lock(), "{text}"))
}

/// Prints bytes as they are.
pub(crate) fn raw(bytes: &[u8]) -> Result<(), CliError> {
    finish(io::stdout().lock().write_all(bytes))
}

/// A note on standard error, for people.
pub(crate) fn note(text: impl AsRef<str>) {
    if !is_quiet() {
        anstream::eprintln!("{}", text.as_ref());
    }
}

fn finish(written: io::Result<()>) -> Result<(), CliError> {
    match written {
        Ok(()) => Ok(()),
        // Whoever read this has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(CliError::new(Exit::Ok, "")),
        Err(error) => Err(CliError::io("write to", "standard output", error)),
    }
}

/// A table without lines, as shell tools print it.
pub(crate) fn table<const N: usize>(head: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(comfy_table::ContentArrangement::Disabled);
    table.set_header(head);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

/// Prints a table, without the blanks at the ends of its lines.
pub(crate) fn print(table: &Table) -> Result<(), CliError> {
    for line in table.lines() {
        say(line.trim_end())?;
    }
    Ok(())
}

/// Names and values, one pair a line; pairs without a value are left out.
pub(crate) fn pairs<'a>(
    pairs: impl IntoIterator<Item = (&'a str, Option<String>)>,
) -> Result<(), CliError> {
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
        .collect();
    let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in pairs {
        let dim = Style::new().dimmed();
        say(format!("{dim}{name:width$}{dim:#}  {value}"))?;
    }
    Ok(())
}

/// A status in its colour.
pub(crate) fn status(batch: &Batch) -> String {
    let style = match batch.status.as_str() {
        "completed" => AnsiColor::Green.on_default(),
        "failed" | "expired" => AnsiColor::Red.on_default(),
        "cancelled" | "cancelling" => AnsiColor::Yellow.on_default(),
        _ => AnsiColor::Blue.on_default(),
    };
    format!("{style}{}{style:#}", batch.status)
}

/// A number with its thousands apart.
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

/// Bytes, to three digits.
pub(crate) fn bytes(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

/// A length of time, to two units.
pub(crate) fn duration(time: Duration) -> String {
    let time = match time.as_secs() {
        0 => Duration::from_millis(u64::from(time.subsec_millis())),
        1..60 => Duration::from_secs(time.as_secs()),
        seconds @ 60..3_600 => Duration::from_secs(seconds),
        seconds @ 3_600..86_400 => Duration::from_secs(seconds - seconds % 60),
        seconds => Duration::from_secs(seconds - seconds % 3_600),
    };
    humantime::format_duration(time).to_string()
}

/// How long ago a moment was, in seconds since 1970.
pub(crate) fn age(at: i64) -> String {
    let Ok(at) = u64::try_from(at) else {
        return String::new();
    };
    let since =
        SystemTime::now().duration_since(UNIX_EPOCH + Duration::from_secs(at)).unwrap_or_default();
    duration(Duration::from_secs(since.as_secs()))
}

/// A moment in seconds since 1970, as RFC 3339.
pub(crate) fn moment(at: i64) -> Option<String> {
    let at = UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(at).ok()?))?;
    // Years beyond 9999 cannot be shown.
    (at < UNIX_EPOCH + Duration::from_secs(253_402_300_800))
        .then(|| humantime::format_rfc3339_seconds(at).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
        assert_eq!(duration(Duration::from_millis(1_250)), "1s");
        assert_eq!(duration(Duration::from_secs(90_061)), "1day 1h");
        assert_eq!(moment(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(moment(i64::MAX), None);
    }
}
