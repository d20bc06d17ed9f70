//! Fault plans as users write them.

use serde::{Deserialize, Serialize};

use super::rule::Rule;

/// Rules that decide which requests meet which faults.
///
/// Every rule that applies to a request takes effect, in the order of the plan. Randomness comes
/// from the seed alone: the same calls in the same order meet the same faults.
///
/// In code:
///
/// ```
/// use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Status};
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
///     .rule(Rule::new(FaultEffect::ResetBefore).probability(0.1));
/// # let text = serde_json::to_string(&plan).unwrap();
/// # assert_eq!(FaultPlan::from_json(&text).unwrap(), plan);
/// ```
///
/// In a file:
///
/// ```
/// # let plan = batch_local::FaultPlan::from_json(r#"
/// {
///   "seed": 7,
///   "rules": [
///     {"on": ["retrieveBatch"], "calls": [2, 3],
///      "effect": {"status": {"code": 503, "headers": {"retry-after": "1"}}}},
///     {"probability": 0.1, "effect": "reset_before"},
///     {"on": ["downloadFile"], "files": ["error"], "per_object": true, "first": 1,
///      "effect": "file_not_found"}
///   ]
/// }
/// # "#).unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultPlan {
    #[serde(default)]
    pub(super) seed: u64,
    #[serde(default)]
    pub(super) rules: Vec<Rule>,
}

impl FaultPlan {
    /// A plan without faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the seed of everything random. Defaults to 0.
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

    /// Parses a plan from JSON.
    ///
    /// # Errors
    /// If the text is not a plan or a value in it is out of range. The message says where.
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

/// An invalid fault plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid fault plan: {0}")]
pub struct InvalidPlan(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_plan_says_where() {
        for (text, part) in [
            (r#"{"rules":[{"effect":"reset_before","probability":2}]}"#, "rule 1: a probability"),
            (r#"{"rules":[{"effect":"explode"}]}"#, "explode"),
            (r#"{"rules":[{"effect":"reset_before","when":1}]}"#, "when"),
            (r#"{"rules":[{"effect":"reset_before","every":0}]}"#, "every"),
            (r#"{"rules":[{"effect":"reset_before","calls":[0]}]}"#, "calls"),
            (r#"{"rules":[{"on":["fly"],"effect":"reset_before"}]}"#, "fly"),
            (r#"{"rules":[{"files":["other"],"effect":"reset_before"}]}"#, "other"),
            (r#"{"rules":[{"effect":{"status":{"code":99}}}]}"#, "99"),
            (r#"{"rules":[{"effect":{"status":{"code":500,"headers":{"a b":"c"}}}}]}"#, "a b"),
            (r#"{"rules":[{"effect":{"headers":{"content-length":"1"}}}]}"#, "content-length"),
            (r#"{"rules":[{"effect":{"missing_lines":{"share":-1}}}]}"#, "share"),
            (r#"{"rules":[{"effect":{"max_limit":{"limit":0}}}]}"#, "max_limit"),
            (r#"{"rules":[{"effect":{"slow_drip":{"bytes":0,"ms":1}}}]}"#, "slow_drip"),
            ("[", "line 1"),
        ] {
            let error = FaultPlan::from_json(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
