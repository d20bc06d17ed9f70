//! Lines that cannot be read may be paid answers, so their requests never count as missing.

use std::io::Cursor;

use batch_lines::outcome::{Join, OutcomeKind};
use batch_lines::{BadResult, Limits, ResultDecoder, ResultReader};

use crate::support::{join, status, success};

const CUT: &str = r#"{"id":"r","custom_id":"a","response":{"status_code":200,"body":{"t":"ж"#;

fn kinds(join: &Join) -> Vec<(OutcomeKind, bool)> {
    (0..).map_while(|at| Some((join.kind(at)?, join.may_resubmit(at)))).collect()
}

#[test]
fn a_line_that_is_cut_off_makes_the_outcome_of_its_request_unknown() {
    use OutcomeKind::{Missing, Success, Unknown};
    // Wherever it is cut, if the id can be read; also within a character.
    for cut in CUT.find(",\"response").unwrap()..CUT.len() {
        let file = [success("b").as_bytes(), &CUT.as_bytes()[..cut]].concat();
        let join = join(&["a", "b", "c"], &[&file]);
        assert_eq!(kinds(&join), [(Unknown, false), (Success, false), (Missing, true)], "{cut}");
        assert_eq!(join.bad_lines()[0].number, 2);
    }
}

#[test]
fn a_line_over_the_limit_makes_the_outcome_of_its_request_unknown() {
    use OutcomeKind::{Missing, Unknown};
    let long = format!(
        "{{\"custom_id\":\"a\",\"response\":{{\"status_code\":200,\"body\":\"{}\"}}}}\n",
        "x".repeat(1_000)
    );
    let mut join = Join::new(["a", "b"].into_iter().collect()).max_line(200);
    join.read(0, long.as_bytes()).unwrap();
    assert_eq!(kinds(&join), [(Unknown, false), (Missing, true)]);
    assert!(matches!(join.bad_lines()[0].reason, BadResult::TooLong { limit: 200 }));
    assert_eq!(Limits::DEFAULT_LINE_BYTES, 64 << 20, "the limit where none is set");
}

#[test]
fn a_line_without_an_id_makes_the_outcome_of_all_requests_without_a_line_unknown() {
    use OutcomeKind::{HttpError, Success, Unknown};
    let torn = r#"{"custom_id":"c","respon{"custom_id":"d","response":{"status_code":200}}"#;
    let glued = r#"{"custom_id":"c"}{"custom_id":"d","response":{"status_code":200}}"#;
    let glued_and_cut = r#"{"custom_id":"c"}{"custom_id":"d","response":{"status"#;
    for bad in [
        &b"<html>"[..],
        b"{}",
        b"[\"custom_id\",\"c\"]",
        b"{\"response\":{\"status_code\":200}}",
        b"{\"custom_id\":\"\",\"response\":",
        b"{\"custom_id\":\"c",
        b"{\"custom_id\":\"c\",\"x\":\"\xff\",\"y",
        torn.as_bytes(),
        glued.as_bytes(),
        glued_and_cut.as_bytes(),
    ] {
        let file = [success("a").as_bytes(), bad, b"\n", status("b", 503).as_bytes()].concat();
        let join = join(&["a", "b", "c", "d"], &[&file]);
        let expected = [(Success, false), (HttpError, true), (Unknown, false), (Unknown, false)];
        assert_eq!(kinds(&join), expected, "{}", String::from_utf8_lossy(bad));
        assert_eq!((join.counts().unknown, join.counts().missing), (2, 0));
        assert_eq!(join.missing().next(), None);
    }
}

#[test]
fn a_line_without_an_id_may_answer_a_resubmitted_request() {
    let mut join = join(&["a", "b", "c"], &[status("a", 503) + &status("b", 503) + &success("c")]);
    join.next_round();
    join.read(1, (status("b", 503) + "<html>\n").as_bytes()).unwrap();
    let kinds = kinds(&join);
    assert_eq!(kinds[0], (OutcomeKind::HttpError, false), "the bad line may be its answer");
    assert_eq!(kinds[1], (OutcomeKind::HttpError, true), "its answer is there");
    assert_eq!(kinds[2], (OutcomeKind::Success, false));
}

#[test]
fn an_unreadable_line_never_replaces_a_better_one() {
    for files in [[success("a"), CUT.to_owned()], [CUT.to_owned(), success("a")]] {
        assert_eq!(kinds(&join(&["a"], &files)), [(OutcomeKind::Success, false)]);
    }
    let of_nobody = join(&["b"], &[CUT]);
    assert_eq!(of_nobody.unexpected(), ["a"]);
    assert_eq!(kinds(&of_nobody), [(OutcomeKind::Missing, true)]);
}

#[test]
fn a_byte_order_mark_at_the_start_of_a_result_file_is_skipped() {
    let file = format!("\u{feff}{}{}", success("a"), status("b", 400));
    let joined = join(&["a", "b"], &[&file]);
    assert_eq!((joined.counts().success, joined.counts().http_error), (1, 1));
    assert_eq!(joined.bad_line_count(), 0);
    let mut ordered = Vec::new();
    joined.write_in_order(&mut [Cursor::new(&file)], &mut ordered).unwrap();
    let mut arrived = Vec::new();
    joined.write_as_arrived([Ok(file.as_bytes())], &mut arrived).unwrap();
    assert_eq!(ordered, &file.as_bytes()["\u{feff}".len()..], "without the mark");
    assert_eq!(ordered, arrived);

    let records: Vec<_> =
        ResultReader::new(file.as_bytes()).map(|item| item.unwrap().unwrap()).collect();
    assert_eq!((records[0].offset(), records[0].line().custom_id.as_ref()), (3, "a"));
    assert_eq!(records.len(), 2);
    // A file of nothing but the mark is empty; a mark further on is an error.
    let mut decoder = ResultDecoder::new();
    decoder.push("\u{feff}\n".into());
    decoder.push(format!("\u{feff}{}", success("a")).into());
    decoder.finish();
    assert_eq!(decoder.pop().unwrap().unwrap_err().number, 2);
    assert!(decoder.pop().is_none());
    assert_eq!(join(&["a"], &["\u{feff}"]).bad_line_count(), 0);
}
