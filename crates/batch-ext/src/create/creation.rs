//! The creation of one batch.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use batch_client::types::{Batch, CreateBatchRequest};
use batch_client::{Client, Operation};
use tokio::time::Instant;
use tracing::{Instrument, info, info_span};

use super::find::Since;
use super::key::{Key, KeyChoice};
use super::look::{Findings, Wanted, look};
use super::policy::CreatePolicy;
use super::send::send;
use crate::error::{Error, Kind, Outcome};
use crate::retry::{Deadline, Reason};

/// The first wait between looks is this fraction of the list's lag, so that seven looks fit into it.
const FIRST_LOOK: u32 = 30;
/// The upper limit of the first wait between looks. The wait doubles three times.
const MAX_FIRST_LOOK: Duration = Duration::from_secs(1);
/// The number of looks before the batch is taken to be absent. The lag alone is not enough: on a
/// machine that is busy or was suspended, it may pass without a look.
const MIN_LOOKS: u32 = 7;
/// How many times the last look may be repeated if it fails.
const SPARE_LOOKS: u32 = 3;
/// The longest wait that a server may ask for before the create is sent again.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(120);

/// A batch to be created once. Returned by
/// [`CreateOnce::create_batch_once`](crate::create::CreateOnce::create_batch_once); `.await` it.
///
/// # Errors
///
/// If the request is refused or cannot be sent, if the metadata has no room for the key, and if it
/// cannot be determined whether the batch exists ([`Kind::Unresolved`]). Errors have the
/// [key](crate::Error::key).
#[must_use = "nothing is created unless the creation is awaited"]
pub struct Creation {
    client: Client,
    request: CreateBatchRequest,
    key: KeyChoice,
    policy: CreatePolicy,
}

/// A batch that exists.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Created {
    /// The batch as it was created or found.
    pub batch: Batch,
    /// Its key; `None` if it was created without one.
    pub key: Option<String>,
    /// Whether it was found in the list rather than returned by a create.
    pub found: bool,
    /// How many creates this call sent; zero if an earlier call had created the batch.
    pub sends: u32,
    /// Later batches with the same key. This call created none of them, unless the server's list
    /// lagged longer than [`list_lag`](crate::create::CreatePolicyBuilder::list_lag).
    pub duplicates: Vec<String>,
}

impl Creation {
    pub(super) fn new(client: Client, request: CreateBatchRequest) -> Self {
        Self { client, request, key: KeyChoice::Fresh, policy: CreatePolicy::default() }
    }

    /// Uses `key`: 1 to 512 characters, none of them a control character. A batch within the
    /// [lookback](crate::create::CreatePolicyBuilder::lookback) that has the key already is returned
    /// instead of creating one. A key in the request's own metadata, under the policy's name, has the
    /// same effect.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = KeyChoice::Callers(key.into());
        self
    }

    /// Uses no key: sends the create once and returns its result.
    pub fn without_key(mut self) -> Self {
        self.key = KeyChoice::None;
        self
    }

    /// Uses `policy` instead of the default.
    pub fn policy(mut self, policy: CreatePolicy) -> Self {
        self.policy = policy;
        self
    }

    async fn create(mut self) -> Result<Created, Error> {
        let Some(key) = self.key.settle(&mut self.request, &self.policy.key_name)? else {
            let batch = send(&self.client, &self.request, None).await?;
            return Ok(Created {
                batch,
                key: None,
                found: false,
                sends: 1,
                duplicates: Vec::new(),
            });
        };
        let attempt = Attempt { key: &key, creation: &self, started: Instant::now() };
        let result = attempt.find_or_create().await;
        result.map_err(|error| match error.key() {
            Some(_) => error,
            None => error.with_key(&key.value, Vec::new()),
        })
    }
}

impl IntoFuture for Creation {
    type Output = Result<Created, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + Sync>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.create().instrument(info_span!("create_once")))
    }
}

impl fmt::Debug for Creation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Creation")
            .field("input_file_id", &self.request.input_file_id)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// A creation in progress.
struct Attempt<'a> {
    key: &'a Key,
    creation: &'a Creation,
    started: Instant,
}

/// What is known after a create of unknown outcome.
enum Known {
    Created(Findings),
    /// The batch has not appeared within the lag of the list.
    Absent,
    /// The batch may be one of these, which have no metadata.
    Suspects(Vec<String>),
    /// The list could not be read.
    Nothing,
}

impl Attempt<'_> {
    async fn find_or_create(&self) -> Result<Created, Error> {
        let policy = &self.creation.policy;
        if self.key.is_callers {
            let mut findings = self.look(policy.lookback).await?;
            let candidates = std::mem::take(&mut findings.suspects);
            if let Some(created) = self.found(findings, 0) {
                return Ok(created);
            }
            if !candidates.is_empty() {
                return Err(self.may_be_one_of(candidates));
            }
        }
        let mut sends = 0;
        loop {
            sends += 1;
            let header = Some(self.key.header.clone());
            let error = match send(&self.creation.client, &self.creation.request, header).await {
                Ok(batch) => return Ok(self.created(batch, sends)),
                Err(error) => error,
            };
            if error.outcome() == Outcome::NotDone {
                // The batch of an earlier create may exist even though it was not found.
                let earlier = if sends > 1 { Outcome::Unknown } else { Outcome::NotDone };
                return Err(error.with_outcome(earlier));
            }
            let failed = Instant::now();
            info!(reason = error.reason().map(Reason::as_str), sends, "outcome unknown");
            let candidates = match self.reconcile().await {
                Known::Created(findings) => match self.found(findings, sends) {
                    Some(created) => return Ok(created),
                    None => Vec::new(),
                },
                Known::Absent if sends < policy.max_sends && may_be_sent_again(&error) => {
                    let hint = error.retry_after().unwrap_or_default();
                    tokio::time::sleep(hint.saturating_sub(failed.elapsed())).await;
                    continue;
                }
                Known::Absent | Known::Nothing => Vec::new(),
                Known::Suspects(ids) => ids,
            };
            return Err(error.with_kind(Kind::Unresolved).with_key(&self.key.value, candidates));
        }
    }

    /// Looks until the batch is found or the list's lag is over.
    async fn reconcile(&self) -> Known {
        let lag = self.creation.policy.list_lag;
        let lag_ends = Deadline::after(lag);
        let mut interval = (lag / FIRST_LOOK).clamp(Duration::from_millis(1), MAX_FIRST_LOOK);
        let longest = interval * 8;
        let mut spare = SPARE_LOOKS;
        let mut looks_left = if lag.is_zero() { 1 } else { MIN_LOOKS };
        loop {
            looks_left = looks_left.saturating_sub(1);
            let is_last = looks_left == 0 && lag_ends.is_past();
            let span = self.started.elapsed().saturating_add(self.creation.policy.window);
            match self.look(span).await {
                Ok(findings) if !findings.matches.is_empty() => return Known::Created(findings),
                Ok(findings) if is_last && findings.suspects.is_empty() => return Known::Absent,
                Ok(findings) if is_last => return Known::Suspects(findings.suspects),
                Err(_) if is_last && spare == 0 => return Known::Nothing,
                Err(error) if is_last => {
                    spare -= 1;
                    info!(reason = error.reason().map(Reason::as_str), "look failed");
                }
                Ok(_) | Err(_) => {}
            }
            let pause = match lag_ends.remaining() {
                Some(left) if !left.is_zero() => interval.min(left),
                _ => interval,
            };
            tokio::time::sleep(pause).await;
            interval = (interval * 2).min(longest);
        }
    }

    async fn look(&self, span: Duration) -> Result<Findings, Error> {
        let wanted = Wanted {
            key_name: &self.creation.policy.key_name,
            key: &self.key.value,
            input_file_id: &self.creation.request.input_file_id,
        };
        look(&self.creation.client, &wanted, Since::BeforeNewest(span)).await
    }

    fn found(&self, mut findings: Findings, sends: u32) -> Option<Created> {
        let batch = findings.matches.pop()?;
        info!(batch = batch.id, sends, "found");
        Some(Created {
            batch,
            key: Some(self.key.value.clone()),
            found: true,
            sends,
            duplicates: findings.matches.into_iter().map(|batch| batch.id).collect(),
        })
    }

    /// An earlier call with the key may have created one of these.
    fn may_be_one_of(&self, candidates: Vec<String>) -> Error {
        let summary = "a recent batch of the same input file has no metadata, so it may have been \
                       created with this key on a server that does not keep metadata";
        Error::new(Kind::Unresolved)
            .with_summary(summary)
            .in_operation(Operation::CreateBatch.id())
            .with_outcome(Outcome::Unknown)
            .with_key(&self.key.value, candidates)
    }

    fn created(&self, batch: Batch, sends: u32) -> Created {
        Created {
            batch,
            key: Some(self.key.value.clone()),
            found: false,
            sends,
            duplicates: Vec::new(),
        }
    }
}

/// Whether a create whose batch is not in the list may be sent again. After a 2xx it may not, because
/// the server has created the batch.
fn may_be_sent_again(error: &Error) -> bool {
    let transient = matches!(
        error.reason(),
        Some(
            Reason::TimedOut
                | Reason::Disconnected
                | Reason::RequestTimeout
                | Reason::Conflict
                | Reason::ServerError
                | Reason::ServerAsked
        )
    );
    // An error is not retryable if the server forbids another attempt.
    transient
        && error.is_retryable()
        && error.retry_after().is_none_or(|hint| hint <= MAX_RETRY_AFTER)
}
