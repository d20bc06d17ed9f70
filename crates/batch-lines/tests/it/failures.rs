//! Which failures are transient, in every form that servers use.

use batch_lines::outcome::{OutcomeKind, QUOTA_CODES, may_resubmit};
use serde_json::{Value, json};

use crate::support::{not_run, parse, success};

/// A line with an answer of the endpoint.
fn answered(status: u16, body: Value) -> String {
    json!({"custom_id": "a", "response": {"status_code": status, "body": body}, "error": null})
        .to_string()
}

fn outcome(line: &str) -> (OutcomeKind, bool) {
    let line = parse(line);
    (OutcomeKind::of(&line), may_resubmit(&line))
}

#[test]
fn the_status_of_a_response_decides() {
    for (status, again) in [
        (302, false),
        (400, false),
        (401, false),
        (404, false),
        (408, true),
        (409, false),
        (422, false),
        (429, true),
        (499, false),
        (500, true),
        (503, true),
        (529, true),
        (599, true),
        (600, false),
    ] {
        assert_eq!(
            outcome(&answered(status, json!({}))),
            (OutcomeKind::HttpError, again),
            "{status}"
        );
    }
    for status in [200, 299] {
        assert_eq!(outcome(&answered(status, json!({}))), (OutcomeKind::Success, false));
    }
}

#[test]
fn an_exhausted_quota_is_permanent_wherever_it_is_reported() {
    for code in QUOTA_CODES {
        for (status, body) in [
            (429, json!({"error": {"code": code}})),
            (429, json!({"error": {"code": null, "type": code}})),
            (429, json!(json!({"error": {"code": code}}).to_string())),
            (429, json!({"error": {"message": json!({"error": {"code": code}}).to_string()}})),
            (503, json!({"error": {"code": code}})),
        ] {
            let line = answered(status, body);
            assert_eq!(outcome(&line), (OutcomeKind::HttpError, false), "{line}");
        }
        for error in [
            json!({"code": code}),
            json!({"code": "429", "message": format!("Error code: 429 - {{'code': '{code}'}}")}),
            json!({"code": 429, "type": code}),
        ] {
            let line = not_run("a", error);
            assert_eq!(outcome(&line), (OutcomeKind::RequestError, false), "{line}");
        }
    }
    assert!(outcome(&answered(429, json!({"error": {"code": "rate_limit_exceeded"}}))).1);
    assert!(outcome(&answered(429, json!("slow down"))).1);
}

#[test]
fn a_request_that_was_not_run_may_be_sent_again_if_the_error_says_that_it_is_transient() {
    for (error, again) in [
        // The API's own codes, in any case.
        (json!({"code": "batch_expired", "message": "m"}), true),
        (json!({"code": "batch_cancelled"}), true),
        (json!({"code": "BATCH_CANCELED"}), true),
        (json!({"code": "request_timeout"}), true),
        // Codes of gateways.
        (json!({"code": "server_unreachable", "message": "m"}), true),
        (json!({"code": "connection_lost"}), true),
        (json!({"code": null, "type": "server_error", "message": "m"}), true),
        // A status in place of a code, as text and as an integer.
        (json!({"code": "500", "message": "m"}), true),
        (json!({"code": 503}), true),
        (json!({"code": 429}), true),
        (json!({"code": 400}), false),
        (json!({"code": 5000}), false),
        (json!({"code": 501.5}), false),
        // A status within the message.
        (json!({"type": "request_failed", "message": "Error code: 500 - {'error': 'x'}"}), true),
        (json!({"type": "request_failed", "message": "Error code: 400 - {'error': 'x'}"}), false),
        (json!({"code": "None", "message": "upstream sent HTTP/1.1 503"}), true),
        (json!({"message": "status_code=504"}), true),
        (json!({"message": "status: 404"}), false),
        (json!("502 Bad Gateway"), true),
        (json!("Request failed with status code 429."), true),
        // Numbers that are not a status.
        (json!({"message": "the prompt has 500 tokens"}), false),
        (json!({"message": "code: 5000"}), false),
        (json!({"message": "503"}), false),
        // An error as JSON text in the message.
        (json!({"code": null, "message": "{\"error\":{\"code\":500,\"message\":\"m\"}}"}), true),
        (json!({"code": null, "message": "{\"error\":{\"type\":\"server_error\"}}"}), true),
        (json!({"code": null, "message": "{\"status_code\":503,\"detail\":\"m\"}"}), true),
        (json!({"code": null, "message": "{\"error\":{\"message\":\"m\"},\"status\":502}"}), true),
        (json!({"code": null, "message": "{\"error\":{\"code\":\"invalid_value\"}}"}), false),
        (json!("{\"code\":503}"), true),
        // The outermost error that can be classified counts.
        (json!({"code": 400, "message": "Error code: 500"}), false),
        (json!({"code": "batch_expired", "message": "status 404"}), true),
        // Errors that cannot be classified.
        (json!({"code": "content_policy", "message": "m"}), false),
        (json!("no idea"), false),
        (json!({"message": null, "code": null}), false),
        (json!(["500"]), false),
        (json!(["m", "server_error"]), false),
    ] {
        let line = not_run("a", error);
        assert_eq!(outcome(&line), (OutcomeKind::RequestError, again), "{line}");
    }
}

#[test]
fn an_error_within_a_message_is_read_down_to_a_fixed_depth() {
    let mut message = json!({"type": "server_error"}).to_string();
    for depth in 1..8 {
        let line = not_run("a", json!({"message": message}));
        assert_eq!(outcome(&line), (OutcomeKind::RequestError, depth < 4), "{depth}");
        message = json!({"message": message}).to_string();
    }
}

#[test]
fn a_request_without_a_response_may_be_sent_again() {
    for line in [
        answered(0, json!("")),
        answered(0, json!({})),
        answered(0, Value::Null),
        json!({"custom_id": "a"}).to_string(),
        json!({"custom_id": "a", "response": {}}).to_string(),
        // Empty objects from a language that has no others than arrays.
        json!({"custom_id": "a", "response": [], "error": []}).to_string(),
        json!({"custom_id": "a", "response": "", "error": ""}).to_string(),
        json!({"custom_id": "a", "response": {"status_code": 0}, "error": {}}).to_string(),
    ] {
        assert_eq!(outcome(&line), (OutcomeKind::NoResponse, true), "{line}");
    }
}

#[test]
fn a_body_without_a_status_is_an_http_error() {
    for (body, again) in [
        (json!({"choices": []}), false),
        (json!(["m", "server_error"]), false),
        (json!({"error": {"code": 503}}), true),
        (json!({"error": {"code": "invalid_value"}}), false),
        (json!("{\"error\":{\"code\":503}}"), true),
    ] {
        let line = answered(0, body);
        assert_eq!(outcome(&line), (OutcomeKind::HttpError, again), "{line}");
    }
    for response in [json!("text"), json!([200, "r", {}]), json!(7)] {
        let line = json!({"custom_id": "a", "response": response}).to_string();
        assert_eq!(outcome(&line), (OutcomeKind::HttpError, false), "{line}");
    }
}

#[test]
fn a_success_is_never_sent_again() {
    let line = json!({"custom_id": "a", "response": {"status_code": 200, "body": {}},
        "error": {"code": "batch_expired"}})
    .to_string();
    assert_eq!(outcome(&line), (OutcomeKind::RequestError, false));
    assert_eq!(outcome(&success("a")), (OutcomeKind::Success, false));
}
