//! The result file, and the report that goes with it.

use std::io::{self, BufWriter, Write};

use batch_ext::files::AtomicFile;

use super::clock::unix_now;
use super::context::Context;
use super::results::{Lost, Part, for_each_result};
use super::tally::Tally;
use crate::core::{Core, Duplicate, Stage};
use crate::report::{DuplicateBatch, RunReport};
use crate::store::Refused;

/// The part of a report that does not come from result lines.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    rounds: usize,
    batches: usize,
    refused: u64,
    unexpected: u64,
    repeated: u64,
    bad_lines: u64,
    cancelled: bool,
    duplicates: Vec<Duplicate>,
    files_left: Vec<String>,
}

impl Facts {
    pub(super) fn of(core: &Core, refused: &Refused) -> Self {
        let head = core.head();
        let mut facts = Self {
            rounds: head.rounds.len(),
            batches: 0,
            refused: refused.lines,
            unexpected: 0,
            repeated: 0,
            bad_lines: 0,
            cancelled: head.cancelled,
            duplicates: head.duplicates.clone(),
            files_left: head.left.clone(),
        };
        for (_, _, record) in core.shards() {
            facts.files_left.extend(record.input_files().map(str::to_owned));
            if let Stage::Settled { batch, part, .. } = &record.stage {
                facts.batches += usize::from(batch.is_some());
                facts.unexpected += part.strangers;
                facts.repeated += part.repeated;
                facts.bad_lines += part.unreadable;
            }
        }
        facts.files_left.sort();
        facts.files_left.dedup();
        facts
    }

    fn complete(self, report: RunReport, started_at: u64) -> RunReport {
        let duplicates = self.duplicates.into_iter().map(|duplicate| DuplicateBatch {
            batch_id: duplicate.batch,
            status: duplicate.status,
            answered: duplicate.counts.map(|counts| counts.answered()),
        });
        RunReport {
            refused: self.refused,
            unexpected: self.unexpected,
            repeated: self.repeated,
            bad_lines: self.bad_lines,
            rounds: self.rounds,
            batches: self.batches,
            duplicate_batches: duplicates.collect(),
            files_left: self.files_left,
            seconds: unix_now().saturating_sub(started_at),
            cancelled: self.cancelled,
            ..report
        }
    }
}

/// Writes the result file, whole or not at all.
pub(super) fn merge(
    ctx: &Context,
    parts: &[Part],
    facts: Facts,
) -> io::Result<Result<RunReport, Lost>> {
    let settings = &ctx.settings;
    let mut file = AtomicFile::create(&settings.output)?.with_mode_of(&settings.input)?;
    let mut out = BufWriter::with_capacity(1 << 20, &mut file);
    let mut tally = Tally::default();
    let lost = for_each_result(parts, &ctx.interrupted, |_, text, line, part| {
        tally.add(line, part);
        out.write_all(text)?;
        out.write_all(b"\n")
    })?;
    if !lost.is_empty() {
        return Ok(Err(lost));
    }
    out.flush()?;
    drop(out);
    file.commit()?;
    Ok(Ok(facts.complete(tally.finish(), ctx.started_at)))
}
