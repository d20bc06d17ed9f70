//! Output and error file against what was submitted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use batch_ext::lines::{RequestLine, RequestWriter, Validator};
use batch_ext::outcome::{Join, OutcomeKind, Outcomes};
use serde_json::json;

#[test]
fn from_written_requests_to_joined_outcomes() {
    let mut file = RequestWriter::new(Vec::new());
    for n in 0..3 {
        let body = json!({"model": "m", "messages": [{"role": "user", "content": n.to_string()}]});
        file.write(&RequestLine::chat_completion(format!("q{n}"), body))
            .unwrap();
    }
    let ids = file.ids().clone();
    let (input, summary) = file.finish().unwrap();
    let report = Validator::new().validate(input.as_slice()).unwrap();
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(report.summary, summary);

    let output = "{\"custom_id\":\"q2\",\"response\":{\"status_code\":200,\"body\":{\"x\":2}}}\r\n\n\
        not json\n{\"custom_id\":\"nobody\",\"response\":{\"status_code\":200}}";
    let errors = "{\"error\":null,\"response\":{\"body\":{\"error\":{\"code\":\"insufficient_quota\"}},\
        \"status_code\":429},\"custom_id\":\"q0\"}";
    let outcomes = Outcomes::join_index(ids, [errors.as_bytes(), output.as_bytes()]);
    let kinds: Vec<_> = outcomes
        .iter()
        .map(|outcome| (outcome.custom_id, outcome.kind, outcome.may_resubmit()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("q0", OutcomeKind::HttpError, false),
            ("q1", OutcomeKind::Missing, true),
            ("q2", OutcomeKind::Success, false),
        ]
    );
    let join: &Join = outcomes.report();
    assert_eq!(join.unknown(), ["nobody"]);
    assert_eq!(join.bad_lines()[0].number, 3);
    assert_eq!(join.bad_lines()[0].text, "not json");
}
