//! Finding batches in the list.

use std::collections::HashSet;
use std::time::Duration;

use batch_client::Client;
use batch_client::types::Batch;
use futures_util::TryStreamExt;

use crate::error::{Error, Kind};
use crate::paginate::Paginate;

/// Batches per page: the API's maximum.
const PAGE_SIZE: i64 = 100;

/// How far back a look through the list of batches goes. Both bounds are times of the server's
/// clock, so that the local clock does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// To batches created at this time, in seconds since the Unix epoch, as in
    /// [`Batch::created_at`].
    CreatedAt(i64),
    /// To batches created this long before the newest batch in the list.
    BeforeNewest(Duration),
}

impl From<Duration> for Since {
    fn from(duration: Duration) -> Self {
        Self::BeforeNewest(duration)
    }
}

impl Since {
    /// The oldest time within the bound, given the time of the newest batch.
    fn oldest(self, newest: i64) -> i64 {
        match self {
            Self::CreatedAt(at) => at,
            Self::BeforeNewest(span) => {
                let span = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
                newest.saturating_sub(span)
            }
        }
    }
}

/// The batches that match, newest first.
///
/// Reads the list, which is newest first, in pages of 100 until a whole page is older than `since`.
/// A batch that is listed twice is returned once. A batch that is not found may still exist: not
/// every server includes metadata in lists, and a list may lag behind.
///
/// # Errors
///
/// If a page cannot be read, or the list cannot be read to its end because its pages do not follow
/// from one another ([`Kind::Pagination`]) and no batch was found before that.
pub async fn find_batches(
    client: &Client,
    matches: impl Fn(&Batch) -> bool,
    since: impl Into<Since>,
) -> Result<Vec<Batch>, Error> {
    let mut found = Vec::new();
    let scanned = scan(client, since.into(), |batch, _| {
        if matches(&batch) {
            found.push(batch);
        }
    });
    enough(scanned.await, !found.is_empty())?;
    newest_first(&mut found);
    Ok(found)
}

/// Calls `visit` once for every batch of the list, back to the first page that is older than `since`
/// as a whole. The flag says whether the batch itself is within the bound.
pub(super) async fn scan(
    client: &Client,
    since: Since,
    mut visit: impl FnMut(Batch, bool),
) -> Result<(), Error> {
    let mut oldest = None;
    let mut seen = HashSet::new();
    let mut pages = client.list_batches().limit(PAGE_SIZE).pages();
    while let Some(page) = pages.try_next().await? {
        let Some(newest) = page.items.iter().map(|batch| batch.created_at).max() else {
            break;
        };
        let oldest = *oldest.get_or_insert_with(|| since.oldest(newest));
        for batch in page.items {
            if seen.insert(batch.id.clone()) {
                let within = batch.created_at >= oldest;
                visit(batch, within);
            }
        }
        // A single old batch does not end the scan, because not every server sorts its list exactly.
        if newest < oldest {
            break;
        }
    }
    Ok(())
}

/// Ignores that a list repeats itself, and so cannot be read to its end, if something was found in it.
pub(super) fn enough(scanned: Result<(), Error>, found: bool) -> Result<(), Error> {
    match scanned {
        Err(error) if error.kind() == Kind::Pagination && found => Ok(()),
        scanned => scanned,
    }
}

pub(super) fn newest_first(batches: &mut [Batch]) {
    batches.sort_by_key(|batch| std::cmp::Reverse(batch.created_at));
}
