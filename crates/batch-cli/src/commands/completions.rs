//! `batch completions`

use clap_complete::Shell;

use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;

/// Print a shell completion script
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch completions bash > ~/.local/share/bash-completion/completions/batch
  batch completions zsh > ~/.zfunc/_batch
  batch completions fish > ~/.config/fish/completions/batch.fish")]
pub(crate) struct Args {
    /// Shell to complete for
    shell: Shell,
}

pub(crate) fn run(
    args: &Args,
    mut command: clap::Command,
    printer: Printer,
) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "batch", &mut script);
    printer.bytes(&script)?;
    Ok(Exit::Success)
}
