//! The join of output and error files with the submitted requests.

use batch_lines::outcome::{Join, OutcomeKind, Outcomes};
use batch_lines::{RequestLine, RequestWriter, Validator};
use serde_json::json;

use crate::support::{expired, join, status, success};

#[test]
fn from_written_requests_to_joined_outcomes() {
    let mut file = RequestWriter::new(Vec::new());
    for n in 0..3 {
        let body = json!({"model": "m", "messages": [{"role": "user", "content": n.to_string()}]});
        file.write(&RequestLine::chat_completion(format!("q{n}"), body)).unwrap();
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
            ("q1", OutcomeKind::Unknown, false),
            ("q2", OutcomeKind::Success, false),
        ]
    );
    let join: &Join = outcomes.report();
    assert_eq!(join.unexpected(), ["nobody"]);
    assert_eq!(join.bad_lines()[0].number, 3);
    assert_eq!(join.bad_lines()[0].text, "not json");
}

#[test]
fn files_may_come_in_either_order_or_not_at_all() {
    let output = success("a") + &success("b");
    let errors = expired("c") + &status("d", 500);
    let ids = ["a", "b", "c", "d", "e"];
    let kinds = |files: &[String]| {
        let join = join(&ids, files);
        (0..5).map(|at| join.kind(at).unwrap()).collect::<Vec<_>>()
    };
    use OutcomeKind::{HttpError, Missing, RequestError, Success};
    let all = [Success, Success, RequestError, HttpError, Missing];
    assert_eq!(kinds(&[output.clone(), errors.clone()]), all);
    assert_eq!(kinds(&[errors.clone(), output.clone()]), all);
    assert_eq!(kinds(&[output, String::new()]), [Success, Success, Missing, Missing, Missing]);
    assert_eq!(kinds(&[errors]), [Missing, Missing, RequestError, HttpError, Missing]);
    assert_eq!(kinds(&[]), [Missing; 5]);
}

#[test]
fn a_success_replaces_an_error_in_either_order() {
    for files in [[success("a"), status("a", 500)], [status("a", 500), success("a")]] {
        let join = join(&["a"], &files);
        assert_eq!(join.kind(0), Some(OutcomeKind::Success));
        assert!(!join.may_resubmit(0));
        assert_eq!(join.duplicates(), ["a"]);
    }
}

#[test]
fn of_two_errors_the_more_specific_one_counts_in_either_order() {
    for files in [[status("a", 400), expired("a")], [expired("a"), status("a", 400)]] {
        let join = join(&["a"], &files);
        assert_eq!(join.kind(0), Some(OutcomeKind::HttpError));
        assert!(!join.may_resubmit(0));
        assert_eq!(join.duplicate_count(), 1);
    }
}

#[test]
fn of_two_successes_the_first_counts_and_the_second_is_reported() {
    let join = join(&["a"], &[success("a"), success("a")]);
    assert_eq!(join.place(0).unwrap().source, 0);
    assert_eq!((join.counts().success, join.duplicate_count()), (1, 1));
}

#[test]
fn a_later_round_replaces_errors_but_never_a_success() {
    let mut join = join(&["a", "b", "c"], &[success("a") + &status("b", 503) + &expired("c")]);
    assert_eq!(join.counts().may_resubmit, 2);
    join.next_round();
    join.read(1, (status("a", 500) + &success("b") + &status("c", 400)).as_bytes()).unwrap();
    assert_eq!(join.kind(0), Some(OutcomeKind::Success));
    assert_eq!(join.kind(1), Some(OutcomeKind::Success));
    assert_eq!(join.kind(2), Some(OutcomeKind::HttpError));
    assert_eq!(join.counts().may_resubmit, 0);
    assert_eq!(join.duplicate_count(), 0, "an answer to a second try is none");
    assert_eq!(join.place(1).unwrap().source, 1);
}

#[test]
fn unexpected_ids_are_reported_and_left_out() {
    let mut unknown = String::new();
    for n in 0..50 {
        unknown += &success(&format!("other-{n}"));
    }
    let mut join = Join::new(["a"].into_iter().collect()).keep(2);
    join.read(0, (unknown + "garbage\n{}\n").as_bytes()).unwrap();
    assert_eq!(join.unexpected(), ["other-0", "other-1"]);
    assert_eq!((join.unexpected_count(), join.bad_line_count()), (50, 2));
    assert_eq!(join.bad_lines()[0].text, "garbage");
    assert_eq!(join.of_kind(OutcomeKind::Unknown).collect::<Vec<_>>(), ["a"]);
    assert_eq!(join.counts().success, 0);
}

#[test]
fn merging_needs_the_files_that_were_read() {
    let join = join(&["a"], &[success("a")]);
    let none: &mut [std::io::Cursor<Vec<u8>>] = &mut [];
    let error = join.write_in_order(none, Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    let mut cut = [std::io::Cursor::new(success("a")[..20].to_owned())];
    let error = join.write_in_order(&mut cut, Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}
