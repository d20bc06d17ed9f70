//! A batch's results, joined with what was submitted.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::batch_client::Client;
use crate::batch_client::types::Batch;
use crate::batch_ext::Error;
use crate::batch_ext::files::FilesExt;
use crate::batch_ext::wait::End;
use crate::batch_lines::outcome::{Counts, Join};
use crate::batch_lines::{Endpoints, IdIndex, Planner};
use tempfile::TempDir;

use crate::args::Global;
use crate::error::{CliError, Exit};
use crate::output::{self, note, number};

/// A final batch, with its files on this machine for as long as this lives.
pub(crate) struct Joined {
    pub(crate) batch: Batch,
    pub(crate) input: PathBuf,
    pub(crate) join: Join,
    files: Vec<PathBuf>,
    _dir: TempDir,
}

impl Joined {
    /// Fetches a batch's results and joins them with `input`, or with the batch's own input file.
    pub(crate) async fn fetch(
        client: &Client,
        batch_id: &str,
        input: Option<&Path>,
    ) -> Result<Self, CliError> {
        let batch = client.retrieve_batch().batch_id(batch_id).send().await;
        let batch = batch.map_err(Error::from)?.into_inner();
        if let Err(batch) = End::of(batch.clone()) {
            return Err(CliError::new(
                Exit::Incomplete,
                format!("{batch_id} is {}; it has no results yet", batch.status),
            )
            .hint(format!("batch wait {batch_id}")));
        }
        let dir = tempfile::tempdir()
            .map_err(|error| CliError::io("make", "a temporary directory", error))?;
        let input = match input {
            Some(path) => path.to_owned(),
            None => {
                let path = dir.path().join("input.jsonl");
                let fetched = client.download(&batch.input_file_id).to_file(&path).await;
                fetched.map_err(|error| {
                    CliError::from(error).hint("if the input file is gone, give it with --input")
                })?;
                path
            }
        };
        let mut join = Join::new(ids(&input)?);
        let mut files = Vec::new();
        let ids = [&batch.output_file_id, &batch.error_file_id];
        for id in ids.into_iter().flatten().filter(|id| !id.is_empty()) {
            let path = dir.path().join(format!("{}.jsonl", files.len()));
            client.download(id).to_file(&path).await?;
            let file = File::open(&path).map_err(|error| CliError::io("read", &path, error))?;
            let source = u32::try_from(files.len()).unwrap_or(u32::MAX);
            join.read(source, file).map_err(|error| CliError::io("read", &path, error))?;
            files.push(path);
        }
        Ok(Self { batch, input, join, files, _dir: dir })
    }

    /// Writes one line for each request, in the order of the input; whole or not at all.
    pub(crate) fn write(&self, output: &Path) -> Result<(), CliError> {
        let mut sources = Vec::new();
        for path in &self.files {
            sources.push(File::open(path).map_err(|error| CliError::io("read", path, error))?);
        }
        let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut part = tempfile::Builder::new()
            .prefix(".batch-")
            .tempfile_in(parent.unwrap_or(Path::new(".")))
            .map_err(|error| CliError::io("write", output, error))?;
        let write = || {
            let mut file = io::BufWriter::with_capacity(1 << 20, part.as_file_mut());
            self.join.write_in_order(&mut sources, &mut file)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
        };
        let mut write = write;
        write().map_err(|error| CliError::io("write", output, error))?;
        part.persist(output).map_err(|error| CliError::io("write", output, error.error))?;
        Ok(())
    }

    /// Writes to standard output.
    pub(crate) fn print(&self) -> Result<(), CliError> {
        let mut sources = Vec::new();
        for path in &self.files {
            sources.push(File::open(path).map_err(|error| CliError::io("read", path, error))?);
        }
        let out = io::BufWriter::new(io::stdout().lock());
        match self.join.write_in_order(&mut sources, out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| CliError::io("write", "standard output", error)),
        }
    }

    /// Tells what the results are, and what is wrong with them.
    pub(crate) fn report(&self, global: &Global) -> Exit {
        let counts = self.join.counts();
        note(format!(
            "{}: {} succeeded, {} failed, {} missing",
            self.batch.status,
            number(counts.success),
            number(failed(&counts)),
            number(counts.missing),
        ));
        for id in self.join.missing().take(if global.verbose > 0 { usize::MAX } else { 10 }) {
            note(format!("  missing: {id}"));
        }
        if self.join.unexpected_count() > 0 {
            note(format!(
                "{} lines have an id that was not sent",
                number(self.join.unexpected_count())
            ));
        }
        if self.join.bad_line_count() > 0 {
            note(format!("{} lines could not be read", number(self.join.bad_line_count())));
        }
        if counts.may_resubmit > 0 {
            note(format!(
                "{} may succeed if sent again: batch retry {}",
                number(counts.may_resubmit),
                self.batch.id
            ));
        }
        let whole = failed(&counts) + counts.missing == 0;
        if whole { Exit::Ok } else { Exit::Incomplete }
    }

    pub(crate) fn json(&self) -> Result<(), CliError> {
        let counts = self.join.counts();
        output::json(&serde_json::json!({
            "id": self.batch.id,
            "status": self.batch.status.as_str(),
            "succeeded": counts.success,
            "http_errors": counts.http_error,
            "request_errors": counts.request_error,
            "no_response": counts.no_response,
            "missing": counts.missing,
            "not_sent": counts.not_sent,
            "outcome_unknown": counts.unknown,
            "may_resubmit": counts.may_resubmit,
            "unknown": self.join.unexpected_count(),
            "duplicates": self.join.duplicate_count(),
            "bad_lines": self.join.bad_line_count(),
        }))
    }
}

fn failed(counts: &Counts) -> u64 {
    counts.http_error + counts.request_error + counts.no_response + counts.not_sent + counts.unknown
}

/// The ids of an input, whatever else is wrong with it.
fn ids(path: &Path) -> Result<IdIndex, CliError> {
    let read = |error| CliError::io("read", path, error);
    let file = File::open(path).map_err(read)?;
    let planner = Planner::new().endpoints(Endpoints::Any);
    Ok(planner.plan(file).map_err(read)?.ids)
}
