//! `batch man`

use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Printer;

/// Prints the manual page of the command, followed by those of its subcommands.
pub(crate) fn run(mut command: clap::Command, printer: Printer) -> Result<Exit, CliError> {
    // Gives subcommands their full names and the global options.
    command.build();
    let mut page = Vec::new();
    render(&command, &mut page)
        .map_err(|error| CliError::new(Exit::Local, format!("cannot render the page: {error}")))?;
    printer.bytes(&page)?;
    Ok(Exit::Success)
}

fn render(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(page)?;
    command.get_subcommands().try_for_each(|command| render(command, page))
}
