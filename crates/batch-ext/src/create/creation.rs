//! One creation.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use batch_client::Client;
use batch_client::types::{Batch, CreateBatchRequest};
use tokio::time::Instant;
use tracing::{Instrument, info, info_span};

use super::CreatePolicy;
use super::look::{Findings, Wanted, look};
use crate::Error;
use crate::error::{Context as ErrorContext, Kind};
use crate::retry::Reason;

/// The API's limit on pairs of metadata.
const MAX_PAIRS: usize = 16;
/// The API's limit on the value of a pair, in characters.
const MAX_KEY: usize = 512;
/// The first wait between looks is this part of the patience, so that seven looks fit into it.
const FIRST_LOOK: u32 = 30;
/// The longest first wait between looks. It doubles three times.
const MAX_FIRST_LOOK: Duration = Duration::from_secs(1);
/// As many looks as fit into the patience are taken however long each takes: on a machine that is
/// busy or was suspended, time alone says nothing of what the server had time to show.
const MIN_LOOKS: u32 = 7;
/// How many looks after the last one may make up for looks that failed.
const SPARE_LOOKS: u32 = 3;
/// The longest wait that a server may ask for before the create is sent again.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(120);

/// A batch to be created once. Made by
/// [`CreateOnce::create_batch_once`](super::CreateOnce::create_batch_once); `.await` it.
///
/// # Errors
///
/// If the request is refused, or could not be sent; if the metadata has no room for the key; and if
/// it can't be known whether the batch exists. Errors hold the [key](crate::Error::key).
#[must_use = "nothing is created unless it is awaited"]
pub struct Creation {
    client: Client,
    request: CreateBatchRequest,
    key: KeyChoice,
    policy: CreatePolicy,
}

enum KeyChoice {
    Fresh,
    Callers(String),
    None,
}

/// A batch that exists, once.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Created {
    /// The batch, as it was created or found.
    pub batch: Batch,
    /// Its key; `None` if that was switched off.
    pub key: Option<String>,
    /// Whether it was found in the list, rather than answered to a create.
    pub found: bool,
    /// How often this call has sent a create; zero if an earlier call had done it.
    pub sends: u32,
    /// Other, later batches that have the same key. Not made by this call, unless the server took
    /// longer than the [patience](super::CreatePolicyBuilder::patience) to show the first one.
    pub duplicates: Vec<String>,
}

impl Creation {
    pub(super) fn new(client: Client, request: CreateBatchRequest) -> Self {
        Self { client, request, key: KeyChoice::Fresh, policy: CreatePolicy::default() }
    }

    /// Uses `key`, of 1 to 512 characters: a batch that has it already, within the
    /// [lookback](super::CreatePolicyBuilder::lookback), is returned instead of creating one. A key
    /// in the request's own metadata, under the policy's name, counts the same.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = KeyChoice::Callers(key.into());
        self
    }

    /// Uses no key: sends once, and returns whatever comes of it.
    pub fn without_key(mut self) -> Self {
        self.key = KeyChoice::None;
        self
    }

    /// Creates by `policy` in place of the default.
    pub fn policy(mut self, policy: CreatePolicy) -> Self {
        self.policy = policy;
        self
    }

    async fn create(mut self) -> Result<Created, Error> {
        let Some(key) = self.settle_key()? else {
            let batch = send(&self.client, self.request).await?;
            return Ok(Created {
                batch,
                key: None,
                found: false,
                sends: 1,
                duplicates: Vec::new(),
            });
        };
        let attempt = Attempt { key: &key.value, creation: &self, started: Instant::now() };
        let result = attempt.find_or_create(key.is_callers).await;
        result.map_err(|error| match error.key() {
            Some(_) => error,
            None => error.with_context(ErrorContext::Create {
                key: key.value.clone(),
                candidates: Vec::new(),
            }),
        })
    }

    /// Decides on the key, and puts it into the request.
    fn settle_key(&mut self) -> Result<Option<Key>, Error> {
        let name = &self.policy.key_name;
        let pairs = self.request.metadata.as_ref();
        let in_request = pairs.and_then(|pairs| pairs.get(name)).cloned();
        let key = match (&self.key, in_request) {
            (KeyChoice::None, _) => return Ok(None),
            (KeyChoice::Callers(key), Some(other)) if *key != other => {
                return Err(refuse("the key is not the one that the metadata holds already"));
            }
            (KeyChoice::Callers(key), _) => Key::callers(key.clone())?,
            (KeyChoice::Fresh, Some(key)) => Key::callers(key)?,
            (KeyChoice::Fresh, None) => {
                Key { value: uuid::Uuid::new_v4().to_string(), is_callers: false }
            }
        };
        let pairs = self.request.metadata.take();
        let mut pairs = pairs.map(|pairs| pairs.0).unwrap_or_default();
        pairs.insert(name.clone(), key.value.clone());
        if pairs.len() > MAX_PAIRS {
            return Err(refuse(
                "the metadata has 16 pairs already, and the key needs one: leave out a pair, or \
                 create without a key",
            ));
        }
        self.request.metadata = Some(pairs.into());
        Ok(Some(key))
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

struct Key {
    value: String,
    /// Whether an earlier call may have used it.
    is_callers: bool,
}

impl Key {
    fn callers(value: String) -> Result<Self, Error> {
        if !(1..=MAX_KEY).contains(&value.chars().count()) {
            return Err(refuse("the key must have from 1 to 512 characters"));
        }
        Ok(Self { value, is_callers: true })
    }
}

fn refuse(message: &str) -> Error {
    Error::new(Kind::InvalidRequest, message).in_operation("create_batch")
}

async fn send(client: &Client, request: CreateBatchRequest) -> Result<Batch, Error> {
    let sent = client.create_batch().body(request).send().await;
    sent.map(|batch| batch.into_inner())
        .map_err(|error| Error::from(error).in_operation("create_batch"))
}

/// A creation under way.
struct Attempt<'a> {
    key: &'a str,
    creation: &'a Creation,
    started: Instant,
}

/// What is known after a send of unknown outcome.
enum Known {
    Created(Findings),
    /// It has not appeared within the patience.
    Absent,
    /// It may be one of these, which say nothing of a key.
    Suspects(Vec<String>),
    /// The list could not be read.
    Nothing,
}

impl Attempt<'_> {
    async fn find_or_create(&self, look_first: bool) -> Result<Created, Error> {
        let policy = &self.creation.policy;
        if look_first {
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
            let error = match send(&self.creation.client, self.creation.request.clone()).await {
                Ok(batch) => return Ok(self.created(batch, sends)),
                Err(error) => error,
            };
            if !error.outcome_unknown() {
                // That an earlier send was not found is not that it was not carried out.
                return Err(error.with_outcome_unknown(sends > 1));
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
            let context = ErrorContext::Create { key: self.key.to_owned(), candidates };
            return Err(error.into_outcome_unknown().with_context(context));
        }
    }

    /// Looks until the batch is found, or its time to appear is over.
    async fn reconcile(&self) -> Known {
        let patience = self.creation.policy.patience;
        let patience_ends = Instant::now() + patience;
        let mut interval = (patience / FIRST_LOOK).clamp(Duration::from_millis(1), MAX_FIRST_LOOK);
        let longest = interval * 8;
        let mut spare = SPARE_LOOKS;
        let mut looks_left = if patience.is_zero() { 1 } else { MIN_LOOKS };
        loop {
            looks_left = looks_left.saturating_sub(1);
            let is_last = looks_left == 0 && Instant::now() >= patience_ends;
            let span = self.started.elapsed() + self.creation.policy.window;
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
            let now = Instant::now();
            let pause =
                if now < patience_ends { interval.min(patience_ends - now) } else { interval };
            tokio::time::sleep(pause).await;
            interval = (interval * 2).min(longest);
        }
    }

    async fn look(&self, span: Duration) -> Result<Findings, Error> {
        let wanted = Wanted {
            key_name: &self.creation.policy.key_name,
            key: self.key,
            input_file_id: &self.creation.request.input_file_id,
        };
        look(&self.creation.client, &wanted, span).await
    }

    fn found(&self, mut findings: Findings, sends: u32) -> Option<Created> {
        let batch = findings.matches.pop()?;
        info!(batch = batch.id, sends, "found");
        Some(Created {
            batch,
            key: Some(self.key.to_owned()),
            found: true,
            sends,
            duplicates: findings.matches.into_iter().map(|batch| batch.id).collect(),
        })
    }

    /// An earlier call with the key may have made one of these.
    fn may_be_one_of(&self, candidates: Vec<String>) -> Error {
        let message = "a recent batch of the same input file has no metadata, so it may have been \
                       created with this key on a server that keeps none";
        Error::new(Kind::OutcomeUnknown, message)
            .in_operation("create_batch")
            .with_outcome_unknown(true)
            .with_context(ErrorContext::Create { key: self.key.to_owned(), candidates })
    }

    fn created(&self, batch: Batch, sends: u32) -> Created {
        Created {
            batch,
            key: Some(self.key.to_owned()),
            found: false,
            sends,
            duplicates: Vec::new(),
        }
    }
}

/// Whether a batch that is not in the list may be asked for again. After a success of any form it
/// may not: the server has it.
fn may_be_sent_again(error: &Error) -> bool {
    let passes = matches!(
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
    // A server that forbids it makes the error one that does not pass.
    passes && error.is_retryable() && error.retry_after().is_none_or(|hint| hint <= MAX_RETRY_AFTER)
}
