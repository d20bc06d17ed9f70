//! `batch files list`

use batch_run::batch_ext::batch_client::Client;
use batch_run::batch_ext::paginate::Paginate;
use futures_util::{StreamExt, TryStreamExt};

use crate::error::CliError;
use crate::human::age;
use crate::printer::Printer;
use crate::show::file::{purpose, size};
use crate::table::Table;

/// The page size, which servers accept more widely than the API's maximum of 10,000.
const PAGE: usize = 1_000;

/// List files, newest first
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Maximum number of files to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// List all files
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// Only list files with this purpose
    #[arg(long)]
    purpose: Option<String>,
}

pub(super) async fn run(args: Args, client: &Client, printer: Printer) -> Result<(), CliError> {
    let limit = if args.all { usize::MAX } else { args.limit };
    let mut list = client.list_files().limit(limit.clamp(1, PAGE) as i64);
    if let Some(purpose) = args.purpose {
        list = list.purpose(purpose);
    }
    let mut table = Table::new(["ID", "NAME", "PURPOSE", "SIZE", "AGE"]);
    let mut files = list.items().take(limit);
    let mut any = false;
    while let Some(file) = files.try_next().await? {
        any = true;
        if printer.is_json() {
            printer.json(&file)?;
        } else {
            let purpose = purpose(&file);
            let (size, age) = (size(&file), age(file.created_at));
            table.row([file.id, file.filename, purpose, size, age]);
        }
    }
    if !any {
        printer.note("no files");
    } else if !printer.is_json() {
        printer.table(&table)?;
    }
    Ok(())
}
