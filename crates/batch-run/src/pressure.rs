//! How much may be enqueued: what the caller allows, and what the server's refusals teach.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

/// The longest time for which a refusal holds work back while nothing else changes.
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// Limits on enqueued tokens, by model.
#[derive(Debug)]
pub(crate) struct Pressure {
    /// What the caller allows for each model.
    allowed: Option<u64>,
    first_hold: Duration,
    models: HashMap<Option<String>, Model>,
}

#[derive(Debug, Default)]
struct Model {
    /// What was enqueued when the server refused more.
    learnt: Option<u64>,
    held_until: Option<Instant>,
    refusals: u32,
}

impl Pressure {
    pub(crate) fn new(allowed: Option<u64>, first_hold: Duration) -> Self {
        Self { allowed, first_hold, models: HashMap::new() }
    }

    /// The server refused a batch while `enqueued` tokens of its model were under way. Says for
    /// how long nothing more is sent for that model, unless one of its batches ends before.
    pub(crate) fn refused(&mut self, model: Option<&str>, enqueued: u64, now: Instant) -> Duration {
        let first = self.first_hold;
        let model = self.models.entry(model.map(str::to_owned)).or_default();
        model.learnt = Some(enqueued);
        let delay = first.saturating_mul(1 << model.refusals.min(16)).min(LONGEST_HOLD);
        model.refusals += 1;
        model.held_until = Some(now + delay);
        delay
    }

    /// A batch of the model has ended, so there is room. The lesson is slowly forgotten, for what
    /// filled the queue may have been somebody else's.
    pub(crate) fn ended(&mut self, model: Option<&str>) {
        if let Some(model) = self.models.get_mut(&model.map(str::to_owned)) {
            model.held_until = None;
            model.refusals = 0;
            model.learnt = model.learnt.map(|tokens| tokens.saturating_add(tokens / 4));
        }
    }

    /// Whether a batch of so many tokens may be sent while `enqueued` are under way. One that is
    /// too large by itself is tried alone.
    pub(crate) fn admits(
        &mut self,
        model: Option<&str>,
        enqueued: u64,
        tokens: u64,
        now: Instant,
    ) -> bool {
        let mut limit = self.allowed.unwrap_or(u64::MAX);
        if let Some(model) = self.models.get_mut(&model.map(str::to_owned)) {
            match model.held_until {
                Some(until) if until > now => return false,
                // The time has come although nothing ended: the limit may be another one by now.
                Some(_) => {
                    model.held_until = None;
                    model.learnt = None;
                }
                None => {}
            }
            limit = limit.min(model.learnt.unwrap_or(u64::MAX));
        }
        enqueued == 0 || enqueued.saturating_add(tokens) <= limit
    }

    /// When a hold ends.
    pub(crate) fn next_release(&self) -> Option<Instant> {
        self.models.values().filter_map(|model| model.held_until).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLD: Duration = Duration::from_secs(10);

    #[test]
    fn what_is_allowed_is_kept_and_one_too_large_goes_alone() {
        let now = Instant::now();
        let mut pressure = Pressure::new(Some(100), HOLD);
        assert!(pressure.admits(Some("m"), 0, 500, now));
        assert!(pressure.admits(Some("m"), 60, 40, now));
        assert!(!pressure.admits(Some("m"), 60, 41, now));
    }

    #[test]
    fn a_refusal_holds_its_model_until_a_batch_ends() {
        let now = Instant::now();
        let mut pressure = Pressure::new(None, HOLD);
        assert_eq!(pressure.refused(Some("m"), 300, now), HOLD);
        assert!(!pressure.admits(Some("m"), 300, 100, now));
        assert!(pressure.admits(Some("other"), 300, 100, now));
        pressure.ended(Some("m"));
        assert!(pressure.admits(Some("m"), 200, 100, now));
        assert!(!pressure.admits(Some("m"), 300, 100, now), "the lesson is kept");
    }

    #[test]
    fn a_hold_ends_by_itself_and_grows_while_refusals_go_on() {
        let now = Instant::now();
        let mut pressure = Pressure::new(None, HOLD);
        pressure.refused(None, 0, now);
        assert_eq!(pressure.next_release(), Some(now + HOLD));
        assert!(!pressure.admits(None, 0, 1, now));
        let later = now + HOLD;
        assert!(pressure.admits(None, 0, 1, later));
        assert_eq!(pressure.refused(None, 0, later), HOLD * 2);
        for _ in 0..40 {
            assert!(pressure.refused(None, 0, later) <= LONGEST_HOLD);
        }
    }
}
