//! What a run tells while it goes on.

use std::time::Duration;

/// One thing that happened in a run, for a progress bar or a log.
///
/// `shard` is what people call the shard, such as `shard 3`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RunEvent {
    /// The input was read and the run begins.
    Planned {
        /// Requests in it.
        requests: u64,
        /// Lines that are not sent because they have a problem.
        refused: u64,
        /// Batches that they make.
        shards: usize,
        /// Estimated input tokens.
        tokens: u64,
    },
    /// The run had ended before, and is not run again: its report is what comes.
    EndedBefore,
    /// The run was found half done and goes on.
    Resumed {
        /// Requests in it.
        requests: u64,
        /// Requests of shards that are done.
        done: u64,
        /// Batches under way at the server.
        in_flight: usize,
    },
    /// A file is on its way up.
    Uploading {
        /// Which.
        shard: String,
        /// Bytes sent.
        sent: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A file is up.
    Uploaded {
        /// Which.
        shard: String,
        /// Its id.
        file_id: String,
    },
    /// A batch was created, or found again after a crash.
    Created {
        /// Which.
        shard: String,
        /// Its id.
        batch_id: String,
    },
    /// A look at a batch.
    Progress {
        /// Which.
        shard: String,
        /// Its id.
        batch_id: String,
        /// Its status.
        status: String,
        /// Requests that succeeded or failed so far, as the server counts them.
        answered: u64,
        /// Requests in the batch.
        total: u64,
    },
    /// The server takes no more work for now.
    Held {
        /// Which shard was refused.
        shard: String,
        /// The server's code, such as `token_limit_exceeded`.
        code: String,
        /// When it is tried again at the latest.
        delay: Duration,
    },
    /// A call failed for a reason that passes; it is repeated.
    Trouble {
        /// What was tried.
        action: String,
        /// What went wrong.
        error: String,
        /// When it is tried again.
        delay: Duration,
    },
    /// A batch came to its end.
    Ended {
        /// Which.
        shard: String,
        /// Its id.
        batch_id: String,
        /// Its final status.
        status: String,
        /// The server's reasons, where it failed: `code: message`.
        reasons: Vec<String>,
    },
    /// The results of a shard are on disk.
    Collected {
        /// Which.
        shard: String,
        /// Its requests.
        requests: u64,
    },
    /// Requests that failed for reasons that pass are sent again.
    Round {
        /// Which round begins, from 2.
        number: usize,
        /// Its requests.
        requests: u64,
    },
    /// All results are in and are put together.
    Merging {
        /// Requests.
        requests: u64,
    },
}
