//! Exactly-once creation, against scripted servers and a simulated one that loses responses, lags
//! its list and fails look-ups, over many seeds. Time is paused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Scripted, answer, batch, error_body, in_process, ok, scripted};
use batch_client::types::Batch;
use batch_client::types::{CreateBatchRequest, Metadata};
use batch_client::{BoxError, Call, Client};
use batch_ext::Error;
use batch_ext::create::{CreateOnce, CreatePolicy, Creation, Since, find_batches, send_create};
use batch_ext::error::{Kind, Outcome};
use batch_ext::retry::{RetryPolicy, WithRetry};
use serde_json::{Value, json};
use tokio::time::Instant;

fn request() -> CreateBatchRequest {
    CreateBatchRequest::builder()
        .input_file_id("file-1")
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()
        .unwrap()
}

/// The server's behavior on one create.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    /// Not processed.
    Refused,
    RateLimited,
    BadRequest,
    ResetBefore,
    BadGatewayBefore,
    /// Processed, but the response is lost.
    ResetAfter,
    BadGatewayAfter,
    TimeoutAfter,
    Undecodable,
}

const FAULTS: [Fault; 10] = [
    Fault::None,
    Fault::Refused,
    Fault::RateLimited,
    Fault::BadRequest,
    Fault::ResetBefore,
    Fault::BadGatewayBefore,
    Fault::ResetAfter,
    Fault::BadGatewayAfter,
    Fault::TimeoutAfter,
    Fault::Undecodable,
];

impl Fault {
    fn processes(self) -> bool {
        matches!(
            self,
            Self::None
                | Self::ResetAfter
                | Self::BadGatewayAfter
                | Self::TimeoutAfter
                | Self::Undecodable
        )
    }

    fn answer(self, batch: &Value) -> Result<reqwest::Response, BoxError> {
        use std::io::ErrorKind::{ConnectionRefused, ConnectionReset, TimedOut};
        let answer = |status, body: String| {
            let response = http::Response::builder().status(status).body(body);
            Ok(response.unwrap().into())
        };
        let io = |kind| Err(std::io::Error::from(kind).into());
        match self {
            Self::None => answer(200, batch.to_string()),
            Self::Refused => io(ConnectionRefused),
            Self::RateLimited => answer(429, String::new()),
            Self::BadRequest => answer(400, String::new()),
            Self::ResetBefore | Self::ResetAfter => io(ConnectionReset),
            Self::BadGatewayBefore | Self::BadGatewayAfter => answer(502, "<html>".to_owned()),
            Self::TimeoutAfter => io(TimedOut),
            Self::Undecodable => answer(200, "<html>".to_owned()),
        }
    }
}

/// A server with a list that lags, other users, and faults drawn from a seed.
#[derive(Clone)]
struct Simulation(Arc<Mutex<State>>);

struct State {
    rng: fastrand::Rng,
    start: Instant,
    /// Each batch, and when it appears in the list.
    batches: Vec<(Value, Instant)>,
    max_lag: Duration,
    list_fails: f64,
    sent: Vec<Fault>,
    keeps_metadata: bool,
}

impl Simulation {
    fn new(seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let max_lag = Duration::from_secs(rng.u64(0..29));
        let list_fails = rng.f64() * 0.6;
        let mut state = State {
            rng,
            start: Instant::now(),
            batches: Vec::new(),
            max_lag,
            list_fails,
            sent: Vec::new(),
            keeps_metadata: true,
        };
        // Batches of other users, sometimes more than a page of them.
        let others = if state.rng.u32(0..10) == 0 { 250 } else { 12 };
        for n in 0..state.rng.u32(0..others) {
            let age = i64::from(n) * state.rng.i64(1..60);
            let mut other = batch(&format!("batch_other_{n}"), "completed");
            other["created_at"] = json!(1_700_000_000 - age);
            other["metadata"] = json!({"batch_ext_key": format!("other {n}")});
            state.batches.push((other, state.start));
        }
        Self(Arc::new(Mutex::new(state)))
    }

    fn client(&self) -> Client {
        let simulation = self.clone();
        let client = in_process(move |call| {
            let answer = simulation.serve(call);
            async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                answer
            }
        });
        client.with_retry(RetryPolicy::default())
    }

    fn serve(&self, call: Call) -> Result<reqwest::Response, BoxError> {
        let mut state = self.0.lock().unwrap();
        match call.operation_id {
            "create_batch" => state.create(&call),
            "list_batches" => state.list(&call),
            other => panic!("{other} is not expected"),
        }
    }

    /// The batches that have `key`, whether the list shows them yet or not.
    fn with_key(&self, key: &str) -> Vec<String> {
        let state = self.0.lock().unwrap();
        let has = |batch: &&(Value, Instant)| batch.0["metadata"]["batch_ext_key"] == key;
        let ids = state.batches.iter().filter(has);
        ids.map(|(batch, _)| batch["id"].as_str().unwrap().to_owned()).collect()
    }
}

impl State {
    fn create(&mut self, call: &Call) -> Result<reqwest::Response, BoxError> {
        // Success becomes more likely with each create, so that every run ends.
        let works = self.rng.usize(0..8) < self.sent.len();
        let fault = if works { Fault::None } else { FAULTS[self.rng.usize(0..FAULTS.len())] };
        self.sent.push(fault);
        let body = call.request.body().unwrap().as_bytes().unwrap();
        let body: Value = serde_json::from_slice(body).unwrap();
        let mut created = batch(&format!("batch_{}", self.batches.len()), "validating");
        let elapsed = i64::try_from(self.start.elapsed().as_secs()).unwrap();
        created["created_at"] = json!(1_700_000_000 + elapsed);
        if self.keeps_metadata {
            created["metadata"] = body["metadata"].clone();
        }
        if fault.processes() {
            let lag = self.max_lag.mul_f64(self.rng.f64());
            self.batches.push((created.clone(), Instant::now() + lag));
        }
        fault.answer(&created)
    }

    fn list(&mut self, call: &Call) -> Result<reqwest::Response, BoxError> {
        if self.rng.f64() < self.list_fails {
            return Fault::BadGatewayBefore.answer(&Value::Null);
        }
        let now = Instant::now();
        let shown = self.batches.iter().filter(|(_, at)| *at <= now);
        let mut shown: Vec<_> = shown.map(|(batch, _)| batch.clone()).collect();
        shown.sort_by_key(|batch| std::cmp::Reverse(batch["created_at"].as_i64().unwrap()));
        let query = call.request.url().query_pairs();
        let after = query.into_iter().find(|(name, _)| name == "after");
        let start = after
            .map_or(0, |(_, id)| 1 + shown.iter().position(|batch| batch["id"] == *id).unwrap());
        let has_more = shown.len() > start + 100;
        let data: Vec<_> = shown.into_iter().skip(start).take(100).collect();
        let body = json!({"object": "list", "data": data, "has_more": has_more});
        Ok(http::Response::new(body.to_string()).into())
    }
}

/// Creates with one key until a call succeeds. Returns the number of calls, and whether any create
/// failed.
async fn run(seed: u64) -> (usize, bool) {
    let simulation = Simulation::new(seed);
    let client = simulation.client();
    let key = format!("key {seed}");
    let mut calls = 0;
    let mut was_unknown = false;
    let created = loop {
        calls += 1;
        assert!(calls < 60, "seed {seed} does not end");
        match client.create_batch_once(request()).key(&key).await {
            Ok(created) => break created,
            Err(error) => {
                assert_eq!(error.key(), Some(key.as_str()), "seed {seed}: {error}");
                if error.outcome() == Outcome::NotDone && error.operation() == Some("create_batch")
                {
                    let made = simulation.with_key(&key);
                    assert!(made.is_empty(), "seed {seed}: {error}, but there is {made:?}");
                }
                was_unknown |= error.kind() == Kind::Unresolved;
                // A later call, as after a crash.
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
        }
    };
    let made = simulation.with_key(&key);
    assert_eq!(made, std::slice::from_ref(&created.batch.id), "seed {seed}");
    assert!(created.duplicates.is_empty());
    let lost = simulation.0.lock().unwrap().sent.iter().any(|f| *f != Fault::None);
    (calls, lost || was_unknown)
}

/// The environment variable `BATCH_EXT_CREATE_RUNS` overrides the number of seeds.
#[tokio::test(start_paused = true)]
async fn exactly_one_batch_over_many_seeds() {
    let runs = std::env::var("BATCH_EXT_CREATE_RUNS");
    let runs: u64 = runs.ok().and_then(|runs| runs.parse().ok()).unwrap_or(1_500);
    let (mut faulty, mut calls) = (0, 0);
    for seed in 0..runs {
        let (called, lost) = run(seed).await;
        faulty += u64::from(lost);
        calls += called;
    }
    assert!(faulty * 2 > runs, "only {faulty} of {runs} runs had a fault");
    assert!(calls > usize::try_from(runs).unwrap(), "no call ended unknown and was repeated");
}

fn listed(batches: &[Value]) -> Scripted {
    ok(json!({"object": "list", "data": batches, "has_more": false}))
}

fn keyed(id: &str, key: &str) -> Value {
    let mut keyed = batch(id, "validating");
    keyed["metadata"] = json!({"batch_ext_key": key});
    keyed
}

fn reset() -> Scripted {
    Scripted::Error(std::io::ErrorKind::ConnectionReset)
}

fn three_second_lag() -> CreatePolicy {
    CreatePolicy::builder().list_lag(Duration::from_secs(3)).build().unwrap()
}

fn creation(client: &Client) -> Creation {
    client.create_batch_once(request()).policy(three_second_lag())
}

#[tokio::test(start_paused = true)]
async fn a_create_with_a_fresh_key_sends_a_single_request() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = sent.clone();
    let client = in_process(move |call| {
        let body = call.request.body().unwrap().as_bytes().unwrap();
        log.lock().unwrap().push(serde_json::from_slice::<Value>(body).unwrap());
        async { Ok(http::Response::new(batch("b", "validating").to_string()).into()) }
    });
    let mut keys = Vec::new();
    for _ in 0..2 {
        let created = client.create_batch_once(request()).await.unwrap();
        assert_eq!((created.batch.id.as_str(), created.found, created.sends), ("b", false, 1));
        keys.push(created.key.unwrap());
    }
    assert_ne!(keys[0], keys[1]);
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["metadata"]["batch_ext_key"], keys[0].as_str());
}

#[tokio::test(start_paused = true)]
async fn a_batch_with_the_callers_key_is_looked_up_before_a_create() {
    let (client, server) = scripted([listed(&[keyed("x", "other"), keyed("b", "mine")])]);
    let created = creation(&client).key("mine").await.unwrap();
    assert_eq!((created.batch.id.as_str(), created.found, created.sends), ("b", true, 0));
    assert_eq!(server.count(), 1);

    let (client, _) = scripted([listed(&[keyed("x", "other")]), ok(keyed("b", "mine"))]);
    let created = creation(&client).key("mine").await.unwrap();
    assert_eq!((created.found, created.sends), (false, 1));
}

#[tokio::test(start_paused = true)]
async fn a_key_in_the_metadata_is_the_callers_key() {
    let mut with_key = request();
    with_key.metadata = Some(Metadata([("batch_ext_key".to_owned(), "mine".to_owned())].into()));
    let (client, _) = scripted([listed(&[keyed("b", "mine")])]);
    assert!(client.create_batch_once(with_key.clone()).await.unwrap().found);
    let error = client.create_batch_once(with_key).key("another").await.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidRequest);
}

#[tokio::test(start_paused = true)]
async fn the_create_is_sent_again_only_after_the_list_lag() {
    // The script cannot know the fresh key, so the batch never appears.
    let empty = || listed(&[]);
    let (client, server) = scripted([
        reset(),
        empty(),
        empty(),
        answer(503, &[], ""),
        empty(),
        empty(),
        empty(),
        empty(),
        ok(batch("b", "validating")),
    ]);
    let created = creation(&client).await.unwrap();
    assert_eq!(created.sends, 2);
    // The looks spread over three seconds, and the create follows the last one.
    assert_eq!(server.gaps(), [0, 100, 200, 400, 800, 800, 700, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_list_lag_is_thirty_seconds_by_default() {
    let looks = (0..7).map(|_| listed(&[]));
    let script = [reset()].into_iter().chain(looks).chain([ok(batch("b", "validating"))]);
    let (client, server) = scripted(script);
    assert_eq!(client.create_batch_once(request()).await.unwrap().sends, 2);
    let creates = server.all().into_iter().filter(|request| request.operation == "create_batch");
    let at: Vec<_> = creates.map(|request| request.at).collect();
    assert_eq!((at[1] - at[0]).as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_failed_last_look_is_repeated() {
    let failure = || answer(503, &[], "");
    let policy = CreatePolicy::builder().list_lag(Duration::ZERO).build().unwrap();
    let (client, server) =
        scripted([listed(&[]), reset(), failure(), failure(), listed(&[keyed("b", "mine")])]);
    let creation = client.create_batch_once(request()).key("mine").policy(policy);
    assert!(creation.await.unwrap().found);
    assert_eq!(server.count(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_batch_found_after_a_lost_response_is_not_created_again() {
    for lost in [reset(), answer(502, &[], ""), answer(200, &[], "<html>"), answer(408, &[], "")] {
        let (client, server) =
            scripted([listed(&[]), lost, listed(&[]), listed(&[keyed("b", "mine")])]);
        let created = creation(&client).key("mine").await.unwrap();
        assert_eq!((created.batch.id.as_str(), created.found, created.sends), ("b", true, 1));
        assert_eq!(server.count(), 4);
    }
}

#[tokio::test(start_paused = true)]
async fn the_oldest_batch_with_the_key_is_returned_and_later_ones_are_duplicates() {
    let mut later = keyed("later", "mine");
    later["created_at"] = json!(1_700_000_009);
    let (client, _) = scripted([listed(&[keyed("first", "mine"), later])]);
    let created = creation(&client).key("mine").await.unwrap();
    assert_eq!(
        (created.batch.id.as_str(), created.duplicates),
        ("first", vec!["later".to_owned()])
    );
}

#[tokio::test(start_paused = true)]
async fn a_create_is_never_sent_again_after_a_success_that_does_not_decode() {
    let looks = (0..12).map(|_| listed(&[]));
    let (client, server) = scripted([answer(200, &[], "<html>")].into_iter().chain(looks));
    let error = creation(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Unresolved, Outcome::Done));
    assert!(error.key().is_some() && error.request_id().is_some());
    let creates = server.all().iter().filter(|r| r.operation == "create_batch").count();
    assert_eq!(creates, 1);
}

#[tokio::test(start_paused = true)]
async fn a_create_is_not_sent_again_if_the_server_forbids_it() {
    let looks = (0..12).map(|_| listed(&[]));
    let forbidden = answer(503, &[("x-should-retry", "false")], "");
    let (client, _) = scripted([forbidden].into_iter().chain(looks));
    let error = creation(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (Kind::Unresolved, 503));
}

#[tokio::test(start_paused = true)]
async fn a_recent_batch_without_metadata_prevents_a_second_send() {
    let looks = (0..12).map(|_| listed(&[batch("nameless", "validating")]));
    let (client, _) = scripted([reset()].into_iter().chain(looks));
    let error = creation(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unresolved);
    assert_eq!(error.candidates(), ["nameless"]);
}

#[tokio::test(start_paused = true)]
async fn a_recent_batch_without_metadata_prevents_the_send_of_a_later_call() {
    let mut of_another_file = batch("other file", "validating");
    of_another_file["input_file_id"] = json!("file-2");
    let mut long_ago = batch("long ago", "completed");
    long_ago["created_at"] = json!(1_700_000_000 - 86_401);
    let harmless = [of_another_file, batch("refused", "failed"), long_ago];

    let nameless = batch("nameless", "in_progress");
    let all: Vec<_> = harmless.iter().cloned().chain([nameless]).collect();
    let (client, server) = scripted([listed(&all)]);
    let error = creation(&client).key("mine").await.unwrap_err();
    assert_eq!((error.kind(), error.key()), (Kind::Unresolved, Some("mine")));
    assert_eq!(error.candidates(), ["nameless"]);
    assert!(error.outcome_unknown() && server.count() == 1);

    let (client, _) = scripted([listed(&harmless), ok(keyed("b", "mine"))]);
    assert_eq!(creation(&client).key("mine").await.unwrap().batch.id, "b");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_list_leaves_the_outcome_unknown() {
    let failures = (0..12).map(|_| answer(500, &[], ""));
    let (client, server) = scripted([reset()].into_iter().chain(failures));
    let error = creation(&client).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unresolved);
    let key = error.key().unwrap().to_owned();
    assert_eq!(server.all().iter().filter(|r| r.operation == "create_batch").count(), 1);

    // A later call with the same key finds it.
    let (client, _) = scripted([listed(&[keyed("b", &key)])]);
    assert!(creation(&client).key(key).await.unwrap().found);
}

#[tokio::test(start_paused = true)]
async fn max_sends_limits_the_number_of_creates() {
    let policy = CreatePolicy::builder().list_lag(Duration::ZERO).max_sends(2).build().unwrap();
    let (client, server) = scripted([reset(), listed(&[]), reset(), listed(&[])]);
    let error = client.create_batch_once(request()).policy(policy).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unresolved);
    assert_eq!(server.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_keeps_its_kind_and_gains_the_key() {
    let (client, server) = scripted([answer(400, &[], error_body("no", Some("invalid_value")))]);
    let error = creation(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (Kind::Refused, Some("invalid_value")));
    assert!(!error.outcome_unknown() && error.key().is_some());
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_after_a_lost_response_leaves_the_outcome_unknown() {
    let policy = CreatePolicy::builder().list_lag(Duration::ZERO).build().unwrap();
    let (client, _) = scripted([reset(), listed(&[]), answer(400, &[], "")]);
    let error = client.create_batch_once(request()).policy(policy).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome_unknown()), (Kind::Refused, true));
}

#[tokio::test(start_paused = true)]
async fn a_look_ends_at_the_lookback() {
    let page = |ids: &[(&str, i64)]| {
        let data = ids.iter().map(|(id, age)| {
            let mut other = keyed(id, id);
            other["created_at"] = json!(1_700_000_000 - age);
            other
        });
        let data: Vec<_> = data.collect();
        ok(json!({"data": data, "has_more": true}))
    };
    let (client, server) = scripted([
        page(&[("a", 0), ("b", 80_000)]),
        page(&[("c", 86_000), ("d", 90_000)]),
        page(&[("e", 86_401), ("f", 95_000)]),
        ok(keyed("new", "mine")),
    ]);
    assert_eq!(creation(&client).key("mine").await.unwrap().batch.id, "new");
    assert_eq!(server.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_does_not_fit_is_refused() {
    let (client, server) = scripted([]);
    let mut full = request();
    full.metadata = Some(Metadata((0..16).map(|n| (n.to_string(), String::new())).collect()));
    let results: Vec<Result<_, Error>> = vec![
        client.create_batch_once(full.clone()).await,
        client.create_batch_once(request()).key("").await,
        client.create_batch_once(request()).key("k".repeat(513)).await,
        client.create_batch_once(request()).key("a\nb").await,
    ];
    for result in results {
        assert_eq!(result.unwrap_err().kind(), Kind::InvalidRequest);
    }
    assert_eq!(server.count(), 0);

    // The key may be the sixteenth pair and have 512 characters.
    let mut fifteen = full.clone();
    fifteen.metadata.as_mut().unwrap().0.remove("0");
    let (client, _) = scripted([listed(&[]), ok(batch("b", "validating"))]);
    let creation = client.create_batch_once(fifteen).key("k".repeat(512));
    assert_eq!(creation.await.unwrap().sends, 1);
    // If the metadata already has the key, no further pair is needed.
    let mut holding = full.clone();
    let pairs = &mut holding.metadata.as_mut().unwrap().0;
    pairs.remove("0");
    pairs.insert("batch_ext_key".to_owned(), "mine".to_owned());
    let (client, _) = scripted([listed(&[keyed("b", "mine")])]);
    assert!(client.create_batch_once(holding).await.unwrap().found);

    // Without a key, sixteen pairs are allowed.
    let (client, _) = scripted([ok(batch("b", "validating"))]);
    let created = client.create_batch_once(full).without_key().await.unwrap();
    assert_eq!(created.key, None);
}

#[tokio::test(start_paused = true)]
async fn without_a_key_a_lost_response_is_reported_and_nothing_else_is_sent() {
    let (client, server) = scripted([reset()]);
    let error = creation(&client).without_key().await.unwrap_err();
    assert!(error.outcome_unknown() && error.key().is_none());
    assert_eq!(server.count(), 1);
}

#[test]
fn create_settings_out_of_range_are_refused_by_name() {
    const DAY: Duration = Duration::from_secs(86_400);
    for (policy, name) in [
        (CreatePolicy::builder().key_name(""), "key_name"),
        (CreatePolicy::builder().key_name("k".repeat(65)), "key_name"),
        (CreatePolicy::builder().max_sends(0), "max_sends"),
        (CreatePolicy::builder().list_lag(DAY + Duration::from_nanos(1)), "list_lag"),
    ] {
        assert!(policy.build().unwrap_err().to_string().starts_with(name));
    }
    let limits = CreatePolicy::builder().key_name("k".repeat(64)).max_sends(1).list_lag(DAY);
    assert!(limits.build().is_ok());
}

#[test]
fn creations_are_send_and_sync() {
    fn send<T: Send + Sync + 'static>(_: T) {}
    let (client, _) = scripted([]);
    send(std::future::IntoFuture::into_future(creation(&client)));
}

/// Up to 120 s; a longer `retry-after` ends the call.
#[tokio::test(start_paused = true)]
async fn retry_after_delays_the_second_create_up_to_its_limit() {
    let policy = CreatePolicy::builder().list_lag(Duration::ZERO).build().unwrap();
    for (hint, sends) in [("120", 2), ("121", 1), ("18446744073709551616", 1)] {
        let answers =
            [answer(503, &[("retry-after", hint)], ""), listed(&[]), ok(batch("b", "validating"))];
        let (client, server) = scripted(answers);
        let start = Instant::now();
        let created = client.create_batch_once(request()).policy(policy.clone()).await;
        assert_eq!(created.is_ok(), sends == 2, "{hint}");
        let creates = server.all().iter().filter(|r| r.operation == "create_batch").count();
        assert_eq!(creates, sends, "{hint}");
        assert_eq!(start.elapsed().as_secs(), if sends == 2 { 120 } else { 0 }, "{hint}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_settings_do_not_overflow() {
    let policy = CreatePolicy::builder()
        .list_lag(Duration::ZERO)
        .window(Duration::MAX)
        .lookback(Duration::MAX)
        .build()
        .unwrap();
    let (client, _) = scripted([listed(&[]), reset(), listed(&[keyed("b", "mine")])]);
    assert!(client.create_batch_once(request()).key("mine").policy(policy).await.unwrap().found);
}

mod one_create {
    use super::*;

    /// The header `idempotency-key` of every request, in the order of arrival.
    fn keys_of(answers: Vec<u16>) -> (Client, Arc<Mutex<Vec<Option<String>>>>) {
        let keys = Arc::new(Mutex::new(Vec::new()));
        let (log, answers) = (keys.clone(), Arc::new(Mutex::new(answers.into_iter())));
        let client = in_process(move |call| {
            let key = call.request.headers().get("idempotency-key");
            log.lock().unwrap().push(key.map(|key| key.to_str().unwrap().to_owned()));
            let status = answers.lock().unwrap().next().unwrap();
            let body = match call.operation_id {
                "create_batch" => batch("b", "validating"),
                _ => json!({"object": "list", "data": [], "has_more": false}),
            };
            async move {
                let response = http::Response::builder().status(status);
                Ok(response.body(body.to_string()).unwrap().into())
            }
        });
        (client, keys)
    }

    #[tokio::test(start_paused = true)]
    async fn the_key_is_in_the_header_of_each_attempt() {
        let (client, keys) = keys_of(vec![429, 200]);
        let client = client.with_retry(RetryPolicy::default());
        let batch = send_create(&client, request(), "mine").await.unwrap();
        assert_eq!(batch.id, "b");
        assert_eq!(*keys.lock().unwrap(), [Some("mine".to_owned()), Some("mine".to_owned())]);
    }

    #[tokio::test(start_paused = true)]
    async fn create_batch_once_sends_the_header_only_with_a_key() {
        let (client, keys) = keys_of(vec![200, 200, 200]);
        client.create_batch_once(request()).key("mine").await.unwrap();
        client.create_batch_once(request()).without_key().await.unwrap();
        assert_eq!(*keys.lock().unwrap(), [None, Some("mine".to_owned()), None]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_error_says_whether_the_batch_was_created() {
        let cut = answer(200, &[], "{");
        let forbidden = answer(503, &[("x-should-retry", "false")], "");
        let table = [
            (answer(400, &[], ""), Outcome::NotDone, false),
            (answer(503, &[], ""), Outcome::Unknown, false),
            (answer(408, &[], ""), Outcome::Unknown, false),
            (forbidden, Outcome::Unknown, true),
            (reset(), Outcome::Unknown, false),
            (cut, Outcome::Done, false),
        ];
        for (response, outcome, forbidden) in table {
            let (client, server) = scripted([response]);
            let client = client.with_retry(RetryPolicy::default());
            let error = send_create(&client, request(), "mine").await.unwrap_err();
            assert_eq!(error.outcome(), outcome, "{error}");
            assert_eq!(error.outcome_unknown(), outcome == Outcome::Unknown);
            assert_eq!(error.retry_forbidden(), forbidden);
            assert_eq!((error.operation(), server.count()), (Some("create_batch"), 1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_that_is_not_a_header_value_is_refused() {
        let (client, server) = scripted([]);
        for key in ["", "a\nb", "a\u{7f}b", "a\tb"] {
            let error = send_create(&client, request(), key).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (Kind::InvalidRequest, Outcome::NotDone));
        }
        assert_eq!(server.count(), 0);
    }
}

mod finding {
    use super::*;

    fn at(id: &str, created_at: i64) -> Value {
        let mut batch = keyed(id, &format!("run-7/{id}"));
        batch["created_at"] = json!(created_at);
        batch
    }

    fn page(batches: &[Value]) -> Scripted {
        ok(json!({"object": "list", "data": batches, "has_more": true}))
    }

    async fn find(client: &Client, since: impl Into<Since>) -> Result<Vec<String>, Error> {
        let mine = |batch: &Batch| {
            let key = batch.metadata.as_ref().and_then(|pairs| pairs.get("batch_ext_key"));
            key.is_some_and(|key| key.starts_with("run-7/"))
        };
        let found = find_batches(client, mine, since).await?;
        Ok(found.into_iter().map(|batch| batch.id).collect())
    }

    #[tokio::test(start_paused = true)]
    async fn every_match_is_found_newest_first_in_pages_of_a_hundred() {
        let other = keyed("other", "run-8/x");
        let without = batch("without", "completed");
        let (client, server) =
            scripted([page(&[at("a", 50), other, at("c", 90)]), listed(&[at("b", 70), without])]);
        assert_eq!(find(&client, Since::CreatedAt(0)).await.unwrap(), ["c", "b", "a"]);
        assert!(server.all().iter().all(|request| request.query.contains("limit=100")));
    }

    #[tokio::test(start_paused = true)]
    async fn the_scan_stops_after_a_page_older_than_the_bound() {
        let pages = || [page(&[at("a", 100), at("b", 40)]), page(&[at("c", 49), at("d", 30)])];
        // The first page contains batches older than the bound, the second contains only such.
        let (client, server) = scripted(pages());
        assert_eq!(find(&client, Since::CreatedAt(50)).await.unwrap(), ["a", "c", "b", "d"]);
        assert_eq!(server.count(), 2);
        let (client, server) = scripted(pages());
        find(&client, Duration::from_secs(50)).await.unwrap();
        assert_eq!(server.count(), 2);
        // A page whose newest batch is exactly at the bound does not end the scan.
        let (client, server) = scripted(pages().into_iter().chain([listed(&[])]));
        find(&client, Since::CreatedAt(49)).await.unwrap();
        assert_eq!(server.count(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_listed_twice_is_found_once() {
        let (client, _) = scripted([page(&[at("a", 9), at("b", 8)]), listed(&[at("a", 9)])]);
        assert_eq!(find(&client, Since::CreatedAt(0)).await.unwrap(), ["a", "b"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_that_repeats_itself_is_an_error_unless_a_batch_was_found() {
        let (client, _) = scripted([page(&[at("a", 9)]), page(&[at("a", 9)])]);
        assert_eq!(find(&client, Since::CreatedAt(0)).await.unwrap(), ["a"]);
        let other = || page(&[keyed("other", "run-8/x")]);
        let (client, _) = scripted([other(), other()]);
        let error = find(&client, Since::CreatedAt(0)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Pagination);
        let (client, _) = scripted([page(&[at("a", 9)]), answer(502, &[], "")]);
        assert_eq!(find(&client, Since::CreatedAt(0)).await.unwrap_err().kind(), Kind::Server);
    }
}
