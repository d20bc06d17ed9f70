//! The settings of a run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::event::RunEvent;
use batch_lines::{Endpoints, Limits};

/// The order of the result file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// The order of the input.
    #[default]
    Input,
    /// The order in which results were downloaded, which saves a seek per line.
    Arrival,
}

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
    pub(crate) rounds: usize,
    pub(crate) order: Order,
    pub(crate) skip_invalid: bool,
    pub(crate) start_over: bool,
    pub(crate) keep_files: bool,
    pub(crate) poll: (Duration, Duration),
    pub(crate) hold: Duration,
    pub(crate) list_lag: Duration,
    pub(crate) outage_limit: Duration,
    pub(crate) emit: Emit,
}

/// The default state directory of a run: the output's name with `.batch` appended.
pub(crate) fn state_dir_of(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".batch");
    name.into()
}
