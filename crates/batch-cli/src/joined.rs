//! The results of a batch, joined with its input.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use batch_run::batch_ext::Error;
use batch_run::batch_ext::batch_client::Client;
use batch_run::batch_ext::batch_client::types::Batch;
use batch_run::batch_ext::files::FilesExt;
use batch_run::batch_ext::wait::End;
use batch_run::batch_lines::outcome::{Counts, Join};
use batch_run::batch_lines::{Endpoints, IdIndex, Planner};
use tempfile::TempDir;

use crate::atomic;
use crate::error::CliError;
use crate::exit::Exit;
use crate::human::{count, number};
use crate::printer::Printer;

/// The missing ids that are printed unless the printer is verbose.
const MISSING_SHOWN: usize = 10;

/// A batch in a final status, and local copies of its files that are deleted on drop.
pub(crate) struct Joined {
    pub(crate) batch: Batch,
    input: PathBuf,
    join: Join,
    results: Vec<PathBuf>,
    _dir: TempDir,
}

impl Joined {
    /// Downloads the result files of a batch and joins them with `input`, by default the batch's
    /// own input file.
    pub(crate) async fn fetch(
        client: &Client,
        batch_id: &str,
        input: Option<&Path>,
    ) -> Result<Self, CliError> {
        let batch = client.retrieve_batch().batch_id(batch_id).send().await;
        let batch = batch.map_err(Error::from)?.into_inner();
        if let Err(batch) = End::of(batch.clone()) {
            let message = format!("{batch_id} has no results yet: it is {}", batch.status);
            return Err(CliError::new(Exit::Incomplete, message)
                .hint(format!("wait for it with `batch wait {batch_id}`")));
        }
        let dir = temp_dir()?;
        let input = match input {
            Some(path) => path.to_owned(),
            None => {
                let path = dir.path().join("input.jsonl");
                let fetched = client.download(&batch.input_file_id).to_file(&path).await;
                fetched.map_err(|error| {
                    CliError::from(error)
                        .hint("if the server no longer has the input file, use --input FILE")
                })?;
                path
            }
        };
        let mut join = Join::new(ids(&input)?);
        let mut results = Vec::new();
        let ids = [&batch.output_file_id, &batch.error_file_id];
        for id in ids.into_iter().flatten().filter(|id| !id.is_empty()) {
            let path = dir.path().join(format!("{}.jsonl", results.len()));
            client.download(id).to_file(&path).await?;
            let source = u32::try_from(results.len()).unwrap_or(u32::MAX);
            join.read(source, open(&path)?).map_err(|error| CliError::io("read", &path, error))?;
            results.push(path);
        }
        Ok(Self { batch, input, join, results, _dir: dir })
    }

    /// Writes one line per request, in input order, to a file.
    pub(crate) fn write(&self, output: &Path) -> Result<(), CliError> {
        let mut sources = self.sources()?;
        atomic::write(output, &self.input, |file| self.join.write_in_order(&mut sources, file))
    }

    /// Writes one line per request, in input order, to standard output.
    pub(crate) fn print(&self, printer: Printer) -> Result<(), CliError> {
        let mut sources = self.sources()?;
        let mut out = BufWriter::new(printer.stdout());
        self.join
            .write_in_order(&mut sources, &mut out)
            .and_then(|()| out.flush())
            .map_err(CliError::stdout)
    }

    /// The number of requests whose failure may be transient.
    pub(crate) fn retryable(&self) -> u64 {
        self.join.counts().may_resubmit
    }

    /// Writes the requests whose failure may be transient to a file.
    pub(crate) fn write_retryable(&self, path: &Path) -> Result<(), CliError> {
        let input = open(&self.input)?;
        atomic::write(path, &self.input, |file| self.join.write_resubmission(input, file).map(drop))
    }

    /// Prints how many requests succeeded, and what is wrong with the results.
    pub(crate) fn report(&self, printer: Printer) -> Exit {
        let counts = self.join.counts();
        printer.note(format!(
            "{}: {} succeeded, {} failed, {} missing",
            self.batch.status,
            number(counts.success),
            number(failed(&counts)),
            number(counts.missing),
        ));
        let shown = if printer.is_verbose() { usize::MAX } else { MISSING_SHOWN };
        for id in self.join.missing().take(shown) {
            printer.note(format!("  missing: {id}"));
        }
        let unknown = self.join.unexpected_count();
        if unknown > 0 {
            printer.note(format!("{} with an unknown custom_id", count(unknown, "result line")));
        }
        let unreadable = self.join.bad_line_count();
        if unreadable > 0 {
            printer.note(count(unreadable, "unreadable result line"));
        }
        if counts.may_resubmit > 0 {
            printer.note(format!(
                "{} may succeed on a retry: batch retry {}",
                number(counts.may_resubmit),
                self.batch.id
            ));
        }
        if failed(&counts) + counts.missing == 0 { Exit::Success } else { Exit::Incomplete }
    }

    /// Prints the counts as JSON.
    pub(crate) fn json(&self, printer: Printer) -> Result<(), CliError> {
        let counts = self.join.counts();
        printer.json(&serde_json::json!({
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

    fn sources(&self) -> Result<Vec<File>, CliError> {
        self.results.iter().map(|path| open(path)).collect()
    }
}

/// A temporary directory, deleted on drop.
pub(crate) fn temp_dir() -> Result<TempDir, CliError> {
    tempfile::tempdir().map_err(|error| CliError::io("create", "a temporary directory", error))
}

fn open(path: &Path) -> Result<File, CliError> {
    File::open(path).map_err(|error| CliError::io("read", path, error))
}

fn failed(counts: &Counts) -> u64 {
    counts.http_error + counts.request_error + counts.no_response + counts.not_sent + counts.unknown
}

/// The ids of an input, valid or not.
fn ids(path: &Path) -> Result<IdIndex, CliError> {
    let planner = Planner::new().endpoints(Endpoints::Any);
    let plan = planner.plan(open(path)?).map_err(|error| CliError::io("read", path, error))?;
    Ok(plan.ids)
}
