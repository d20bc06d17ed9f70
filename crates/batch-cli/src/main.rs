//! The OpenAI Batch API in a shell.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod connect;
mod error;
mod local;
mod output;
mod progress;
mod signals;

use std::process::ExitCode;
use std::time::Duration;

use batch_ext::batch_client;
use batch_run::{batch_ext, batch_lines};
use clap::Parser;

use args::Cli;
use error::CliError;

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.global.apply();
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            error.show();
            error.exit().into()
        }
    }
}

fn run(cli: Cli) -> Result<error::Exit, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::io("start", ".", error))?;
    let done = runtime.block_on(commands::dispatch(cli));
    // Whatever still runs has nothing left to save.
    runtime.shutdown_timeout(Duration::from_millis(100));
    done
}
