//! What came of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::prices::Prices;
use crate::usage::Usage;
use batch_lines::outcome::Counts;

/// What came of a run. Every request of the input is counted exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunReport {
    /// Requests in the input, those refused left out.
    pub requests: u64,
    /// No error and a status of 2xx.
    pub succeeded: u64,
    /// Answered with another status.
    pub http_errors: u64,
    /// Not run: the batch expired, was cancelled, or failed.
    pub request_errors: u64,
    /// Lines without an answer.
    pub no_response: u64,
    /// Without any line.
    pub missing: u64,
    /// The first of those, by `custom_id`; all stand in the result file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_missing: Vec<String>,
    /// Lines of the input that were not sent because they have a problem.
    pub refused: u64,
    /// Failed requests that might succeed if sent again.
    pub may_resubmit: u64,
    /// Result lines whose `custom_id` nobody sent.
    pub unknown: u64,
    /// Result lines too many.
    pub duplicates: u64,
    /// Result lines that could not be read.
    pub bad_lines: u64,
    /// Rounds of sending, the first included.
    pub rounds: usize,
    /// Batches that ran.
    pub batches: usize,
    /// Seconds from the start to the end, pauses between processes included.
    pub seconds: u64,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// The tokens that answers say they used, by model as the requests name it.
    pub models: BTreeMap<String, Usage>,
}

impl RunReport {
    /// Requests that failed in any way but being missing.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.http_errors + self.request_errors + self.no_response
    }

    /// Whether every line of the input was sent and succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.succeeded == self.requests && self.refused == 0
    }

    /// Tokens over all models.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.models.values().fold(Usage::default(), |mut all, usage| {
            all.add(*usage);
            all
        })
    }

    /// What it cost by these prices; none where a model that was used has no price.
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
