//! What the core asks for, and what it is told.

use super::evidence::{Counts, Fetched, Files, Final};
use super::fault::Fault;
use super::record::{Fill, Load, Part, ShardNo};
use crate::event::RunEvent;

/// Something for the shell to do. Actions are carried out in order, and a save has reached the disk
/// before the next one begins.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Save the head.
    SaveHead,
    /// Save the record of a shard.
    Save(ShardNo),
    /// Begin a call for a shard. Its end is reported as [`Event::Called`].
    Call(ShardNo, Call),
    /// Give up the call in flight for a shard. Its end is not reported.
    Abort(ShardNo),
    /// Begin a piece of work for the run as a whole, reported as [`Event::Worked`].
    Work(Work),
    /// Tell whoever watches.
    Emit(RunEvent),
    /// The run is over for this process.
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
    /// Ask how a batch is getting on.
    Poll { batch: String },
    /// Cancel a batch.
    Cancel { batch: String },
    /// Fetch a result file.
    Fetch { file: String, role: Role },
    /// Put the shard's results in order, in a file of the state directory.
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

/// Work for the run as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Ask whether the server has batches at all.
    Probe,
    /// Plan a round of the requests selected.
    Plan(Select),
    /// Delete files of this run that no record names.
    Sweep,
    /// Write the result file.
    Merge,
}

/// Which requests go into a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Select {
    /// Those that failed for a transient reason, or certainly were not answered.
    pub(crate) transient: bool,
    /// All others that failed, but for lines that can never be sent.
    pub(crate) failed: bool,
    /// Those that nobody knows about. They may be paid twice.
    pub(crate) unknown: bool,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// Time has passed.
    Tick,
    /// The run is to stop: leave everything as it is.
    Stop,
    /// The run is to be cancelled: send nothing more, cancel what is in flight, keep what is done.
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
    /// `None`: a file that was fetched is not there any more, or was damaged.
    Settled(Result<Option<Part>, Fault>),
    Deleted(Result<(), Fault>),
    AllFound(Result<Vec<Snapshot>, Fault>),
}

/// How a piece of work ended.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    Probed(Result<(), Fault>),
    /// The shards of the new round, saved; none if nothing was selected. `Err` lists shards whose
    /// results were lost or damaged.
    Planned(Result<Result<Vec<Load>, Vec<ShardNo>>, Fault>),
    /// Files that stay on the server.
    Swept(Result<Vec<String>, Fault>),
    /// `Err` lists shards whose results were lost or damaged.
    Merged(Result<Result<(), Vec<ShardNo>>, Fault>),
}

/// How the run is over for this process.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// The result file is written.
    Complete,
    /// A wish to stop was followed.
    Stopped,
    /// The server has no batches.
    Unsupported(Fault),
    /// Nothing can be done now. The run can be resumed.
    Failed { action: &'static str, fault: Fault },
}

/// A batch as it was seen.
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

/// Where in its life a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not final, for all that is known of its status.
    Open,
    Completed,
    Failed,
    Expired,
    Cancelled,
}

/// Why a server refused a whole batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The queue is full: wait, then send it again.
    QueueFull { code: String },
    /// The input file does not exist, or cannot be seen yet.
    FileNotFound { code: String, message: String },
    /// These lines are bad, counted from 1, each with a code and a message.
    Lines(std::collections::BTreeMap<u64, (String, String)>),
    /// Any other reason.
    Whole { code: String, message: String },
}

impl Snapshot {
    /// The batch at its end; `None` while it is open.
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
