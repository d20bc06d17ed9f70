//! `batch list`

use crate::batch_client::types::Batch;
use crate::batch_ext::paginate::Paginate;
use futures_util::TryStreamExt;

use super::batches::{counts, metadata};
use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{self, age};

/// List batches, newest first.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  batch list --status in_progress --status validating
  batch list --all --metadata team=search --json | jq -r .id")]
pub(crate) struct Args {
    /// How many to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// Show all there are, page after page.
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// Begin after this batch: where an earlier list ended.
    #[arg(long, value_name = "BATCH_ID")]
    after: Option<String>,

    /// Only batches in this status; can be given several times. Older pages are looked through
    /// until there are enough.
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,

    /// Only batches with this metadata, as KEY=VALUE or KEY; can be given several times.
    #[arg(long = "metadata", value_name = "KEY[=VALUE]")]
    metadata: Vec<String>,
}

impl Args {
    fn wants(&self, batch: &Batch) -> bool {
        let status = batch.status.as_str();
        let wanted = self.status.is_empty()
            || self.status.iter().any(|wanted| wanted.eq_ignore_ascii_case(status));
        wanted
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

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit, CliError> {
    let client = global.connection.client()?;
    let limit = if args.all { usize::MAX } else { args.limit };
    let mut table = output::table(["ID", "STATUS", "AGE", "REQUESTS", "ENDPOINT", "METADATA"]);
    let mut shown = 0;
    // Where nothing is filtered out, a page of just the right size will do.
    let filters = !(args.status.is_empty() && args.metadata.is_empty());
    let page = if filters { 100 } else { limit.clamp(1, 100) };
    let mut items = client.list_batches().limit(page as i64).items();
    if let Some(after) = &args.after {
        items = items.after(after.clone());
    }
    while shown < limit
        && let Some(batch) = items.try_next().await?
    {
        if !args.wants(&batch) {
            continue;
        }
        shown += 1;
        if global.json {
            output::json(&batch)?;
        } else {
            table.add_row([
                batch.id.clone(),
                batch.status.to_string(),
                age(batch.created_at),
                counts(&batch),
                batch.endpoint.as_ref().map(ToString::to_string).unwrap_or_default(),
                metadata(&batch),
            ]);
        }
    }
    if !global.json {
        if shown == 0 {
            output::note("no batches");
        } else {
            output::print(&table)?;
        }
    }
    Ok(Exit::Ok)
}
