//! Local result lines have one form and are recognized when they are read again.

use std::io::Cursor;

use batch_lines::outcome::{Join, LocalCode, OutcomeKind, may_resubmit, write_local_line};
use batch_lines::{Planner, ResultLine};

use crate::support::{join, parse, request, status, success};

fn local_line(id: &str, code: LocalCode) -> String {
    let mut line = Vec::new();
    write_local_line(&mut line, id, code, code.message()).unwrap();
    String::from_utf8(line).unwrap()
}

#[test]
fn the_form_of_a_line_is_fixed() {
    let mut line = Vec::new();
    write_local_line(&mut line, "a\"\n", LocalCode::BatchRefused, "no_such_model: \u{1b}[1m\"m\"")
        .unwrap();
    let expected = r#"{"id":null,"custom_id":"a\"\n","response":null,"error":{"code":"batch_refused","message":"no_such_model: \u001b[1m\"m\""}}"#;
    assert_eq!(String::from_utf8(line).unwrap(), format!("{expected}\n"));
}

#[test]
fn each_code_is_recognized_and_decides_whether_the_request_may_be_sent_again() {
    use LocalCode::*;
    for (code, text, kind, again) in [
        (MissingResult, "missing_result", OutcomeKind::Missing, true),
        (OutcomeUnknown, "outcome_unknown", OutcomeKind::Unknown, false),
        (NotSent, "not_sent", OutcomeKind::NotSent, true),
        (InvalidRequestLine, "invalid_request_line", OutcomeKind::NotSent, false),
        (BatchRefused, "batch_refused", OutcomeKind::NotSent, false),
    ] {
        assert!(LocalCode::ALL.contains(&code));
        assert_eq!(code.as_str(), text);
        let text = local_line("a", code);
        let line = parse(&text);
        assert_eq!(LocalCode::of(&line), Some(code));
        assert_eq!(OutcomeKind::of(&line), kind);
        assert_eq!((may_resubmit(&line), code.may_resubmit()), (again, again), "{text}");
    }
}

#[test]
fn a_servers_line_is_not_a_local_line() {
    for line in [
        r#"{"custom_id":"a","response":{"status_code":200},"error":null}"#,
        r#"{"custom_id":"a","response":null,"error":{"code":"batch_expired"}}"#,
        r#"{"custom_id":"a","response":null,"error":{"message":"not_sent"}}"#,
        r#"{"custom_id":"a","response":{"status_code":500},"error":{"code":"not_sent"}}"#,
    ] {
        assert_eq!(LocalCode::of(&parse(line)), None, "{line}");
    }
}

#[test]
fn a_merged_file_joins_to_the_same_outcomes() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let locals = [
        local_line("b", LocalCode::OutcomeUnknown),
        local_line("c", LocalCode::NotSent),
        local_line("d", LocalCode::BatchRefused),
    ]
    .concat();
    let file = success("a") + &locals + &status("e", 503);
    let first = join(&ids, &[&file]);
    let mut merged = Vec::new();
    first.write_in_order(&mut [Cursor::new(&file)], &mut merged).unwrap();
    let again = join(&ids, &[&merged]);
    assert_eq!(first.counts(), again.counts());
    for position in 0..6 {
        assert_eq!(first.kind(position), again.kind(position));
        assert_eq!(first.may_resubmit(position), again.may_resubmit(position));
    }
    assert_eq!(again.missing().collect::<Vec<_>>(), ["f"]);
    assert_eq!(again.of_kind(OutcomeKind::NotSent).collect::<Vec<_>>(), ["c", "d"]);
    let counts = again.counts();
    assert_eq!((counts.success, counts.http_error, counts.unknown), (1, 1, 1));
    assert_eq!((counts.not_sent, counts.missing, counts.may_resubmit), (2, 1, 3));
}

#[test]
fn each_request_without_a_line_gets_a_local_one_with_the_reason() {
    let input = [request("good", "m"), "{}".to_owned(), request("bad", ""), request("cut", "m")];
    let plan = Planner::new().plan(input.join("\n").as_bytes()).unwrap();
    let mut join = Join::new(plan.ids);
    join.refuse(&plan.refused);
    let file = br#"{"custom_id":"cut","response":{"status"#;
    join.read(0, &file[..]).unwrap();
    let mut ordered = Vec::new();
    join.write_in_order(&mut [Cursor::new(file)], &mut ordered).unwrap();
    let mut arrived = Vec::new();
    join.write_as_arrived([Ok(&file[..])], &mut arrived).unwrap();
    assert_eq!(ordered, arrived, "without a usable line the order of arrival is that of the input");
    let lines: Vec<ResultLine<'_>> = ordered
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| ResultLine::parse(line).unwrap())
        .collect();
    let codes: Vec<_> = lines.iter().map(|line| (&*line.custom_id, LocalCode::of(line))).collect();
    assert_eq!(
        codes,
        [
            ("good", Some(LocalCode::MissingResult)),
            ("bad", Some(LocalCode::InvalidRequestLine)),
            ("cut", Some(LocalCode::OutcomeUnknown)),
        ]
    );
}

#[test]
fn a_later_round_without_an_answer_keeps_the_earlier_line() {
    for code in [LocalCode::MissingResult, LocalCode::NotSent] {
        let mut join = join(&["a"], &[status("a", 503)]);
        join.next_round();
        join.read(1, local_line("a", code).as_bytes()).unwrap();
        assert_eq!(join.kind(0), Some(OutcomeKind::HttpError));
        assert_eq!(join.place(0).unwrap().source, 0);
    }
    // But an unknown outcome does, because the second attempt may have been answered.
    let mut join = join(&["a"], &[status("a", 503)]);
    join.next_round();
    join.read(1, local_line("a", LocalCode::OutcomeUnknown).as_bytes()).unwrap();
    assert_eq!(join.kind(0), Some(OutcomeKind::Unknown));
    assert!(!join.may_resubmit(0));
}

#[test]
fn of_two_lines_for_a_request_the_more_specific_one_counts_in_either_order() {
    use LocalCode::{BatchRefused, MissingResult, NotSent, OutcomeUnknown};
    for (less, more, kind) in [
        (local_line("a", MissingResult), local_line("a", NotSent), OutcomeKind::NotSent),
        (local_line("a", NotSent), local_line("a", BatchRefused), OutcomeKind::NotSent),
        (local_line("a", BatchRefused), local_line("a", OutcomeUnknown), OutcomeKind::Unknown),
        (local_line("a", BatchRefused), status("a", 0), OutcomeKind::NoResponse),
        (status("a", 0), local_line("a", OutcomeUnknown), OutcomeKind::Unknown),
        (local_line("a", OutcomeUnknown), status("a", 503), OutcomeKind::HttpError),
        (local_line("a", OutcomeUnknown), success("a"), OutcomeKind::Success),
    ] {
        let joins = [join(&["a"], &[&less, &more]), join(&["a"], &[&more, &less])];
        for (join, source) in joins.iter().zip([1, 0]) {
            assert_eq!(join.kind(0), Some(kind), "{less}{more}");
            assert_eq!(join.place(0).unwrap().source, source, "{less}{more}");
        }
    }
}
