//! The calls of a run, each from one stage of a shard to the next.
//!
//! A step changes nothing but the server and files of its own; what came of it is noted by the
//! engine. What passes by itself is waited out here.

use std::path::PathBuf;
use std::time::Duration;

use batch_ext::batch_client::Client;
use batch_ext::batch_client::types::{
    Batch, CreateBatchRequest, ExpirationAnchor, FileExpiration, Metadata,
};
use futures_util::StreamExt;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use crate::clock::unix_now;
use crate::control::{Control, Wish};
use crate::error::RunError;
use crate::event::RunEvent;
use crate::failure::is_pressure;
use crate::fingerprint::Stamp;
use crate::settings::Settings;
use crate::state::Task;
use batch_ext::Error;
use batch_ext::create::{CreateOnce, CreatePolicy, find_batches};
use batch_ext::error::Outcome;
use batch_ext::status::Phase;
use batch_ext::wait::{BatchWait, WaitForBatch, WaitPolicy};

/// The metadata key that a run's batches are found by.
pub(crate) const KEY: &str = "batch_run_key";

/// Looks for a file that the server says it does not have, before it is believed.
pub(crate) const LOOKS: u32 = 5;

/// How often a create is sent in all while its outcome is unknown.
const MAX_SENDS: u32 = 2;

/// By how much clocks may disagree.
const DAY: Duration = Duration::from_secs(86_400);

/// What all steps of a run share.
pub(crate) struct Context {
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    pub(crate) control: Control,
    /// The input as it was when it was planned.
    pub(crate) stamp: Stamp,
    pub(crate) run_id: String,
    pub(crate) started_at: u64,
    pub(crate) results: PathBuf,
    pub(crate) transfers: Semaphore,
}

/// What came of a step.
pub(crate) enum Step {
    Uploaded {
        file_id: String,
    },
    Created {
        batch_id: String,
    },
    /// Nothing was created, for the queue is full.
    Held {
        code: String,
        retry_after: Option<Duration>,
    },
    /// Nothing was created, for the input file is not there.
    FileLost,
    Ended(Box<Batch>),
    /// The server has not known the batch for as long as an outage may last.
    BatchLost,
    /// Files in the results directory, and the ids of those that the server does not have.
    Collected {
        results: Vec<String>,
        gone: Vec<String>,
    },
    /// Given up because the run is to end.
    Stopped,
}

impl Context {
    pub(crate) fn emit(&self, event: RunEvent) {
        (self.settings.emit)(event);
    }

    /// Runs a step that may be left at any moment.
    pub(crate) async fn unless(
        &self,
        wish: Wish,
        step: impl Future<Output = Result<Step, RunError>>,
    ) -> Result<Step, RunError> {
        tokio::select! {
            biased;
            () = self.control.wanted(wish) => Ok(Step::Stopped),
            done = step => done,
        }
    }

    /// Repeats a call while it fails for reasons that pass.
    pub(crate) async fn patiently<T, F>(
        &self,
        action: &str,
        call: impl Fn() -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut pause = Pause::new(self, action);
        loop {
            match call().await {
                Err(error) if error.is_retryable() && pause.before_retry(&error).await => {}
                done => return done,
            }
        }
    }

    /// Asks whether the server has batches at all, before anything is sent.
    pub(crate) async fn probe(&self) -> Result<(), RunError> {
        let action = "list batches";
        let probe = || async { Ok(self.client.list_batches().limit(1).send().await.map(drop)?) };
        match self.patiently(action, probe).await {
            Ok(()) => Ok(()),
            Err(error) => match error.status().map(|status| status.as_u16()) {
                Some(status @ (404 | 405 | 501)) => Err(RunError::Unsupported {
                    base_url: self.client.base_url().to_owned(),
                    status,
                }),
                _ => Err(RunError::api(action, error)),
            },
        }
    }

    /// Creates a shard's batch, once. `look` says that an earlier process may have done so.
    ///
    /// A create whose answer was lost is sent again at most once, after the list has had time to
    /// show the batch. From then on, and after any 2xx, the batch is only looked for.
    pub(crate) async fn create(
        &self,
        task: &Task,
        file_id: &str,
        look: bool,
    ) -> Result<Step, RunError> {
        let action = format!("create the batch of {}", task.label());
        let failed = |error| RunError::api(&action, error);
        let key = task.key(&self.run_id);
        let request = self.request(task, file_id)?;
        let policy = self.create_policy(look)?;
        if look {
            // The list may not yet show what was created just before.
            sleep(self.settings.list_lag).await;
        } else if self.control.now() == Wish::Cancel {
            return Ok(Step::Stopped);
        }
        let mut pause = Pause::new(self, &action);
        let mut lost = 0;
        loop {
            let create = self.client.create_batch_once(request.clone());
            let error = match create.key(&key).policy(policy.clone()).await {
                Ok(created) => return Ok(Step::Created { batch_id: created.batch.id }),
                Err(error) => error,
            };
            if error.outcome() != Outcome::NotDone {
                return self.find_lost(&key, &action, error, pause).await;
            } else if let Some(code) = error.code().filter(|code| is_pressure(code)) {
                return Ok(Step::Held { code: code.to_owned(), retry_after: error.retry_after() });
            } else if names_no_file(&error) {
                // New files are not seen by all of a server at once.
                lost += 1;
                if lost >= LOOKS && !self.has_file(file_id).await.map_err(failed)? {
                    return Ok(Step::FileLost);
                }
                if lost >= 2 * LOOKS {
                    return Err(failed(error));
                }
            } else if !error.is_retryable() {
                return Err(failed(error));
            }
            if !pause.before_retry(&error).await {
                return Err(failed(error));
            }
        }
    }

    /// Looks for a batch that may or must have been created, up to the outage limit. Not finding it
    /// proves nothing, so nothing is sent.
    async fn find_lost(
        &self,
        key: &str,
        action: &str,
        cause: Error,
        mut pause: Pause<'_>,
    ) -> Result<Step, RunError> {
        loop {
            let error = match self.find_batch(key).await {
                Ok(Some(batch_id)) => return Ok(Step::Created { batch_id }),
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if !pause.before_retry(error.as_ref().unwrap_or(&cause)).await {
                return Err(RunError::api(action, cause));
            }
        }
    }

    /// Looks for a batch of this run by its key. The oldest one counts.
    async fn find_batch(&self, key: &str) -> Result<Option<String>, Error> {
        let found = find_batches(&self.client, KEY, |value| value == key, self.lookback());
        Ok(found.await?.pop().map(|batch| batch.id))
    }

    /// A first look costs a page of the list unless the batch may be there already; then all since
    /// the run began is looked through.
    fn create_policy(&self, look: bool) -> Result<CreatePolicy, RunError> {
        let policy = CreatePolicy::builder()
            .key_name(KEY)
            .max_sends(MAX_SENDS)
            .list_lag(self.settings.list_lag)
            .lookback(if look { self.lookback() } else { Duration::ZERO });
        policy.build().map_err(|error| RunError::Setting(error.to_string()))
    }

    /// The time since the run began, and as much as clocks may disagree.
    fn lookback(&self) -> Duration {
        Duration::from_secs(unix_now().saturating_sub(self.started_at)) + DAY
    }

    fn request(&self, task: &Task, file_id: &str) -> Result<CreateBatchRequest, RunError> {
        let mut metadata = self.settings.metadata.clone();
        metadata.insert("batch_run_id".into(), self.run_id.clone());
        metadata.insert("batch_run_shard".into(), task.label());
        let mut request = CreateBatchRequest::builder()
            .completion_window(self.settings.window.clone())
            .endpoint(task.endpoint.clone())
            .input_file_id(file_id)
            .metadata(Metadata(metadata));
        if let Some(seconds) = self.settings.output_expires_after {
            let expiry =
                FileExpiration::builder().anchor(ExpirationAnchor::CreatedAt).seconds(seconds);
            // Both fields are set, so the conversion succeeds.
            request = request.output_expires_after(FileExpiration::try_from(expiry).ok());
        }
        CreateBatchRequest::try_from(request).map_err(|error| RunError::Setting(error.to_string()))
    }

    /// Waits for the end of a batch, and cancels it when the run is cancelled.
    ///
    /// A 404 is no evidence that a batch is gone: it was seen before, and may be running and cost
    /// money. It is asked for again up to the outage limit.
    pub(crate) async fn watch(&self, task: &Task, batch_id: &str) -> Result<Step, RunError> {
        let mut missing = None;
        loop {
            let error = match self.watch_once(task, batch_id, &mut missing).await {
                Err(RunError::Api { source, .. }) if source.is_not_found() => source,
                other => return other,
            };
            let since: Instant = *missing.get_or_insert_with(Instant::now);
            if since.elapsed() >= self.settings.outage_limit {
                return Ok(Step::BatchLost);
            }
            let delay = self.settings.poll.1;
            let action = format!("poll batch {batch_id}");
            self.emit(RunEvent::Trouble { action, error: error.to_string(), delay });
            sleep(delay).await;
        }
    }

    async fn watch_once(
        &self,
        task: &Task,
        batch_id: &str,
        missing: &mut Option<Instant>,
    ) -> Result<Step, RunError> {
        let (first, longest) = self.settings.poll;
        // Failing polls are as far apart as polls get, so this many fill the outage limit.
        let polls = self.settings.outage_limit.as_secs() / longest.as_secs().max(1);
        let policy = WaitPolicy::builder()
            .min_interval(first)
            .max_interval(longest)
            .max_failures(u32::try_from(polls).unwrap_or(u32::MAX).saturating_add(30));
        let policy = policy.build().map_err(|error| RunError::Setting(error.to_string()))?;
        if self.control.now() != Wish::Cancel {
            let waiting = self.client.wait_for_batch(batch_id).policy(policy.clone());
            tokio::select! {
                ended = self.follow(task, batch_id, waiting, missing) => return ended,
                () = self.control.cancelled() => {}
            }
        }
        let cancelling = self.client.cancel_and_wait(batch_id).policy(policy);
        self.follow(task, batch_id, cancelling, missing).await
    }

    async fn follow(
        &self,
        task: &Task,
        batch_id: &str,
        wait: BatchWait,
        missing: &mut Option<Instant>,
    ) -> Result<Step, RunError> {
        let mut last = None;
        let mut snapshots = wait.snapshots();
        while let Some(batch) = snapshots.next().await {
            let batch = batch
                .map_err(|error| RunError::api(format!("wait for batch {batch_id}"), error))?;
            *missing = None;
            self.emit(RunEvent::Progress {
                shard: task.label(),
                batch_id: batch_id.to_owned(),
                status: batch.status.to_string(),
                answered: answered(&batch),
                total: task.requests,
            });
            last = Some(batch);
        }
        match last {
            Some(batch) => self.with_files(batch).await,
            None => Err(RunError::Internal("a wait ended without a batch".into())),
        }
    }

    /// Some servers say that a batch is completed a moment before they say where its results are.
    async fn with_files(&self, mut batch: Batch) -> Result<Step, RunError> {
        for look in 1..=LOOKS {
            let missing = Phase::of(batch.status.as_str()) == Phase::Completed
                && answered(&batch) > 0
                && result_files(&batch).is_empty();
            if !missing {
                break;
            }
            sleep(self.settings.poll.0 * look).await;
            let again = || async {
                Ok(self.client.retrieve_batch().batch_id(&batch.id).send().await?.into_inner())
            };
            let action = "look for a batch's results";
            batch = self
                .patiently(action, again)
                .await
                .map_err(|error| RunError::api(action, error))?;
        }
        Ok(Step::Ended(Box::new(batch)))
    }
}

/// The pauses between the attempts at one call, up to the outage limit.
struct Pause<'a> {
    ctx: &'a Context,
    action: &'a str,
    begin: Instant,
    delay: Duration,
}

impl<'a> Pause<'a> {
    fn new(ctx: &'a Context, action: &'a str) -> Self {
        Self { ctx, action, begin: Instant::now(), delay: ctx.settings.poll.0 }
    }

    /// Waits before the next attempt; false if that would be beyond the outage limit.
    async fn before_retry(&mut self, error: &Error) -> bool {
        let settings = &self.ctx.settings;
        let delay = error.retry_after().unwrap_or(self.delay).max(self.delay);
        if self.begin.elapsed().saturating_add(delay) > settings.outage_limit {
            return false;
        }
        self.ctx.emit(RunEvent::Trouble {
            action: self.action.to_owned(),
            error: error.to_string(),
            delay,
        });
        sleep(delay).await;
        self.delay = self.delay.saturating_mul(2).min(settings.poll.1);
        true
    }
}

/// Whether a create was refused because of its file.
fn names_no_file(error: &Error) -> bool {
    error.is_not_found()
        || (error.status().is_some_and(|status| status == 400)
            && error.param().is_some_and(|param| param.ends_with("file_id")))
}

/// Ids of a batch's result files; an empty id means none.
pub(crate) fn result_files(batch: &Batch) -> Vec<String> {
    [&batch.output_file_id, &batch.error_file_id]
        .into_iter()
        .flatten()
        .filter(|id| !id.is_empty())
        .cloned()
        .collect()
}

/// Requests that succeeded or failed, as the server counts them.
fn answered(batch: &Batch) -> u64 {
    let counts = batch.request_counts.as_ref();
    let answered = counts.map_or(0, |counts| counts.completed.saturating_add(counts.failed));
    u64::try_from(answered).unwrap_or(0)
}
