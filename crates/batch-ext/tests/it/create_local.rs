//! Exactly-once creation against batch-local: connections that are reset after processing, a
//! gateway that fails after processing, and a list that lags, over real sockets.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use batch_client::types::CreateBatchRequest;
use batch_client::{Client, Config};
use batch_ext::create::{CreateOnce, CreatePolicy};
use batch_ext::paginate::Paginate;
use batch_ext::retry::{RetryPolicy, WithRetry};
use batch_local::{FaultEffect, FaultPlan, Operation, Rule, Server, Status};
use futures_util::TryStreamExt;

/// Batches per server. Few enough for one page, because a look reads every batch of the last minute.
const PER_SERVER: u64 = 100;

fn client(server: &Server) -> Client {
    let quick = RetryPolicy::builder()
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(1))
        .no_budget()
        .build()
        .unwrap();
    Config::new().base_url(server.base_url()).token("key").build().unwrap().with_retry(quick)
}

/// Faults for up to two creates in a row, and for the looks that follow.
fn plan(rng: &mut fastrand::Rng) -> FaultPlan {
    let effects = [
        FaultEffect::ResetAfter,
        FaultEffect::Status(Status::new(502).after()),
        FaultEffect::Status(Status::new(408).after()),
        FaultEffect::ResetBefore,
        FaultEffect::Html { status: 502, after: false },
        FaultEffect::Status(Status::new(429)),
    ];
    let mut plan = FaultPlan::new();
    for call in 1..=rng.u64(0..=2) {
        let effect = effects[rng.usize(0..effects.len())].clone();
        plan = plan.rule(Rule::new(effect).on([Operation::CreateBatch]).calls([call]));
    }
    // The first call of the list comes before the create, and each of the seven looks after a create
    // makes at least one.
    let lag = Rule::new(FaultEffect::LaggingList { newest: 1 });
    plan = plan.rule(lag.on([Operation::ListBatches]).first(rng.u64(0..6)));
    if rng.bool() {
        let fails = Rule::new(Status::new(503)).on([Operation::ListBatches]);
        plan = plan.rule(fails.calls([rng.u64(1..5)]));
    }
    plan
}

/// The environment variable `BATCH_EXT_CREATE_LOCAL_RUNS` overrides the number of runs.
#[tokio::test]
async fn exactly_one_batch_for_each_key() {
    let runs = std::env::var("BATCH_EXT_CREATE_LOCAL_RUNS");
    let runs: u64 = runs.ok().and_then(|runs| runs.parse().ok()).unwrap_or(1_000);
    let policy = CreatePolicy::builder().list_lag(Duration::from_millis(30)).build().unwrap();
    let request: CreateBatchRequest = CreateBatchRequest::builder()
        .input_file_id("file-none")
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()
        .unwrap();
    let start = Instant::now();
    let (mut found, mut resent) = (0, 0);
    for first in (0..runs).step_by(PER_SERVER as usize) {
        let server = Server::builder().start().await.unwrap();
        let client = client(&server);
        let mut ids = HashMap::new();
        for seed in first..runs.min(first + PER_SERVER) {
            server.set_faults(plan(&mut fastrand::Rng::with_seed(seed))).unwrap();
            let key = format!("key {seed}");
            let creation = client.create_batch_once(request.clone()).key(&key);
            let created = creation.policy(policy.clone()).await;
            let created = created.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            found += u32::from(created.found);
            resent += u32::from(created.sends > 1);
            ids.insert(key, created.batch.id);
        }
        server.set_faults(FaultPlan::new()).unwrap();
        let made: Vec<_> = client.list_batches().limit(100).items().try_collect().await.unwrap();
        assert_eq!(made.len(), ids.len(), "from seed {first}");
        for batch in made {
            let key = &batch.metadata.as_ref().unwrap()["batch_ext_key"];
            assert_eq!(ids[key], batch.id, "{key}");
        }
    }
    assert!(found > 0 && resent > 0, "the faults had no effect");
    println!("{runs} runs, {found} found, {resent} sent again, in {:?}", start.elapsed());
}
