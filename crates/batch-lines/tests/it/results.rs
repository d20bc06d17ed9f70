//! Result lines as real servers write them.

use std::io;

use batch_lines::{
    BadLine, BadResult, ResultDecoder, ResultLine, ResultReader, ResultRecord, ResultStream,
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use crate::support::parse;

#[test]
fn a_documented_line() {
    let line = r#"{"id":"batch_req_1","custom_id":"a","response":{"status_code":200,"request_id":"req_1","body":{"x":[1, 2]}},"error":null}"#;
    let line = parse(line);
    assert_eq!(line.id.as_deref(), Some("batch_req_1"));
    assert_eq!(line.custom_id, "a");
    assert_eq!(line.status(), 200);
    assert!(line.is_success());
    let response = line.response.as_ref().unwrap();
    assert_eq!(response.request_id.as_deref(), Some("req_1"));
    assert_eq!(line.body().unwrap().get(), r#"{"x":[1, 2]}"#, "raw, byte for byte");
    assert!(line.error.is_none() && line.api_error().is_none());
}

#[test]
fn lines_of_other_servers_are_read() {
    for (line, id) in [
        // No id, error left out, keys in another order, unknown keys.
        (r#"{"response":{"body":{},"status_code":200},"x":{},"custom_id":"a"}"#, "a"),
        (r#"{"id":null,"custom_id":"a","response":{"status_code":201}}"#, "a"),
        // A status as text, an id as a number.
        (r#"{"custom_id":7,"response":{"status_code":"200","body":{}},"error":null}"#, "7"),
        (r#"{"custom_id":"a","response":{"status_code":200.0,"body":{}},"error":""}"#, "a"),
        (r#"{"custom_id":"a","response":{"status_code":200,"body":{}},"error":{}}"#, "a"),
        (r#"{"custom_id":"a","response":{"status_code":200,"body":{}},"error":[]}"#, "a"),
        (r#"{"custom_id":"a","response":{"status_code":200,"body":{}},"error":"None"}"#, "a"),
        // U+2028 in a string, an escaped id.
        (
            "{\"custom_id\":\"\\u0061\",\"response\":{\"status_code\":200,\"body\":{\"t\":\"\u{2028}\"}}}",
            "a",
        ),
        ("  {\"custom_id\" : \"a\",\t\"response\":{\"status_code\":200}} \r\n", "a"),
    ] {
        let parsed = parse(line);
        assert_eq!(parsed.custom_id, id, "{line}");
        assert!(parsed.is_success(), "{line}");
    }
}

#[test]
fn a_body_that_is_a_string_of_json() {
    let line = r#"{"custom_id":"a","response":{"status_code":200,"body":"{\"n\":1}"}}"#;
    let body = parse(line).body().unwrap();
    assert_eq!(body.json(), r#"{"n":1}"#);
    assert_eq!(body.parse::<Value>().unwrap(), json!({"n": 1}));
    let text = r#"{"custom_id":"a","response":{"status_code":200,"body":"plain"}}"#;
    assert_eq!(parse(text).body().unwrap().parse::<String>().unwrap(), "plain");
    for empty in ["null", "\"\""] {
        let line = format!(r#"{{"custom_id":"a","response":{{"status_code":0,"body":{empty}}}}}"#);
        assert!(parse(&line).body().is_none());
    }
}

#[test]
fn errors_in_any_shape_are_read() {
    let cases = [
        (
            r#"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#,
            [Some("m"), Some("t"), Some("p"), Some("c")],
        ),
        (
            r#"{"error":{"message":"m","code":500,"param":null}}"#,
            [Some("m"), None, None, Some("500")],
        ),
        (r#"{"error":"m"}"#, [Some("m"), None, None, None]),
        (r#"{"detail":"m"}"#, [Some("m"), None, None, None]),
        (r#"{"message":"m","type":"t"}"#, [Some("m"), Some("t"), None, None]),
        (r#""{\"error\":{\"message\":\"m\"}}""#, [Some("m"), None, None, None]),
    ];
    for (body, [message, kind, param, code]) in cases {
        let line = format!(r#"{{"custom_id":"a","response":{{"status_code":400,"body":{body}}}}}"#);
        let error = parse(&line).api_error().unwrap();
        assert_eq!(error.message.as_deref(), message, "{body}");
        assert_eq!(error.kind.as_deref(), kind, "{body}");
        assert_eq!(error.param.as_deref(), param, "{body}");
        assert_eq!(error.code.as_deref(), code, "{body}");
    }
    let line = r#"{"custom_id":"a","response":{"status_code":502,"body":"<html>"}}"#;
    assert_eq!(parse(line).api_error(), None);
}

#[test]
fn a_bad_line_has_the_reason() {
    let bad = |line: &[u8]| ResultLine::parse(line).unwrap_err();
    assert!(matches!(bad(b"{"), BadResult::Json(_)));
    assert!(matches!(bad(b"<html>"), BadResult::Json(_)));
    assert!(matches!(bad(b"[]"), BadResult::Json(_)));
    assert!(matches!(bad(b"{\"custom_id\":\"\xff\"}"), BadResult::Utf8 { valid_up_to: 14 }));
    assert!(matches!(bad(b"{}"), BadResult::NoCustomId));
    assert!(matches!(bad(b"{\"custom_id\":\"\"}"), BadResult::NoCustomId));
    assert!(matches!(bad(b"{\"custom_id\":\"a\",\"response\":{\"body\":{]}}"), BadResult::Json(_)));
}

const FILE: &str = "\u{20}\n{\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"t\":\"\u{2028}\"}}}\r\n\n\
    {\"cut\":\n{\"custom_id\":\"b\\n\",\"error\":{\"code\":\"batch_expired\"}}";

fn check(records: Vec<Result<ResultRecord, BadLine>>) {
    let [Ok(a), Err(bad), Ok(b)] = records.as_slice() else {
        panic!("{records:?}");
    };
    assert_eq!((a.number(), a.offset(), a.line().custom_id.as_ref()), (2, 2, "a"));
    assert_eq!(a.line().body().unwrap().get(), "{\"t\":\"\u{2028}\"}");
    assert_eq!((bad.number, bad.text.as_ref()), (4, &b"{\"cut\":"[..]));
    assert!(bad.to_string().starts_with("line 4: not a result line: EOF"), "{bad}");
    assert_eq!((b.number(), b.line().custom_id.as_ref()), (5, "b\n"));
    assert_eq!(b.line().error.unwrap().code.as_deref(), Some("batch_expired"));
}

#[tokio::test]
async fn one_bad_line_does_not_affect_the_others_in_any_reader() {
    check(ResultReader::new(FILE.as_bytes()).map(Result::unwrap).collect());
    check(ResultStream::from_reader(FILE.as_bytes()).map(Result::unwrap).collect().await);
    for size in 1..FILE.len() {
        let chunks: Vec<_> = FILE.as_bytes().chunks(size).map(Bytes::copy_from_slice).collect();
        let chunks = stream::iter(chunks.into_iter().map(io::Result::Ok));
        check(ResultStream::new(chunks).map(Result::unwrap).collect().await);
    }
}

#[tokio::test]
async fn an_error_of_the_stream_follows_the_records_before_it() {
    let chunks = vec![
        Ok(Bytes::from("{\"custom_id\":\"a\"}\n{\"custom_id\":")),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    let mut results = ResultStream::new(stream::iter(chunks));
    assert_eq!(results.next().await.unwrap().unwrap().unwrap().line().custom_id, "a");
    assert!(results.next().await.unwrap().is_err());
    assert!(results.next().await.is_none(), "the half line is not handed out");
}

#[test]
fn garbage_without_line_breaks_takes_bounded_memory() {
    let mut decoder = ResultDecoder::max_line(100);
    for _ in 0..1_000 {
        decoder.push(Bytes::from(vec![b'x'; 1_000]));
    }
    decoder.push("\n{\"custom_id\":\"a\"}\n".into());
    let bad = decoder.pop().unwrap().unwrap_err();
    assert!(matches!(bad.reason, BadResult::TooLong { limit: 100 }));
    assert_eq!(bad.text.len(), 100);
    let next = decoder.pop().unwrap().unwrap();
    assert_eq!((next.number(), next.offset()), (2, 1_000_001));
}

#[test]
fn a_line_within_a_chunk_is_not_copied() {
    let chunk = Bytes::from("{\"custom_id\":\"a\"}\n{\"custom_id\":\"b\"}\n");
    let mut decoder = ResultDecoder::new();
    decoder.push(chunk.clone());
    decoder.pop();
    let record = decoder.pop().unwrap().unwrap();
    let at = record.bytes().as_ptr() as usize - chunk.as_ptr() as usize;
    assert_eq!(at, 18);
}
