//! What a run remembers: one head, and one small record for each shard.
//!
//! A record is saved before the call that it announces. Whenever a process dies, each call that may
//! have been carried out is therefore on record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Counts, Files, Final};

/// A shard's number over all rounds, from 0.
pub(crate) type ShardNo = usize;

/// The saved state of the run as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Requests of each round begun so far.
    pub(crate) rounds: Vec<u64>,
    /// An upload whose answer was lost may have left a file that no record names.
    #[serde(default)]
    pub(crate) orphans: bool,
    /// The run was cancelled: no new batches, and no more rounds.
    #[serde(default)]
    pub(crate) cancelled: bool,
    /// Input files that could not be deleted.
    #[serde(default)]
    pub(crate) left: Vec<String>,
    /// Batches that repeat the work of another one.
    #[serde(default)]
    pub(crate) duplicates: Vec<Duplicate>,
    /// The tokens that were enqueued when the server refused more, by model.
    #[serde(default)]
    pub(crate) learnt: BTreeMap<String, u64>,
    /// The run is complete, and its result file is written.
    #[serde(default)]
    pub(crate) ended: bool,
}

/// A batch that repeats the work of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Duplicate {
    pub(crate) batch: String,
    pub(crate) status: String,
    pub(crate) counts: Option<Counts>,
}

/// What never changes about a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) round: u32,
    /// Its number within the round, from 0.
    pub(crate) index: u32,
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
    pub(crate) tokens: u64,
    pub(crate) model: Option<String>,
}

/// The saved state of a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) stage: Stage,
    /// Numbers the uploads of its input. Each has a name of its own.
    #[serde(default)]
    pub(crate) upload: u32,
    /// Batches that the server created and then refused without running any request. The next batch
    /// gets another key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) refused: Vec<String>,
    /// Creates sent under the current key that may have been carried out.
    #[serde(default)]
    pub(crate) sends: u8,
    /// A create was sent a second time because the first was not found. That happens only once.
    #[serde(default)]
    pub(crate) resent: bool,
    /// The create must not be sent again under this key, whatever the list shows.
    #[serde(default)]
    pub(crate) final_send: bool,
    /// How many times the server refused the input file.
    #[serde(default)]
    pub(crate) file_refusals: u32,
    /// The input files of creates whose outcome was ever unknown: another batch that reads one of
    /// them may turn up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) unsure: Vec<String>,
    /// What remains to be tidied up on the server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) chores: Vec<Chore>,
}

/// The progress of a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Waits for room. `file` is its input file if that is on the server.
    Queued { file: Option<String> },
    /// An upload is in flight, or was when this was saved.
    Uploading,
    /// A create is in flight, or was when this was saved.
    Creating { file: String },
    /// The batch is in flight on the server.
    Running {
        /// Its input file; none if the batch is asked about again after that was deleted.
        file: Option<String>,
        batch: String,
        /// The server accepted the request to cancel it.
        cancelling: bool,
    },
    /// The batch is final, and its result files are being fetched.
    Fetching { file: Option<String>, batch: String, end: Final },
    /// Everything that can be known is known, and the results are being written in input order.
    Closing {
        batch: Option<String>,
        status: String,
        /// The batch's result files, as far as they were fetched.
        files: Files,
        fill: Fill,
    },
    /// The results are in a file of the state directory, in input order, one line per request.
    Settled { batch: Option<String>, status: String, part: Part, unknown: bool },
}

/// What is recorded for requests without a result line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fill", rename_all = "snake_case")]
pub(crate) enum Fill {
    /// They were certainly not answered.
    Missing,
    /// It is unknown whether they were answered, and paid.
    Unknown,
    /// They were never sent.
    NotSent { reason: String },
    /// The server refused the whole batch.
    Refused { code: String, message: String },
    /// The server refused these lines, counted from 1, with a code and a message each. It did not run
    /// the others.
    Lines {
        #[serde(with = "as_list")]
        lines: BTreeMap<u64, (String, String)>,
    },
}

/// Numbers as keys of a JSON object do not survive a tagged enum, so the map is saved as a list.
mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    type Lines = BTreeMap<u64, (String, String)>;

    pub(super) fn serialize<S: Serializer>(lines: &Lines, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(lines)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Lines, D::Error> {
        Vec::deserialize(from).map(Lines::from_iter)
    }
}

/// The results of a shard, in input order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Size and hash of the file.
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) succeeded: u64,
    /// Requests that may be sent again.
    pub(crate) again: u64,
    /// Requests whose outcome is unknown.
    pub(crate) unknown: u64,
    /// Result lines for unknown requests, repeated ones, and unreadable ones.
    pub(crate) strangers: u64,
    pub(crate) repeated: u64,
    pub(crate) unreadable: u64,
}

/// Something to tidy up on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Chore {
    /// Delete an input file that is not needed any more.
    Delete(String),
    /// Delete an input file once its batch is known to be final, because until then the batch may
    /// read it.
    Withhold(String),
    /// Look for batches that creates of unknown outcome left behind: by key, or by this input file
    /// where the server keeps no metadata.
    Look { file: String },
    /// Cancel a batch that repeats this shard's work.
    Cancel(String),
}

impl Record {
    pub(crate) fn new() -> Self {
        Self {
            stage: Stage::Queued { file: None },
            upload: 0,
            refused: Vec::new(),
            sends: 0,
            resent: false,
            final_send: false,
            file_refusals: 0,
            unsure: Vec::new(),
            chores: Vec::new(),
        }
    }

    /// Whether nothing remains to be done for it.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Settled { .. }) && self.next_chore().is_none()
    }

    /// The next thing that can be tidied up.
    pub(crate) fn next_chore(&self) -> Option<&Chore> {
        self.chores.iter().find(|chore| !matches!(chore, Chore::Withhold(_)))
    }

    /// The input files that it names.
    pub(crate) fn input_files(&self) -> impl Iterator<Item = &str> {
        let used = match &self.stage {
            Stage::Queued { file } | Stage::Running { file, .. } | Stage::Fetching { file, .. } => {
                file.as_deref()
            }
            Stage::Creating { file } => Some(&**file),
            Stage::Uploading | Stage::Closing { .. } | Stage::Settled { .. } => None,
        };
        let old = self.chores.iter().filter_map(|chore| match chore {
            Chore::Delete(file) | Chore::Withhold(file) => Some(&**file),
            Chore::Look { .. } | Chore::Cancel(_) => None,
        });
        used.into_iter().chain(old)
    }

    /// The number of its input files on the server, except those that may stay there for good.
    pub(crate) fn files(&self) -> u64 {
        let coming = usize::from(self.stage == Stage::Uploading);
        let withheld = |chore: &&Chore| matches!(chore, Chore::Withhold(_));
        let withheld = self.chores.iter().filter(withheld).count();
        (coming + self.input_files().count() - withheld) as u64
    }

    /// Whether it counts as a batch in flight.
    pub(crate) fn is_in_flight(&self) -> bool {
        matches!(
            self.stage,
            Stage::Uploading
                | Stage::Creating { .. }
                | Stage::Running { .. }
                | Stage::Fetching { .. }
        )
    }

    /// Whether its tokens count as enqueued.
    pub(crate) fn is_enqueued(&self) -> bool {
        matches!(self.stage, Stage::Uploading | Stage::Creating { .. } | Stage::Running { .. })
    }

    /// The server created a batch and refused it without running any request. The next one gets
    /// another key.
    pub(crate) fn refuse(&mut self, batch: String) {
        self.refused.push(batch);
        self.sends = 0;
        self.final_send = false;
    }

    /// The outcome of a create with this input file is unknown.
    pub(crate) fn doubt(&mut self, file: &str) {
        if !self.unsure.iter().any(|known| known == file) {
            self.unsure.push(file.to_owned());
        }
    }

    /// Makes a chore of looking for batches that creates of unknown outcome left behind.
    pub(crate) fn look(&mut self) {
        for file in &self.unsure {
            let look = Chore::Look { file: file.clone() };
            if !self.chores.contains(&look) {
                self.chores.push(look);
            }
        }
    }

    /// A batch that repeats its work and is to be cancelled.
    pub(crate) fn second_batch(&self) -> Option<&str> {
        self.chores.iter().find_map(|chore| match chore {
            Chore::Cancel(batch) => Some(batch.as_str()),
            _ => None,
        })
    }

    /// No batch reads its old input files any more.
    pub(crate) fn release_files(&mut self) {
        for chore in &mut self.chores {
            if let Chore::Withhold(file) = chore {
                *chore = Chore::Delete(std::mem::take(file));
            }
        }
    }

    /// The number of its current key.
    pub(crate) fn attempt(&self) -> u32 {
        u32::try_from(self.refused.len()).unwrap_or(u32::MAX)
    }

    /// Its batch, if there is one.
    pub(crate) fn batch(&self) -> Option<&str> {
        match &self.stage {
            Stage::Running { batch, .. } | Stage::Fetching { batch, .. } => Some(batch),
            Stage::Closing { batch, .. } | Stage::Settled { batch, .. } => batch.as_deref(),
            Stage::Queued { .. } | Stage::Uploading | Stage::Creating { .. } => None,
        }
    }
}

/// The prefix of the names of a shard's files and of the keys of its batches.
pub(crate) fn stem(load: &Load) -> String {
    format!("r{}-s{}", load.round, load.index)
}
