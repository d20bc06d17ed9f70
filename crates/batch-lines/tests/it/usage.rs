//! Token usage, under the names of each endpoint.

use batch_lines::TokenUsage;
use serde_json::{Value, json};

use crate::support::parse;

fn usage(body: Value) -> Option<[u64; 4]> {
    let line =
        json!({"custom_id": "a", "response": {"status_code": 200, "body": body}}).to_string();
    let usage = parse(&line).body().and_then(|body| body.usage())?;
    Some([usage.input_tokens, usage.cached_tokens, usage.output_tokens, usage.reasoning_tokens])
}

#[test]
fn the_field_names_of_each_endpoint_are_read() {
    let responses = json!({"usage": {
        "input_tokens": 10, "input_tokens_details": {"cached_tokens": 4},
        "output_tokens": 5, "output_tokens_details": {"reasoning_tokens": 3}, "total_tokens": 15}});
    let chat = json!({"usage": {
        "prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
        "completion_tokens": 5, "completion_tokens_details": {"reasoning_tokens": 3}}});
    let both = json!({"usage": {"prompt_tokens": 1, "input_tokens": 1, "completion_tokens": 2}});
    assert_eq!(usage(responses.clone()), Some([10, 4, 5, 3]));
    assert_eq!(usage(chat.clone()), Some([10, 4, 5, 3]));
    assert_eq!(usage(both), Some([1, 0, 2, 0]));
    let embeddings = json!({"usage": {"prompt_tokens": 8, "total_tokens": 8}});
    assert_eq!(usage(embeddings), Some([8, 0, 0, 0]));
    // As JSON text in a string.
    assert_eq!(usage(json!(chat.to_string())), Some([10, 4, 5, 3]));
}

#[test]
fn a_body_without_usage_has_none() {
    for body in [
        json!({}),
        json!({"usage": null}),
        json!("text"),
        json!([{"input_tokens": 1}]),
        json!({"usage": 7}),
    ] {
        assert_eq!(usage(body.clone()), None, "{body}");
    }
}

#[test]
fn usages_add_up_without_overflow() {
    let line = json!({"custom_id": "a", "response": {"status_code": 200, "body": {"usage": {
        "input_tokens": u64::MAX, "output_tokens": 1}}}})
    .to_string();
    let mut sum = TokenUsage::default();
    for _ in 0..2 {
        sum += parse(&line).body().unwrap().usage().unwrap();
    }
    assert_eq!((sum.input_tokens, sum.output_tokens), (u64::MAX, 2));
}
