//! Progress bars on standard error, if it is a terminal.

use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::escape::escape;
use crate::printer::Printer;

const REQUESTS: &str =
    "{spinner} {prefix}[{elapsed_precise}] {bar:32} {human_pos}/{human_len} {wide_msg}";
const BYTES: &str =
    "{spinner} {wide_bar} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec}";

/// A progress bar whose texts are escaped. Cheap to clone; clones are the same bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that counts requests.
    pub(crate) fn requests(printer: Printer) -> Self {
        let bar = Self::new(REQUESTS, target(printer));
        bar.tick();
        bar
    }

    /// A bar that counts bytes.
    pub(crate) fn bytes(printer: Printer, total: u64) -> Self {
        let bar = Self::new(BYTES, target(printer));
        bar.0.set_length(total);
        bar
    }

    fn new(template: &str, target: ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    fn tick(&self) {
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    /// Whether nothing is drawn: standard error is not a terminal, or the printer is quiet.
    pub(crate) fn is_hidden(&self) -> bool {
        self.0.is_hidden()
    }

    pub(crate) fn set_length(&self, length: u64) {
        self.0.set_length(length);
    }

    pub(crate) fn set_position(&self, position: u64) {
        self.0.set_position(position);
    }

    pub(crate) fn set_message(&self, text: &str) {
        self.0.set_message(escape(text).into_owned());
    }

    /// Runs `print` while the bar is hidden.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Several bars, one below the other.
#[derive(Debug)]
pub(crate) struct Bars(MultiProgress);

impl Bars {
    pub(crate) fn new(printer: Printer) -> Self {
        Self(MultiProgress::with_draw_target(target(printer)))
    }

    /// Adds a bar that counts requests and begins with a name.
    pub(crate) fn add(&self, name: &str) -> Bar {
        let bar = Bar::new(REQUESTS, ProgressDrawTarget::hidden());
        bar.0.set_prefix(format!("{} ", escape(name)));
        let bar = Bar(self.0.add(bar.0));
        bar.tick();
        bar
    }

    /// Runs `print` while the bars are hidden.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }
}

fn target(printer: Printer) -> ProgressDrawTarget {
    if printer.is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() }
}

#[cfg(test)]
mod tests {
    use anstream::ColorChoice;

    use super::*;
    use crate::printer::Verbosity;

    #[test]
    fn names_and_messages_have_no_controls() {
        let bars = Bars::new(Printer::new(false, Verbosity::Quiet, ColorChoice::Never));
        let bar = bars.add("a\u{1b}[2J\u{202e}");
        bar.set_message("b\u{7}\r");
        assert_eq!(bar.0.prefix(), "a\\u001b[2J\\u202e ");
        assert_eq!(bar.0.message(), "b\\u0007\\r");
    }
}
