//! Events that a run reports while it is in progress.

use std::fmt;
use std::time::Duration;

use crate::core::Load;

/// One step of a run's progress, for a progress bar or a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunEvent {
    /// The input was read, and the run begins.
    Planned {
        /// Requests in the input.
        requests: u64,
        /// Input lines that have a problem and are not sent.
        refused: u64,
        /// Shards, each of which becomes one batch.
        shards: usize,
        /// Estimated input tokens.
        tokens: u64,
    },
    /// The run had ended before. It is not run again; its report is returned.
    EndedBefore,
    /// An unfinished run is resumed.
    Resumed {
        /// Requests in the input.
        requests: u64,
        /// Requests of shards that are settled.
        done: u64,
        /// Batches in flight on the server.
        in_flight: usize,
    },
    /// An upload makes progress.
    Uploading {
        /// The shard.
        shard: ShardName,
        /// Bytes sent.
        sent: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The input of a shard is on the server.
    Uploaded {
        /// The shard.
        shard: ShardName,
        /// The file's id.
        file_id: String,
    },
    /// A batch was created, or found after the response to its create was lost.
    Created {
        /// The shard.
        shard: ShardName,
        /// The batch's id.
        batch_id: String,
        /// Whether it was found in the server's list rather than returned by the create.
        found: bool,
    },
    /// A batch was polled.
    Polled {
        /// The shard.
        shard: ShardName,
        /// The batch's id.
        batch_id: String,
        /// Its status.
        status: String,
        /// Requests that succeeded or failed so far, as the server counts them.
        answered: u64,
        /// Requests in the batch.
        total: u64,
    },
    /// The server's queue is full, so nothing is sent for this model for a while.
    Held {
        /// The shard whose batch was refused.
        shard: ShardName,
        /// The server's code, such as `token_limit_exceeded`.
        code: String,
        /// When the next batch is sent at the latest.
        delay: Duration,
    },
    /// A call failed and will be repeated.
    Retrying {
        /// The shard, unless the call was for the run as a whole.
        shard: Option<ShardName>,
        /// The call, such as `poll batch`.
        action: &'static str,
        /// What went wrong.
        error: String,
        /// For how long this call has been failing.
        failing_for: Duration,
        /// When it is repeated.
        delay: Duration,
    },
    /// A batch reached a final status.
    Ended {
        /// The shard.
        shard: ShardName,
        /// The batch's id.
        batch_id: String,
        /// Its final status.
        status: String,
        /// Why the server refused it, if it did: `code: message`.
        reasons: Vec<String>,
    },
    /// The results of a shard are on disk.
    Settled {
        /// The shard.
        shard: ShardName,
        /// Its requests.
        requests: u64,
        /// Those that succeeded.
        succeeded: u64,
        /// Those whose outcome is unknown.
        unknown: u64,
        /// Why no batch was run for it, if none was.
        reason: Option<String>,
    },
    /// A second batch of a shard was found. It is cancelled if it is still in flight.
    Duplicate {
        /// The shard.
        shard: ShardName,
        /// The second batch's id.
        batch_id: String,
        /// Its status when it was found.
        status: String,
    },
    /// Requests that failed for transient reasons are sent again.
    Round {
        /// Which round begins, from 2.
        number: usize,
        /// Its requests.
        requests: u64,
    },
    /// All results are in, and the result file is being written.
    Merging {
        /// Requests in it.
        requests: u64,
    },
}

/// The name of a shard: its number and round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ShardName {
    /// The round, from 1.
    pub round: u32,
    /// The shard's number within the round, from 1.
    pub number: u32,
}

impl ShardName {
    pub(crate) fn new(round: u32, index: u32) -> Self {
        Self { round: round.saturating_add(1), number: index.saturating_add(1) }
    }

    pub(crate) fn of(load: &Load) -> Self {
        Self::new(load.round, load.index)
    }
}

/// `shard 3`, or `shard 3 of round 2`.
impl fmt::Display for ShardName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.round {
            1 => write!(f, "shard {}", self.number),
            round => write!(f, "shard {} of round {round}", self.number),
        }
    }
}
