//! A fault plan in use: it counts calls and decides which effects each of them meets.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::call::Call;
use super::effect::FaultEffect;
use super::plan::FaultPlan;
use crate::operation::Operation;
use crate::random::{fraction, splitmix};

/// The plan in use.
pub(crate) struct Faults(Mutex<InUse>);

struct InUse {
    plan: FaultPlan,
    since: Duration,
    /// Calls so far, by rule.
    calls: Vec<Counter>,
    /// Batches that were asked for so far.
    creates: u64,
}

/// Counts the calls of one rule.
#[derive(Default)]
struct Counter {
    together: u64,
    by_object: HashMap<String, u64>,
}

impl Counter {
    fn next(&mut self, object: Option<&str>) -> u64 {
        let count = match object {
            None => &mut self.together,
            Some(id) => self.by_object.entry(id.to_owned()).or_default(),
        };
        *count += 1;
        *count
    }
}

impl InUse {
    fn new(plan: FaultPlan, since: Duration) -> Self {
        let calls = plan.rules.iter().map(|_| Counter::default()).collect();
        Self { plan, since, calls, creates: 0 }
    }
}

impl Faults {
    pub(crate) fn new(plan: FaultPlan, now: Duration) -> Self {
        Self(Mutex::new(InUse::new(plan, now)))
    }

    fn in_use(&self) -> MutexGuard<'_, InUse> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the plan and restarts its counters.
    pub(crate) fn replace(&self, plan: FaultPlan, now: Duration) {
        *self.in_use() = InUse::new(plan, now);
    }

    /// Counts a call and decides what it meets.
    pub(crate) fn draw(&self, call: &Call<'_>) -> Drawn {
        let mut in_use = self.in_use();
        let InUse { plan, since, calls, creates } = &mut *in_use;
        if call.operation == Some(Operation::CreateBatch) {
            *creates += 1;
        }
        let mut drawn = Drawn { effects: Vec::new(), seed: splitmix(plan.seed ^ *creates) };
        for (at, (rule, counter)) in plan.rules.iter().zip(calls).enumerate() {
            if !rule.selects(call) {
                continue;
            }
            let nth = counter.next(call.object.filter(|_| rule.per_object));
            let chance = fraction(&[plan.seed, at as u64, nth]);
            if rule.applies(nth, call.now.saturating_sub(*since), chance) {
                drawn.effects.push(rule.effect.clone());
            }
        }
        drawn
    }
}

/// The effects that one request meets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) effects: Vec<FaultEffect>,
    /// Seed of the random choices inside a batch.
    pub(crate) seed: u64,
}

impl Drawn {
    fn most<T: Ord>(&self, of: impl Fn(&FaultEffect) -> Option<T>) -> Option<T> {
        self.effects.iter().filter_map(of).max()
    }

    /// The effects that stay with a batch.
    pub(crate) fn for_batch(&self) -> Vec<FaultEffect> {
        self.effects.iter().filter(|effect| effect.is_for_batch()).cloned().collect()
    }

    /// How many of the newest objects a list hides.
    pub(crate) fn hidden(&self) -> usize {
        let newest = self.most(|effect| match effect {
            FaultEffect::LaggingList { newest } => Some(*newest),
            _ => None,
        });
        usize::try_from(newest.unwrap_or_default()).unwrap_or(usize::MAX)
    }

    /// How old an object must be for a list to show it.
    pub(crate) fn list_lag(&self) -> Duration {
        let lag = self.most(|effect| match effect {
            FaultEffect::ListLag { ms } => Some(*ms),
            _ => None,
        });
        Duration::from_millis(lag.unwrap_or_default())
    }

    pub(crate) fn repeats_page(&self) -> bool {
        self.effects.contains(&FaultEffect::RepeatPage)
    }

    pub(crate) fn overlaps_pages(&self) -> bool {
        self.effects.contains(&FaultEffect::OverlapPages)
    }

    /// The highest `limit` that a list accepts.
    pub(crate) fn max_limit(&self) -> Option<u16> {
        let limits = self.effects.iter().filter_map(|effect| match effect {
            FaultEffect::MaxLimit { limit } => Some(*limit),
            _ => None,
        });
        limits.min()
    }

    /// Whether a file is denied.
    pub(crate) fn denies_file(&self) -> bool {
        self.effects.contains(&FaultEffect::FileNotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::*;
    use crate::file_kind::FileKind;

    const POLL: Call<'static> = Call {
        operation: Some(Operation::RetrieveBatch),
        object: Some("a"),
        file: None,
        now: Duration::ZERO,
    };

    fn hits(rule: Rule, calls: u64) -> Vec<u64> {
        let faults = Faults::new(FaultPlan::new().seed(1).rule(rule), Duration::ZERO);
        (1..=calls).filter(|_| !faults.draw(&POLL).effects.is_empty()).collect()
    }

    fn reset() -> Rule {
        Rule::new(FaultEffect::ResetBefore)
    }

    #[test]
    fn conditions_select_calls() {
        assert_eq!(hits(reset(), 3), [1, 2, 3]);
        assert_eq!(hits(reset().calls([2, 4]), 5), [2, 4]);
        assert_eq!(hits(reset().first(2), 5), [1, 2]);
        assert_eq!(hits(reset().every(3), 7), [3, 6]);
        assert_eq!(hits(reset().every(2).first(4), 9), [2, 4]);
        assert_eq!(hits(reset().probability(0.0), 50), [0; 0]);
        assert_eq!(hits(reset().probability(1.0), 3), [1, 2, 3]);
        assert_eq!(hits(reset().on([Operation::CreateBatch]), 3), [0; 0]);
        assert_eq!(hits(reset().on([Operation::RetrieveBatch]), 2), [1, 2]);
        assert_eq!(hits(reset().files([FileKind::Error]), 2), [0; 0]);
    }

    #[test]
    fn objects_can_be_counted_separately() {
        let drawn = |rule: Rule| {
            let faults = Faults::new(FaultPlan::new().rule(rule), Duration::ZERO);
            ["a", "b", "a", "b"]
                .map(|id| faults.draw(&Call { object: Some(id), ..POLL }).effects.len())
        };
        assert_eq!(drawn(reset().first(1).per_object()), [1, 1, 0, 0]);
        assert_eq!(drawn(reset().first(1)), [1, 0, 0, 0]);
    }

    #[test]
    fn a_time_span_starts_when_the_plan_is_set() {
        let seconds = Duration::from_secs;
        let plan = FaultPlan::new().rule(reset().during(seconds(1)..seconds(3)));
        let faults = Faults::new(plan, seconds(100));
        let hits = [100, 101, 102, 103]
            .map(|now| faults.draw(&Call { now: seconds(now), ..POLL }).effects.len());
        assert_eq!(hits, [0, 1, 1, 0]);
    }

    #[test]
    fn the_seed_decides_what_is_random() {
        let rule = || reset().probability(0.3);
        let first = hits(rule(), 1_000);
        assert_eq!(first, hits(rule(), 1_000));
        assert!((250..350).contains(&first.len()), "{}", first.len());
    }

    #[test]
    fn each_batch_has_its_own_seed() {
        let create = Call { operation: Some(Operation::CreateBatch), ..Call::default() };
        let seeds = || {
            let faults = Faults::new(FaultPlan::new().seed(5), Duration::ZERO);
            [faults.draw(&create).seed, faults.draw(&create).seed]
        };
        let [first, second] = seeds();
        assert_ne!(first, second);
        assert_eq!(seeds(), [first, second]);
    }
}
