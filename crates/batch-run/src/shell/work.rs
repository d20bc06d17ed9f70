//! The work for a run as a whole.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use batch_lines::Shard;

use super::context::Context;
use super::convert::{self, About, fault};
use super::merge::{Facts, merge};
use super::results::{Lost, Part};
use super::{lookup, names, prepare, round};
use crate::core::{Cause, Fault, Select, ShardNo};
use crate::error::FileError;
use crate::report::RunReport;

impl Context {
    /// Asks whether the server has batches at all.
    pub(super) async fn probe(&self) -> Result<(), Fault> {
        let probed = self.client.list_batches().limit(1).send().await;
        probed.map(drop).map_err(|error| fault(error.into(), About::Other))
    }

    /// Deletes the input files of this run that are not among `named`, and returns those that cannot
    /// be deleted.
    pub(super) async fn sweep(&self, named: HashSet<String>) -> Result<Vec<String>, Fault> {
        let prefix = names::file_prefix(&self.run_id);
        let is_orphan = |id: &str, name: &str| name.starts_with(&prefix) && !named.contains(id);
        let found = lookup::files(&self.client, self.started_at, |file| {
            is_orphan(&file.id, &file.filename)
        });
        let mut left = Vec::new();
        for file in found.await.map_err(|error| fault(error, About::Other))? {
            let Err(fault) = self.delete(file.id.clone()).await else { continue };
            match fault.cause {
                Cause::NotFound => {}
                // The sweep is repeated, as long as it makes sense.
                Cause::Transient | Cause::QueueFull | Cause::Denied | Cause::Local => {
                    return Err(fault);
                }
                _ => left.push(file.id),
            }
        }
        Ok(left)
    }

    /// Plans the next round.
    pub(super) async fn plan(
        &self,
        number: usize,
        select: Select,
        parts: Vec<Part>,
    ) -> Result<Result<Vec<Arc<Shard>>, Vec<ShardNo>>, Fault> {
        let ctx = self.clone();
        self.blocking(move || {
            ctx.stamp.check(&ctx.settings.input).map_err(convert::local)?;
            let planned = ctx.mended(|| round::plan(&ctx, number, select, &parts));
            planned.map_err(|error| ctx.failed("read", &ctx.settings.input, error))
        })
        .await
    }

    /// Writes the result file.
    pub(super) async fn merge(
        &self,
        parts: Vec<Part>,
        facts: Facts,
    ) -> Result<Result<RunReport, Vec<ShardNo>>, Fault> {
        let ctx = self.clone();
        self.blocking(move || {
            let merged = ctx.mended(|| merge(&ctx, &parts, facts.clone()));
            merged.map_err(|error| ctx.failed("write", &ctx.settings.output, error))
        })
        .await
    }

    /// Does work on results. If those of lines that were never sent are lost, they are written anew,
    /// because the input tells them.
    fn mended<T>(
        &self,
        work: impl Fn() -> io::Result<Result<T, Lost>>,
    ) -> io::Result<Result<T, Vec<ShardNo>>> {
        let mut done = work()?;
        if matches!(&done, Err(lost) if lost.refused) {
            prepare::rewrite_refused(self)?;
            done = work()?;
        }
        match done {
            Err(lost) if lost.refused => {
                let path = self.store.refused_part();
                Err(io::Error::other(format!("{} stays damaged", path.display())))
            }
            done => Ok(done.map_err(|lost| lost.shards)),
        }
    }

    fn failed(&self, action: &'static str, path: &std::path::Path, error: io::Error) -> Fault {
        convert::local(FileError::of(action, path)(error))
    }
}
