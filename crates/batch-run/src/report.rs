//! The report of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::prices::Prices;
use crate::usage::Usage;
use batch_lines::outcome::Counts;

/// The report of a run. Every request of the input is counted exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunReport {
    /// Requests in the input, without those refused.
    pub requests: u64,
    /// Requests answered with a 2xx status and no error.
    pub succeeded: u64,
    /// Requests answered with another status.
    pub http_errors: u64,
    /// Requests that were not run (the batch expired, was cancelled or failed), were not sent, or
    /// whose outcome is unknown.
    pub request_errors: u64,
    /// Requests whose result line has no response.
    pub no_response: u64,
    /// Requests without a result line.
    pub missing: u64,
    /// The first of the missing requests, by `custom_id`. The result file names all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_missing: Vec<String>,
    /// Lines of the input that were not sent because they have a problem.
    pub refused: u64,
    /// Failed requests that might succeed if sent again.
    pub may_resubmit: u64,
    /// Result lines whose `custom_id` was not submitted.
    pub unknown: u64,
    /// Result lines beyond the first one of a request.
    pub duplicates: u64,
    /// Result lines that could not be read.
    pub bad_lines: u64,
    /// Rounds of sending, including the first.
    pub rounds: usize,
    /// Batches that ran.
    pub batches: usize,
    /// Seconds from the start to the end, including pauses between processes.
    pub seconds: u64,
    /// Whether the run was cancelled.
    pub cancelled: bool,
    /// Tokens used according to the responses, by the model that the requests name.
    pub models: BTreeMap<String, Usage>,
}

impl RunReport {
    /// The number of failed requests, without the missing ones.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.http_errors + self.request_errors + self.no_response
    }

    /// Whether every line of the input was sent and succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.succeeded == self.requests && self.refused == 0
    }

    /// The tokens used over all models.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.models.values().fold(Usage::default(), |mut all, usage| {
            all.add(*usage);
            all
        })
    }

    /// The cost of the run at these prices; `None` if a model that was used has no price.
    #[must_use]
    pub fn cost(&self, prices: &Prices) -> Option<f64> {
        self.models
            .iter()
            .map(|(model, usage)| prices.of(model).map(|price| price.cost(*usage)))
            .sum()
    }

    pub(crate) fn count(&mut self, counts: &Counts) {
        self.succeeded = counts.success;
        self.http_errors = counts.http_error;
        self.request_errors = counts.request_error + counts.not_sent + counts.unknown;
        self.no_response = counts.no_response;
        self.missing = counts.missing;
        self.may_resubmit = counts.may_resubmit;
    }
}
