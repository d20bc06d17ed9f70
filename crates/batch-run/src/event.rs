//! Progress events of a run.

use std::time::Duration;

/// A step of a run's progress, for a progress bar or a log.
///
/// `shard` is the name of a shard, such as `shard 3`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RunEvent {
    /// The input was read, and the run begins.
    Planned {
        /// Requests in the input.
        requests: u64,
        /// Lines that are not sent because they have a problem.
        refused: u64,
        /// Shards, each of which becomes one batch.
        shards: usize,
        /// Estimated input tokens.
        tokens: u64,
    },
    /// The run had already ended. It is not executed again; its report is returned.
    EndedBefore,
    /// An unfinished run is resumed.
    Resumed {
        /// Requests in the input.
        requests: u64,
        /// Requests of shards that are done.
        done: u64,
        /// Batches in flight.
        in_flight: usize,
    },
    /// An upload makes progress.
    Uploading {
        /// The shard.
        shard: String,
        /// Bytes sent.
        sent: u64,
        /// Total bytes.
        total: u64,
    },
    /// The input of a shard was uploaded.
    Uploaded {
        /// The shard.
        shard: String,
        /// The ID of the file.
        file_id: String,
    },
    /// A batch was created, or found after the answer to its create was lost.
    Created {
        /// The shard.
        shard: String,
        /// The ID of the batch.
        batch_id: String,
    },
    /// A batch was polled.
    Progress {
        /// The shard.
        shard: String,
        /// The ID of the batch.
        batch_id: String,
        /// Its status.
        status: String,
        /// Requests that succeeded or failed so far, as the server counts them.
        answered: u64,
        /// Requests in the batch.
        total: u64,
    },
    /// The server's queue is full.
    Held {
        /// The shard that was refused.
        shard: String,
        /// The server's code, such as `token_limit_exceeded`.
        code: String,
        /// The longest time until the next attempt.
        delay: Duration,
    },
    /// A call failed for a transient reason and will be retried.
    Trouble {
        /// What was attempted.
        action: String,
        /// What went wrong.
        error: String,
        /// The time until the next attempt.
        delay: Duration,
    },
    /// A batch reached a final status.
    Ended {
        /// The shard.
        shard: String,
        /// The ID of the batch.
        batch_id: String,
        /// Its final status.
        status: String,
        /// Why the server refused it, if it failed: `code: message`.
        reasons: Vec<String>,
    },
    /// The results of a shard are on disk.
    Collected {
        /// The shard.
        shard: String,
        /// Its requests.
        requests: u64,
    },
    /// Requests that failed for transient reasons are sent again.
    Round {
        /// The number of the round, from 2.
        number: usize,
        /// Its requests.
        requests: u64,
    },
    /// All results are available, and the result file is being written.
    Merging {
        /// Requests in the result file.
        requests: u64,
    },
}
