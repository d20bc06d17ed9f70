//! Validation finds everything that the API would reject, with its codes, and nothing else.

use batch_lines::{
    AsyncRequestWriter, Code, Endpoints, Limits, Problem, RequestLine, RequestWriter, Rules,
    ValidationReport, Validator, WriteError, endpoint,
};
use serde_json::value::RawValue;
use serde_json::{Value, json};

fn line(id: &str) -> Value {
    json!({
        "custom_id": id,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "m", "messages": [{"role": "user", "content": "Hello"}]},
    })
}

fn with(path: &str, value: Value) -> Value {
    let mut line = line("x");
    *line.pointer_mut(path).unwrap() = value;
    line
}

fn without(path: &str) -> Value {
    let mut line = line("x");
    let (parent, key) = path.rsplit_once('/').unwrap();
    let parent = line.pointer_mut(parent).unwrap();
    parent.as_object_mut().unwrap().remove(key);
    line
}

fn validate(input: impl AsRef<[u8]>) -> ValidationReport {
    Validator::new().validate(input.as_ref()).unwrap()
}

fn found(report: &ValidationReport) -> Vec<(Option<u64>, &'static str, Option<&'static str>)> {
    let place = |problem: &Problem| (problem.line, problem.code.as_str(), problem.param);
    report.problems().iter().map(place).collect()
}

#[test]
fn each_problem_has_the_code_and_the_field_of_the_api() {
    let missing = "missing_required_parameter";
    let cases = [
        (without("/custom_id"), missing, Some("custom_id")),
        (with("/custom_id", json!("")), missing, Some("custom_id")),
        (with("/custom_id", Value::Null), missing, Some("custom_id")),
        (with("/custom_id", json!(7)), "invalid_type", Some("custom_id")),
        (without("/method"), missing, Some("method")),
        (with("/method", json!("GET")), "invalid_method", Some("method")),
        (with("/method", json!("post")), "invalid_method", Some("method")),
        (with("/method", json!(["POST"])), "invalid_type", Some("method")),
        (without("/url"), missing, Some("url")),
        (with("/url", json!("/v1/chat/completion")), "invalid_url", Some("url")),
        (
            with("/url", json!("https://api.example/v1/chat/completions")),
            "invalid_url",
            Some("url"),
        ),
        (with("/url", json!({})), "invalid_type", Some("url")),
        (without("/body"), missing, Some("body")),
        (with("/body", Value::Null), missing, Some("body")),
        (with("/body", json!("{}")), "invalid_type", Some("body")),
        (with("/body", json!([])), "invalid_type", Some("body")),
        (with("/body", json!(1.5)), "invalid_type", Some("body")),
        (with("/body", json!(false)), "invalid_type", Some("body")),
        (without("/body/model"), missing, Some("body.model")),
        (with("/body/model", json!("")), missing, Some("body.model")),
        (with("/body/model", json!({"name": "m"})), "invalid_type", Some("body.model")),
        (
            with("/body", json!({"model": "m", "stream": true})),
            "streaming_unsupported",
            Some("body.stream"),
        ),
        (
            with("/body", json!({"model": "m", "stream": "yes"})),
            "invalid_type",
            Some("body.stream"),
        ),
        (json!([1, 2]), "invalid_json_line", None),
        (json!("text"), "invalid_json_line", None),
    ];
    for (line, code, param) in cases {
        let report = validate(line.to_string());
        assert_eq!(found(&report), [(Some(1), code, param)], "{line}");
        assert!(!report.problems()[0].help.is_empty());
        assert_eq!(report.summary.requests, 0, "a bad line is not counted as a request");
    }
}

#[test]
fn valid_lines_pass() {
    for line in [
        line("x"),
        with("/custom_id", json!("ключ \"1\" \u{2028}")),
        with("/body", json!({"model": "m", "stream": false})),
        with("/body", json!({"model": "m", "stream": null, "anything": [[[{}]]]})),
        json!({"custom_id": "m", "method": "POST", "url": "/v1/moderations", "body": {"input": "x"}}),
        json!({"custom_id": "r", "method": "POST", "url": "/v1/responses", "body": {"prompt": {"id": "pmpt_1"}}}),
        json!({"body": {"input": ["a"], "model": "m"}, "url": "/v1/embeddings", "method": "POST", "custom_id": "e", "extra": 1}),
    ] {
        for end in ["", "\n", "\r\n", "\n\n \r\n"] {
            let report = validate(format!("{line}{end}"));
            assert!(report.is_valid(), "{line}: {:?}", report.problems());
            assert_eq!((report.lines, report.summary.requests), (1, 1));
        }
    }
}

#[test]
fn all_problems_of_all_lines_are_reported_in_order() {
    let input = [
        line("a").to_string(),
        String::new(),
        json!({"method": "PUT", "body": {"stream": true}}).to_string(),
        line("a").to_string(),
        "{\"custom_id\": ".to_owned(),
        line("b").to_string(),
    ]
    .join("\n");
    let report = validate(input);
    assert_eq!(
        found(&report),
        [
            (Some(3), "missing_required_parameter", Some("custom_id")),
            (Some(3), "invalid_method", Some("method")),
            (Some(3), "missing_required_parameter", Some("url")),
            (Some(3), "streaming_unsupported", Some("body.stream")),
            (Some(4), "duplicate_custom_id", Some("custom_id")),
            (Some(5), "invalid_json_line", None),
        ]
    );
    assert_eq!((report.lines, report.summary.requests), (5, 2));
}

#[test]
fn a_bad_byte_is_named_by_line_column_and_offset() {
    let good = line("a").to_string();
    let cases: [(&[u8], u64); 5] = [
        (b"{\"custom_id\": nope}", 16),
        (b"{\"custom_id\": \"\xff\"}", 16),
        (b"{\"a\": \"\xed\xa0\x80\"}", 8),
        (b"\xef\xbb\xbf{}", 1),
        (b"{\"a\": 1} x", 10),
    ];
    for (bad, column) in cases {
        let input = [good.as_bytes(), b"\n", bad, b"\n"].concat();
        let report = validate(&input);
        let [problem] = report.problems() else {
            panic!("{:?}", report.problems());
        };
        assert_eq!(problem.code, Code::InvalidJsonLine);
        assert_eq!((problem.line, problem.column), (Some(2), Some(column)), "{problem}");
        assert_eq!(problem.offset, Some(good.len() as u64 + column));
    }
}

#[test]
fn a_line_that_is_not_json_has_a_message_for_people() {
    for (line, message) in [
        ("nothing", "expected a JSON value"),
        ("<html>", "expected value"),
        ("{\"custom_id\": \"a\"", "EOF while parsing an object"),
    ] {
        let report = validate(line.as_bytes());
        assert_eq!(report.problems()[0].message, message, "{line}");
    }
}

#[test]
fn json_is_checked_to_the_last_byte_even_in_ignored_members() {
    for bad in [
        r#"{"model":"m","messages":[1,]}"#,
        r#"{"model":"m","x":01}"#,
        r#"{"model":"m","x":"\q"}"#,
        r#"{"model":"m","x":"\u12g4"}"#,
        r#"{"model":"m","x":nul}"#,
        r#"{"model":"m","x":{"a" 1}}"#,
        r#"{"model":"m","x":[1 2]}"#,
        r#"{"model":"m","x":1.}"#,
    ] {
        let line =
            format!(r#"{{"custom_id":"a","method":"POST","url":"/v1/responses","body":{bad}}}"#);
        assert_eq!(found(&validate(line)), [(Some(1), "invalid_json_line", None)], "{bad}");
    }
}

#[test]
fn one_endpoint_and_one_model() {
    let mut other = line("b");
    other["url"] = json!("/v1/responses");
    other["body"]["model"] = json!("n");
    let input = format!("{}\n{other}\n", line("a"));
    assert_eq!(
        found(&validate(&input)),
        [(Some(2), "url_mismatch", Some("url")), (Some(2), "mismatched_model", Some("body.model")),]
    );
    let expecting = Validator::with_rules(Rules::new().endpoint(endpoint::RESPONSES));
    assert_eq!(
        found(&expecting.validate(input.as_bytes()).unwrap()),
        [(Some(1), "url_mismatch", Some("url"))]
    );
    let mixed = Validator::with_rules(Rules::new().mixed(true));
    let report = mixed.validate(input.as_bytes()).unwrap();
    assert!(report.is_valid());
    assert_eq!(report.summary.models().collect::<Vec<_>>(), ["m", "n"]);
    assert_eq!(
        report.summary.endpoints().collect::<Vec<_>>(),
        ["/v1/chat/completions", "/v1/responses"]
    );
    assert_eq!(report.summary.groups.len(), 2);
}

#[test]
fn servers_with_other_endpoints() {
    let input = with("/url", json!("/chat/completions")).to_string();
    for (endpoints, good) in [
        (Endpoints::Documented, false),
        (Endpoints::Any, true),
        (Endpoints::Only(vec!["/chat/completions".to_owned()]), true),
        (Endpoints::Only(vec!["/v1/responses".to_owned()]), false),
    ] {
        let rules = Rules::new().endpoints(endpoints.clone());
        let report = Validator::with_rules(rules).validate(input.as_bytes()).unwrap();
        assert_eq!(report.is_valid(), good, "{endpoints:?}");
    }
}

fn embeddings(id: usize, input: Value) -> String {
    json!({"custom_id": id.to_string(), "method": "POST", "url": "/v1/embeddings",
        "body": {"model": "m", "input": input}})
    .to_string()
}

#[test]
fn embedding_inputs_are_counted_one_by_one() {
    for (input, count) in [
        (json!("text"), 1),
        (json!(["a", "b, c", "d]"]), 3),
        (json!([1, 2, 3]), 1),
        (json!([[1, 2], [3]]), 2),
    ] {
        let report = validate(embeddings(1, input.clone()));
        assert!(report.is_valid(), "{:?}", report.problems());
        assert_eq!(report.summary.embedding_inputs, count, "{input}");
    }
    for input in [json!([]), Value::Null] {
        let found_codes = validate(embeddings(1, input));
        assert_eq!(
            found(&found_codes),
            [(Some(1), "missing_required_parameter", Some("body.input"))]
        );
    }
}

fn limits(change: impl FnOnce(&mut Limits)) -> Rules {
    let mut limits = Limits::default();
    change(&mut limits);
    Rules::new().limits(limits)
}

#[test]
fn limits_of_the_whole_file() {
    let input = [
        embeddings(1, json!(["a", "b"])),
        embeddings(2, json!(["c", "d"])),
        embeddings(3, json!(["e"])),
    ]
    .join("\n");
    let bytes = input.len() as u64;
    for (rules, code) in [
        (limits(|limits| limits.requests = 2), "too_many_tasks"),
        (limits(|limits| limits.bytes = bytes - 1), "file_too_large"),
        (limits(|limits| limits.embedding_inputs = 4), "too_many_tasks"),
        (limits(|limits| limits.tokens = Some(5)), "token_limit_exceeded"),
    ] {
        let report = Validator::with_rules(rules.clone()).validate(input.as_bytes()).unwrap();
        assert_eq!(found(&report), [(None, code, None)]);
        let split = Validator::with_rules(rules.mixed(true));
        assert!(split.validate(input.as_bytes()).unwrap().is_valid());
    }
    let exact = limits(|limits| {
        (limits.requests, limits.bytes, limits.embedding_inputs) = (3, bytes, 5);
    });
    assert!(Validator::with_rules(exact).validate(input.as_bytes()).unwrap().is_valid());
}

#[test]
fn a_line_that_no_batch_can_hold_is_a_problem_even_when_splitting() {
    let input = embeddings(1, json!(["a", "b", "c"]));
    for (rules, code) in [
        (limits(|limits| limits.embedding_inputs = 2), "too_many_tasks"),
        (limits(|limits| limits.bytes = 20), "file_too_large"),
        (limits(|limits| limits.tokens = Some(1)), "token_limit_exceeded"),
    ] {
        let report = Validator::with_rules(rules.mixed(true)).validate(input.as_bytes()).unwrap();
        assert_eq!((found(&report)[0].0, found(&report)[0].1), (Some(1), code));
    }
}

#[test]
fn an_overlong_line_is_reported_and_the_rest_is_read() {
    let long = format!("{{\"custom_id\":\"{}\"}}", "x".repeat(5_000));
    let input = format!("{}\n{long}\n{}", line("a"), line("b"));
    let report = Validator::with_rules(limits(|limits| limits.line_bytes = 1_000))
        .validate(input.as_bytes())
        .unwrap();
    assert_eq!(found(&report), [(Some(2), "invalid_json_line", None)]);
    assert_eq!(report.summary.requests, 2);
}

#[test]
fn an_input_without_requests() {
    for input in ["", "\n", " \r\n\n"] {
        assert_eq!(found(&validate(input)), [(None, "empty_file", None)]);
    }
}

#[test]
fn a_limited_number_of_problems_is_kept_but_all_are_counted() {
    let input = "{}\n".repeat(100);
    let report = Validator::new().keep(3).validate(input.as_bytes()).unwrap();
    assert_eq!(report.problems().len(), 3);
    assert_eq!(report.problem_count(), 400);
    assert_eq!(report.counts()[&Code::MissingRequiredParameter], 400);
}

#[test]
fn a_writer_never_writes_a_line_that_validation_refuses() {
    let mut writer = RequestWriter::new(Vec::new());
    let body = json!({"model": "m", "messages": []});
    writer.write(&RequestLine::chat_completion("a", &body)).unwrap();
    let refused = [
        writer.write(&RequestLine::chat_completion("a", &body)),
        writer.write(&RequestLine::chat_completion("", &body)),
        writer.write(&RequestLine::response("b", &body)),
        writer.write(&RequestLine::chat_completion("b", json!({"model": "other"}))),
        writer.write(&RequestLine::chat_completion("b", json!({"model": "m", "stream": true}))),
        writer.write(&RequestLine::new("/v2/what", "b", &body)),
    ];
    for result in refused {
        assert!(matches!(result, Err(WriteError::Refused { problems }) if !problems.is_empty()));
    }
    let raw =
        RawValue::from_string("{\"model\":\n \"m\",\r\n\"x\": \"a\\nb\"}".to_owned()).unwrap();
    writer.write(&RequestLine::chat_completion("raw", raw)).unwrap();
    let (bytes, summary) = writer.finish().unwrap();
    let report = validate(&bytes);
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(report.summary, summary);
    assert_eq!(summary.requests, 2);
}

#[test]
fn a_line_over_a_limit_of_the_file_is_refused_and_the_file_stays_valid() {
    for (rules, what) in [
        (limits(|limits| limits.requests = 2), "requests"),
        (limits(|limits| limits.bytes = 250), "bytes"),
        (limits(|limits| limits.embedding_inputs = 4), "embedding inputs"),
        (limits(|limits| limits.tokens = Some(10)), "tokens"),
    ] {
        let mut writer = RequestWriter::with_rules(Vec::new(), rules.clone());
        let body = json!({"model": "m", "input": ["ab", "cd"]});
        writer.write_body(endpoint::EMBEDDINGS, &body).unwrap();
        writer.write_body(endpoint::EMBEDDINGS, &body).unwrap();
        match writer.write_body(endpoint::EMBEDDINGS, &body) {
            Err(WriteError::Full { what: full, found, limit }) => {
                assert_eq!(full, what);
                assert!(found > limit);
            }
            other => panic!("{what}: {other:?}"),
        }
        let (bytes, _) = writer.finish().unwrap();
        let report = Validator::with_rules(rules).validate(bytes.as_slice()).unwrap();
        assert!(report.is_valid(), "{:?}", report.problems());
        assert_eq!(report.lines, 2);
    }
}

#[test]
fn generated_ids_differ_from_existing_ones() {
    let mut writer = RequestWriter::new(Vec::new()).id_prefix("job-");
    let body = json!({"model": "m", "input": "x"});
    writer.write(&RequestLine::embedding("job-000002", &body)).unwrap();
    let made = writer.write_body(endpoint::EMBEDDINGS, &body).unwrap();
    assert_eq!(made, "job-000003");
    assert_eq!(writer.ids().iter().collect::<Vec<_>>(), ["job-000002", "job-000003"]);
    assert_eq!((writer.summary().requests, writer.summary().embedding_inputs), (2, 2));
}

#[tokio::test]
async fn the_async_writer_writes_the_same() {
    let mut sync = RequestWriter::new(Vec::new());
    let mut sink = AsyncRequestWriter::new(Vec::new());
    for n in 0..10 {
        let line = RequestLine::response(n.to_string(), json!({"model": "m", "input": "x"}));
        sync.write(&line).unwrap();
        sink.write(&line).await.unwrap();
    }
    let body = json!({"model": "m", "input": "y"});
    assert_eq!(
        sync.write_body(endpoint::RESPONSES, &body).unwrap(),
        sink.write_body(endpoint::RESPONSES, &body).await.unwrap()
    );
    assert!(sink.write(&RequestLine::response("1", body)).await.is_err());
    assert_eq!(sync.summary(), sink.summary());
    assert!(sync.ids().iter().eq(sink.ids().iter()));
    assert_eq!(sink.summary().requests, 11);
    assert_eq!(sync.finish().unwrap(), sink.finish().await.unwrap());
}

#[test]
fn public_types_are_send_and_sync() {
    fn send<T: Send + Sync>() {}
    send::<Validator>();
    send::<ValidationReport>();
    send::<RequestWriter<Vec<u8>>>();
    send::<AsyncRequestWriter<Vec<u8>>>();
    send::<WriteError>();
    send::<batch_lines::Plan>();
    send::<batch_lines::ResultRecord>();
    send::<batch_lines::BadLine>();
    send::<batch_lines::ResultStream<tokio::io::Empty>>();
    send::<batch_lines::outcome::Join>();
    send::<batch_lines::outcome::Outcomes<'static>>();
}
