//! The options of every command: what is printed, and how.

use anstream::ColorChoice;
use clap::{ArgAction, Args, ValueEnum};
use tracing_subscriber::filter::LevelFilter;

use crate::printer::{Printer, Verbosity};

#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print JSON, one object per line
    #[arg(long, global = true)]
    json: bool,

    /// Do not print progress or notes
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Print each step; use twice to log each API call
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,

    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Global {
    pub(crate) fn printer(&self) -> Printer {
        let verbosity = match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, 0) => Verbosity::Normal,
            (false, _) => Verbosity::Verbose,
        };
        let color = match self.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Printer::new(self.json, verbosity, color)
    }

    pub(crate) fn log_level(&self) -> LevelFilter {
        match self.verbose {
            0 => LevelFilter::ERROR,
            1 => LevelFilter::INFO,
            _ => LevelFilter::DEBUG,
        }
    }
}
