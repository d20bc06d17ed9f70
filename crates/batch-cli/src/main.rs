//! A command-line client for the OpenAI Batch API.

#![forbid(unsafe_code)]
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod atomic;
mod bar;
mod commands;
mod error;
mod escape;
mod exit;
mod global;
mod human;
mod joined;
mod local;
mod logging;
mod options;
mod printer;
mod progress;
mod show;
mod signals;
mod submit;
mod table;

use std::process::ExitCode;
use std::time::Duration;

use args::{Cli, Command};
use clap::Parser;
use error::CliError;
use exit::Exit;
use printer::{Printer, Verbosity};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help) => return print_help(&help).into(),
    };
    let printer = cli.global.printer();
    logging::start(cli.global.log_level());
    match run(cli.command, printer) {
        Ok(exit) => exit.into(),
        Err(error) => {
            printer.error(&error);
            error.exit().into()
        }
    }
}

fn run(command: Command, printer: Printer) -> Result<Exit, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(Exit::Local, format!("cannot start: {error}")))?;
    let done = runtime.block_on(command.run(printer));
    // Tasks that are still running have nothing left to save.
    runtime.shutdown_timeout(Duration::from_millis(100));
    done
}

/// Prints the help, the version, or the usage error that clap returns instead of a command.
fn print_help(help: &clap::Error) -> Exit {
    match help.print() {
        _ if help.use_stderr() => Exit::Usage,
        Ok(()) => Exit::Success,
        Err(error) => {
            let error = CliError::stdout(error);
            Printer::new(false, Verbosity::Quiet, anstream::ColorChoice::Auto).error(&error);
            error.exit()
        }
    }
}
