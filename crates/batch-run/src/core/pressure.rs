//! How much may be enqueued: the caller's limit, and the limits learnt from the server's refusals.

use std::collections::BTreeMap;
use std::time::Duration;

use super::time::Time;

/// The longest time for which a refusal holds a model back while none of its batches ends.
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// Limits on enqueued tokens, by model.
#[derive(Debug)]
pub(crate) struct Pressure {
    allowed: Option<u64>,
    first_hold: Duration,
    models: BTreeMap<String, Model>,
}

#[derive(Debug, Default)]
struct Model {
    /// Tokens enqueued when the server refused more.
    learnt: Option<u64>,
    /// Until when nothing is sent, unless a batch ends earlier.
    held_until: Option<Time>,
    /// Until when nothing is sent because the server asked for it.
    asked_until: Option<Time>,
    /// When the last wave of refusals began. The refusal of a create that was sent earlier is part of
    /// it.
    refused_at: Option<Time>,
    refusals: u32,
}

impl Pressure {
    pub(crate) fn new(
        allowed: Option<u64>,
        first_hold: Duration,
        learnt: &BTreeMap<String, u64>,
    ) -> Self {
        let models = learnt.iter().map(|(model, tokens)| {
            (model.clone(), Model { learnt: Some(*tokens), ..Model::default() })
        });
        Self { allowed, first_hold, models: models.collect() }
    }

    /// The server refused a batch that was sent at `sent`, while `enqueued` other tokens of its model
    /// were in flight. Returns how long the model is held back if this refusal begins a new wave.
    pub(crate) fn refused(
        &mut self,
        model: Option<&str>,
        enqueued: u64,
        sent: Time,
        hint: Option<Duration>,
        now: Time,
    ) -> Option<Duration> {
        let state = self.models.entry(model.unwrap_or_default().to_owned()).or_default();
        let is_news = state.refused_at.is_none_or(|wave| sent >= wave);
        if is_news {
            let pause = self.first_hold.saturating_mul(1 << state.refusals.min(16));
            state.refusals = state.refusals.saturating_add(1);
            state.refused_at = Some(now);
            state.held_until = Some(now.plus(pause.min(LONGEST_HOLD)));
        }
        state.learnt = Some(state.learnt.filter(|_| !is_news).unwrap_or(u64::MAX).min(enqueued));
        if let Some(hint) = hint {
            state.asked_until = state.asked_until.max(Some(now.plus(hint.min(LONGEST_HOLD))));
        }
        is_news.then(|| state.held_until.max(state.asked_until).unwrap_or(now).since(now))
    }

    /// A batch of the model has ended, so there is room again. The learnt limit is raised slowly: the
    /// queue may have been filled by others at the time.
    pub(crate) fn ended(&mut self, model: Option<&str>, tokens: u64) {
        if let Some(state) = self.models.get_mut(model.unwrap_or_default()) {
            state.held_until = None;
            state.refusals = 0;
            state.learnt = state.learnt.map(|learnt| learnt.saturating_add(learnt.max(tokens) / 4));
        }
    }

    /// Whether a batch of `tokens` may be sent while `enqueued` tokens are in flight. A batch that is
    /// too large by itself is sent alone.
    pub(crate) fn admits(
        &self,
        model: Option<&str>,
        enqueued: u64,
        tokens: u64,
        now: Time,
    ) -> bool {
        let wanted = enqueued.saturating_add(tokens);
        if enqueued > 0 && self.allowed.is_some_and(|allowed| wanted > allowed) {
            return false;
        }
        let Some(state) = self.models.get(model.unwrap_or_default()) else {
            return true;
        };
        if state.asked_until.is_some_and(|until| until > now) {
            return false;
        }
        match state.held_until {
            Some(until) if until > now => false,
            // The hold is over although no batch ended. One batch tests whether there is room.
            Some(_) => true,
            None => enqueued == 0 || state.learnt.is_none_or(|learnt| wanted <= learnt),
        }
    }

    /// A batch of the model is sent. If it tests a queue that was full, the next one waits for the
    /// outcome.
    pub(crate) fn sent(&mut self, model: Option<&str>, now: Time) {
        let pause = self.first_hold;
        if let Some(state) = self.models.get_mut(model.unwrap_or_default())
            && state.held_until.is_some_and(|until| until <= now)
        {
            let pause = pause.saturating_mul(1 << state.refusals.min(16)).min(LONGEST_HOLD);
            state.held_until = Some(now.plus(pause));
        }
    }

    /// When the next hold ends, if there is one.
    pub(crate) fn next_release(&self, now: Time) -> Option<Time> {
        let holds = self.models.values().flat_map(|model| [model.held_until, model.asked_until]);
        holds.flatten().filter(|until| *until > now).min()
    }

    /// The learnt limits, to be saved.
    pub(crate) fn learnt(&self) -> BTreeMap<String, u64> {
        self.models
            .iter()
            .filter_map(|(model, state)| Some((model.clone(), state.learnt?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLD: Duration = Duration::from_secs(10);

    fn at(seconds: u64) -> Time {
        Time::from_millis(seconds * 1_000)
    }

    fn pressure(allowed: Option<u64>) -> Pressure {
        Pressure::new(allowed, HOLD, &BTreeMap::new())
    }

    #[test]
    fn the_callers_limit_is_kept_and_a_batch_beyond_it_goes_alone() {
        let pressure = pressure(Some(100));
        assert!(pressure.admits(Some("m"), 0, 500, at(0)));
        assert!(pressure.admits(Some("m"), 60, 40, at(0)));
        assert!(!pressure.admits(Some("m"), 60, 41, at(0)));
    }

    #[test]
    fn a_refusal_holds_its_model_until_a_batch_ends() {
        let mut pressure = pressure(None);
        assert_eq!(pressure.refused(Some("m"), 300, at(0), None, at(1)), Some(HOLD));
        assert!(!pressure.admits(Some("m"), 300, 100, at(1)));
        assert!(pressure.admits(Some("other"), 300, 100, at(1)));
        pressure.ended(Some("m"), 0);
        assert!(pressure.admits(Some("m"), 200, 100, at(1)));
        assert!(!pressure.admits(Some("m"), 300, 100, at(1)), "the limit learnt is kept");
    }

    #[test]
    fn a_wave_of_refusals_counts_once() {
        let mut pressure = pressure(None);
        assert_eq!(pressure.refused(None, 0, at(0), None, at(1)), Some(HOLD));
        for _ in 0..20 {
            assert_eq!(pressure.refused(None, 0, at(0), None, at(2)), None);
        }
        assert!(pressure.admits(None, 0, 1, at(11)));
        assert_eq!(pressure.refused(None, 0, at(11), None, at(12)), Some(HOLD * 2));
    }

    #[test]
    fn after_a_hold_one_batch_tries_and_the_limit_learnt_stays() {
        let mut pressure = pressure(None);
        pressure.refused(None, 300, at(0), None, at(0));
        assert_eq!(pressure.next_release(at(0)), Some(at(10)));
        assert!(pressure.admits(None, 300, 100, at(10)));
        pressure.sent(None, at(10));
        assert!(!pressure.admits(None, 400, 100, at(10)), "one at a time");
        assert_eq!(pressure.learnt()[""], 300);
        assert_eq!(pressure.next_release(at(10)), Some(at(30)));
    }

    #[test]
    fn retry_after_is_kept_and_holds_are_bounded() {
        let mut pressure = pressure(None);
        let hint = Duration::from_secs(90);
        assert_eq!(pressure.refused(None, 0, at(0), Some(hint), at(0)), Some(hint));
        assert!(!pressure.admits(None, 0, 1, at(89)));
        assert!(pressure.admits(None, 0, 1, at(90)));
        for n in 1..50 {
            let sent = at(n * 1_000);
            let hold = pressure.refused(None, 0, sent, Some(Duration::MAX), sent).unwrap();
            assert!(hold <= LONGEST_HOLD, "{hold:?}");
        }
    }
}
