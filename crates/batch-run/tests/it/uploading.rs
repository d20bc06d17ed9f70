//! Input files: one on the server for each shard, and none left at the end.

use batch_local::{FaultEffect, Operation, Rule, Status};

use crate::support::{Desk, check_paid_once, creates, files_on, server, small};

#[tokio::test]
async fn an_upload_whose_answer_was_lost_is_found_by_its_name() {
    let desk = Desk::new(10);
    let lost = Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(1);
    let server = server([lost]).await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!(server.calls(Operation::CreateFile), 1);
    assert_eq!(files_on(&server).await, 0);
}

#[tokio::test]
async fn a_server_without_a_file_list_costs_one_more_upload_and_nothing_else() {
    let desk = Desk::new(10);
    let server = server([
        Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(1),
        Rule::new(Status::new(405)).on([Operation::ListFiles]),
    ])
    .await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert!(report.is_success());
    assert_eq!((server.calls(Operation::CreateFile), creates(&server)), (2, 1));
}

#[tokio::test]
async fn no_page_is_larger_than_a_hundred() {
    let desk = Desk::new(10);
    let server = server([
        Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(1),
        Rule::new(FaultEffect::MaxLimit { limit: 100 }),
    ])
    .await;
    assert!(desk.execute(desk.run(), &server).await.unwrap().is_success());
    assert_eq!(server.calls(Operation::CreateFile), 1);
}

#[tokio::test]
async fn files_of_lost_uploads_are_deleted_at_the_end() {
    let desk = Desk::new(20);
    let hidden = FaultEffect::LaggingList { newest: 100 };
    let server = server([
        Rule::new(FaultEffect::ResetAfter).on([Operation::CreateFile]).first(2),
        Rule::new(hidden).on([Operation::ListFiles]).first(2),
    ])
    .await;
    let report = desk.execute(desk.run().limits(small(10)), &server).await.unwrap();
    assert!(report.is_success());
    assert!(server.calls(Operation::CreateFile) > 2, "uploads were lost");
    assert_eq!(files_on(&server).await, 0);
    assert!(report.files_left.is_empty());
    check_paid_once(&server);
}

#[tokio::test]
async fn a_file_that_cannot_be_deleted_is_reported() {
    let desk = Desk::new(4);
    let server = server([Rule::new(Status::new(403)).on([Operation::DeleteFile])]).await;
    let report = desk.execute(desk.run(), &server).await.unwrap();
    assert!(report.is_success());
    assert_eq!(report.files_left.len(), 1);
}

#[tokio::test]
async fn files_are_kept_if_asked_for() {
    let desk = Desk::new(4);
    let server = server([]).await;
    desk.execute(desk.run().keep_files(true), &server).await.unwrap();
    assert_eq!(server.calls(Operation::DeleteFile), 0);
}
