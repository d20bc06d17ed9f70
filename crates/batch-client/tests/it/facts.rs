//! What the API's document says about operations, as layers read it.

use std::collections::HashSet;
use std::time::Duration;

use batch_client::http::Method;
use batch_client::types::BatchEndpoint;
use batch_client::{Effect, Operation};

#[test]
fn every_operation_is_found_by_its_id() {
    let mut ids = HashSet::new();
    for operation in Operation::ALL {
        assert_eq!(Operation::from_id(operation.id()), Some(*operation));
        assert_eq!(operation.to_string(), operation.id());
        assert!(operation.path().starts_with('/'), "{operation}");
        assert!(ids.insert(operation.id()), "{operation}");
    }
    assert_eq!(Operation::from_id("listBatches"), None);
    assert_eq!(Operation::ListBatches.document_id(), "listBatches");
}

#[test]
fn only_reads_are_safe_and_only_a_second_batch_costs() {
    for operation in Operation::ALL {
        let reads = operation.method() == Method::GET;
        assert_eq!(operation.effect() == Effect::Safe, reads, "{operation}");
        let bills = *operation == Operation::CreateBatch;
        assert_eq!(operation.effect() == Effect::Bills, bills, "{operation}");
    }
    assert_eq!(Effect::of("cancel_batch"), Effect::Idempotent);
    assert_eq!(Effect::of("create_file"), Effect::Creates);
    assert_eq!(Effect::of("something_new"), Effect::Bills);
}

#[test]
fn lists_say_how_they_continue() {
    for operation in Operation::ALL {
        let is_list = operation.id().starts_with("list_");
        assert_eq!(operation.pagination().is_some(), is_list, "{operation}");
    }
    let pagination = Operation::ListFiles.pagination().unwrap();
    assert_eq!((pagination.parameter, pagination.field), ("after", "last_id"));
}

#[test]
fn documented_limits_are_known() {
    let limit = Operation::CreateBatch.rate_limit().unwrap();
    assert_eq!((limit.calls, limit.period), (2_000, Duration::from_secs(3_600)));
    assert_eq!(Operation::CreateFile.max_bytes(), Some(512_000_000));
    assert_eq!(BatchEndpoint::LIMITS.requests, 50_000);
    assert_eq!(BatchEndpoint::V1Embeddings.max_inputs(), Some(50_000));
    assert_eq!(BatchEndpoint::V1Responses.max_inputs(), None);
    assert!(BatchEndpoint::V1Responses.needs_model());
    assert!(!BatchEndpoint::V1Moderations.needs_model());
    assert!(!BatchEndpoint::from("/v1/new").needs_model());
}

#[test]
fn only_bytes_are_streamed() {
    let streamed: Vec<_> = Operation::ALL.iter().filter(|o| o.is_streamed()).collect();
    assert_eq!(streamed, [&Operation::DownloadFile]);
}
