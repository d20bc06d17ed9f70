//! Rules: an effect and the calls that meet it.

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::call::Call;
use super::effect::FaultEffect;
use crate::file_kind::FileKind;
use crate::operation::Operation;

/// An effect and the conditions under which a request meets it.
///
/// Without conditions, every request does. Several conditions must hold together. The rule counts
/// the calls from 1 that its operations and files select.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Rule {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    on: Vec<Operation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<FileKind>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) per_object: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    calls: Vec<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_ms: Option<u64>,
    pub(super) effect: FaultEffect,
}

impl Rule {
    /// Applies this effect to every request.
    pub fn new(effect: impl Into<FaultEffect>) -> Self {
        Self {
            on: Vec::new(),
            files: Vec::new(),
            per_object: false,
            calls: Vec::new(),
            first: None,
            every: None,
            probability: None,
            from_ms: None,
            until_ms: None,
            effect: effect.into(),
        }
    }

    /// Restricts the rule to these operations.
    pub fn on(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.on.extend(operations);
        self
    }

    /// Restricts the rule to requests for one file of these kinds.
    pub fn files(mut self, kinds: impl IntoIterator<Item = FileKind>) -> Self {
        self.files.extend(kinds);
        self
    }

    /// Counts the calls of each batch and each file separately: `first(1)` then means the first
    /// call for each id in the path.
    pub fn per_object(mut self) -> Self {
        self.per_object = true;
        self
    }

    /// Restricts the rule to these calls, counted from 1.
    pub fn calls(mut self, calls: impl IntoIterator<Item = u64>) -> Self {
        self.calls.extend(calls);
        self
    }

    /// Restricts the rule to the first calls.
    pub fn first(mut self, calls: u64) -> Self {
        self.first = Some(calls);
        self
    }

    /// Restricts the rule to every n-th call, where n is at least 1.
    pub fn every(mut self, nth: u64) -> Self {
        self.every = Some(nth);
        self
    }

    /// Restricts the rule to this share of the calls, from 0 to 1, drawn with the plan's seed.
    pub fn probability(mut self, share: f64) -> Self {
        self.probability = Some(share);
        self
    }

    /// Restricts the rule to a time span, measured on the server's clock in milliseconds from the
    /// moment the plan was set.
    pub fn during(mut self, span: Range<Duration>) -> Self {
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.from_ms = Some(ms(span.start));
        self.until_ms = Some(ms(span.end));
        self
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.probability.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            return Err("a probability is a number from 0 to 1".into());
        }
        if self.every == Some(0) {
            return Err("\"every\" is at least 1".into());
        }
        if self.calls.contains(&0) {
            return Err("\"calls\" are counted from 1".into());
        }
        self.effect.check().map_err(|problem| problem.to_string())
    }

    /// Whether the rule counts a call.
    pub(super) fn selects(&self, call: &Call<'_>) -> bool {
        (self.on.is_empty() || call.operation.is_some_and(|op| self.on.contains(&op)))
            && (self.files.is_empty() || call.file.is_some_and(|kind| self.files.contains(&kind)))
    }

    /// Whether the rule applies to the n-th call it counts, made at this time after the plan was
    /// set. `chance` is a number from 0 (included) to 1 (excluded) that belongs to the call.
    pub(super) fn applies(&self, nth: u64, at: Duration, chance: f64) -> bool {
        let at = at.as_millis();
        (self.calls.is_empty() || self.calls.contains(&nth))
            && self.first.is_none_or(|first| nth <= first)
            && self.every.is_none_or(|every| nth.is_multiple_of(every))
            && self.probability.is_none_or(|share| chance < share)
            && self.from_ms.is_none_or(|from| at >= u128::from(from))
            && self.until_ms.is_none_or(|until| at < u128::from(until))
    }
}
