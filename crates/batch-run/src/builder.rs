//! Setting up a run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use batch_lines::{Endpoints, Limits};

use crate::error::RunError;
use crate::event::RunEvent;
use crate::run::Run;
use crate::settings::{Settings, state_dir_of};
use crate::shell::RESERVED;

/// Metadata pairs that a caller can add: the API takes 16, of which the run uses 3.
const MAX_PAIRS: usize = 13;

/// The API's limit on a metadata key, in characters.
const MAX_KEY: usize = 64;

/// The API's limit on a metadata value, in characters.
const MAX_VALUE: usize = 512;

impl Run {
    /// Sets up a run from an input file to a result file.
    pub fn builder(input: impl Into<PathBuf>, output: impl Into<PathBuf>) -> RunBuilder {
        RunBuilder::new(input.into(), output.into())
    }
}

/// Sets up a [`Run`].
///
/// | setting | default |
/// |---|---|
/// | [`state_dir`](Self::state_dir) | the output's name with `.batch` appended |
/// | [`limits`](Self::limits) | OpenAI's |
/// | [`completion_window`](Self::completion_window) | `24h` |
/// | [`max_batches`](Self::max_batches) | 16 in flight |
/// | [`max_enqueued_tokens`](Self::max_enqueued_tokens) | learned from refusals |
/// | [`max_transfers`](Self::max_transfers) | 4 at once |
/// | [`max_stored`](Self::max_stored) | 80 GB |
/// | [`rounds`](Self::rounds) | 3 |
/// | [`poll_interval`](Self::poll_interval) | 2 s growing to 60 s |
/// | [`hold`](Self::hold) | 30 s doubling to 10 min |
/// | [`list_lag`](Self::list_lag) | 10 s |
/// | [`outage_limit`](Self::outage_limit) | 1 h |
/// | [`start_limit`](Self::start_limit) | 30 s |
#[derive(Clone)]
#[must_use = "a run does nothing until it is built and executed"]
pub struct RunBuilder(Settings);

impl RunBuilder {
    pub(crate) fn new(input: PathBuf, output: PathBuf) -> Self {
        Self(Settings {
            state_dir: state_dir_of(&output),
            input,
            output,
            server: None,
            limits: Limits::default(),
            endpoints: Endpoints::default(),
            window: "24h".into(),
            metadata: BTreeMap::new(),
            output_expires_after: None,
            batches: 16,
            tokens: None,
            transfers: 4,
            rounds: 3,
            stored: 80_000_000_000,
            retry_failed: false,
            resend_unknown: false,
            skip_invalid: false,
            start_over: false,
            keep_files: false,
            list_is_complete: false,
            poll: (Duration::from_secs(2), Duration::from_secs(60)),
            hold: Duration::from_secs(30),
            list_lag: Duration::from_secs(10),
            outage_limit: Duration::from_secs(3_600),
            start_limit: Duration::from_secs(30),
            emit: Arc::new(drop),
        })
    }

    /// Sets the directory for the journal and for results that are not merged yet. It is created if it
    /// is missing, and needs as much space for results as the output.
    pub fn state_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.state_dir = path.into();
        self
    }

    /// Sets the name by which the journal identifies the server, instead of its base URL. Useful for a
    /// server whose address changes.
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.0.server = Some(name.into());
        self
    }

    /// Sets the limits of one batch.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.0.limits = limits;
        self
    }

    /// Sets the endpoints that lines may name. Defaults to those that OpenAI documents.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.0.endpoints = endpoints;
        self
    }

    /// Sets the completion window of each batch. OpenAI accepts only `24h`.
    pub fn completion_window(mut self, window: impl Into<String>) -> Self {
        self.0.window = window.into();
        self
    }

    /// Adds a pair to the metadata of each batch. The run itself uses three of the 16 pairs.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.metadata.insert(key.into(), value.into());
        self
    }

    /// Sets when the server deletes result files: 3,600 to 2,592,000 seconds after their creation.
    pub fn output_expires_after(mut self, seconds: u32) -> Self {
        self.0.output_expires_after = Some(seconds);
        self
    }

    /// Sets the maximum number of batches in flight, at least 1.
    pub fn max_batches(mut self, batches: usize) -> Self {
        self.0.batches = batches;
        self
    }

    /// Sets the maximum number of estimated tokens per model that are enqueued at once. Without it, the
    /// run learns the limit from the server's refusals.
    pub fn max_enqueued_tokens(mut self, tokens: u64) -> Self {
        self.0.tokens = Some(tokens);
        self
    }

    /// Sets the maximum number of concurrent uploads and downloads, at least 1.
    pub fn max_transfers(mut self, transfers: usize) -> Self {
        self.0.transfers = transfers;
        self
    }

    /// Sets the maximum number of bytes of input files that are on the server at once, at least 1. Each
    /// file is deleted when its batch has ended and its results are fetched. OpenAI limits the storage
    /// of an organisation to about 100 GB, which other files and the results share. A shard that is
    /// larger than this is sent alone.
    pub fn max_stored(mut self, bytes: u64) -> Self {
        self.0.stored = bytes;
        self
    }

    /// Sets how often a request that fails for transient reasons is sent in all. 1 disables
    /// resending.
    pub fn rounds(mut self, rounds: u32) -> Self {
        self.0.rounds = rounds;
        self
    }

    /// Sends the valid lines of an input that also contains invalid ones. Without it, such an input is
    /// [refused](RunError::InvalidInput).
    pub fn skip_invalid(mut self, skip: bool) -> Self {
        self.0.skip_invalid = skip;
        self
    }

    /// Makes [`execute`](Run::execute) send the failed requests of a run that has ended again, for
    /// permanent reasons too, and write the result file anew. Successful results are kept. Requests
    /// whose outcome is unknown are not sent.
    pub fn retry_failed(mut self, retry: bool) -> Self {
        self.0.retry_failed = retry;
        self
    }

    /// Makes [`execute`](Run::execute) send the requests of a run that has ended again whose outcome
    /// is unknown. Those that were answered after all are charged twice.
    pub fn resend_unknown(mut self, resend: bool) -> Self {
        self.0.resend_unknown = resend;
        self
    }

    /// Discards the state of an earlier run and replaces its output. Batches of that run that are in
    /// flight continue on the server, and are charged.
    pub fn start_over(mut self, start_over: bool) -> Self {
        self.0.start_over = start_over;
        self
    }

    /// Keeps the uploaded input files on the server. By default each is deleted when its batch has
    /// ended.
    pub fn keep_files(mut self, keep: bool) -> Self {
        self.0.keep_files = keep;
        self
    }

    /// Sets the first and the longest interval between two polls of a batch.
    pub fn poll_interval(mut self, first: Duration, longest: Duration) -> Self {
        self.0.poll = (first, longest.max(first));
        self
    }

    /// Sets how long the first refusal for a full queue holds work back, unless a batch ends before.
    pub fn hold(mut self, first: Duration) -> Self {
        self.0.hold = first;
        self
    }

    /// Sets how long the server's list of batches may lag. After a create of unknown outcome, the run
    /// looks for the batch for this long before it concludes that none was created.
    pub fn list_lag(mut self, lag: Duration) -> Self {
        self.0.list_lag = lag;
        self
    }

    /// Declares that a batch that is missing from the server's list does not exist, so that a create of
    /// unknown outcome can be sent again more than once. True of a server that lives and dies with this
    /// process; for any other server, leave it off.
    pub fn list_is_complete(mut self, complete: bool) -> Self {
        self.0.list_is_complete = complete;
        self
    }

    /// Sets how long the same call may keep failing for transient reasons before it is given up. If
    /// nothing else succeeds either, the run ends with an error, and can be resumed.
    pub fn outage_limit(mut self, outage_limit: Duration) -> Self {
        self.0.outage_limit = outage_limit;
        self
    }

    /// The same for the first call of a run, before anything was sent: a wrong base URL should not take
    /// an hour to be noticed.
    pub fn start_limit(mut self, start_limit: Duration) -> Self {
        self.0.start_limit = start_limit;
        self
    }

    /// Sets a callback for progress events. It is called from within the run and must not block.
    pub fn on_event(mut self, emit: impl Fn(RunEvent) + Send + Sync + 'static) -> Self {
        self.0.emit = Arc::new(emit);
        self
    }

    /// Validates the settings. Nothing is read or written yet.
    ///
    /// # Errors
    /// [`RunError::Setting`].
    pub fn build(self) -> Result<Run, RunError> {
        let settings = self.0;
        let refuse = |what: &str| Err(RunError::Setting(what.to_owned()));
        if settings.batches == 0 || settings.transfers == 0 || settings.rounds == 0 {
            return refuse("batches in flight, transfers and rounds must be at least 1");
        }
        if settings.stored == 0 {
            return refuse("at least one byte must be allowed on the server");
        }
        if settings.limits.requests == 0 || settings.limits.bytes == 0 {
            return refuse("a batch must be allowed at least one request and one byte");
        }
        if settings.poll.0.is_zero() {
            return refuse("the poll interval must be longer than zero");
        }
        if settings.input == settings.output {
            return refuse("the output must be another file than the input");
        }
        check_metadata(&settings.metadata)?;
        Ok(Run::new(settings))
    }
}

/// Checks metadata against the API's limits, of which the run itself needs a part.
fn check_metadata(metadata: &BTreeMap<String, String>) -> Result<(), RunError> {
    let refuse = |what: String| Err(RunError::Setting(what));
    if metadata.len() > MAX_PAIRS {
        return refuse(format!(
            "a batch has 16 metadata pairs, of which the run needs 3; give at most {MAX_PAIRS}"
        ));
    }
    for (key, value) in metadata {
        let (key_len, value_len) = (key.chars().count(), value.chars().count());
        if key.starts_with(RESERVED) {
            return refuse(format!(
                "the metadata key {key:?} begins with {RESERVED:?}, which the run uses itself"
            ));
        }
        if key_len == 0 || key_len > MAX_KEY {
            return refuse(format!(
                "the metadata key {key:?} has {key_len} characters; the API takes 1 to {MAX_KEY}"
            ));
        }
        if value_len > MAX_VALUE {
            return refuse(format!(
                "the value of the metadata key {key:?} has {value_len} characters; the API takes at \
                 most {MAX_VALUE}"
            ));
        }
    }
    Ok(())
}

impl std::fmt::Debug for RunBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunBuilder")
            .field("input", &self.0.input)
            .field("output", &self.0.output)
            .field("state_dir", &self.0.state_dir)
            .finish_non_exhaustive()
    }
}
