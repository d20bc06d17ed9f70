//! What an input holds, added up.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// What an input holds. Lines that have a problem of their own are not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// Requests.
    pub requests: u64,
    /// Their bytes, line breaks included.
    pub bytes: u64,
    /// Embedding inputs, those of arrays counted one by one.
    pub embedding_inputs: u64,
    /// Estimated input tokens; see [`estimate_tokens`](crate::estimate_tokens) for how good
    /// the estimate is.
    pub tokens: u64,
    /// Length in bytes of the longest line.
    pub longest_line: u64,
    /// The same by endpoint and model, in order of their first request.
    pub groups: Vec<Group>,
}

/// The requests of one endpoint and model, which one batch could hold but for its limits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// Endpoint, as `url` has it.
    pub endpoint: String,
    /// Model, if the bodies name one.
    pub model: Option<String>,
    /// Requests.
    pub requests: u64,
    /// Their bytes, line breaks included.
    pub bytes: u64,
    /// Embedding inputs.
    pub embedding_inputs: u64,
    /// Estimated input tokens.
    pub tokens: u64,
}

impl Summary {
    /// Models in order of their first request.
    pub fn models(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.groups
            .iter()
            .filter_map(|group| group.model.as_deref())
            .filter(move |model| seen.insert(*model))
    }

    /// Endpoints in order of their first request.
    pub fn endpoints(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.groups
            .iter()
            .map(|group| group.endpoint.as_str())
            .filter(move |endpoint| seen.insert(*endpoint))
    }
}

/// What one good line adds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) embedding_inputs: u64,
    pub(crate) tokens: u64,
}

/// A summary in the making.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    summary: Summary,
    /// Position in `summary.groups` by endpoint and model.
    known: HashMap<String, HashMap<Option<String>, usize>>,
    /// The group of the line before: most often that of the next.
    last: usize,
}

impl Tally {
    pub(crate) fn summary(&self) -> &Summary {
        &self.summary
    }

    pub(crate) fn into_summary(self) -> Summary {
        self.summary
    }

    /// Adds a line and says to which group it belongs.
    pub(crate) fn add(&mut self, endpoint: &str, model: Option<&str>, weight: Weight) -> usize {
        let at = self.group(endpoint, model);
        self.last = at;
        let group = &mut self.summary.groups[at];
        group.requests += 1;
        group.bytes += weight.bytes;
        group.embedding_inputs += weight.embedding_inputs;
        group.tokens += weight.tokens;
        let summary = &mut self.summary;
        summary.requests += 1;
        summary.bytes += weight.bytes;
        summary.embedding_inputs += weight.embedding_inputs;
        summary.tokens += weight.tokens;
        summary.longest_line = summary.longest_line.max(weight.bytes);
        at
    }

    fn group(&mut self, endpoint: &str, model: Option<&str>) -> usize {
        if let Some(last) = self.summary.groups.get(self.last)
            && last.endpoint == endpoint
            && last.model.as_deref() == model
        {
            return self.last;
        }
        let models = self.known.entry(endpoint.to_owned()).or_default();
        let model = model.map(str::to_owned);
        if let Some(&at) = models.get(&model) {
            return at;
        }
        let at = self.summary.groups.len();
        models.insert(model.clone(), at);
        self.summary.groups.push(Group {
            endpoint: endpoint.to_owned(),
            model,
            ..Group::default()
        });
        at
    }
}
