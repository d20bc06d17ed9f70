//! The promises, each checked where it could be broken.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::core::{
    Action, Call, Cause, Core, Effect, Ending, Event, Files, Fill, Outcome, Phase, Select, ShardNo,
    Stage, stem,
};

use super::disk::Kind;
use super::server::{Answer, Batch, Line, RequestId, Server};
use super::world::World;

/// The longest time for which a hint is kept, except on a full queue.
const LONGEST_HINT: Duration = Duration::from_secs(3_600);

pub(super) fn broken<T>(promise: impl Into<String>) -> Result<T, String> {
    Err(promise.into())
}

impl World {
    /// The money rule: a request goes into another batch only when no earlier one can have
    /// answered it.
    pub(super) fn before_create(
        &mut self,
        key: &str,
        requests: &[RequestId],
    ) -> Result<(), String> {
        if self.quirks.honours_idempotency_key
            && self.server.batches.iter().any(|batch| batch.key == key)
        {
            return Ok(());
        }
        let records = self.disk.shards().filter_map(|shard| shard.record.as_ref());
        let refused = records.flat_map(|record| &record.refused).map(String::as_str);
        let known: BTreeSet<_> = self.disk.batches().chain(refused).collect();
        for &request in requests {
            let earlier =
                self.server.batches.iter().filter(|batch| batch.requests.contains(&request));
            for batch in earlier {
                let mut duplicates = self.disk.head.duplicates.iter();
                let is_reported = duplicates.any(|other| other.batch == batch.id);
                if is_reported || (batch.refusal.is_some() && batch.is_final()) {
                    continue;
                }
                let Some(why) = self.watch.must_not_resend(batch, request) else { continue };
                // Where the list lags for longer than the settings allow for, the promise does not
                // hold: one batch of each shard may be hidden and paid in addition.
                let shard = batch.key.split("-a").next().unwrap_or_default().to_owned();
                let hidden = self.watch.hidden.entry((request, shard)).or_default();
                hidden.retain(|id| !known.contains(&**id));
                hidden.insert(batch.id.clone());
                // Without metadata, an older batch of the same input file that shows up too late is
                // taken for the one that was just created.
                let mistaken = self.quirks.no_metadata
                    && self.server.batches.iter().any(|b| b.lags && b.file == batch.file);
                if !(batch.lags || mistaken) || hidden.len() > 1 {
                    let id = &batch.id;
                    return broken(format!(
                        "request {request} is sent again with key {key}, but {why} in {id}"
                    ));
                }
            }
        }
        Ok(())
    }

    /// The money rule when a create is sent: no batch that the core knows of can have answered the
    /// requests, however long the list lags.
    fn before_sending(&self, no: ShardNo, key: &str) -> Result<(), String> {
        let Some(shard) = self.disk.shards().nth(no) else { return broken("a call for no shard") };
        for batch in self.disk.batches().filter_map(|id| self.server.batch(id)) {
            if batch.refusal.is_some() && batch.is_final() {
                continue;
            }
            for request in shard.requests.iter().filter(|id| batch.requests.contains(id)) {
                if let Some(why) = self.watch.must_not_resend(batch, *request) {
                    let id = &batch.id;
                    return broken(format!(
                        "request {request} is sent with key {key}, but {why} in {id}, which is known"
                    ));
                }
            }
        }
        Ok(())
    }

    /// A request counts as not answered only if the result files are whole.
    pub(super) fn before_settle(
        &self,
        no: ShardNo,
        files: &Files,
        fill: &Fill,
    ) -> Result<(), String> {
        if *fill != Fill::Missing {
            return Ok(());
        }
        let Some(core) = &self.core else { return Ok(()) };
        let Some(batch) = core.record(no).batch().and_then(|id| self.server.batch(id)) else {
            return broken(format!("shard {no} has results of no batch"));
        };
        if !batch.is_final() {
            return broken(format!("the results of {} are used before its end", batch.id));
        }
        // The fetched files are gone, so the shell will not use them.
        if !self.disk.has_raw(no, files) {
            return Ok(());
        }
        let read = self.disk.raw_lines(no);
        for line in batch.lines().filter(|line| !read.contains(line)) {
            match line {
                Line::Result(_, answer) if *answer != Answer::Success && files.error.is_none() => {}
                Line::Result(..) => {
                    return broken(format!("{line:?} of {} counts as missing", batch.id));
                }
                Line::Unreadable | Line::Stranger => {}
            }
        }
        Ok(())
    }

    /// An input file stays as long as a batch may read it.
    pub(super) fn before_delete(&self, no: ShardNo, file: &str) -> Result<(), String> {
        let Some(core) = &self.core else { return Ok(()) };
        let record = core.record(no);
        for batch in self.server.batches.iter().filter(|batch| batch.file == file) {
            let is_own = record.batch() == Some(&batch.id);
            let is_duplicate =
                self.disk.head.duplicates.iter().any(|other| other.batch == batch.id);
            let may_be_known = !batch.lags && batch.listed_at <= self.now;
            if !batch.is_final() && !is_duplicate && (is_own || may_be_known) {
                return broken(format!("{file} is deleted while {} may read it", batch.id));
            }
        }
        Ok(())
    }

    /// Requests go into a round only if they failed for a transient reason, or if the user wants
    /// that.
    pub(super) fn before_plan(&self, select: Select) -> Result<(), String> {
        let wanted = self.watch.wanted;
        if (select.failed && !wanted.failed) || (select.unknown && !wanted.unknown) {
            return broken(format!("{select:?} is sent again although nobody wants that"));
        }
        Ok(())
    }

    /// Takes note of an event before the core handles it.
    pub(super) fn before(&mut self, event: &Event) -> Result<(), String> {
        self.note_failure(event);
        match event {
            Event::Stop => self.watch.stopped = true,
            Event::Called(no, outcome) => {
                match outcome {
                    Outcome::Polled(Ok(batch)) | Outcome::Cancelled(Ok(batch)) => {
                        self.room_seen(*no, batch);
                    }
                    Outcome::Polled(Err(_)) => self.room_unseen(*no),
                    Outcome::Created(Ok(_)) | Outcome::BatchFound(Ok(_)) => {
                        self.there_was_room(*no);
                    }
                    _ => {}
                }
                self.before_outcome(*no, outcome);
            }
            _ => {}
        }
        Ok(())
    }

    fn before_outcome(&mut self, no: ShardNo, outcome: &Outcome) {
        let Some(core) = &self.core else { return };
        let (record, load, now) = (core.record(no), core.load(no), self.now);
        let longest = LONGEST_HINT.min(self.policy.outage_limit);
        // A hint applies to a repetition of the same call.
        let Some(call) = self.watch.calls.remove(&no) else { return };
        self.watch.not_before.remove(&no);
        let fault = match outcome {
            Outcome::Polled(Ok(snapshot)) if snapshot.phase == Phase::Open => {
                let hint = snapshot.retry_after.unwrap_or_default().min(longest);
                let until = now.plus(hint.max(self.policy.poll.0));
                self.watch.not_before.insert(no, (call, until));
                return;
            }
            Outcome::Created(Err(fault)) => {
                if fault.effect == Effect::Done
                    || (fault.effect == Effect::Unknown && fault.forbids_retry)
                {
                    let key = format!("{}-a{}", stem(load), record.attempt());
                    self.watch.new_done_key = Some(key);
                }
                if fault.cause == Cause::QueueFull {
                    self.queue_was_full(no, fault.retry_after);
                    return;
                }
                fault
            }
            Outcome::Uploaded(Err(fault))
            | Outcome::FileFound(Err(fault))
            | Outcome::BatchFound(Err(fault))
            | Outcome::Polled(Err(fault))
            | Outcome::Cancelled(Err(fault))
            | Outcome::Fetched(Err(fault))
            | Outcome::Deleted(Err(fault)) => fault,
            Outcome::AllFound(Err(fault)) => {
                self.watch.looks.entry(no).or_default();
                fault
            }
            Outcome::AllFound(Ok(_)) => {
                let looked = self.watch.looking.get(&no).copied().unwrap_or_default();
                self.watch.looks.insert(no, looked);
                return;
            }
            _ => return,
        };
        if let Some(hint) = fault.retry_after.filter(|_| fault.cause == Cause::Transient) {
            let until = now.plus(hint.min(longest));
            self.watch.not_before.insert(no, (call, until));
        }
    }

    /// What holds for the actions that follow from an event.
    pub(super) fn after(&mut self, is_stop: bool, actions: &[Action]) -> Result<(), String> {
        let is_call = |action: &&Action| matches!(action, Action::Call(..) | Action::Work(_));
        let ending = actions.iter().find_map(|action| match action {
            Action::End(ending) => Some(ending),
            _ => None,
        });
        if ending.is_some() && actions.iter().any(|action| is_call(&action)) {
            return broken("a call begins although the run is over");
        }
        if is_stop && !matches!(ending, Some(Ending::Stopped)) {
            return broken("a wish to stop is not followed at once");
        }
        if self.watch.stopped && actions.iter().any(|action| is_call(&action)) {
            return broken("a call begins although the run was stopped");
        }
        self.after_refusal(actions)
    }

    pub(super) fn before_call(&mut self, no: ShardNo, call: &Call) -> Result<(), String> {
        self.before_cancel(call)?;
        let Some(core) = &self.core else { return Ok(()) };
        // Judged when it is sent: a delete that was abandoned may be carried out later.
        if let Call::Delete { file } = call
            && !matches!(core.record(no).stage, Stage::Settled { .. } | Stage::Queued { .. })
        {
            return broken(format!("{file} is deleted before the results are here"));
        }
        if self.pending.iter().any(|pending| pending.no == Some(no)) {
            return broken(format!("shard {no} has two calls in flight"));
        }
        if let Some((held, until)) = self.watch.not_before.get(&no)
            && held == call
            && self.now < *until
            && !self.watch.cancelled
        {
            return broken(format!("{call:?} of shard {no} does not wait until {until:?}"));
        }
        if matches!(call, Call::Upload { .. } | Call::Create { .. }) && self.watch.cancelled {
            return broken(format!("{call:?} begins although the run was cancelled"));
        }
        if let Call::Create { attempt, .. } = call {
            let key = format!("{}-a{attempt}", stem(core.load(no)));
            if self.watch.done_keys.contains(&key) {
                return broken(format!("{key} is sent again after it was taken or forbidden"));
            }
            self.before_sending(no, &key)?;
            self.watch.sent.insert(no, self.now);
        }
        self.watch.calls.insert(no, call.clone());
        Ok(())
    }

    /// What holds after every event. `only` is the only shard that can have changed, if that is
    /// known.
    pub(super) fn audit(&mut self, only: Option<ShardNo>) -> Result<(), String> {
        self.audit_saved(only)?;
        if let Some(key) = self.watch.new_done_key.take() {
            self.watch.done_keys.insert(key);
        }
        let Some(core) = &self.core else { return Ok(()) };
        core.audit_calls()?;
        if core.next_wake().is_some_and(|wake| wake <= self.clock()) {
            return broken(format!("the core does not do what is due: {}", self.state()));
        }
        if core.head().cancelled && !self.watch.cancel_wanted {
            return broken("the run is cancelled although nobody wants that");
        }
        let transfers = self.pending.iter().filter(|pending| pending.is_transfer()).count();
        if transfers > self.policy.transfers {
            return broken(format!("{transfers} transfers at once"));
        }
        if core.head().rounds.len() > self.watch.rounds_allowed {
            return broken(format!("{} rounds", core.head().rounds.len()));
        }
        if only.is_some() {
            return Ok(());
        }
        core.audit_totals()?;
        let admitted = |no: &ShardNo| !matches!(core.record(*no).stage, Stage::Queued { .. });
        let admitted: Vec<_> = self.watch.queued.iter().copied().filter(admitted).collect();
        for no in admitted {
            self.audit_admission(no)?;
        }
        self.remember_queued();
        Ok(())
    }

    pub(super) fn remember_queued(&mut self) {
        let shards = self.core.iter().flat_map(Core::shards);
        let queued = shards.filter(|(_, _, record)| matches!(record.stage, Stage::Queued { .. }));
        self.watch.queued = queued.map(|(no, ..)| no).collect();
    }

    /// Everything that the core knows is on disk. `only` restricts the check to one shard.
    pub(super) fn audit_saved(&self, only: Option<ShardNo>) -> Result<(), String> {
        let Some(core) = &self.core else { return Ok(()) };
        if *core.head() != self.disk.head {
            return broken(format!("the head is not saved: {:?}", core.head()));
        }
        let mut saved = self.disk.shards();
        for (no, _, record) in core.shards() {
            let saved = saved.next().and_then(|shard| shard.record.as_ref());
            if only.is_none_or(|only| only == no) && saved != Some(record) {
                return broken(format!("shard {no} is not saved: {record:?}"));
            }
        }
        Ok(())
    }

    /// What holds at the end of a run.
    pub(super) fn completed(&mut self) -> Result<(), String> {
        let results = match self.disk.results() {
            Ok(results) => results,
            Err(lost) => return broken(format!("the run is complete without {lost:?}")),
        };
        if results.len() != self.requests {
            return broken(format!("{} of {} requests have results", results.len(), self.requests));
        }
        for (no, shard) in (0..).zip(self.disk.shards()) {
            let record = shard.record.as_ref().ok_or("no record")?;
            if !record.is_done() {
                return broken(format!("shard {no} is not done at the end: {record:?}"));
            }
        }
        for batch in &self.server.batches {
            self.account_for(batch, &results)?;
        }
        self.account_for_files()?;
        if self.transparent && results.values().any(|kind| *kind == Kind::Unknown) {
            return broken("a request is unknown although everything could be known");
        }
        let unsent = |kind: &Kind| matches!(kind, Kind::NotSent | Kind::Refused);
        if self.takes_everything && results.values().any(unsent) {
            return broken("a request was not sent although the server takes everything");
        }
        Ok(())
    }

    /// Every batch is the batch of a shard, or reported.
    fn account_for(
        &self,
        batch: &Batch,
        results: &std::collections::BTreeMap<RequestId, Kind>,
    ) -> Result<(), String> {
        let refused = batch.refusal.is_some();
        if refused {
            return Ok(());
        }
        let is_open = !batch.is_final();
        let id = &batch.id;
        if self.disk.head.duplicates.iter().any(|other| other.batch == *id) {
            return if is_open && !self.watch.cancels.contains(id) {
                broken(format!("duplicate {id} is in flight and was not cancelled"))
            } else {
                Ok(())
            };
        }
        let shards: Vec<_> = (0..)
            .zip(self.disk.shards())
            .filter(|(_, shard)| batch.key.starts_with(&format!("{}-a", stem(&shard.load))))
            .collect();
        let Some((no, shard)) = shards.first() else {
            return broken(format!("{id} is no shard's"));
        };
        let record = shard.record.as_ref().ok_or("no record")?;
        let Stage::Settled { batch: own, unknown, .. } = &record.stage else {
            return broken(format!("shard {no} is not settled"));
        };
        if own.as_ref() != Some(id) {
            // A batch that the list hides when it is looked for cannot be reported.
            let unseen = self.watch.looks.get(no).is_some_and(|look| batch.listed_at > *look);
            let excused = unseen && (batch.lags || (own.is_none() && *unknown));
            return if excused { Ok(()) } else { broken(format!("{id} is not accounted for")) };
        }
        if is_open && !unknown {
            return broken(format!("{id} is in flight and not reported"));
        }
        for request in &batch.requests {
            let answered = Server::has_answered(batch, *request);
            let shown = results[request];
            let overridden = self.watch.unknown_selected.contains(request);
            if answered
                && shown != Kind::Success
                && !overridden
                && !(shown == Kind::Unknown && *unknown)
            {
                return broken(format!(
                    "request {request} was answered in {id} and is shown as {shown:?}"
                ));
            }
        }
        Ok(())
    }

    /// No input file of the run is left on the server, or it is reported.
    fn account_for_files(&self) -> Result<(), String> {
        if self.watch.kept_files {
            return Ok(());
        }
        let head = &self.disk.head;
        let named: BTreeSet<_> = self
            .disk
            .shards()
            .filter_map(|shard| shard.record.as_ref())
            .flat_map(|record| record.input_files())
            .collect();
        for file in self.server.files.iter().filter(|file| !file.deleted) {
            let reported =
                head.left.contains(&file.id) || named.contains(&*file.id) || head.orphans;
            let unseen = self.watch.swept_at.is_some_and(|swept| file.listed_at > swept);
            if !reported && !unseen {
                return broken(format!("{} ({}) is left on the server", file.id, file.name));
            }
        }
        if head.orphans && !self.watch.sweep_failed {
            return broken("files that no record names were not looked for");
        }
        Ok(())
    }
}
