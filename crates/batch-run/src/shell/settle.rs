//! A shard's results, put in order: one line for each of its requests.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use batch_lines::outcome::{Join, LocalCode, OutcomeKind, write_local_line};
use batch_lines::{IdIndex, Limits, Shard, for_each_result};

use super::context::Context;
use super::files::{Interrupted, Sources};
use crate::core::{Fetched, Fill, Part};
use crate::fingerprint::{Fingerprint, Fingerprinting};

/// A result file on this machine, and what it was when it was fetched.
pub(super) struct Raw {
    pub(super) path: PathBuf,
    pub(super) fetched: Fetched,
}

/// Joins the result files of a shard's batch with its requests, and writes them to `output`.
///
/// Returns `None` if one of the files is not what it was when it was fetched.
pub(super) fn settle(
    ctx: &Context,
    shard: &Shard,
    raw: &[Raw],
    fill: &Fill,
    output: &Path,
) -> io::Result<Option<Part>> {
    let interrupted = &ctx.interrupted;
    let requests = shard.reader(File::open(&ctx.settings.input)?);
    let ids = IdIndex::read_requests(interrupted.guard(requests), ctx.limits.line_bytes)?;
    let mut join = Join::new(ids);
    for (source, file) in (0..).zip(raw) {
        let opened = match File::open(&file.path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut reader = Fingerprinting::new(interrupted.guard(opened));
        join.read(source, &mut reader)?;
        if !is_as_fetched(&reader.finish(), &file.fetched) {
            return Ok(None);
        }
    }
    let mut sources = Sources::new(raw.iter().map(|file| file.path.clone()).collect());
    let mut out = Fingerprinting::new(ctx.store.create(output)?);
    let mut part = Part {
        strangers: join.unexpected_count(),
        repeated: join.duplicate_count(),
        unreadable: join.bad_line_count(),
        ..Part::default()
    };
    let mut line = Vec::new();
    for (position, custom_id) in (0..).zip(join.ids().iter()) {
        interrupted.check()?;
        line.clear();
        if let Some(place) = join.place(position) {
            sources.read(place.source, place.offset, place.len, &mut line)?;
            line.push(b'\n');
            part.succeeded += u64::from(join.kind(position) == Some(OutcomeKind::Success));
            part.again += u64::from(join.may_resubmit(position));
        } else {
            let doubtful = join.kind(position) == Some(OutcomeKind::Unknown);
            let (code, message) = fill_in(fill, u64::from(position) + 1, doubtful);
            write_local_line(&mut line, custom_id, code, &message)?;
            part.unknown += u64::from(code == LocalCode::OutcomeUnknown);
            part.again += u64::from(code == LocalCode::MissingResult);
        }
        out.write_all(&line)?;
    }
    let (file, print) = out.into_parts();
    file.commit()?;
    (part.bytes, part.sha256) = (print.bytes, print.sha256);
    for file in raw {
        // It is in order now. If it stays, it is overwritten or removed later.
        let _ = fs::remove_file(&file.path);
    }
    Ok(Some(part))
}

/// The line of a request for which no result file has one. `number` counts the requests of the
/// shard from 1; `doubtful` says that an unreadable line may be this request's.
fn fill_in(fill: &Fill, number: u64, doubtful: bool) -> (LocalCode, String) {
    let plain = |code: LocalCode| (code, code.message().to_owned());
    match fill {
        Fill::Missing if doubtful => plain(LocalCode::OutcomeUnknown),
        Fill::Missing => plain(LocalCode::MissingResult),
        Fill::Unknown => plain(LocalCode::OutcomeUnknown),
        Fill::NotSent { reason } => (LocalCode::NotSent, reason.clone()),
        Fill::Refused { code, message } => (LocalCode::BatchRefused, words(code, message)),
        Fill::Lines { lines } => match lines.get(&number) {
            Some((code, message)) => (LocalCode::BatchRefused, words(code, message)),
            // The batch was refused for other lines, so this one was not run.
            None => plain(LocalCode::MissingResult),
        },
    }
}

fn words(code: &str, message: &str) -> String {
    if message.is_empty() { code.to_owned() } else { format!("{code}: {message}") }
}

fn is_as_fetched(print: &Fingerprint, fetched: &Fetched) -> bool {
    print.bytes == fetched.bytes && print.sha256 == fetched.sha256
}

/// Reads a fetched file: its fingerprint, and how many of its lines are readable.
pub(super) fn examine(path: &Path, framed: bool, interrupted: &Interrupted) -> io::Result<Fetched> {
    let mut reader = Fingerprinting::new(interrupted.guard(File::open(path)?));
    let (mut lines, mut unreadable) = (0, 0);
    for_each_result(&mut reader, Limits::DEFAULT_LINE_BYTES, |_, line| {
        lines += 1;
        unreadable += u64::from(line.is_err());
    })?;
    let print = reader.finish();
    Ok(Fetched { bytes: print.bytes, sha256: print.sha256, framed, lines, unreadable })
}
