//! Publication of the results as files of the API.

use std::io;
use std::path::Path;

use super::driver::Driver;
use super::results::{ERRORS, OUTPUT};
use crate::file_kind::FileKind;
use crate::model::{Counts, FileObject, Status};
use crate::store::BatchEntry;

/// One of the two result files.
struct Part<'a> {
    kind: FileKind,
    /// Its name in the batch's working directory.
    name: &'static str,
    label: &'static str,
    id: &'a str,
    /// Published even without lines.
    even_empty: bool,
}

impl Driver {
    /// Publishes the result files that have lines and enters a final status. Can be repeated after
    /// a crash.
    pub(super) async fn publish(&self, from: Status, to: Status) -> io::Result<()> {
        let Some(entry) = self.entry() else {
            return Ok(());
        };
        let output = Part {
            kind: FileKind::Output,
            name: OUTPUT,
            label: "output",
            id: &entry.record.output_id,
            even_empty: false,
        };
        let errors = Part {
            kind: FileKind::Error,
            name: ERRORS,
            label: "error",
            id: &entry.record.error_id,
            even_empty: entry.faults().empty_error_file(),
        };
        let output_file_id = self.publish_file(&entry, &output).await?;
        let error_file_id = self.publish_file(&entry, &errors).await?;
        self.pass(from, to, |entry| {
            let mut batch = entry.view();
            entry.progress.end();
            batch.output_file_id = output_file_id;
            batch.error_file_id = error_file_id;
            if entry.faults().wrong_counts()
                && let Some(counts) = &mut batch.request_counts
            {
                *counts = Counts { completed: counts.total, failed: 0, ..*counts };
            }
            entry.record.batch = batch;
        });
        self.app.store.save_batch(&self.id).await?;
        self.remove_work().await
    }

    /// Removes the batch's working directory.
    pub(super) async fn remove_work(&self) -> io::Result<()> {
        match tokio::fs::remove_dir_all(self.app.store.work_dir(&self.id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Publishes one file if there is anything in it, and returns its id.
    async fn publish_file(
        &self,
        entry: &BatchEntry,
        part: &Part<'_>,
    ) -> io::Result<Option<String>> {
        let (store, created) = (&self.app.store, self.app.clock.now());
        let now = created.as_secs();
        if store.file(part.id, now).is_some() {
            return Ok(Some(part.id.to_owned()));
        }
        let work = store.work_dir(&self.id).join(part.name);
        let data = store.data_path(part.id);
        if part.even_empty && size(&work).await?.is_none() && size(&data).await?.is_none() {
            tokio::fs::write(&work, b"").await?;
        }
        // A crash may have happened between moving the bytes and writing their record.
        for path in [work, data] {
            let Some(bytes) = size(&path).await?.filter(|b| *b > 0 || part.even_empty) else {
                continue;
            };
            let file = FileObject {
                id: part.id.to_owned(),
                object: Default::default(),
                bytes,
                created_at: now,
                expires_at: Some(now + entry.record.output_lifetime),
                filename: format!("{}_{}.jsonl", self.id, part.label),
                purpose: "batch_output".into(),
                status: Default::default(),
                status_details: None,
            };
            store.add_file(&path, file, part.kind, created).await?;
            return Ok(Some(part.id.to_owned()));
        }
        Ok(None)
    }
}

/// The size of a file that may be missing.
async fn size(path: &Path) -> io::Result<Option<u64>> {
    match tokio::fs::metadata(path).await {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
