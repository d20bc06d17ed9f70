//! The promises about limits and full queues: who waits, for how long, and what stays learnt.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::core::{Action, Head, Load, Refusal, ShardNo, Snapshot, Stage, Time};
use crate::event::RunEvent;

use super::promises::broken;
use super::world::World;

/// The longest time for which a model is held back.
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// What is known of the queue of each model.
#[derive(Debug, Default)]
pub(super) struct Room {
    models: BTreeMap<Option<String>, Model>,
    /// The refusal in the current event.
    refusal: Option<Refused>,
}

#[derive(Debug, Default)]
struct Model {
    /// When the last wave of refusals began. The refusal of a create that was sent earlier is part of
    /// it.
    wave: Option<Time>,
    /// Until when nothing is sent because the server asked for it.
    asked_until: Time,
    /// Until when nothing is sent, unless a batch ends earlier.
    held_until: Time,
    /// The tokens that can be enqueued at once, according to refusals.
    learnt: Option<u64>,
}

#[derive(Debug)]
struct Refused {
    is_news: bool,
    hint: Duration,
}

impl Room {
    pub(super) fn begin(&mut self, head: &Head) {
        self.models.clear();
        self.refusal = None;
        for (model, tokens) in &head.learnt {
            let name = Some(model.clone()).filter(|model| !model.is_empty());
            self.models.entry(name).or_default().learnt = Some(*tokens);
        }
    }

    /// A batch of the model ended, or is not asked about any more.
    pub(super) fn ended(&mut self, load: &Load) {
        let Some(model) = self.models.get_mut(&load.model) else { return };
        model.held_until = Time::default();
        // The core raises the limit more slowly.
        model.learnt = model.learnt.map(|learnt| learnt.saturating_add(learnt.max(load.tokens)));
    }
}

impl World {
    /// A full queue refused a batch.
    pub(super) fn queue_was_full(&mut self, no: ShardNo, hint: Option<Duration>) {
        let Some(core) = &self.core else { return };
        let (load, now) = (core.load(no).clone(), self.now);
        let others = self.enqueued(&load.model) - load.tokens;
        let sent = self.watch.sent.get(&no).copied().unwrap_or_default();
        let hint = hint.unwrap_or_default().min(LONGEST_HOLD);
        let model = self.watch.room.models.entry(load.model.clone()).or_default();
        let is_news = model.wave.is_none_or(|wave| sent >= wave);
        model.asked_until = model.asked_until.max(now.plus(hint));
        if is_news {
            model.wave = Some(now);
            model.held_until = now.plus(self.policy.hold.min(LONGEST_HOLD));
        }
        model.learnt = Some(model.learnt.filter(|_| !is_news).unwrap_or(u64::MAX).min(others));
        self.watch.room.refusal = Some(Refused { is_news, hint });
    }

    /// A batch was created, so there was room for it.
    pub(super) fn there_was_room(&mut self, no: ShardNo) {
        let Some(core) = &self.core else { return };
        let model = core.load(no).model.clone();
        let enqueued = self.enqueued(&model);
        if let Some(model) = self.watch.room.models.get_mut(&model) {
            model.learnt = model.learnt.map(|learnt| learnt.max(enqueued));
        }
    }

    /// A poll failed. If it was the last one, the batch no longer counts.
    pub(super) fn room_unseen(&mut self, no: ShardNo) {
        if let Some(core) = &self.core {
            self.watch.room.ended(core.load(no));
        }
    }

    /// A batch was seen.
    pub(super) fn room_seen(&mut self, no: ShardNo, snapshot: &Snapshot) {
        let Some(core) = &self.core else { return };
        if core.record(no).batch() != Some(&snapshot.id) {
            return;
        }
        let is_current = matches!(core.record(no).stage, Stage::Running { file: Some(_), .. });
        if let Some(Refusal::QueueFull { .. }) = snapshot.refusal {
            if is_current && !self.watch.cancelled {
                self.queue_was_full(no, None);
            }
        } else if snapshot.end().is_some() {
            self.watch.room.ended(core.load(no));
        }
    }

    /// A wave of refusals is reported once, with the time for which the model is held back.
    pub(super) fn after_refusal(&mut self, actions: &[Action]) -> Result<(), String> {
        let Some(refused) = self.watch.room.refusal.take() else { return Ok(()) };
        let delays: Vec<_> = actions
            .iter()
            .filter_map(|action| match action {
                Action::Emit(RunEvent::Held { delay, .. }) => Some(*delay),
                _ => None,
            })
            .collect();
        // Two waves cannot be told apart while the clock is set back.
        if self.watch.cancelled || self.quirks.clock_is_set {
            return Ok(());
        }
        let as_told = delays.iter().all(|delay| *delay >= refused.hint);
        if delays.len() != usize::from(refused.is_news) || !as_told {
            return broken(format!("{refused:?} is told as {delays:?}"));
        }
        Ok(())
    }

    /// All limits hold when a shard is admitted.
    pub(super) fn audit_admission(&mut self, no: ShardNo) -> Result<(), String> {
        let Some(core) = &self.core else { return Ok(()) };
        let (record, load) = (core.record(no), core.load(no));
        if !record.is_in_flight() {
            return Ok(());
        }
        let in_flight = core.shards().filter(|(_, _, record)| record.is_in_flight()).count();
        if in_flight > self.policy.batches {
            return broken(format!("{in_flight} batches in flight"));
        }
        let stored: u64 = core.shards().map(|(_, load, record)| load.bytes * record.files()).sum();
        if record.stage == Stage::Uploading && stored > self.policy.stored && stored > load.bytes {
            return broken(format!("{stored} bytes are stored"));
        }
        let enqueued = self.enqueued(&load.model);
        if self.policy.tokens.is_some_and(|tokens| enqueued > tokens) && enqueued > load.tokens {
            return broken(format!("{enqueued} tokens are enqueued"));
        }
        let (others, hold) = (enqueued - load.tokens, self.policy.hold.min(LONGEST_HOLD));
        let Some(model) = self.watch.room.models.get_mut(&load.model) else { return Ok(()) };
        if self.now < model.asked_until.max(model.held_until) {
            return broken(format!("shard {no} does not wait as long as a full queue demands"));
        }
        // One shard at a time may test whether there is more room than was learnt.
        if others > 0 && model.learnt.is_some_and(|learnt| enqueued > learnt) {
            model.learnt = Some(enqueued);
            model.held_until = self.now.plus(hold);
        }
        Ok(())
    }

    fn enqueued(&self, model: &Option<String>) -> u64 {
        let shards = self.core.iter().flat_map(crate::core::Core::shards);
        let of_model = |(_, load, record): &(_, &Load, &crate::core::Record)| {
            load.model == *model && record.is_enqueued()
        };
        shards.filter(of_model).map(|(_, load, _)| load.tokens).sum()
    }
}
