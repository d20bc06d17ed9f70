//! batch-ext and batch-lines agree on which 429 is an exhausted quota. Neither depends on the other,
//! so each has a list of its own.

use std::collections::BTreeSet;

use crate::support::{answer, scripted};
use batch_ext::Error;
use batch_ext::retry::QUOTA_CODES;
use batch_lines::ResultLine;
use batch_lines::outcome::may_resubmit;
use serde_json::{Value, json};

/// Whether a call that fails with status 429 and this body may be retried.
async fn call_is_retryable(body: &Value) -> bool {
    let (client, _) = scripted([answer(429, &[], body)]);
    let sent = client.retrieve_batch().batch_id("b").send().await;
    Error::from(sent.unwrap_err()).is_retryable()
}

/// Whether a request of a batch that failed with status 429 and this body may be sent again.
fn line_is_retryable(body: &Value) -> bool {
    let line = json!({"custom_id": "a", "response": {"status_code": 429, "body": body}});
    may_resubmit(&ResultLine::parse(line.to_string().as_bytes()).unwrap())
}

#[test]
fn both_crates_list_the_same_quota_codes() {
    let ours = BTreeSet::from(QUOTA_CODES);
    let theirs = BTreeSet::from(batch_lines::outcome::QUOTA_CODES);
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), QUOTA_CODES.len(), "a code is listed twice");
}

#[tokio::test]
async fn both_crates_classify_a_429_alike() {
    let quota = QUOTA_CODES.into_iter().chain(batch_lines::outcome::QUOTA_CODES);
    let limits = ["rate_limit_exceeded", "requests", "tokens", "INSUFFICIENT_QUOTA", "429"];
    for (code, retryable) in quota.map(|code| (code, false)).chain(limits.map(|code| (code, true)))
    {
        for error in [
            json!({"message": "m", "code": code, "type": null}),
            json!({"message": "m", "code": null, "type": code}),
            json!({"message": "m", "code": "429", "type": code}),
        ] {
            let body = json!({"error": error});
            assert_eq!(call_is_retryable(&body).await, retryable, "a call with {body}");
            assert_eq!(line_is_retryable(&body), retryable, "a line with {body}");
        }
    }
}
