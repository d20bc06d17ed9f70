//! What may go wrong on purpose, and when.

mod effect;
mod http;
mod lines;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::operation::Operation;
use crate::random::fraction;

pub use effect::{Effect, InvalidEffect, Status};
pub(crate) use http::{after, before, drain, read_header};
pub(crate) use lines::{LineFaults, Treatment};

/// The header that brings faults to the request it is sent with: one [`Effect`] as JSON, or an
/// array of them.
pub const FAULT_HEADER: &str = "x-batch-local-fault";

/// Rules that say which requests meet which trouble.
///
/// Every rule that applies to a request takes effect, in the order of the plan. What depends on
/// chance depends on the seed alone: the same calls in the same order meet the same faults.
///
/// In code:
///
/// ```
/// use batch_local::{Effect, FaultPlan, Operation, Rule, Status};
///
/// let plan = FaultPlan::new()
///     .seed(7)
///     // The second and third poll meet an overloaded server.
///     .rule(
///         Rule::new(Status::new(503).header("retry-after", "1"))
///             .on([Operation::RetrieveBatch])
///             .calls([2, 3]),
///     )
///     // A tenth of all requests lose their connection.
///     .rule(Rule::new(Effect::ResetBefore).probability(0.1));
/// # let text = serde_json::to_string(&plan).unwrap();
/// # assert_eq!(FaultPlan::from_json(&text).unwrap(), plan);
/// ```
///
/// And in a file:
///
/// ```
/// # let plan = batch_local::FaultPlan::from_json(r#"
/// {
///   "seed": 7,
///   "rules": [
///     {"on": ["retrieveBatch"], "calls": [2, 3],
///      "effect": {"status": {"code": 503, "headers": {"retry-after": "1"}}}},
///     {"probability": 0.1, "effect": "reset_before"}
///   ]
/// }
/// # "#).unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultPlan {
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    rules: Vec<Rule>,
}

impl FaultPlan {
    /// A plan in which nothing goes wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the seed of everything that depends on chance.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Adds a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Reads a plan from the text of a file.
    ///
    /// # Errors
    /// When the text is no plan, or a value in it makes no sense; the message says where.
    pub fn from_json(text: &str) -> Result<Self, InvalidPlan> {
        let plan: Self =
            serde_json::from_str(text).map_err(|error| InvalidPlan(error.to_string()))?;
        plan.check()?;
        Ok(plan)
    }

    pub(crate) fn check(&self) -> Result<(), InvalidPlan> {
        for (at, rule) in self.rules.iter().enumerate() {
            rule.check().map_err(|problem| InvalidPlan(format!("rule {}: {problem}", at + 1)))?;
        }
        Ok(())
    }
}

/// A plan that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the fault plan is not valid: {0}")]
pub struct InvalidPlan(String);

/// One kind of trouble and the requests that meet it.
///
/// Without conditions, every request does. Several conditions must hold together. Calls are
/// counted per rule, from 1, and only those of the rule's operations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Rule {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    on: Vec<Operation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    calls: Vec<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    effect: Effect,
}

impl Rule {
    /// This effect, on every request.
    pub fn new(effect: impl Into<Effect>) -> Self {
        Self {
            on: Vec::new(),
            calls: Vec::new(),
            first: None,
            every: None,
            probability: None,
            effect: effect.into(),
        }
    }

    /// Only on these operations.
    pub fn on(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.on.extend(operations);
        self
    }

    /// Only on these calls, counted from 1.
    pub fn calls(mut self, calls: impl IntoIterator<Item = u64>) -> Self {
        self.calls.extend(calls);
        self
    }

    /// Only on the first calls.
    pub fn first(mut self, calls: u64) -> Self {
        self.first = Some(calls);
        self
    }

    /// Only on every n-th call; n is at least 1.
    pub fn every(mut self, nth: u64) -> Self {
        self.every = Some(nth);
        self
    }

    /// Only on this share of the calls, from 0 to 1.
    pub fn probability(mut self, share: f64) -> Self {
        self.probability = Some(share);
        self
    }

    fn check(&self) -> Result<(), String> {
        if self.probability.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            return Err("a probability is a number from 0 to 1".into());
        }
        if self.every == Some(0) {
            return Err("\"every\" counts from 1".into());
        }
        if self.calls.contains(&0) {
            return Err("\"calls\" count from 1".into());
        }
        self.effect.check().map_err(|problem| problem.to_string())
    }

    /// Whether the rule holds for the n-th call. `chance` is a number from 0 to 1 for this call.
    fn applies(&self, nth: u64, chance: f64) -> bool {
        (self.calls.is_empty() || self.calls.contains(&nth))
            && self.first.is_none_or(|first| nth <= first)
            && self.every.is_none_or(|every| nth.is_multiple_of(every))
            && self.probability.is_none_or(|share| chance < share)
    }
}

/// A plan that is being followed.
pub(crate) struct Faults(Mutex<Followed>);

struct Followed {
    plan: FaultPlan,
    /// Calls seen, by rule.
    calls: Vec<u64>,
}

/// The effects that one request meets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) effects: Vec<Effect>,
    /// For what depends on chance inside of a batch.
    pub(crate) seed: u64,
}

impl Faults {
    pub(crate) fn new(plan: FaultPlan) -> Self {
        let calls = vec![0; plan.rules.len()];
        Self(Mutex::new(Followed { plan, calls }))
    }

    fn followed(&self) -> MutexGuard<'_, Followed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn replace(&self, plan: FaultPlan) {
        let calls = vec![0; plan.rules.len()];
        *self.followed() = Followed { plan, calls };
    }

    /// Counts a call and says what it meets.
    pub(crate) fn draw(&self, operation: Option<Operation>) -> Drawn {
        let mut followed = self.followed();
        let Followed { plan, calls } = &mut *followed;
        let mut drawn = Drawn { effects: Vec::new(), seed: plan.seed };
        for (at, (rule, calls)) in plan.rules.iter().zip(calls).enumerate() {
            if !rule.on.is_empty() && !operation.is_some_and(|op| rule.on.contains(&op)) {
                continue;
            }
            *calls += 1;
            if rule.applies(*calls, fraction(&[plan.seed, at as u64, *calls])) {
                drawn.effects.push(rule.effect.clone());
            }
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(rule: Rule, calls: u64) -> Vec<u64> {
        let faults = Faults::new(FaultPlan::new().seed(1).rule(rule));
        (1..=calls)
            .filter(|_| !faults.draw(Some(Operation::RetrieveBatch)).effects.is_empty())
            .collect()
    }

    #[test]
    fn rules_choose_their_calls() {
        let rule = || Rule::new(Effect::ResetBefore);
        assert_eq!(hits(rule(), 3), [1, 2, 3]);
        assert_eq!(hits(rule().calls([2, 4]), 5), [2, 4]);
        assert_eq!(hits(rule().first(2), 5), [1, 2]);
        assert_eq!(hits(rule().every(3), 7), [3, 6]);
        assert_eq!(hits(rule().every(2).first(4), 9), [2, 4]);
        assert_eq!(hits(rule().probability(0.0), 50), [0; 0]);
        assert_eq!(hits(rule().probability(1.0), 3), [1, 2, 3]);
        assert_eq!(hits(rule().on([Operation::CreateBatch]), 3), [0; 0]);
        assert_eq!(hits(rule().on([Operation::RetrieveBatch]), 2), [1, 2]);
    }

    #[test]
    fn chance_is_the_seeds() {
        let rule = || Rule::new(Effect::ResetBefore).probability(0.3);
        let first = hits(rule(), 1_000);
        assert_eq!(first, hits(rule(), 1_000));
        assert!((250..350).contains(&first.len()), "{}", first.len());
    }

    #[test]
    fn plans_that_make_no_sense_say_where() {
        for (text, part) in [
            (r#"{"rules":[{"effect":"reset_before","probability":2}]}"#, "rule 1: a probability"),
            (r#"{"rules":[{"effect":"explode"}]}"#, "explode"),
            (r#"{"rules":[{"effect":"reset_before","when":1}]}"#, "when"),
            (r#"{"rules":[{"effect":"reset_before","every":0}]}"#, "every"),
            (r#"{"rules":[{"on":["fly"],"effect":"reset_before"}]}"#, "fly"),
            (r#"{"rules":[{"effect":{"status":{"code":99}}}]}"#, "99"),
            (r#"{"rules":[{"effect":{"status":{"code":500,"headers":{"a b":"c"}}}}]}"#, "a b"),
            (r#"{"rules":[{"effect":{"missing_lines":{"share":-1}}}]}"#, "share"),
            ("[", "line 1"),
        ] {
            let error = FaultPlan::from_json(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
