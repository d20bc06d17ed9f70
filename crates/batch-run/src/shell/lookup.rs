//! Lookups of the files and batches that a run has created on the server.

use batch_ext::Error;
use batch_ext::batch_client::Client;
use batch_ext::batch_client::types::{Batch, FilePurpose, OpenAiFile};
use batch_ext::create::{Since, find_batches};
use batch_ext::paginate::Paginate;
use futures_util::TryStreamExt;

/// Files per page. Some servers refuse more.
const PAGE_SIZE: i64 = 100;

/// By how much clocks may disagree, in seconds.
const DAY: u64 = 86_400;

/// The batches of a run that match, the oldest first.
pub(super) async fn batches(
    client: &Client,
    started_at: u64,
    matches: impl Fn(&Batch) -> bool,
) -> Result<Vec<Batch>, Error> {
    let mut found = find_batches(client, matches, Since::CreatedAt(earliest(started_at))).await?;
    found.reverse();
    Ok(found)
}

/// The input files of a run that match.
pub(super) async fn files(
    client: &Client,
    started_at: u64,
    matches: impl Fn(&OpenAiFile) -> bool,
) -> Result<Vec<OpenAiFile>, Error> {
    let mut found = Vec::new();
    let purpose = FilePurpose::Batch.to_string();
    let mut pages = client.list_files().purpose(purpose).limit(PAGE_SIZE).pages();
    while let Some(page) = pages.try_next().await? {
        let newest = page.items.iter().map(|file| file.created_at).max();
        found.extend(page.items.into_iter().filter(&matches));
        // A server that does not say when a file was created says zero.
        if newest.is_some_and(|newest| newest > 0 && newest < earliest(started_at)) {
            break;
        }
    }
    Ok(found)
}

/// When the first object of a run can have been created, by the server's clock.
fn earliest(started_at: u64) -> i64 {
    i64::try_from(started_at.saturating_sub(DAY)).unwrap_or(i64::MAX)
}
