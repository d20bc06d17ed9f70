//! `batch list`

use batch_run::batch_ext::batch_client::types::Batch;
use batch_run::batch_ext::paginate::Paginate;
use futures_util::TryStreamExt;

use crate::error::CliError;
use crate::exit::Exit;
use crate::human::age;
use crate::options::server::ServerArgs;
use crate::printer::Printer;
use crate::show::batch::{counts, metadata};
use crate::table::Table;

/// The largest page that the API returns.
const PAGE: usize = 100;

/// List batches, newest first
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch list --status in_progress --status validating
  batch list --all --metadata team=search --json | jq -r .id")]
pub(crate) struct Args {
    /// Maximum number of batches to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// List all batches
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// Start after this batch, the last one of an earlier list
    #[arg(long, value_name = "BATCH_ID")]
    after: Option<String>,

    /// Only list batches with this status; can be repeated
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,

    /// Only list batches with this metadata; can be repeated
    #[arg(long = "metadata", value_name = "KEY[=VALUE]")]
    metadata: Vec<String>,

    #[command(flatten)]
    server: ServerArgs,
}

impl Args {
    fn matches(&self, batch: &Batch) -> bool {
        let status = batch.status.as_str();
        let status_matches = self.status.is_empty()
            || self.status.iter().any(|wanted| wanted.eq_ignore_ascii_case(status));
        status_matches
            && self.metadata.iter().all(|pair| {
                let (key, value) = match pair.split_once('=') {
                    Some((key, value)) => (key, Some(value)),
                    None => (pair.as_str(), None),
                };
                let found = batch.metadata.as_ref().and_then(|pairs| pairs.get(key));
                found.is_some_and(|found| value.is_none_or(|value| value == found))
            })
    }
}

pub(crate) async fn run(args: Args, printer: Printer) -> Result<Exit, CliError> {
    let client = args.server.client()?;
    let limit = if args.all { usize::MAX } else { args.limit };
    let filtered = !(args.status.is_empty() && args.metadata.is_empty());
    let page = if filtered { PAGE } else { limit.clamp(1, PAGE) };
    let mut batches = client.list_batches().limit(page as i64).items();
    if let Some(after) = &args.after {
        batches = batches.after(after.clone());
    }
    let mut table = Table::new(["ID", "STATUS", "AGE", "REQUESTS", "ENDPOINT", "METADATA"]);
    let mut listed = 0;
    while listed < limit
        && let Some(batch) = batches.try_next().await?
    {
        if !args.matches(&batch) {
            continue;
        }
        listed += 1;
        if printer.is_json() {
            printer.json(&batch)?;
        } else {
            table.row([
                batch.id.clone(),
                batch.status.to_string(),
                age(batch.created_at),
                counts(&batch),
                batch.endpoint.as_ref().map(ToString::to_string).unwrap_or_default(),
                metadata(&batch),
            ]);
        }
    }
    if listed == 0 {
        printer.note("no batches");
    } else if !printer.is_json() {
        printer.table(&table)?;
    }
    Ok(Exit::Success)
}
