//! The modelled shell: carries out calls and other work.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::core::{
    Call, Cause, Done, Fault, Fetched, Load, Outcome, Role, Select, ShardNo, Snapshot, Work, stem,
};

use super::fate::{self, Fate};
use super::quirks::Framing;
use super::server::{Line, No};
use super::world::World;

impl World {
    /// Carries out a call, or not, and returns what the caller is told.
    pub(super) fn perform(
        &mut self,
        no: ShardNo,
        call: &Call,
        fate: Fate,
    ) -> Result<Outcome, String> {
        let fault = fate.fault(call, &mut self.rng);
        let outcome =
            if fate.is_carried_out() { Some(self.carry_out_call(no, call)?) } else { None };
        if fate == Fate::Late {
            self.haunt(no, call.clone());
        }
        Ok(match (fault, outcome) {
            (Some(fault), _) => failed(call, fault),
            (None, Some(outcome)) => outcome,
            (None, None) => return Err("a call came to nothing".into()),
        })
    }

    /// Carries out a call that has reached the server.
    pub(super) fn carry_out_call(&mut self, no: ShardNo, call: &Call) -> Result<Outcome, String> {
        let now = self.now;
        let shard = self.disk.shards().nth(no).ok_or("a call for no shard")?;
        let (stem, requests) = (stem(&shard.load), shard.requests.clone());
        Ok(match call {
            Call::Upload { number } => {
                let name = format!("{stem}-u{number}");
                Outcome::Uploaded(Ok(self.server.upload(&name, &requests, now)))
            }
            Call::FindFile { .. } if self.quirks.no_file_list => {
                Outcome::FileFound(Err(fate::answer(Cause::Unsupported, None)))
            }
            Call::FindFile { number } => {
                Outcome::FileFound(Ok(self.server.find_file(&format!("{stem}-u{number}"), now)))
            }
            Call::Create { file, attempt } => {
                let key = format!("{stem}-a{attempt}");
                self.before_create(&key, &requests)?;
                let result = self.server.create(file, &key, now);
                Outcome::Created(self.told(result))
            }
            Call::FindBatch { file, attempt } => {
                let key = format!("{stem}-a{attempt}");
                let is_ours = |known: Option<&str>, input: &str| match known {
                    Some(known) => known == key,
                    None => input == file,
                };
                let found = self.server.list(now, is_ours);
                Outcome::BatchFound(Ok(self.in_pages(found)))
            }
            Call::FindAll { file } => {
                let prefix = format!("{stem}-a");
                let is_ours = |known: Option<&str>, input: &str| match known {
                    Some(known) => known.starts_with(&prefix),
                    None => input == file,
                };
                let found = self.server.list(now, is_ours);
                self.watch.looked(no, now);
                Outcome::AllFound(Ok(self.in_pages(found)))
            }
            Call::Poll { batch } => {
                let unpollable = self.server.batch(batch).is_some_and(|batch| batch.unpollable);
                let result =
                    if unpollable { Err(No::NotFound) } else { self.server.poll(batch, now) };
                let hint = self.rng.chance(50).then(|| self.rng.millis(1, 200_000));
                let hint = hint.map(|hint| if self.rng.chance(50) { Duration::MAX } else { hint });
                let result = result.map(|mut snapshot| {
                    snapshot.retry_after = hint;
                    snapshot
                });
                Outcome::Polled(self.told(result))
            }
            Call::Cancel { batch } => {
                let result = self.server.cancel(batch, now);
                Outcome::Cancelled(self.told(result))
            }
            Call::Fetch { file, role } => Outcome::Fetched(self.fetch(no, file, *role)),
            Call::Settle { files, fill } => {
                if self.fails_here() {
                    return Ok(Outcome::Settled(Err(fate::answer(Cause::Local, None))));
                }
                self.before_settle(no, files, fill)?;
                Outcome::Settled(Ok(self.disk.settle(no, files, fill)))
            }
            Call::Delete { file } => {
                self.before_delete(no, file)?;
                if self.quirks.no_delete {
                    return Ok(Outcome::Deleted(Err(fate::answer(Cause::Unsupported, None))));
                }
                let result = self.server.delete(file);
                Outcome::Deleted(self.told(result))
            }
        })
    }

    /// The list as it looks if it is read in pages while it changes.
    fn in_pages(&mut self, mut found: Vec<Snapshot>) -> Vec<Snapshot> {
        if self.quirks.repeats_batches && !found.is_empty() && self.rng.chance(500) {
            let again = self.rng.pick(&found);
            found.push(again);
        }
        found
    }

    fn fetch(&mut self, no: ShardNo, file: &str, role: Role) -> Result<Fetched, Fault> {
        let content = self.server.content(file, self.now);
        let mut lines = self.told(content)?;
        let framed = match self.quirks.framing {
            Framing::Known => true,
            Framing::Unknown => false,
            Framing::Mixed => self.rng.chance(500),
        };
        if !self.is_calm() && self.rng.chance(self.quirks.rates.foreign) {
            lines = vec![Line::Unreadable; 3];
        } else if !framed && !lines.is_empty() && self.rng.chance(400) {
            let keep = self.rng.below(lines.len() as u64);
            lines.truncate(usize::try_from(keep).unwrap());
            if self.rng.chance(300) {
                lines.push(Line::Unreadable);
            }
        }
        Ok(self.disk.keep(no, role, lines, framed))
    }

    /// A refusal of the server as the caller sees it.
    fn told<T>(&mut self, result: Result<T, No>) -> Result<T, Fault> {
        result.map_err(|no| {
            let cause = match no {
                No::NotFound => Cause::NotFound,
                No::FileNotFound => Cause::FileNotFound,
                No::QueueFull => Cause::QueueFull,
                No::AlreadyFinal => Cause::Refused,
            };
            let hint =
                (no == No::QueueFull && self.rng.chance(400)).then(|| self.rng.millis(1, 300_000));
            fate::answer(cause, hint)
        })
    }

    fn fails_here(&mut self) -> bool {
        !self.is_calm() && self.rng.chance(self.quirks.rates.local)
    }

    pub(super) fn perform_work(&mut self, work: &Work) -> Result<Done, String> {
        let lost = self.is_out_of_reach().then(|| fate::answer(Cause::Transient, None));
        Ok(match work {
            Work::Probe => Done::Probed(match lost.or_else(|| self.draw_fault()) {
                Some(fault) => Err(fault),
                None if self.quirks.no_batches => Err(fate::answer(Cause::Unsupported, None)),
                None => Ok(()),
            }),
            Work::Sweep => {
                let result = match lost.or_else(|| self.draw_fault()) {
                    Some(fault) => Err(fault),
                    None if self.quirks.no_file_list => Err(fate::answer(Cause::Unsupported, None)),
                    None => Ok(self.sweep()),
                };
                self.watch.sweep_failed = result.is_err();
                Done::Swept(result)
            }
            Work::Plan(_) | Work::Merge if self.fails_here() => {
                let fault = Err(fate::answer(Cause::Local, None));
                match work {
                    Work::Plan(_) => Done::Planned(fault.map(|()| Ok(Vec::new()))),
                    _ => Done::Merged(fault.map(Ok)),
                }
            }
            Work::Plan(select) => {
                self.lose_part();
                self.before_plan(*select)?;
                Done::Planned(Ok(self.plan(*select)))
            }
            Work::Merge => {
                self.lose_part();
                Done::Merged(Ok(self.disk.results().map(|_| ())))
            }
        })
    }

    fn draw_fault(&mut self) -> Option<Fault> {
        let call = Call::FindFile { number: 0 };
        let mut rates = self.quirks.rates.clone();
        rates.stray = 0;
        if self.is_calm() {
            return None;
        }
        Fate::draw(&call, &rates, &mut self.rng).fault(&call, &mut self.rng)
    }

    /// Deletes the run's files that no record names. Returns those that could not be deleted.
    fn sweep(&mut self) -> Vec<String> {
        let Some(core) = &self.core else { return Vec::new() };
        let named: BTreeSet<_> =
            core.shards().flat_map(|(_, _, record)| record.input_files()).collect();
        let mut left = Vec::new();
        let is_calm = self.is_calm();
        for file in self.server.files.iter_mut().filter(|file| !file.deleted) {
            if file.listed_at <= self.now && !named.contains(&*file.id) {
                let stays = !is_calm && self.rng.chance(self.quirks.rates.stray);
                if stays || self.quirks.no_delete {
                    left.push(file.id.clone());
                } else {
                    file.deleted = true;
                }
            }
        }
        self.watch.swept_at = Some(self.now);
        self.stats.swept += 1;
        left
    }

    fn lose_part(&mut self) {
        if self.quirks.lost_parts == 0 || self.is_calm() || !self.rng.chance(500) {
            return;
        }
        self.quirks.lost_parts -= 1;
        let count = self.disk.shards().count() as u64;
        let no = usize::try_from(self.rng.below(count)).unwrap();
        self.note(|_| format!("the results of shard {no} are lost"));
        self.disk.lose(no);
    }

    fn plan(&mut self, select: Select) -> Result<Vec<Load>, Vec<ShardNo>> {
        let results = self.disk.results()?;
        let chosen: Vec<_> = results
            .iter()
            .filter(|(_, kind)| kind.is_selected(select))
            .map(|(request, _)| *request)
            .collect();
        self.watch.selected(&results, select);
        let round = self.disk.head.rounds.len();
        let shards = self.split(u32::try_from(round).unwrap(), &chosen);
        let loads = shards.iter().map(|shard| shard.load.clone()).collect();
        self.disk.rounds.truncate(round);
        self.disk.rounds.push(shards);
        Ok(loads)
    }
}

fn failed(call: &Call, fault: Fault) -> Outcome {
    match call {
        Call::Upload { .. } => Outcome::Uploaded(Err(fault)),
        Call::FindFile { .. } => Outcome::FileFound(Err(fault)),
        Call::Create { .. } => Outcome::Created(Err(fault)),
        Call::FindBatch { .. } => Outcome::BatchFound(Err(fault)),
        Call::Poll { .. } => Outcome::Polled(Err(fault)),
        Call::Cancel { .. } => Outcome::Cancelled(Err(fault)),
        Call::Fetch { .. } => Outcome::Fetched(Err(fault)),
        Call::Settle { .. } => Outcome::Settled(Err(fault)),
        Call::Delete { .. } => Outcome::Deleted(Err(fault)),
        Call::FindAll { .. } => Outcome::AllFound(Err(fault)),
    }
}
