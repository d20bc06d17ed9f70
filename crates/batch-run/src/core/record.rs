//! What a run remembers: one head, and one small record for each shard.
//!
//! Records are saved before any call that they foresee, so a process that dies at any moment leaves
//! behind either the record of a call that may have been carried out, or no call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Counts, Files, Final};

/// A shard's number over all rounds, from 0.
pub(crate) type ShardNo = usize;

/// What the run as a whole has to remember.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Requests of each round begun so far.
    pub(crate) rounds: Vec<u64>,
    /// An upload whose answer was lost may have left a file that no record names.
    #[serde(default)]
    pub(crate) orphans: bool,
    /// No more rounds, no new batches: the run was cancelled.
    #[serde(default)]
    pub(crate) cancelled: bool,
    /// Input files that could not be deleted.
    #[serde(default)]
    pub(crate) left: Vec<String>,
    /// Second batches of a shard that came to light.
    #[serde(default)]
    pub(crate) duplicates: Vec<Duplicate>,
    /// Tokens enqueued per model when the server refused more.
    #[serde(default)]
    pub(crate) learnt: BTreeMap<String, u64>,
    /// All is done, and the result file is written.
    #[serde(default)]
    pub(crate) ended: bool,
}

/// A batch that does the work of another one over again.
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

/// What is to be remembered about a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) stage: Stage,
    /// Numbers the uploads of its input. Each has a name of its own.
    #[serde(default)]
    pub(crate) upload: u32,
    /// Batches that the server created and refused without running anything. The next one gets
    /// another key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) refused: Vec<String>,
    /// Creates sent under the current key that may have been carried out.
    #[serde(default)]
    pub(crate) sends: u8,
    /// A create was sent a second time because nothing was found of the first. That happens once.
    #[serde(default)]
    pub(crate) resent: bool,
    /// The create must not be sent again under this key, whatever the list shows.
    #[serde(default)]
    pub(crate) final_send: bool,
    /// How many refusals blamed the input file.
    #[serde(default)]
    pub(crate) file_refusals: u32,
    /// The input files of creates whose outcome was ever unknown: another batch that reads one of
    /// them may turn up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) unsure: Vec<String>,
    /// What is left to tidy up on the server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) chores: Vec<Chore>,
}

/// How far a shard is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Waits for room. `file` is its input, if that is on the server already.
    Queued { file: Option<String> },
    /// An upload is in flight, or was when this was saved.
    Uploading,
    /// A create is in flight, or was when this was saved.
    Creating { file: String },
    /// The batch is in flight on the server.
    Running {
        /// Its input file; none if that was deleted before the batch had to be asked about again.
        file: Option<String>,
        batch: String,
        /// The server took our request to cancel it.
        cancelling: bool,
    },
    /// The batch is final, and its result files are being fetched.
    Fetching { file: Option<String>, batch: String, end: Final },
    /// All that can be known is known: the shard's results are put in order.
    Closing {
        batch: Option<String>,
        status: String,
        /// What was fetched of the batch's results.
        files: Files,
        fill: Fill,
    },
    /// Its results stand in a file of the state directory, in order, one line per request.
    Settled { batch: Option<String>, status: String, part: Part, unknown: bool },
}

/// What becomes of requests for which no file has a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fill", rename_all = "snake_case")]
pub(crate) enum Fill {
    /// They were certainly not answered.
    Missing,
    /// Nobody can say whether they were answered, and paid.
    Unknown,
    /// They were never sent.
    NotSent { reason: String },
    /// The server refused the whole batch.
    Refused { code: String, message: String },
    /// The server refused these lines, counted from 1, with a code and a message each; the others
    /// were not run.
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

/// The results of a shard, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Size and hash of the file.
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) succeeded: u64,
    /// Requests that may be sent again.
    pub(crate) again: u64,
    /// Requests that nobody knows about.
    pub(crate) unknown: u64,
    /// Result lines for nobody, too many, and unreadable.
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
    /// Delete an input file once its batch is known to be final. Until then the batch may read it.
    Withhold(String),
    /// Look for batches that creates of unknown outcome left behind: by key, or by this input file
    /// where the server keeps no metadata.
    Look { file: String },
    /// Cancel a batch that does this shard's work a second time.
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

    /// Whether nothing is left to do for it.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Settled { .. }) && self.next_chore().is_none()
    }

    /// What can be tidied up now.
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

    /// How many input files it has on the server, but for those that may stay there for ever.
    pub(crate) fn files(&self) -> u64 {
        let coming = usize::from(self.stage == Stage::Uploading);
        let withheld = |chore: &&Chore| matches!(chore, Chore::Withhold(_));
        let withheld = self.chores.iter().filter(withheld).count();
        (coming + self.input_files().count() - withheld) as u64
    }

    /// Whether it takes one of the places for batches in flight.
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

    /// The server created a batch and refused it as a whole, without running anything. The next one
    /// has another key.
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

    /// Batches that creates of unknown outcome left behind have to be looked for.
    pub(crate) fn look(&mut self) {
        for file in &self.unsure {
            let look = Chore::Look { file: file.clone() };
            if !self.chores.contains(&look) {
                self.chores.push(look);
            }
        }
    }

    /// A second batch that is to be cancelled.
    pub(crate) fn second_batch(&self) -> Option<&str> {
        self.chores.iter().find_map(|chore| match chore {
            Chore::Cancel(batch) => Some(batch.as_str()),
            _ => None,
        })
    }

    /// No batch can read its old input files any more.
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

    /// The batch that does its work, if there is one.
    pub(crate) fn batch(&self) -> Option<&str> {
        match &self.stage {
            Stage::Running { batch, .. } | Stage::Fetching { batch, .. } => Some(batch),
            Stage::Closing { batch, .. } | Stage::Settled { batch, .. } => batch.as_deref(),
            Stage::Queued { .. } | Stage::Uploading | Stage::Creating { .. } => None,
        }
    }
}

/// The start of the names of a shard's files, and of the keys of its batches.
pub(crate) fn stem(load: &Load) -> String {
    format!("r{}-s{}", load.round, load.index)
}
