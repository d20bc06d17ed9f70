//! Durable runs as a library: against a server in this process, on any runtime.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use batch_ext::batch_client::{Client, Config};
use batch_ext::retry::{RetryPolicy, WithRetry};
use batch_lines::Limits;
use batch_local::{FaultEffect, FaultPlan, Framing, Operation, Rule, Server, Status, Timing};
use batch_run::{Order, Run, RunBuilder, RunError, RunEvent};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Desk {
    dir: TempDir,
    events: Arc<Mutex<Vec<RunEvent>>>,
}

impl Desk {
    fn new(requests: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = (0..requests)
            .map(|n| {
                let line = json!({
                    "custom_id": format!("r-{n}"), "method": "POST", "url": "/v1/responses",
                    "body": {"model": "m", "input": format!("<{n}>")},
                });
                format!("{line}\n")
            })
            .collect();
        fs::write(dir.path().join("in.jsonl"), lines).unwrap();
        Self { dir, events: Arc::default() }
    }

    fn output(&self) -> PathBuf {
        self.dir.path().join("out.jsonl")
    }

    fn run(&self) -> RunBuilder {
        let events = Arc::clone(&self.events);
        Run::builder(self.dir.path().join("in.jsonl"), self.output())
            .poll_interval(Duration::from_millis(5), Duration::from_millis(20))
            .hold(Duration::from_millis(20))
            .list_lag(Duration::ZERO)
            .on_event(move |event| events.lock().unwrap().push(event))
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.output()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn count(&self, wanted: impl Fn(&RunEvent) -> bool) -> usize {
        self.events.lock().unwrap().iter().filter(|event| wanted(event)).count()
    }
}

fn client(server: &Server) -> Client {
    let policy = RetryPolicy::builder()
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(4))
        .build()
        .unwrap();
    Config::new().base_url(server.base_url()).build().unwrap().with_retry(policy)
}

fn small(requests: u64) -> Limits {
    let mut limits = Limits::default();
    limits.requests = requests;
    limits
}

async fn server(rules: impl IntoIterator<Item = Rule>) -> Server {
    let plan = rules.into_iter().fold(FaultPlan::new(), FaultPlan::rule);
    Server::builder().faults(plan).start().await.unwrap()
}

#[tokio::test]
async fn events_tell_the_whole_story() {
    let desk = Desk::new(25);
    let server = server([]).await;
    let report =
        desk.run().limits(small(10)).build().unwrap().execute(&client(&server)).await.unwrap();
    assert!(report.is_success());
    assert_eq!((report.requests, report.batches, report.rounds), (25, 3, 1));
    assert!(report.usage().input_tokens > 0);
    assert_eq!(desk.count(|e| matches!(e, RunEvent::Planned { shards: 3, requests: 25, .. })), 1);
    for (what, count) in [
        ("created", desk.count(|e| matches!(e, RunEvent::Created { .. }))),
        ("ended", desk.count(|e| matches!(e, RunEvent::Ended { .. }))),
        ("collected", desk.count(|e| matches!(e, RunEvent::Collected { .. }))),
    ] {
        assert_eq!(count, 3, "{what}");
    }
    let ids: Vec<_> = desk.lines().iter().map(|line| line["custom_id"].clone()).collect();
    assert_eq!(ids, (0..25).map(|n| json!(format!("r-{n}"))).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_lost_answer_to_a_create_makes_no_second_batch() {
    let desk = Desk::new(10);
    let reset = Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]).first(1);
    let server = server([reset]).await;
    let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert_eq!((report.succeeded, report.batches), (10, 1));
    assert_eq!(server.calls(Operation::CreateBatch), 1);
}

#[tokio::test]
async fn a_create_that_was_accepted_is_never_sent_again_however_long_the_list_lags() {
    for unreadable in [FaultEffect::Garbage, FaultEffect::CutBody { bytes: 20 }] {
        let desk = Desk::new(10);
        let server = server([
            Rule::new(unreadable).on([Operation::CreateBatch]),
            Rule::new(FaultEffect::ListLag { ms: 300 }).on([Operation::ListBatches]),
        ])
        .await;
        let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
        assert_eq!((report.succeeded, report.batches), (10, 1));
        assert_eq!(server.calls(Operation::CreateBatch), 1);
    }
}

#[tokio::test]
async fn a_create_of_unknown_outcome_is_sent_again_at_most_once() {
    let desk = Desk::new(10);
    let server = server([
        Rule::new(FaultEffect::ResetAfter).on([Operation::CreateBatch]),
        Rule::new(FaultEffect::ListLag { ms: 300 }).on([Operation::ListBatches]),
    ])
    .await;
    let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert_eq!(report.succeeded, 10);
    assert!(server.calls(Operation::CreateBatch) <= 2, "{}", server.calls(Operation::CreateBatch));
}

#[tokio::test]
async fn a_false_alarm_about_the_file_is_waited_out() {
    let desk = Desk::new(10);
    let alarm = Rule::new(FaultEffect::FileNotFound).on([Operation::CreateBatch]).first(2);
    let server = server([alarm]).await;
    let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert!(report.is_success());
    assert_eq!(server.calls(Operation::CreateFile), 1, "the file was there all along");
}

#[tokio::test]
async fn a_file_that_stays_unfound_is_uploaded_anew() {
    let desk = Desk::new(10);
    let alarm = Rule::new(FaultEffect::FileNotFound).on([Operation::CreateBatch]).first(4);
    let server = server([alarm]).await;
    let run = desk.run().build().unwrap();
    let report = run.execute(&client(&server)).await.unwrap();
    assert!(report.is_success());
    assert_eq!(server.calls(Operation::CreateFile), 2);
    assert_eq!(server.calls(Operation::CreateBatch), 5);
}

#[tokio::test]
async fn a_full_queue_does_not_count_against_the_file() {
    let desk = Desk::new(10);
    let on = |effect| Rule::new(effect).on([Operation::CreateBatch]);
    let full = on(FaultEffect::TokenLimitExceeded).first(6);
    let alarm = on(FaultEffect::FileNotFound).calls([7, 8]);
    let server = server([full, alarm]).await;
    let run = desk.run().build().unwrap();
    let report = run.execute(&client(&server)).await.unwrap();
    assert!(report.is_success());
    assert_eq!(server.calls(Operation::CreateFile), 1);
    assert_eq!(server.calls(Operation::CreateBatch), 9);
}

#[tokio::test]
async fn missing_and_repeated_lines_do_not_confuse_it() {
    let desk = Desk::new(40);
    let on = |effect| Rule::new(effect).on([Operation::CreateBatch]).first(1);
    let server = server([
        on(FaultEffect::MissingLines { share: 0.3 }),
        on(FaultEffect::RepeatedLines { share: 0.3 }),
        on(FaultEffect::GarbledLines { share: 0.2 }),
        on(FaultEffect::WrongCounts),
    ])
    .await;
    let run = desk.run().order(Order::Arrival).build().unwrap();
    let report = run.execute(&client(&server)).await.unwrap();
    assert_eq!(report.rounds, 2);
    assert!(report.duplicates > 0 && report.bad_lines > 0, "{report:?}");
    // A line that cannot be read may be an answer, so its request is not sent again.
    assert_eq!(report.request_errors, report.bad_lines);
    assert_eq!(report.succeeded + report.request_errors, 40);
    let unknown = |line: &&Value| line["error"]["code"] == "outcome_unknown";
    assert_eq!(desk.lines().iter().filter(unknown).count() as u64, report.bad_lines);
    let mut ids: Vec<_> = desk.lines().iter().map(|line| line["custom_id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), desk.lines().len()), (40, 40));
}

#[tokio::test]
async fn what_is_missing_to_the_end_is_named() {
    let desk = Desk::new(20);
    let server =
        server([Rule::new(FaultEffect::MissingLines { share: 1.0 }).on([Operation::CreateBatch])])
            .await;
    let run = desk.run().rounds(2).build().unwrap();
    let report = run.execute(&client(&server)).await.unwrap();
    assert_eq!((report.missing, report.rounds, report.succeeded), (20, 2, 0));
    assert_eq!(report.first_missing[..2], ["r-0", "r-1"]);
    assert!(desk.lines().iter().all(|line| line["error"]["code"] == "missing_result"));
}

#[tokio::test]
async fn a_batch_that_is_refused_for_good_is_kept_with_its_reason() {
    let desk = Desk::new(5);
    let refuse = FaultEffect::FailBatch {
        code: "model_not_found".into(),
        message: "no such model".into(),
        param: None,
        line: None,
    };
    let server = server([Rule::new(refuse).on([Operation::CreateBatch])]).await;
    let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert_eq!((report.request_errors, report.rounds), (5, 1), "not sent again");
    assert!(desk.lines().iter().all(|line| line["error"]["code"] == "batch_refused"));
}

#[tokio::test]
async fn no_more_batches_are_in_flight_than_allowed() {
    let desk = Desk::new(40);
    let timing = Timing::instant().line(Duration::from_millis(1));
    let server = Server::builder().timing(timing).start().await.unwrap();
    let run = desk.run().limits(small(5)).max_batches(2).build().unwrap();
    assert!(run.execute(&client(&server)).await.unwrap().is_success());
    let (mut now, mut most) = (0_usize, 0);
    for event in desk.events.lock().unwrap().iter() {
        match event {
            RunEvent::Created { .. } => now += 1,
            RunEvent::Ended { .. } => now -= 1,
            _ => {}
        }
        most = most.max(now);
    }
    assert_eq!(most, 2);
}

#[tokio::test]
async fn stopped_it_goes_on_later_and_sends_nothing_twice() {
    let desk = Desk::new(30);
    let timing = Timing::instant().line(Duration::from_millis(3));
    let server = Server::builder().timing(timing).start().await.unwrap();
    let client = client(&server);
    let mut stops = 0;
    loop {
        let run = desk.run().limits(small(5)).max_batches(2).build().unwrap();
        let control = run.control();
        let wait = Duration::from_millis(7 * (stops + 1));
        let stopping = async {
            tokio::time::sleep(wait).await;
            control.stop();
        };
        let (done, ()) = tokio::join!(run.execute(&client), stopping);
        match done {
            Ok(report) => {
                assert!(report.is_success());
                break;
            }
            Err(RunError::Stopped { .. }) => stops += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(stops > 0);
    assert_eq!(server.calls(Operation::CreateBatch), 6);
}

#[tokio::test]
async fn an_input_that_changes_meanwhile_is_noticed() {
    let desk = Desk::new(20);
    let timing = Timing::instant().line(Duration::from_millis(2));
    let server = Server::builder().timing(timing).start().await.unwrap();
    let input = desk.dir.path().join("in.jsonl");
    let changed = input.clone();
    let run = desk.run().limits(small(5)).max_batches(1).on_event(move |event| {
        if matches!(event, RunEvent::Created { .. }) {
            fs::write(&changed, "something else").unwrap();
        }
    });
    let error = run.build().unwrap().execute(&client(&server)).await.unwrap_err();
    assert!(matches!(error, RunError::InputChanged { .. }), "{error}");
    assert_eq!(server.calls(Operation::CreateFile), 1);
}

#[tokio::test]
async fn an_output_that_is_gone_is_not_made_up() {
    let desk = Desk::new(3);
    let server = server([]).await;
    desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert_eq!(desk.count(|e| matches!(e, RunEvent::EndedBefore)), 1);
    fs::remove_file(desk.output()).unwrap();
    let error = desk.run().build().unwrap().execute(&client(&server)).await.unwrap_err();
    assert!(matches!(error, RunError::OutputGone { .. }), "{error}");
    let again = desk.run().start_over(true).build().unwrap();
    assert!(again.execute(&client(&server)).await.unwrap().is_success());
}

#[tokio::test]
async fn a_journal_of_another_version_or_none_at_all_is_refused() {
    let desk = Desk::new(3);
    let server = server([]).await;
    let dir = desk.run().build().unwrap().state_dir().to_owned();
    fs::create_dir(&dir).unwrap();
    for (text, part) in [
        (r#"{"version": 99}"#, "version 99"),
        ("nonsense", "cannot be read"),
        (r#"{"version":1}"#, "missing field"),
    ] {
        fs::write(dir.join("journal.json"), text).unwrap();
        let error = desk.run().build().unwrap().execute(&client(&server)).await.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(server.calls(Operation::CreateFile), 0);
}

#[test]
fn settings_that_make_no_sense_are_refused_when_built() {
    let run = || Run::builder("in", "out");
    for (run, part) in [
        (run().max_batches(0), "at least 1"),
        (run().rounds(0), "at least 1"),
        (run().poll_interval(Duration::ZERO, Duration::ZERO), "poll interval"),
        (run().limits(small(0)), "one request"),
        (Run::builder("same", "same"), "another file"),
        ((0..14).fold(run(), |run, n| run.metadata(n.to_string(), "x")), "13"),
    ] {
        let error = run.build().unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_run_can_be_sent_and_shared() {
    fn send_sync<T: Send + Sync>(_: T) {}
    let client = Config::new().build().unwrap();
    let run = Run::builder("in.jsonl", "out.jsonl").build().unwrap();
    send_sync(run.execute(&client));
}

#[tokio::test]
async fn a_stray_404_is_no_reason_to_send_a_batch_again() {
    for effect in
        [FaultEffect::from(Status::new(404)), FaultEffect::Html { status: 404, after: false }]
    {
        let desk = Desk::new(10);
        let stray = Rule::new(effect).on([Operation::RetrieveBatch]).first(20);
        let server = server([stray]).await;
        let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
        assert_eq!((report.succeeded, report.batches, report.rounds), (10, 1, 1));
        assert_eq!(server.calls(Operation::CreateBatch), 1);
        assert!(desk.count(|event| matches!(event, RunEvent::Trouble { .. })) > 0);
    }
}

#[tokio::test]
async fn a_batch_that_stays_unknown_to_the_server_ends_as_unknown_and_is_not_sent_again() {
    let desk = Desk::new(10);
    let gone = Rule::new(FaultEffect::from(Status::new(404))).on([Operation::RetrieveBatch]);
    let server = server([gone]).await;
    let run = desk.run().outage_limit(Duration::from_millis(50)).build().unwrap();
    let report = run.execute(&client(&server)).await.unwrap();
    assert_eq!((report.succeeded, report.rounds, report.may_resubmit), (0, 1, 0));
    assert_eq!(server.calls(Operation::CreateBatch), 1);
    assert!(desk.lines().iter().all(|line| line["error"]["code"] == "outcome_unknown"));
}

#[tokio::test]
async fn an_absurd_retry_after_ends_the_run_with_an_error() {
    for hint in ["18446744073709551616", "9223372036854775807"] {
        let desk = Desk::new(3);
        let busy = Status::new(503).header("retry-after", hint);
        let server =
            server([Rule::new(FaultEffect::from(busy)).on([Operation::ListBatches])]).await;
        let error = desk.run().build().unwrap().execute(&client(&server)).await.unwrap_err();
        assert!(matches!(error, RunError::Api { .. }), "{error}");
        assert_eq!(server.calls(Operation::CreateFile), 0);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn output_and_journal_have_the_permissions_of_the_input() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new(3);
    let server = server([]).await;
    let input = desk.dir.path().join("in.jsonl");
    fs::set_permissions(&input, fs::Permissions::from_mode(0o640)).unwrap();
    let run = desk.run().build().unwrap();
    let journal = run.state_dir().join("journal.json");
    run.execute(&client(&server)).await.unwrap();
    for path in [desk.output(), journal] {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{}", path.display());
    }
}

#[tokio::test]
async fn a_result_file_that_may_be_cut_is_no_evidence_that_requests_were_not_answered() {
    let desk = Desk::new(10);
    let server = server([
        Rule::new(FaultEffect::Framing(Framing::UntilClose)).on([Operation::DownloadFile]),
        Rule::new(FaultEffect::Truncate { bytes: 700 }).on([Operation::DownloadFile]),
        Rule::new(FaultEffect::from(Status::new(404))).on([Operation::RetrieveFile]),
    ])
    .await;
    let error = desk.run().build().unwrap().execute(&client(&server)).await.unwrap_err();
    assert!(matches!(error, RunError::ShortResults { .. }), "{error}");
    assert_eq!(server.calls(Operation::CreateBatch), 1);
}

#[tokio::test]
async fn a_size_in_the_metadata_that_is_wrong_does_not_keep_results_from_being_fetched() {
    let desk = Desk::new(10);
    let size = BTreeMap::from([("/bytes".to_owned(), json!(1_000_000))]);
    let server = server([Rule::new(FaultEffect::Set(size)).on([Operation::RetrieveFile])]).await;
    let report = desk.run().build().unwrap().execute(&client(&server)).await.unwrap();
    assert!(report.is_success(), "{report:?}");
    assert_eq!(server.calls(Operation::CreateBatch), 1);
}
