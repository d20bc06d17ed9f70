//! What the core asks of the shell, and what the shell tells it.

use super::evidence::{Counts, Fetched, Files, Final};
use super::fault::Fault;
use super::record::{Fill, Load, Part, ShardNo};
use crate::event::RunEvent;

/// An action for the shell. Actions are carried out in order, and a save has reached the disk before
/// the next action begins.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Save the head.
    SaveHead,
    /// Save the record of a shard.
    Save(ShardNo),
    /// Begin a call for a shard. Its outcome is reported as [`Event::Called`].
    Call(ShardNo, Call),
    /// Abandon the call in flight for a shard. Its outcome is not reported.
    Abort(ShardNo),
    /// Begin a piece of work on the run as a whole. Its outcome is reported as [`Event::Worked`].
    Work(Work),
    /// Report progress.
    Emit(RunEvent),
    /// This process has nothing more to do.
    End(Ending),
}

/// A call for one shard. All but `Settle` go to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Upload its input. The shell derives the name from shard and `number`.
    Upload { number: u32 },
    /// Look for an upload by name.
    FindFile { number: u32 },
    /// Create a batch. `attempt` is part of its key.
    Create { file: String, attempt: u32 },
    /// Look for a batch by its key, or by its input file where the server keeps no metadata.
    FindBatch { file: String, attempt: u32 },
    /// Retrieve a batch.
    Poll { batch: String },
    /// Cancel a batch.
    Cancel { batch: String },
    /// Fetch a result file.
    Fetch { file: String, role: Role },
    /// Write the shard's results, in input order, to a file in the state directory.
    Settle { files: Files, fill: Fill },
    /// Delete an input file.
    Delete { file: String },
    /// Look for all batches of this shard: by key, or by this input file where the server keeps no
    /// metadata.
    FindAll { file: String },
}

/// Which of a batch's two result files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Output,
    Error,
}

/// Work on the run as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Check that the server supports batches.
    Probe,
    /// Plan a round of the selected requests.
    Plan(Select),
    /// Delete files of this run that no record names.
    Sweep,
    /// Write the result file.
    Merge,
}

/// Which requests go into a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Select {
    /// Requests that failed for a transient reason, or were certainly not answered.
    pub(crate) transient: bool,
    /// Requests that failed for any other reason, except lines that can never be sent.
    pub(crate) failed: bool,
    /// Requests whose outcome is unknown. They may be paid twice.
    pub(crate) unknown: bool,
}

/// An event for the core.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// Time has passed.
    Tick,
    /// Stop, and leave everything as it is.
    Stop,
    /// Cancel the run: send nothing more, cancel the batches in flight, and keep their results.
    Cancel,
    /// A call ended.
    Called(ShardNo, Outcome),
    /// A piece of work ended.
    Worked(Done),
}

/// How a call ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Uploaded(Result<String, Fault>),
    FileFound(Result<Option<String>, Fault>),
    Created(Result<Snapshot, Fault>),
    /// The batches that match, the oldest first.
    BatchFound(Result<Vec<Snapshot>, Fault>),
    Polled(Result<Snapshot, Fault>),
    Cancelled(Result<Snapshot, Fault>),
    Fetched(Result<Fetched, Fault>),
    /// `None` if a fetched file is missing or damaged.
    Settled(Result<Option<Part>, Fault>),
    Deleted(Result<(), Fault>),
    AllFound(Result<Vec<Snapshot>, Fault>),
}

/// How a piece of work ended.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    Probed(Result<(), Fault>),
    /// The shards of the new round, which are saved; none if nothing was selected. The inner `Err`
    /// lists shards whose results are missing or damaged.
    Planned(Result<Result<Vec<Load>, Vec<ShardNo>>, Fault>),
    /// Files that could not be deleted.
    Swept(Result<Vec<String>, Fault>),
    /// The inner `Err` lists shards whose results are missing or damaged.
    Merged(Result<Result<(), Vec<ShardNo>>, Fault>),
}

/// Why a process has nothing more to do.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// The result file is written.
    Complete,
    /// The run was stopped on request.
    Stopped,
    /// The server does not support batches.
    Unsupported(Fault),
    /// The run cannot continue now. It can be resumed.
    Failed { action: &'static str, fault: Fault },
}

/// A batch as the server shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) phase: Phase,
    pub(crate) output: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) counts: Option<Counts>,
    /// Why it failed, if its status is `failed` and the server gives a reason.
    pub(crate) refusal: Option<Refusal>,
    /// How long the server asked to wait before the next poll.
    pub(crate) retry_after: Option<std::time::Duration>,
}

/// The phase of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not final, as far as its status tells.
    Open,
    Completed,
    Failed,
    Expired,
    Cancelled,
}

/// Why a server refused a whole batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The queue is full. The batch can be sent again later.
    QueueFull { code: String },
    /// The input file does not exist, or is not visible yet.
    FileNotFound { code: String, message: String },
    /// These lines are invalid, counted from 1, each with a code and a message.
    Lines(std::collections::BTreeMap<u64, (String, String)>),
    /// Any other reason.
    Whole { code: String, message: String },
}

impl Snapshot {
    /// The final state of the batch; `None` while it is open.
    pub(crate) fn end(&self) -> Option<Final> {
        (self.phase != Phase::Open).then(|| Final {
            status: self.status.clone(),
            completed: self.phase == Phase::Completed,
            output: self.output.clone(),
            error: self.error.clone(),
            counts: self.counts,
        })
    }
}
