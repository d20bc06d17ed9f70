//! The printer that every command is given: the only way to the terminal.
//!
//! Everything goes through [`escape`], except bytes for a program or a file. Printing never
//! panics: a failed write to standard output is an error value, and one to standard error is ignored,
//! because there is nowhere left to report it.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::error::CliError;
use crate::escape::{EscapingWriter, escape};
use crate::exit::Exit;
use crate::table::Table;

const RED: Style = AnsiColor::Red.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// How much is printed on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Errors only.
    Quiet,
    Normal,
    /// Each step too.
    Verbose,
}

/// What a command prints with. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    json: bool,
    verbosity: Verbosity,
    color: ColorChoice,
}

impl Printer {
    pub(crate) fn new(json: bool, verbosity: Verbosity, color: ColorChoice) -> Self {
        Self { json, verbosity, color }
    }

    /// Whether results are JSON instead of text.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    pub(crate) fn is_quiet(self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    pub(crate) fn is_verbose(self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// Prints a line to standard output.
    pub(crate) fn line(self, text: impl AsRef<str>) -> Result<(), CliError> {
        self.styled(&format!("{}\n", escape(text.as_ref())))
    }

    /// Prints an object as a line of JSON to standard output.
    pub(crate) fn json(self, value: &impl Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string(value)
            .map_err(|error| CliError::new(Exit::Local, format!("cannot write JSON: {error}")))?;
        let mut out = io::stdout().lock();
        writeln!(out, "{}", escape(&text)).and_then(|()| out.flush()).map_err(CliError::stdout)
    }

    /// Prints names and values, one pair per line. Pairs without a value are left out.
    pub(crate) fn fields<'a>(
        self,
        fields: impl IntoIterator<Item = (&'a str, Option<Field>)>,
    ) -> Result<(), CliError> {
        let fields: Vec<_> = fields
            .into_iter()
            .filter_map(|(name, field)| Some((name, field.filter(|field| !field.text.is_empty())?)))
            .collect();
        let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let mut lines = String::new();
        for (name, Field { text, style }) in fields {
            let text = escape(&text);
            lines.push_str(&format!("{DIM}{name:width$}{DIM:#}  {style}{text}{style:#}\n"));
        }
        self.styled(&lines)
    }

    /// Prints a table to standard output.
    pub(crate) fn table(self, table: &Table) -> Result<(), CliError> {
        // Cells are escaped as they enter the table, or its columns would not line up.
        self.styled(&table.to_string())
    }

    /// Prints bytes to standard output, escaped if it is a terminal.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Result<(), CliError> {
        let mut out = self.stdout();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(CliError::stdout)
    }

    /// Standard output for bytes, escaped if it is a terminal.
    pub(crate) fn stdout(self) -> Box<dyn Write> {
        let out = io::stdout();
        if out.is_terminal() { Box::new(EscapingWriter::new(out)) } else { Box::new(out) }
    }

    /// Prints a line to standard error, unless quiet.
    pub(crate) fn note(self, text: impl AsRef<str>) {
        if !self.is_quiet() {
            self.stderr(&format!("{}\n", escape(text.as_ref())));
        }
    }

    /// Prints an error and its hint to standard error. Prints nothing if the error is that the reader
    /// of standard output closed the pipe.
    pub(crate) fn error(self, error: &CliError) {
        if error.exit() == Exit::BrokenPipe {
            return;
        }
        let mut text = format!("{RED}error{RED:#}: {}\n", escape(error.message()));
        if let Some(hint) = error.remedy() {
            text.push_str(&format!("{CYAN}hint{CYAN:#}: {}\n", escape(hint)));
        }
        self.stderr(&text);
    }

    /// Writes text that is escaped and styled.
    fn styled(self, text: &str) -> Result<(), CliError> {
        let mut out = AutoStream::new(io::stdout(), self.color).lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(CliError::stdout)
    }

    fn stderr(self, text: &str) {
        let mut out = AutoStream::new(io::stderr(), self.color).lock();
        let _ = out.write_all(text.as_bytes());
    }
}

/// A value with a style.
#[derive(Debug)]
pub(crate) struct Field {
    text: String,
    style: Style,
}

impl Field {
    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }
}

impl<T: Into<String>> From<T> for Field {
    fn from(text: T) -> Self {
        Self::styled(text, Style::new())
    }
}
