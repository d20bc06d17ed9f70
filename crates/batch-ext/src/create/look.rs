//! The search for the batch of a key.

use batch_client::Client;
use batch_client::types::Batch;

use super::find::{Since, enough, newest_first, scan};
use crate::error::Error;
use crate::status::Phase;

/// The batch to look for.
pub(super) struct Wanted<'a> {
    pub(super) key_name: &'a str,
    pub(super) key: &'a str,
    pub(super) input_file_id: &'a str,
}

/// The result of a look through the list.
#[derive(Default)]
pub(super) struct Findings {
    /// The batches that have the key, the oldest last.
    pub(super) matches: Vec<Batch>,
    /// The batches of the same input file without any metadata: on a server that drops metadata,
    /// any of them may have the key. A batch whose input was refused costs nothing and is left out.
    pub(super) suspects: Vec<String>,
}

/// Looks through the list, as far back as `since`.
pub(super) async fn look(
    client: &Client,
    wanted: &Wanted<'_>,
    since: Since,
) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    let scanned = scan(client, since, |batch, within| findings.note(wanted, batch, within));
    enough(scanned.await, !findings.matches.is_empty())?;
    newest_first(&mut findings.matches);
    Ok(findings)
}

impl Findings {
    fn note(&mut self, wanted: &Wanted<'_>, batch: Batch, within: bool) {
        let pairs = batch.metadata.as_ref().filter(|pairs| !pairs.is_empty());
        let key = pairs.and_then(|pairs| pairs.get(wanted.key_name));
        if key.is_some_and(|key| key == wanted.key) {
            self.matches.push(batch);
        } else if pairs.is_none()
            && within
            && batch.input_file_id == wanted.input_file_id
            && Phase::of(batch.status.as_str()) != Phase::Failed
        {
            self.suspects.push(batch.id);
        }
    }
}
