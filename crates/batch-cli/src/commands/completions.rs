//! `batch completions` and the man page.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::error::{CliError, Exit};

/// Print completions for a shell.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch completions bash > ~/.local/share/bash-completion/completions/batch
  batch completions zsh > ~/.zfunc/_batch
  batch man > batch.1")]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<Exit, CliError> {
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "batch",
        &mut io::stdout().lock(),
    );
    Ok(Exit::Ok)
}

/// Prints the manual page: of the command, then of each command under it.
pub(crate) fn man() -> Result<Exit, CliError> {
    let write = |error| CliError::io("write", "standard output", error);
    let mut command = Cli::command();
    // Gives the commands under it their full names and the options that all share.
    command.build();
    let mut out = io::stdout().lock();
    clap_mangen::Man::new(command.clone())
        .render(&mut out)
        .map_err(write)?;
    for sub in command.get_subcommands() {
        clap_mangen::Man::new(sub.clone())
            .render(&mut out)
            .map_err(write)?;
    }
    Ok(Exit::Ok)
}
