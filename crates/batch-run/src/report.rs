//! The report of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::prices::Prices;
use crate::usage::Usage;

/// The result of a run. Every request of the input is counted exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunReport {
    /// Requests in the input, without those refused before anything was sent.
    pub requests: u64,
    /// Requests answered without an error and with a status of 2xx.
    pub succeeded: u64,
    /// Requests that failed, were not sent, or are missing.
    pub failed: u64,
    /// Of the failed requests, those whose outcome is unknown: they may have been answered and billed.
    pub unknown: u64,
    /// Of the failed requests, those that might succeed if they were sent again.
    pub transient: u64,
    /// Why requests failed, the most frequent reason first.
    pub failures: Vec<FailureGroup>,
    /// Lines of the input that were not sent because they have a problem.
    pub refused: u64,
    /// Result lines whose `custom_id` was not submitted.
    pub unexpected: u64,
    /// Result lines beyond the first one for a request.
    pub repeated: u64,
    /// Result lines that could not be read.
    pub bad_lines: u64,
    /// Rounds of sending, including the first.
    pub rounds: usize,
    /// Batches that ran.
    pub batches: usize,
    /// Shards with requests whose outcome is unknown. Executing the run again asks the server again.
    pub unknown_shards: Vec<UnknownShard>,
    /// Second batches of the same requests.
    pub duplicate_batches: Vec<DuplicateBatch>,
    /// Input files of this run that are still on the server.
    pub files_left: Vec<String>,
    /// Seconds from the start to the end, including pauses between processes.
    pub seconds: u64,
    /// Whether the run was cancelled.
    pub cancelled: bool,
    /// The tokens used according to the answers, by model as the requests name it.
    pub models: BTreeMap<String, Usage>,
}

/// Requests that failed for the same reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailureGroup {
    /// The HTTP status of their lines; 0 where there was no answer.
    pub status: u16,
    /// The code of the error, such as `rate_limit_exceeded`; empty if there is none.
    pub code: String,
    /// The message of the first of them.
    pub message: String,
    /// The number of requests.
    pub count: u64,
    /// Up to three `custom_id`s.
    pub examples: Vec<String>,
}

/// A shard with requests whose outcome is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnknownShard {
    /// Its name, such as `shard 3`.
    pub shard: String,
    /// Its batch, if that is known.
    pub batch_id: Option<String>,
    /// Requests of it whose outcome is unknown.
    pub requests: u64,
}

/// A second batch of the same requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DuplicateBatch {
    /// Its id.
    pub batch_id: String,
    /// Its status when it was last seen.
    pub status: String,
    /// Requests that it had answered by then, and that are billed; `None` if the server does not say.
    pub answered: Option<u64>,
}

impl RunReport {
    /// Whether every line of the input was sent and succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.failed == 0 && self.refused == 0
    }

    /// The tokens used, over all models.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.models.values().fold(Usage::default(), |mut all, usage| {
            all.add(*usage);
            all
        })
    }

    /// What the run cost by these prices; `None` if a model that was used has no price.
    #[must_use]
    pub fn cost(&self, prices: &Prices) -> Option<f64> {
        self.models
            .iter()
            .map(|(model, usage)| prices.of(model).map(|price| price.cost(*usage)))
            .sum()
    }
}
