//! Log lines on standard error, for `-v`.

use std::io::{self, Write};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::escape::escape;

/// The crates whose events are logged.
const TARGETS: [&str; 5] = ["batch", "batch_client", "batch_ext", "batch_local", "batch_run"];

/// Starts to log. Where that has happened already, nothing changes.
pub(crate) fn start(level: LevelFilter) {
    let format = tracing_subscriber::fmt::layer()
        .with_writer(|| Lines(io::stderr()))
        .with_ansi(false)
        .with_target(false)
        // Such an error could only go to standard error, which is what failed.
        .log_internal_errors(false);
    let targets = Targets::new().with_targets(TARGETS.map(|target| (target, level)));
    let _ = tracing_subscriber::registry().with(targets).with(format).try_init();
}

/// Takes one event per write, and prints it as one line without terminal controls.
struct Lines<W>(W);

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let _ = writeln!(self.0, "{}", escape(text.trim_end_matches('\n')));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_without_controls() {
        let mut lines = Lines(Vec::new());
        lines.write_all(b"one\n").unwrap();
        lines.write_all("two\u{1b}[2J\nerror: forged\u{202e}\n".as_bytes()).unwrap();
        let text = String::from_utf8(lines.0).unwrap();
        assert_eq!(text, "one\ntwo\\u001b[2J\\nerror: forged\\u202e\n");
    }
}
