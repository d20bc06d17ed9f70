//! The retry layer: which requests it repeats, when, and the errors that it returns. Time is paused,
//! and the server is a script in the process.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{self, Scripted, answer, batch, error_body, ok, scripted};
use batch_client::Client;
use batch_client::types::{CreateBatchRequest, CreateBatchRequest as Create};
use batch_ext::Error;
use batch_ext::error::{Kind, Outcome};
use batch_ext::retry::{
    Attempts, Budget, CallError, Deadline, Effect, GaveUp, Reason, Reopen, RetryEvent, RetryLayer,
    RetryPolicy, RetryPolicyBuilder, Step, WithRetry,
};
use serde_json::json;

fn plain() -> RetryPolicyBuilder {
    RetryPolicy::builder().jitter(false)
}

fn policy() -> RetryPolicy {
    plain().build().unwrap()
}

fn create_request() -> Create {
    CreateBatchRequest::builder()
        .input_file_id("file-1")
        .endpoint("/v1/chat/completions")
        .completion_window("24h")
        .try_into()
        .unwrap()
}

async fn retrieve(client: &Client) -> Result<String, Error> {
    let batch = client.retrieve_batch().batch_id("b").send().await?;
    Ok(batch.id.clone())
}

fn unavailable() -> Scripted {
    answer(503, &[], error_body("busy", None))
}

#[tokio::test(start_paused = true)]
async fn a_transient_failure_is_retried_with_growing_waits_and_a_count() {
    let reset = Scripted::Error(std::io::ErrorKind::ConnectionReset);
    let (client, server) = scripted([unavailable(), reset, ok(batch("b", "completed"))]);
    assert_eq!(retrieve(&client.with_retry(policy())).await.unwrap(), "b");
    assert_eq!(server.gaps(), [500, 1000]);
    let counts: Vec<_> = server.all().into_iter().map(|r| r.retry_count).collect();
    assert_eq!(counts, [None, Some("1".to_owned()), Some("2".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn the_error_of_the_last_attempt_is_returned() {
    let (client, server) = scripted([unavailable(), unavailable(), unavailable()]);
    let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert_eq!(error.kind(), Kind::Server);
    assert_eq!(error.operation(), Some("retrieve_batch"));
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(error.message(), Some("busy"));
    assert_eq!(error.request_id(), Some("req_503"));
    assert_eq!(error.attempts(), 3);
    assert_eq!(error.gave_up(), Some(GaveUp::Attempts));
    assert!(error.is_retryable() && error.is_server() && error.outcome() == Outcome::NotDone);
    assert_eq!(
        error.to_string(),
        "retrieve_batch: server error (503), request req_503, after 3 attempts"
    );
    assert_eq!(error.detailed().to_string(), format!("{error}: busy"));
}

#[test]
fn the_defaults_are_as_documented() {
    let policy = RetryPolicy::default();
    assert_eq!((policy.max_attempts(), policy.max_retry_after().as_secs()), (3, 120));
    assert_eq!((policy.deadline(), policy.attempt_timeout()), (None, None));
    assert_eq!(Budget::default().available(), 100 * Budget::RETRY_COST);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_gives_up_returns_a_call_error_as_the_transport_error() {
    let reset = || Scripted::Error(std::io::ErrorKind::ConnectionReset);
    for (attempts, message) in [
        (1, "retrieve_batch failed after 1 attempt (disconnected): no attempts are left"),
        (2, "retrieve_batch failed after 2 attempts (disconnected): no attempts are left"),
    ] {
        let (client, _) = scripted([reset(), reset()]);
        let client = client.with_retry(plain().max_attempts(attempts).build().unwrap());
        let error = client.retrieve_batch().batch_id("b").send().await.map(drop).unwrap_err();
        let batch_client::Error::Transport(error) = error else { panic!("{error}") };
        let call = error.downcast_ref::<CallError>().unwrap();
        assert_eq!(call.to_string(), message);
        assert_eq!(format!("{call:?}"), format!("CallError({message})"));
        assert_eq!((call.attempts, call.reason), (attempts, Reason::Disconnected));
        assert_eq!(call.elapsed.as_millis(), 500 * u128::from(attempts - 1));
        let source = std::error::Error::source(call).unwrap();
        let source = source.downcast_ref::<std::io::Error>().unwrap();
        assert_eq!(source.kind(), std::io::ErrorKind::ConnectionReset);
    }
}

#[test]
fn a_deadline_is_a_moment_or_never() {
    let now = tokio::time::Instant::now();
    assert_eq!(Deadline::at(now).instant(), Some(now));
    assert!(Deadline::at(now).is_past());
    assert_eq!(Deadline::NEVER.instant(), None);
    assert!(!Deadline::NEVER.is_past());
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honored_up_to_the_limit() {
    for (headers, gap) in [
        (&[("retry-after", "7")][..], 7_000),
        (&[("retry-after-ms", "1250"), ("retry-after", "7")], 1_250),
        (&[("retry-after", "0.5")], 500),
        (&[("retry-after", "120")], 120_000),
        (&[("retry-after", "0")], 500),
        (&[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")], 500),
        (&[("retry-after", "soon")], 500),
        (
            &[
                ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
                ("retry-after", "Tue, 14 Nov 2023 22:13:40 GMT"),
            ],
            20_000,
        ),
    ] {
        let limited = answer(429, headers, error_body("slow down", None));
        let (client, server) = scripted([limited, ok(batch("b", "completed"))]);
        retrieve(&client.with_retry(policy())).await.unwrap();
        assert_eq!(server.gaps(), [gap], "{headers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_above_the_limit_is_returned_instead_of_slept() {
    for (value, hint) in
        [("121", Duration::from_secs(121)), ("99999999999999999999999999999999999", Duration::MAX)]
    {
        let limited = answer(429, &[("retry-after", value)], error_body("slow down", None));
        let (client, server) = scripted([limited]);
        let start = tokio::time::Instant::now();
        let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert_eq!(server.count(), 1);
        assert_eq!(error.retry_after(), Some(hint));
        assert_eq!(error.gave_up(), Some(GaveUp::RetryAfter));
        assert!(error.is_rate_limited());
    }
}

#[tokio::test(start_paused = true)]
async fn an_exhausted_quota_is_never_retried() {
    for body in [
        error_body("pay", Some("insufficient_quota")),
        json!({"error": {"message": "pay", "type": "insufficient_quota", "code": null}}),
    ] {
        let headers = [("x-should-retry", "true"), ("retry-after", "1")];
        let (client, server) = scripted([answer(429, &headers, body)]);
        let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
        assert_eq!(server.count(), 1);
        assert!(error.is_quota() && !error.is_rate_limited() && !error.is_retryable());
    }
}

#[tokio::test(start_paused = true)]
async fn x_should_retry_overrides_the_status() {
    let stop = answer(503, &[("x-should-retry", "false")], "");
    let (client, server) = scripted([stop]);
    let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
    assert_eq!((server.count(), error.gave_up()), (1, Some(GaveUp::Permanent)));
    assert!(!error.is_retryable());

    let again = answer(409, &[("x-should-retry", "true")], "");
    let (client, server) = scripted([again, ok(batch("b", "completed"))]);
    retrieve(&client.with_retry(policy())).await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_create_of_unknown_outcome_is_not_sent_again() {
    let unknown = [
        (unavailable(), Reason::ServerError),
        (answer(408, &[], ""), Reason::RequestTimeout),
        (answer(409, &[("x-should-retry", "true")], ""), Reason::Conflict),
        (answer(502, &[], "<html>"), Reason::ServerError),
        (Scripted::Error(std::io::ErrorKind::ConnectionReset), Reason::Disconnected),
        (Scripted::Error(std::io::ErrorKind::TimedOut), Reason::TimedOut),
        (Scripted::Error(std::io::ErrorKind::Other), Reason::Other),
    ];
    for (failure, reason) in unknown {
        let (client, server) = scripted([failure]);
        let client = client.with_retry(policy());
        let sent = client.create_batch().body(create_request()).send().await;
        let error = Error::from(sent.unwrap_err());
        assert_eq!(server.count(), 1, "{reason}");
        assert_eq!(error.reason(), Some(reason));
        assert!(error.outcome_unknown(), "{reason}");
        assert_eq!(error.gave_up(), Some(GaveUp::OutcomeUnknown));
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_that_was_certainly_not_carried_out_is_sent_again() {
    let refused = Scripted::Error(std::io::ErrorKind::ConnectionRefused);
    let limited = answer(429, &[], error_body("slow down", None));
    let (client, server) = scripted([refused, limited, ok(batch("b", "validating"))]);
    let client = client.with_retry(policy());
    let created = client.create_batch().body(create_request()).send().await;
    assert_eq!(created.unwrap().id, "b");
    assert_eq!(server.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_pass_the_deadline_does_not_begin() {
    let policy = plain().deadline(Duration::from_millis(1400)).max_attempts(9).build().unwrap();
    let (client, server) = scripted([unavailable(), unavailable()]);
    let start = tokio::time::Instant::now();
    let error = retrieve(&client.with_retry(policy)).await.unwrap_err();
    // The second wait, of 1 s, would end at 1.5 s.
    assert_eq!(start.elapsed(), Duration::from_millis(500));
    assert_eq!((server.count(), error.gave_up()), (2, Some(GaveUp::Deadline)));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_in_progress_is_abandoned_at_the_deadline() {
    let policy = plain().deadline(Duration::from_secs(30)).build().unwrap();
    let (client, _) = scripted([Scripted::Never]);
    let start = tokio::time::Instant::now();
    let error = retrieve(&client.with_retry(policy)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    assert!(error.is_timeout());
    assert_eq!(error.gave_up(), Some(GaveUp::Deadline));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_can_be_an_extension_of_the_client() {
    let (client, _) = scripted([Scripted::Never]);
    let deadline = Deadline::after(Duration::from_secs(5));
    let client = client.with_retry(policy()).with_extension(deadline);
    let start = tokio::time::Instant::now();
    assert!(retrieve(&client).await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn attempt_timeout_ends_one_attempt() {
    let policy = plain().attempt_timeout(Duration::from_secs(10)).build().unwrap();
    let (client, server) = scripted([Scripted::Never, ok(batch("b", "completed"))]);
    retrieve(&client.with_retry(policy.clone())).await.unwrap();
    assert_eq!(server.gaps(), [10_500]);

    let (client, _) = scripted([Scripted::Never]);
    let client = client.with_retry(policy);
    let sent = client.create_batch().body(create_request()).send().await;
    let error = Error::from(sent.unwrap_err());
    assert!(error.is_timeout() && error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_clones_drained_and_refilled() {
    let failures = (0..6).map(|_| unavailable());
    let successes = (0..10).map(|_| ok(batch("b", "completed")));
    let tail = [unavailable(), ok(batch("b", "completed"))];
    let (client, server) = scripted(failures.chain(successes).chain(tail));
    let budget = Budget::new(10);
    let policy = plain().budget(budget.clone()).build().unwrap();
    let client = client.with_retry(policy);

    let clone = client.clone();
    assert_eq!(retrieve(&clone).await.unwrap_err().attempts(), 3);
    assert_eq!(budget.available(), 0);
    for _ in 0..3 {
        let error = retrieve(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.gave_up()), (1, Some(GaveUp::Budget)));
    }
    for _ in 0..10 {
        retrieve(&clone).await.unwrap();
    }
    assert_eq!(budget.available(), 10);
    retrieve(&client).await.unwrap();
    assert_eq!(budget.available(), 10, "a successful retry returns its tokens");
    assert_eq!(server.count(), 18);
}

#[tokio::test(start_paused = true)]
async fn a_policy_for_one_call_replaces_the_clients_and_keeps_its_budget() {
    let (client, server) = scripted((0..7).map(|_| unavailable()));
    let client = client.with_retry(policy());
    let single = client.clone().with_retry(plain().max_attempts(2).build().unwrap());
    assert_eq!(retrieve(&single).await.unwrap_err().attempts(), 2);
    assert_eq!(retrieve(&client).await.unwrap_err().attempts(), 3);
    assert_eq!(retrieve(&client.clone().without_retry()).await.unwrap_err().attempts(), 1);
    assert_eq!(retrieve(&single.without_retry()).await.unwrap_err().attempts(), 1);
    assert_eq!(server.count(), 7);
}

#[tokio::test]
async fn a_client_tells_its_retry_policy() {
    let (client, _) = scripted([]);
    let attempts = |client: &Client| client.retry_policy().map(RetryPolicy::max_attempts);
    assert_eq!(attempts(&client), None);
    let client = client.with_retry(plain().max_attempts(7).build().unwrap());
    assert_eq!(attempts(&client), Some(7));
    assert_eq!(attempts(&client.without_retry()), Some(1));
}

#[tokio::test(start_paused = true)]
async fn two_layers_do_not_multiply_attempts() {
    let (client, server) = scripted((0..3).map(|_| unavailable()));
    let client = client
        .layer(RetryLayer::new(RetryPolicy::builder().max_attempts(9).build().unwrap()))
        .with_retry(policy());
    assert_eq!(retrieve(&client).await.unwrap_err().attempts(), 3);
    assert_eq!(server.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn refusals_are_not_retried() {
    for (status, kind) in [
        (400, Kind::Refused),
        (401, Kind::Denied),
        (403, Kind::Denied),
        (404, Kind::NotFound),
        (409, Kind::Conflict),
        (422, Kind::Refused),
    ] {
        let (client, server) = scripted([answer(status, &[], error_body("no", Some("c")))]);
        let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
        assert_eq!(server.count(), 1);
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.code(), Some("c"));
        assert!(!error.is_retryable());
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_does_not_decode_is_retried_and_its_error_has_the_body() {
    let html = || answer(200, &[], "<html>hello</html>");
    let (client, server) = scripted([html(), answer(200, &[], "{}"), ok(batch("b", "failed"))]);
    assert_eq!(retrieve(&client.with_retry(policy())).await.unwrap(), "b");
    assert_eq!(server.gaps(), [500, 1000]);

    let (client, server) = scripted([html(), html(), html()]);
    let error = retrieve(&client.with_retry(policy())).await.unwrap_err();
    assert_eq!((server.count(), error.attempts()), (3, 3));
    assert_eq!((error.kind(), error.gave_up()), (Kind::Decode, Some(GaveUp::Attempts)));
    assert_eq!(error.outcome(), Outcome::NotDone);
    assert_eq!(error.body().unwrap().as_ref(), b"<html>hello</html>");
    assert_eq!(error.request_id(), Some("req_200"));

    // Without a retry policy, the error is the same.
    let (client, _) = scripted([html()]);
    let error = retrieve(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (Kind::Decode, true));
}

#[tokio::test(start_paused = true)]
async fn every_read_is_decoded_before_it_counts_as_a_success() {
    let list = || ok(json!({"object": "list", "data": [], "has_more": false}));
    let bad = || answer(200, &[], "null");
    let file = json!({"id": "f", "object": "file", "bytes": 1, "created_at": 1, "filename": "a"});
    let (client, server) = scripted([bad(), list(), bad(), list(), bad(), ok(file)]);
    let client = client.with_retry(policy());
    client.list_batches().send().await.unwrap();
    client.list_files().send().await.unwrap();
    client.retrieve_file().file_id("f").send().await.unwrap();
    assert_eq!(server.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_cancel_or_delete_whose_response_does_not_decode_is_not_sent_again() {
    let (client, server) = scripted([answer(200, &[], "<html>"), answer(200, &[], "<html>")]);
    let client = client.with_retry(policy());
    let cancel = client.cancel_batch().batch_id("b").send().await.map(drop).unwrap_err();
    let delete = client.delete_file().file_id("f").send().await.map(drop).unwrap_err();
    for error in [cancel, delete] {
        let error = Error::from(error);
        assert_eq!((error.kind(), error.outcome()), (Kind::Decode, Outcome::Done));
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancel_refused_on_its_second_attempt_returns_the_final_batch() {
    for status in [409, 400] {
        let reset = Scripted::Error(std::io::ErrorKind::ConnectionReset);
        let refusal = answer(status, &[], error_body("already final", None));
        let (client, server) = scripted([reset, refusal, ok(batch("b", "cancelled"))]);
        let client = client.with_retry(policy());
        let batch = client.cancel_batch().batch_id("b").send().await.unwrap();
        assert_eq!(batch.status.as_str(), "cancelled");
        let paths: Vec<_> = server.all().into_iter().map(|r| (r.method, r.path)).collect();
        assert_eq!(
            paths,
            [
                ("POST".to_owned(), "/v1/batches/b/cancel".to_owned()),
                ("POST".to_owned(), "/v1/batches/b/cancel".to_owned()),
                ("GET".to_owned(), "/v1/batches/b".to_owned()),
            ]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancel_that_is_refused_at_once_stays_refused() {
    let refusal = || answer(409, &[], error_body("already final", None));
    let (client, server) = scripted([refusal()]);
    let sent = client.with_retry(policy()).cancel_batch().batch_id("b").send().await.map(drop);
    assert_eq!(Error::from(sent.unwrap_err()).kind(), Kind::Conflict);
    assert_eq!(server.count(), 1);

    // A cancel that is refused while the batch is running stays refused on later attempts too.
    let (client, _) = scripted([unavailable(), refusal(), ok(batch("b", "in_progress"))]);
    let sent = client.with_retry(policy()).cancel_batch().batch_id("b").send().await.map(drop);
    assert_eq!(Error::from(sent.unwrap_err()).kind(), Kind::Conflict);
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_finds_no_file_on_its_second_attempt_succeeds() {
    let gone = || answer(404, &[], error_body("no such file", None));
    let (client, _) = scripted([unavailable(), gone()]);
    let client = client.with_retry(policy());
    let deleted = client.delete_file().file_id("file-1").send().await.unwrap();
    assert_eq!((deleted.id.as_str(), deleted.deleted), ("file-1", true));

    // If no earlier attempt can have deleted the file, it did not exist.
    let limited = answer(429, &[], error_body("slow down", None));
    for first in [None, Some(limited)] {
        let (client, _) = scripted(first.into_iter().chain([gone()]));
        let client = client.with_retry(policy());
        let sent = client.delete_file().file_id("file-1").send().await.map(drop);
        assert!(Error::from(sent.unwrap_err()).is_not_found());
    }
}

/// A request whose body can be read only once.
fn upload(client: &Client) -> reqwest::Request {
    let body =
        reqwest::Body::wrap_stream(futures_util::stream::iter([Ok::<_, std::io::Error>("x")]));
    client.request(http::Method::POST, "/files").body(body).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_sent_again_ends_the_call() {
    let (client, server) = scripted([unavailable()]);
    let client = client.with_retry(policy());
    let response = client.execute("create_file", upload(&client)).await.unwrap();
    assert_eq!(response.status().as_u16(), 503);
    assert_eq!(server.count(), 1);

    let (client, _) = scripted([Scripted::Error(std::io::ErrorKind::ConnectionReset)]);
    let client = client.with_retry(policy());
    let error = client.execute("create_file", upload(&client)).await.unwrap_err();
    let error = Error::from(error);
    assert_eq!(error.gave_up(), Some(GaveUp::Body));
    assert!(error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_reopened_is_sent_again() {
    let (client, server) = scripted([unavailable(), unavailable(), answer(200, &[], "{}")]);
    let client = client.with_retry(policy());
    let opened = Arc::new(Mutex::new(0));
    let reopen = Reopen::new({
        let (client, opened) = (client.clone(), opened.clone());
        move || {
            *opened.lock().unwrap() += 1;
            let request = upload(&client);
            async move { Ok(request) }
        }
    });
    let reopening = client.clone().with_extension(reopen);
    let response = reopening.execute("create_file", upload(&client)).await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!((server.count(), *opened.lock().unwrap()), (3, 2));
    assert_eq!(server.all()[2].retry_count.as_deref(), Some("2"));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_reopened_ends_the_call() {
    let (client, server) = scripted([unavailable()]);
    let client = client.with_retry(policy());
    let reopen = Reopen::new(|| async { Err(std::io::Error::other("gone").into()) });
    let upload = upload(&client);
    let sent = client.with_extension(reopen).execute("create_file", upload).await;
    let error = Error::from(sent.unwrap_err());
    assert_eq!(error.kind(), Kind::InvalidRequest);
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_observer_sees_every_step() {
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = steps.clone();
    let observer = move |event: &RetryEvent<'_>| {
        assert_eq!(event.operation, "retrieve_batch");
        let seen = (event.attempt, event.status.map(|s| s.as_u16()), event.step);
        log.lock().unwrap().push((seen, event.request_id.map(str::to_owned)));
    };
    let policy = plain().observer(observer).max_attempts(2).build().unwrap();
    let limited = answer(429, &[("retry-after", "3")], "");
    let (client, _) =
        scripted([limited, ok(batch("b", "completed")), unavailable(), unavailable()]);
    let client = client.with_retry(policy);
    retrieve(&client).await.unwrap();
    retrieve(&client).await.unwrap_err();

    let ms = Duration::from_millis;
    let wait = |reason, delay, hinted| Step::Wait { reason, delay, hinted };
    let gave_up = Step::GaveUp { reason: Reason::ServerError, why: GaveUp::Attempts };
    let expected = [
        ((1, None, Step::Attempt), None),
        ((1, Some(429), wait(Reason::RateLimited, ms(3000), true)), Some("req_429")),
        ((2, None, Step::Attempt), None),
        ((2, Some(200), Step::Success), Some("req_200")),
        ((1, None, Step::Attempt), None),
        ((1, Some(503), wait(Reason::ServerError, ms(500), false)), Some("req_503")),
        ((2, None, Step::Attempt), None),
        ((2, Some(503), gave_up), Some("req_503")),
    ];
    let steps = steps.lock().unwrap();
    let steps: Vec<_> = steps.iter().map(|(seen, id)| (*seen, id.as_deref())).collect();
    assert_eq!(steps, expected);
}

/// The record of the attempts is in the error, but in no header.
#[tokio::test(start_paused = true)]
async fn responses_have_the_servers_headers_only() {
    let sent = [("x-batch-ext-trail", "create_batch 99 budget unknown"), ("x-other", "1")];
    let all = |headers: &http::HeaderMap| {
        let mut names: Vec<_> = headers.keys().map(|name| name.as_str().to_owned()).collect();
        names.sort();
        names
    };
    let expected = ["x-batch-ext-trail", "x-other", "x-request-id"];
    let (client, _) = scripted([unavailable(), answer(404, &sent, "")]);
    let client = client.with_retry(policy());
    let error = client.retrieve_batch().batch_id("b").send().await.unwrap_err();
    assert_eq!(all(error.headers().unwrap()), expected);
    let error = Error::from(error);
    assert_eq!((error.operation(), error.attempts()), (Some("retrieve_batch"), 2));

    let (client, _) = scripted([unavailable(), answer(200, &sent, batch("b", "failed"))]);
    let client = client.with_retry(policy());
    let batch = client.retrieve_batch().batch_id("b").send().await.unwrap();
    assert_eq!(all(batch.headers()), expected);
}

/// Not even if a timer fires late.
#[tokio::test(start_paused = true)]
async fn no_attempt_begins_after_the_deadline() {
    let policy = plain().deadline(Duration::from_secs(2)).build().unwrap();
    let (client, server) = scripted([unavailable()]);
    let client = client.with_retry(policy);
    let (result, ()) = tokio::join!(retrieve(&client), async {
        // As if the machine was suspended during the sleep of 0.5 s.
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_secs(60)).await;
    });
    let error = result.unwrap_err();
    assert_eq!((server.count(), error.gave_up()), (1, Some(GaveUp::Deadline)));
    assert_eq!(error.status().unwrap().as_u16(), 503);
}

#[tokio::test(start_paused = true)]
async fn attempt_timeout_does_not_apply_to_transfers() {
    let policy = plain().attempt_timeout(Duration::from_secs(10)).build().unwrap();
    let slow = support::in_process(|_| async {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        Ok(http::Response::new(String::from("x")).into())
    });
    let client = slow.with_retry(policy);
    let request = upload(&client);
    client.execute("create_file", request).await.unwrap();
    let request = client.request(http::Method::GET, "/files/f/content").build().unwrap();
    client.execute("download_file", request).await.unwrap();
    let request = client.request(http::Method::GET, "/batches").build().unwrap();
    let error = Error::from(client.execute("list_batches", request).await.unwrap_err());
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn the_longest_hints_and_settings_do_not_overflow() {
    for hint in ["18446744073709551616", "-1", "NaN", "1e400"] {
        let policy = plain()
            .initial_backoff(Duration::from_millis(1))
            .max_backoff(Duration::MAX)
            .deadline(Duration::MAX)
            .attempt_timeout(Duration::MAX)
            .build()
            .unwrap();
        let limited = answer(429, &[("retry-after", hint)], "");
        let (client, _) = scripted([limited, ok(batch("b", "failed"))]);
        let result = retrieve(&client.with_retry(policy)).await;
        let asked_too_much = result.err().map(|error| error.gave_up());
        let expected = hint.starts_with("184").then_some(Some(GaveUp::RetryAfter));
        assert_eq!(asked_too_much, expected, "{hint}");
    }
}

#[tokio::test(start_paused = true)]
async fn next_returns_the_error_with_the_attempts_and_the_reason_to_stop() {
    let mut attempts = Attempts::new("retrieve_batch", &plain().max_attempts(2).build().unwrap());
    let failed = || async {
        let (client, _) = scripted([unavailable()]);
        retrieve(&client).await.unwrap_err()
    };
    attempts.begin();
    attempts.next(Effect::Safe, failed().await).await.unwrap();
    attempts.begin();
    let error = attempts.next(Effect::Safe, failed().await).await.unwrap_err();
    assert_eq!((error.attempts(), error.gave_up()), (2, Some(GaveUp::Attempts)));

    // An error that does not stem from a request ends the call.
    attempts.restart();
    attempts.begin();
    let local = Error::from(std::io::Error::other("disk"));
    let error = attempts.next(Effect::Safe, local).await.unwrap_err();
    assert_eq!((error.attempts(), error.gave_up()), (3, Some(GaveUp::Permanent)));
    assert_eq!((error.kind(), error.to_string()), (Kind::Io, "disk, after 3 attempts".to_owned()));
}

#[tokio::test]
async fn calls_are_send_and_sync() {
    fn send<T: Send + Sync>(_: &T) {}
    let (client, _) = scripted([]);
    let client = client.with_retry(policy());
    send(&client.retrieve_batch().batch_id("b").send());
    let loop_ = batch_ext::retry::retry(
        client.attempts("retrieve_batch"),
        batch_ext::retry::Effect::Safe,
        |_| retrieve(&client),
    );
    send(&loop_);
}

#[tokio::test(start_paused = true)]
async fn attempts_outside_the_layer_use_the_clients_policy() {
    let (client, server) = scripted([unavailable(), unavailable(), unavailable()]);
    let client = client.with_retry(policy());
    let once = client.clone().without_retry();
    let result = batch_ext::retry::retry(
        client.attempts("retrieve_batch"),
        batch_ext::retry::Effect::Safe,
        |_| retrieve(&once),
    )
    .await;
    assert_eq!((result.unwrap_err().attempts(), server.count()), (3, 3));
    assert_eq!(server.gaps(), [500, 1000]);
}
