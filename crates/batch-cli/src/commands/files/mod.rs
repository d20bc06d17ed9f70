//! `batch files`

mod delete;
mod download;
mod get;
mod list;
mod upload;

use clap::Subcommand;

use crate::error::CliError;
use crate::exit::Exit;
use crate::options::server::ServerArgs;
use crate::printer::Printer;

/// Upload, list, show, download, and delete files
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    Upload(upload::Args),
    List(list::Args),
    Get(get::Args),
    Download(download::Args),
    Delete(delete::Args),
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    match args.command {
        Command::Upload(args) => upload::run(args, &client, printer).await?,
        Command::List(args) => list::run(args, &client, printer).await?,
        Command::Get(args) => get::run(args, &client, printer).await?,
        Command::Download(args) => download::run(args, &client, printer).await?,
        Command::Delete(args) => delete::run(args, &client, printer).await?,
    }
    Ok(Exit::Success)
}
