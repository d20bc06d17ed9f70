//! `batch completions` and the man page.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::error::{CliError, Exit};
use crate::output;

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
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "batch", &mut script);
    output::raw(&script)?;
    Ok(Exit::Ok)
}

/// Prints the manual page: of the command, then of each command under it.
pub(crate) fn man() -> Result<Exit, CliError> {
    let render = |command: &clap::Command, page: &mut Vec<u8>| {
        clap_mangen::Man::new(command.clone())
            .render(page)
            .map_err(|error| CliError::io("render", "the manual page", error))
    };
    let mut command = Cli::command();
    // Gives the commands under it their full names and the options that all share.
    command.build();
    let mut page = Vec::new();
    render(&command, &mut page)?;
    for sub in command.get_subcommands() {
        render(sub, &mut page)?;
    }
    output::raw(&page)?;
    Ok(Exit::Ok)
}
