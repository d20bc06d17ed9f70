//! The totals of an input.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// The totals of an input. Lines with problems are not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// The number of requests.
    pub requests: u64,
    /// The size of the requests in bytes, line breaks included.
    pub bytes: u64,
    /// The number of embedding inputs; each element of an array counts.
    pub embedding_inputs: u64,
    /// The estimated number of input tokens; see [`estimate_tokens`](crate::estimate_tokens) for
    /// the accuracy.
    pub tokens: u64,
    /// The length of the longest line in bytes, line break included.
    pub longest_line: u64,
    /// The totals by endpoint and model, in order of their first request.
    pub groups: Vec<Group>,
}

/// The totals of the requests for one endpoint and model, which could share a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// The endpoint, as in `url`.
    pub endpoint: String,
    /// The model, if the bodies have one.
    pub model: Option<String>,
    /// The number of requests.
    pub requests: u64,
    /// The size of the requests in bytes, line breaks included.
    pub bytes: u64,
    /// The number of embedding inputs.
    pub embedding_inputs: u64,
    /// The estimated number of input tokens.
    pub tokens: u64,
}

impl Summary {
    /// The models, in order of their first request.
    pub fn models(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.groups
            .iter()
            .filter_map(|group| group.model.as_deref())
            .filter(move |model| seen.insert(*model))
    }

    /// The endpoints, in order of their first request.
    pub fn endpoints(&self) -> impl Iterator<Item = &str> {
        let mut seen = std::collections::HashSet::new();
        self.groups
            .iter()
            .map(|group| group.endpoint.as_str())
            .filter(move |endpoint| seen.insert(*endpoint))
    }
}

/// The share of one line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) embedding_inputs: u64,
    pub(crate) tokens: u64,
}

/// A summary under construction.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    summary: Summary,
    /// Position in `summary.groups` by endpoint and model.
    known: HashMap<String, HashMap<Option<String>, usize>>,
    /// The group of the previous line, which is most often that of the next.
    last: usize,
}

impl Tally {
    pub(crate) fn summary(&self) -> &Summary {
        &self.summary
    }

    pub(crate) fn into_summary(self) -> Summary {
        self.summary
    }

    /// Adds a line and returns the index of its group.
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
