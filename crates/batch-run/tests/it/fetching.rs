//! Result files: what proves that they are complete, and what does not.

use std::collections::BTreeMap;
use std::time::Duration;

use batch_local::{FaultEffect, FileKind, Framing, Operation, Rule, Status};
use serde_json::json;

use crate::support::{Desk, check_paid_once, creates, server};

fn on_download(effect: impl Into<FaultEffect>) -> Rule {
    Rule::new(effect.into()).on([Operation::DownloadFile])
}

#[tokio::test]
async fn a_result_file_that_may_be_cut_is_no_evidence_that_requests_were_not_answered() {
    let desk = Desk::new(10);
    let server = server([
        on_download(FaultEffect::Framing(Framing::UntilClose)),
        on_download(FaultEffect::Truncate { bytes: 1_500 }),
    ])
    .await;
    let run = desk.run().outage_limit(Duration::from_millis(80));
    let report = desk.execute(run, &server).await.unwrap();
    assert!(report.unknown > 0 && report.succeeded > 0, "{report:?}");
    assert_eq!(report.unknown + report.succeeded, 10);
    assert_eq!((report.rounds, creates(&server)), (1, 1));
    check_paid_once(&server);
}

#[tokio::test]
async fn a_file_whose_end_nobody_marks_counts_if_the_server_counts_its_lines() {
    let desk = Desk::new(10);
    let server = server([on_download(FaultEffect::Framing(Framing::UntilClose))]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
}

#[tokio::test]
async fn a_download_that_breaks_is_resumed() {
    for effect in [
        FaultEffect::CutBody { bytes: 900 },
        FaultEffect::ResetBefore,
        Status::new(503).into(),
        FaultEffect::Html { status: 200, after: false },
    ] {
        let desk = Desk::new(10);
        let server = server([on_download(effect).first(4)]).await;
        let report = desk.execute(desk.run(), &server).await.unwrap();
        assert!(report.is_success(), "{report:?}");
        check_paid_once(&server);
    }
}

#[tokio::test]
async fn a_size_in_the_metadata_that_is_wrong_does_not_keep_results_from_being_fetched() {
    let desk = Desk::new(10);
    let size = BTreeMap::from([("/bytes".to_owned(), json!(1_000_000))]);
    let server = server([Rule::new(FaultEffect::Set(size)).on([Operation::RetrieveFile])]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!(creates(&server), 1);
}

#[tokio::test]
async fn unreadable_lines_may_be_anybodys_answer_so_nothing_is_sent_again() {
    let desk = Desk::new(40);
    let on = |effect| Rule::new(effect).on([Operation::CreateBatch]).first(1);
    let server = server([
        on(FaultEffect::GarbledLines { share: 0.2 }),
        on(FaultEffect::RepeatedLines { share: 0.3 }),
        on(FaultEffect::UnknownLines { share: 0.1 }),
        on(FaultEffect::WrongCounts),
    ])
    .await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert!(report.repeated > 0 && report.bad_lines > 0 && report.unexpected > 0, "{report:?}");
    assert_eq!((report.rounds, report.succeeded + report.unknown), (1, 40));
    assert_eq!(desk.codes()["outcome_unknown"] as u64, report.unknown);
    desk.check_order(40);
    check_paid_once(&server);
}

#[tokio::test]
async fn an_error_file_that_is_gone_leaves_its_requests_unknown_and_keeps_the_answers() {
    let desk = Desk::new(10);
    let server = server([
        Rule::new(FaultEffect::LineStatus { status: 400, code: None, share: 0.5 })
            .on([Operation::CreateBatch]),
        on_download(FaultEffect::FileNotFound).files([FileKind::Error]),
    ])
    .await;
    let run = desk.run().outage_limit(Duration::from_millis(80));
    let report = desk.execute(run, &server).await.unwrap();
    assert!(report.succeeded > 0 && report.unknown > 0, "{report:?}");
    assert_eq!((report.succeeded + report.unknown, creates(&server)), (10, 1));
}

#[tokio::test]
async fn a_byte_order_mark_is_no_unreadable_line() {
    let results = "\u{feff}".to_owned()
        + r#"{"custom_id":"r-0","response":{"status_code":200,"body":{}}}"#
        + "\n";
    let desk = Desk::new(1);
    let mock = batch_httpmock_server(&results).await;
    let run = desk.run().outage_limit(Duration::from_millis(80)).build().unwrap();
    let report = run.execute(&crate::support::client_of(&mock)).await.unwrap();
    assert!(report.is_success(), "{report:?}");
}

/// A server with one batch that is completed at once, whose output is `results`.
async fn batch_httpmock_server(results: &str) -> String {
    use axum::Router;
    use axum::routing::{get, post};
    let batch = json!({
        "id": "batch_1", "object": "batch", "endpoint": "/v1/responses", "status": "completed",
        "input_file_id": "file-1", "completion_window": "24h", "created_at": 2_000_000_000,
        "output_file_id": "file-2", "request_counts": {"total": 1, "completed": 1, "failed": 0},
    });
    let file = json!({
        "id": "file-1", "object": "file", "bytes": 1, "created_at": 2_000_000_000,
        "filename": "in.jsonl", "purpose": "batch",
    });
    let list = json!({"object": "list", "data": [], "has_more": false});
    let answer = |value: &serde_json::Value| {
        let text = value.to_string();
        move || std::future::ready(([("content-type", "application/json")], text.clone()))
    };
    let (retrieved, text) = (batch.clone(), results.to_owned());
    let app = Router::new()
        .route("/v1/batches", get(answer(&list)).post(answer(&batch)))
        .route("/v1/batches/batch_1", get(answer(&retrieved)))
        .route("/v1/files", post(answer(&file)))
        .route(
            "/v1/files/file-1",
            axum::routing::delete(answer(
                &json!({"id": "file-1", "object": "file", "deleted": true}),
            )),
        )
        .route("/v1/files/file-2/content", get(move || std::future::ready(text.clone())));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/v1")
}
