//! Looking for a batch by its key.

use std::time::Duration;

use batch_client::Client;
use batch_client::types::Batch;
use futures_util::TryStreamExt;

use crate::Error;
use crate::paginate::Paginate;
use crate::status::Phase;

/// What is looked for.
pub(super) struct Wanted<'a> {
    pub(super) key_name: &'a str,
    pub(super) key: &'a str,
    pub(super) input_file_id: &'a str,
}

/// What a look through the list has found.
#[derive(Default)]
pub(super) struct Findings {
    /// The batches that have the key, the oldest last.
    pub(super) matches: Vec<Batch>,
    /// The batches of the same input file that have no metadata at all: any of them may be it, on
    /// a server that drops metadata. One whose input was refused costs nothing, and is left out.
    pub(super) suspects: Vec<String>,
}

/// Looks through the list, as far back as `span` before its newest batch.
pub(super) async fn look(
    client: &Client,
    wanted: &Wanted<'_>,
    span: Duration,
) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    let mut oldest = None;
    let mut pages = client.list_batches().limit(100).pages();
    while let Some(page) = pages.try_next().await? {
        let Some(newest) = page.items.iter().map(|batch| batch.created_at).max() else {
            break;
        };
        let span = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
        let oldest = *oldest.get_or_insert(newest.saturating_sub(span));
        for batch in page.items {
            findings.note(wanted, batch, oldest);
        }
        // A whole page, for not every server sorts well.
        if newest < oldest {
            break;
        }
    }
    findings.matches.sort_by_key(|batch| std::cmp::Reverse(batch.created_at));
    Ok(findings)
}

impl Findings {
    fn note(&mut self, wanted: &Wanted<'_>, batch: Batch, oldest: i64) {
        let pairs = batch.metadata.as_ref().filter(|pairs| !pairs.is_empty());
        let key = pairs.and_then(|pairs| pairs.get(wanted.key_name));
        if key.is_some_and(|key| key == wanted.key) {
            self.matches.push(batch);
        } else if pairs.is_none()
            && batch.input_file_id == wanted.input_file_id
            && batch.created_at >= oldest
            && Phase::of(batch.status.as_str()) != Phase::Failed
        {
            self.suspects.push(batch.id);
        }
    }
}
