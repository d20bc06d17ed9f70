//! What a run knows of itself, as its journal has it.

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::report::RunReport;
use batch_lines::Shard;

/// Version of the journal's form. It changes when an older program could misread a newer journal.
pub(crate) const VERSION: u32 = 1;

/// A run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) version: u32,
    /// Names this run on the server: in file names and batch metadata.
    pub(crate) run_id: String,
    /// Seconds since 1970.
    pub(crate) started_at: u64,
    /// Base URL, or what the caller calls the server.
    pub(crate) server: String,
    pub(crate) input: Fingerprint,
    pub(crate) rounds: Vec<Round>,
    pub(crate) tasks: Vec<Task>,
    /// How it ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) report: Option<RunReport>,
}

/// One pass over what is to be sent: all of the input first, then what failed and may succeed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Round {
    /// File in the state directory that has the shards; written before the round is noted here.
    pub(crate) shards: String,
    pub(crate) requests: u64,
}

/// One shard on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) round: usize,
    /// Which shard of the round.
    pub(crate) shard: usize,
    pub(crate) endpoint: String,
    pub(crate) model: Option<String>,
    pub(crate) requests: u64,
    pub(crate) tokens: u64,
    /// Uploads that were given up because the server lost the file.
    #[serde(default)]
    pub(crate) lost_files: u32,
    /// Batches that the server refused because it did not find their file.
    #[serde(default)]
    pub(crate) file_refusals: u32,
    /// Batches that the server refused without running anything. They stay in its list.
    #[serde(default)]
    pub(crate) refused: Vec<String>,
    #[serde(flatten)]
    pub(crate) stage: Stage,
}

/// How far a shard is. A stage that ends in `ing` is noted before the call that it names: whether
/// that call came through is found out after a crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    Planned,
    Uploading,
    Uploaded {
        file_id: String,
    },
    Creating {
        file_id: String,
    },
    Running {
        file_id: String,
        batch_id: String,
    },
    /// The batch is final; its files are to be fetched.
    Collecting {
        file_id: String,
        batch_id: String,
        status: String,
        /// Ids of its output and error file.
        files: Vec<String>,
    },
    Done {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batch_id: Option<String>,
        status: String,
        /// Files in the state directory's `results`.
        results: Vec<String>,
    },
}

impl Task {
    pub(crate) fn new(round: usize, at: usize, shard: &Shard) -> Self {
        Self {
            round,
            shard: at,
            endpoint: shard.endpoint.clone(),
            model: shard.model.clone(),
            requests: shard.requests,
            tokens: shard.tokens,
            lost_files: 0,
            file_refusals: 0,
            refused: Vec::new(),
            stage: Stage::Planned,
        }
    }

    /// What people call it, from 1; later rounds say which they are.
    pub(crate) fn label(&self) -> String {
        match self.round {
            0 => format!("shard {}", self.shard + 1),
            round => format!("shard {} of round {}", self.shard + 1, round + 1),
        }
    }

    /// The start of the names of its files.
    pub(crate) fn stem(&self) -> String {
        format!("r{}-s{}", self.round, self.shard)
    }

    /// The name that its input is uploaded under: the same after a crash, another one after the
    /// server lost a file.
    pub(crate) fn file_name(&self, run_id: &str) -> String {
        format!("batch-run-{run_id}-{}-u{}.jsonl", self.stem(), self.lost_files)
    }

    /// The key that its batch carries: the same after a crash, another one after a refusal.
    pub(crate) fn key(&self, run_id: &str) -> String {
        format!("{run_id}-{}-a{}", self.stem(), self.refused.len())
    }

    pub(crate) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done { .. })
    }

    /// Whether its batch counts against what may be enqueued.
    pub(crate) fn is_enqueued(&self) -> bool {
        matches!(self.stage, Stage::Creating { .. } | Stage::Running { .. })
    }
}

impl State {
    pub(crate) fn batches_under_way(&self) -> usize {
        let running = |task: &&Task| matches!(task.stage, Stage::Running { .. });
        self.tasks.iter().filter(running).count()
    }
}
