//! The commands, one each.

pub(crate) mod batches;
pub(crate) mod cancel;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod files;
pub(crate) mod get;
pub(crate) mod joined;
pub(crate) mod list;
pub(crate) mod plan;
pub(crate) mod results;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod validate;
pub(crate) mod wait;

use crate::args::{Cli, Command};
use crate::error::{CliError, Exit};

pub(crate) async fn dispatch(cli: Cli) -> Result<Exit, CliError> {
    let global = &cli.global;
    match cli.command {
        Command::Run(args) => run::run(global, args).await,
        Command::Validate(args) => validate::run(global, args).await,
        Command::Plan(args) => plan::run(global, args).await,
        Command::Create(args) => create::run(global, args).await,
        Command::Get(args) => get::run(global, args).await,
        Command::List(args) => list::run(global, args).await,
        Command::Cancel(args) => cancel::run(global, args).await,
        Command::Wait(args) => wait::run(global, args).await,
        Command::Results(args) => results::run(global, args).await,
        Command::Retry(args) => retry::run(global, args).await,
        Command::Files(args) => files::run(global, args).await,
        Command::Serve(args) => serve::run(args).await,
        Command::Completions(args) => completions::run(&args),
        Command::Man => completions::man(),
    }
}
