//! What to begin next, within the limits.

use super::action::{Action, Call, Role, Work};
use super::record::{Chore, ShardNo, Stage};
use super::totals::Queue;
use super::{Core, Wish, is_transfer};

impl Core {
    /// Begins everything that may begin now.
    pub(super) fn launch(&mut self) {
        if !self.probed {
            self.begin_work(Work::Probe);
            return;
        }
        loop {
            self.launch_due();
            if self.is_over() || !self.admit() {
                break;
            }
        }
        if !self.is_over() {
            self.end_of_round();
        }
    }

    /// Begins the next call of each shard that is due.
    fn launch_due(&mut self) {
        while let Some(&(due, no)) = self.timers.first()
            && due <= self.now
            && !self.is_over()
        {
            self.timers.pop_first();
            self.live[no].due = None;
            self.proceed(no);
        }
        while self.transfers < self.policy.transfers
            && let Some(no) = self.waiting.pop_first()
        {
            self.proceed(no);
        }
    }

    fn proceed(&mut self, no: ShardNo) {
        let Some(call) = self.next_call(no) else { return };
        if is_transfer(&call) {
            if self.transfers >= self.policy.transfers {
                self.waiting.insert(no);
                return;
            }
            self.transfers += 1;
        }
        match &call {
            Call::FindBatch { .. } | Call::Cancel { .. } => self.live[no].asked = self.now,
            Call::Create { .. } => {
                self.live[no].sent = self.now;
                self.update(no, |record| {
                    record.resent |= record.sends > 0;
                    record.sends += 1;
                });
            }
            Call::Poll { .. } => {
                let live = &mut self.live[no];
                (live.asked, live.polls) = (self.now, live.polls.saturating_add(1));
            }
            _ => {}
        }
        self.live[no].call = Some(call.clone());
        self.out.calls.push(Action::Call(no, call));
    }

    /// The next call of a shard; none if it waits for room or is done.
    fn next_call(&mut self, no: ShardNo) -> Option<Call> {
        let record = &self.records[no];
        let live = &self.live[no];
        let attempt = record.attempt();
        if let Stage::Running { .. } = record.stage
            && let Some(batch) = record.second_batch()
        {
            return Some(Call::Cancel { batch: batch.to_owned() });
        }
        match &record.stage {
            // Deleting an input that will not be used again makes room for others.
            Stage::Queued { .. } => record.chores.iter().find_map(|chore| match chore {
                Chore::Delete(file) => Some(Call::Delete { file: file.clone() }),
                _ => None,
            }),
            Stage::Uploading if live.lost => Some(Call::FindFile { number: record.upload }),
            Stage::Uploading => Some(Call::Upload { number: record.upload }),
            Stage::Creating { file } if live.lost => {
                Some(Call::FindBatch { file: file.clone(), attempt })
            }
            Stage::Creating { file } => Some(Call::Create { file: file.clone(), attempt }),
            Stage::Running { batch, cancelling: false, .. } if self.wish == Wish::Cancel => {
                Some(Call::Cancel { batch: batch.clone() })
            }
            Stage::Running { batch, .. } => Some(Call::Poll { batch: batch.clone() }),
            Stage::Fetching { end, .. } => {
                let wanted = |name: &Option<String>, here: bool, role| {
                    let file = name.clone().filter(|_| !here && !live.given_up.contains(&role))?;
                    Some(Call::Fetch { file, role })
                };
                let output = wanted(&end.output, live.files.output.is_some(), Role::Output);
                let error = || wanted(&end.error, live.files.error.is_some(), Role::Error);
                let call = output.or_else(error);
                if call.is_none() {
                    self.conclude(no);
                }
                call
            }
            Stage::Closing { files, fill, .. } => {
                Some(Call::Settle { files: files.clone(), fill: fill.clone() })
            }
            Stage::Settled { .. } => match record.next_chore()? {
                // The list must have had time to show every batch.
                Chore::Look { .. } if self.now < live.window => {
                    self.due(no, live.window);
                    None
                }
                Chore::Look { file } => Some(Call::FindAll { file: file.clone() }),
                Chore::Cancel(batch) => Some(Call::Cancel { batch: batch.clone() }),
                Chore::Delete(file) | Chore::Withhold(file) => {
                    Some(Call::Delete { file: file.clone() })
                }
            },
        }
    }

    /// Admits one shard that waits for room. Returns whether there was one.
    fn admit(&mut self) -> bool {
        if self.wish != Wish::Run || self.totals.in_flight >= self.policy.batches {
            return false;
        }
        let Some(no) = self.totals.queues().filter_map(|(_, queue)| self.admissible(queue)).min()
        else {
            return false;
        };
        let Stage::Queued { file } = &self.records[no].stage else { return false };
        let stage = match file.clone() {
            Some(file) => Stage::Creating { file },
            None => Stage::Uploading,
        };
        self.pressure.sent(self.loads[no].model.as_deref(), self.now);
        self.update(no, |record| record.stage = stage);
        self.due(no, self.now);
        true
    }

    /// The first shard of a model's queue that may be sent now. Shards whose input is on the server
    /// come first, because it takes up room there.
    fn admissible(&self, queue: &Queue) -> Option<ShardNo> {
        // Few shards wait for a deadline of their own, so this search is short.
        let is_ready = |no: ShardNo| self.live[no].due.is_none() && self.live[no].call.is_none();
        let (_, no) = *queue.iter().find(|(_, no)| is_ready(*no))?;
        let load = &self.loads[no];
        let has_file = matches!(self.records[no].stage, Stage::Queued { file: Some(_) });
        let fits = has_file
            || self.totals.stored == 0
            || self.totals.stored.saturating_add(load.bytes) <= self.policy.stored;
        let enqueued = self.totals.enqueued(load.model.as_ref());
        let admits = self.pressure.admits(load.model.as_deref(), enqueued, load.tokens, self.now);
        (fits && admits).then_some(no)
    }
}
