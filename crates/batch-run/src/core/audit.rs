//! Checks of derived state against the records that it is derived from.

use super::record::Stage;
use super::totals::Totals;
use super::{Core, is_transfer};

impl Core {
    /// Checks the totals over all shards.
    pub(crate) fn audit_totals(&self) -> Result<(), String> {
        let mut expected = Totals::default();
        for (no, load, record) in self.shards() {
            expected.change(no, load, None, record);
        }
        if !self.totals.agrees(&expected) {
            return Err(format!("{:?} should be {expected:?}", self.totals));
        }
        Ok(())
    }

    /// Checks calls and timers.
    pub(crate) fn audit_calls(&self) -> Result<(), String> {
        let calls = self.live.iter().filter_map(|live| live.call.as_ref());
        let transfers = calls.filter(|call| is_transfer(call)).count();
        if self.transfers != transfers {
            return Err(format!("{} transfers should be {transfers}", self.transfers));
        }
        for (no, live) in self.live.iter().enumerate() {
            let record = &self.records[no];
            let waits = live.due.is_some() || self.waiting.contains(&no);
            let is_queued = matches!(record.stage, Stage::Queued { .. });
            if live.call.is_some() && waits {
                return Err(format!("shard {no} waits although a call is in flight"));
            }
            if !(live.call.is_some() || waits || is_queued || record.is_done() || !self.probed) {
                return Err(format!("shard {no} is forgotten: {record:?}"));
            }
            if live.due.is_some_and(|due| !self.timers.contains(&(due, no))) {
                return Err(format!("shard {no} has no timer"));
            }
        }
        Ok(())
    }
}
