//! The modelled disk: what is left when the process dies.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::core::{Fetched, Files, Fill, Head, Load, Part, Record, Role, Select, ShardNo};

use super::server::{Answer, Line, RequestId};

/// The outcome recorded for a request in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Success,
    Transient,
    Permanent,
    Missing,
    Unknown,
    NotSent,
    Refused,
}

#[derive(Clone, Debug)]
pub(super) struct Shard {
    pub(super) load: Load,
    pub(super) requests: Vec<RequestId>,
    /// Its saved record.
    pub(super) record: Option<Record>,
}

#[derive(Default)]
pub(super) struct Disk {
    pub(super) head: Head,
    pub(super) rounds: Vec<Vec<Shard>>,
    raw: BTreeMap<(ShardNo, bool), Vec<Line>>,
    pub(super) parts: BTreeMap<ShardNo, Vec<(RequestId, Kind)>>,
}

impl Disk {
    pub(super) fn save_head(&mut self, head: &Head) -> Result<(), String> {
        self.head = through_json(head)?;
        Ok(())
    }

    pub(super) fn save_record(&mut self, load: &Load, record: &Record) -> Result<(), String> {
        let round = self.rounds.get_mut(load.round as usize);
        let shard = round.and_then(|shards| shards.get_mut(load.index as usize));
        let shard = shard.ok_or_else(|| format!("a record of no shard: {load:?}"))?;
        shard.record = Some(through_json(record)?);
        Ok(())
    }

    /// The batches named in records.
    pub(super) fn batches(&self) -> impl Iterator<Item = &str> {
        self.shards().filter_map(|shard| shard.record.as_ref()?.batch())
    }

    /// The shards of all rounds that have begun.
    pub(super) fn shards(&self) -> impl Iterator<Item = &Shard> {
        self.rounds.iter().take(self.head.rounds.len()).flatten()
    }

    pub(super) fn load(&self) -> Result<Vec<(Load, Record)>, String> {
        let read = |shard: &Shard| {
            let record = shard.record.clone();
            let record = record.ok_or_else(|| format!("no record of {:?}", shard.load))?;
            Ok((shard.load.clone(), record))
        };
        self.shards().map(read).collect()
    }

    /// Keeps a fetched result file.
    pub(super) fn keep(
        &mut self,
        no: ShardNo,
        role: Role,
        lines: Vec<Line>,
        framed: bool,
    ) -> Fetched {
        let fetched = fetched(&lines, framed);
        self.raw.insert((no, role == Role::Output), lines);
        fetched
    }

    /// Writes a shard's results in input order, as the shell does.
    pub(super) fn settle(&mut self, no: ShardNo, files: &Files, fill: &Fill) -> Option<Part> {
        let shard = self.shards().nth(no)?.clone();
        let mut lines = Vec::new();
        for (is_output, file) in [(true, &files.output), (false, &files.error)] {
            if let Some(file) = file {
                let raw = self.raw.get(&(no, is_output))?;
                if fetched(raw, file.framed) != *file {
                    return None;
                }
                lines.extend(raw.iter().copied());
            }
        }
        let kinds: Vec<_> = (1..)
            .zip(&shard.requests)
            .map(|(number, request)| (*request, kind(*request, number, &lines, fill)))
            .collect();
        let count = |of: &[Kind]| kinds.iter().filter(|(_, kind)| of.contains(kind)).count() as u64;
        let part = Part {
            succeeded: count(&[Kind::Success]),
            again: count(&[Kind::Transient, Kind::Missing]),
            unknown: count(&[Kind::Unknown]),
            ..Part::default()
        };
        self.parts.insert(no, kinds);
        self.raw.retain(|(other, _), _| *other != no);
        Some(part)
    }

    /// Whether the fetched result files of a shard are still there.
    pub(super) fn has_raw(&self, no: ShardNo, files: &Files) -> bool {
        let here = |is_output, file: &Option<Fetched>| {
            file.is_none() || self.raw.contains_key(&(no, is_output))
        };
        here(true, &files.output) && here(false, &files.error)
    }

    /// The lines of a shard's fetched result files.
    pub(super) fn raw_lines(&self, no: ShardNo) -> Vec<Line> {
        [true, false]
            .iter()
            .filter_map(|is_output| self.raw.get(&(no, *is_output)))
            .flatten()
            .copied()
            .collect()
    }

    pub(super) fn lose(&mut self, no: ShardNo) {
        self.parts.remove(&no);
        self.raw.retain(|(other, _), _| *other != no);
    }

    /// The outcome that counts for each request: a success if there is one, else the latest.
    pub(super) fn results(&self) -> Result<BTreeMap<RequestId, Kind>, Vec<ShardNo>> {
        let lost: Vec<_> =
            (0..self.shards().count()).filter(|no| !self.parts.contains_key(no)).collect();
        if !lost.is_empty() {
            return Err(lost);
        }
        let mut results = BTreeMap::new();
        for (request, kind) in (0..self.shards().count()).flat_map(|no| &self.parts[&no]) {
            if results.get(request) != Some(&Kind::Success) {
                results.insert(*request, *kind);
            }
        }
        Ok(results)
    }
}

impl Kind {
    pub(super) fn is_selected(self, select: Select) -> bool {
        match self {
            Self::Success => false,
            Self::Transient | Self::Missing => select.transient,
            Self::Permanent | Self::NotSent | Self::Refused => select.failed,
            Self::Unknown => select.unknown,
        }
    }
}

fn kind(request: RequestId, number: u64, lines: &[Line], fill: &Fill) -> Kind {
    let answers = lines.iter().filter_map(|line| match line {
        Line::Result(id, answer) if *id == request => Some(*answer),
        _ => None,
    });
    let answer = answers.reduce(|best, other| if best == Answer::Success { best } else { other });
    match (answer, fill) {
        (Some(Answer::Success), _) => Kind::Success,
        (Some(Answer::Permanent), _) => Kind::Permanent,
        (Some(_), _) => Kind::Transient,
        (None, Fill::Missing) => Kind::Missing,
        (None, Fill::Unknown) => Kind::Unknown,
        (None, Fill::NotSent { .. }) => Kind::NotSent,
        (None, Fill::Refused { .. }) => Kind::Refused,
        (None, Fill::Lines { lines }) if lines.contains_key(&number) => Kind::Refused,
        (None, Fill::Lines { .. }) => Kind::Missing,
    }
}

pub(super) fn fetched(lines: &[Line], framed: bool) -> Fetched {
    let unreadable = lines.iter().filter(|line| **line == Line::Unreadable).count() as u64;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for line in lines {
        let number = match line {
            Line::Result(id, answer) => (*id as u64) << 8 | *answer as u64,
            Line::Unreadable => u64::MAX,
            Line::Stranger => u64::MAX - 1,
        };
        hash = (hash ^ number).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
    }
    Fetched {
        bytes: lines.len() as u64 * 100,
        sha256: format!("{hash:x}"),
        framed,
        lines: lines.len() as u64,
        unreadable,
    }
}

/// A value that was saved and loaded again.
fn through_json<T>(value: &T) -> Result<T, String>
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    let read: T = serde_json::from_str(&text)
        .map_err(|error| format!("what was saved cannot be loaded: {error}: {text}"))?;
    if read == *value { Ok(read) } else { Err(format!("{value:?} was saved as {text}")) }
}
