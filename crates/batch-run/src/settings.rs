//! The settings of a run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use batch_lines::{Endpoints, Limits};

use crate::core::Policy;
use crate::event::RunEvent;

pub(crate) type Emit = Arc<dyn Fn(RunEvent) + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) input: PathBuf,
    pub(crate) output: PathBuf,
    pub(crate) state_dir: PathBuf,
    pub(crate) server: Option<String>,
    pub(crate) limits: Limits,
    pub(crate) endpoints: Endpoints,
    pub(crate) window: String,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) output_expires_after: Option<u32>,
    pub(crate) batches: usize,
    pub(crate) tokens: Option<u64>,
    pub(crate) transfers: usize,
    pub(crate) rounds: u32,
    pub(crate) stored: u64,
    pub(crate) retry_failed: bool,
    pub(crate) resend_unknown: bool,
    pub(crate) skip_invalid: bool,
    pub(crate) start_over: bool,
    pub(crate) keep_files: bool,
    pub(crate) list_is_complete: bool,
    pub(crate) poll: (Duration, Duration),
    pub(crate) hold: Duration,
    pub(crate) list_lag: Duration,
    pub(crate) outage_limit: Duration,
    pub(crate) start_limit: Duration,
    pub(crate) emit: Emit,
}

impl Settings {
    /// The numbers that the core decides by.
    pub(crate) fn policy(&self) -> Policy {
        Policy {
            batches: self.batches,
            transfers: self.transfers,
            stored: self.stored,
            tokens: self.tokens,
            rounds: self.rounds,
            poll: self.poll,
            hold: self.hold,
            list_lag: self.list_lag,
            outage_limit: self.outage_limit,
            start_limit: self.start_limit.min(self.outage_limit),
            keep_files: self.keep_files,
            list_is_complete: self.list_is_complete,
        }
    }
}

/// The default state directory of a run: the output's name with `.batch` appended.
pub(crate) fn state_dir_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".batch");
    name.into()
}
