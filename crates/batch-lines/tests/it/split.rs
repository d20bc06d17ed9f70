//! Splitting any set of lines and merging it again yields the same set of lines.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read};

use batch_lines::outcome::{Join, OutcomeKind, Outcomes};
use batch_lines::{
    Endpoints, Framer, IdIndex, Limits, Plan, Planner, RawLine, ResultDecoder, Shard, Spans,
    Validator,
};
use bytes::Bytes;
use proptest::prelude::*;
use serde_json::json;

/// The parts of a request, and the text after its line.
#[derive(Debug, Clone)]
struct Item {
    model: u8,
    inputs: Option<usize>,
    text: String,
    end: &'static str,
}

fn item() -> impl Strategy<Value = Item> {
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n"), Just("\n \r\n")];
    (0..3_u8, proptest::option::of(1..4_usize), ".{0,40}", end)
        .prop_map(|(model, inputs, text, end)| Item { model, inputs, text, end })
}

fn input(items: &[Item], last_break: bool) -> String {
    let mut input = String::new();
    for (n, item) in items.iter().enumerate() {
        let model = format!("model-{}", item.model);
        let (url, body) = match item.inputs {
            Some(inputs) => (
                "/v1/embeddings",
                json!({"model": model, "input": vec![item.text.clone(); inputs]}),
            ),
            None => ("/v1/responses", json!({"model": model, "input": item.text})),
        };
        let id = format!("{n}-{}", item.text);
        let line = json!({"custom_id": id, "method": "POST", "url": url, "body": body});
        input.push_str(&line.to_string());
        input.push_str(item.end);
    }
    if !last_break {
        input.truncate(input.trim_end().len());
    }
    input
}

fn limits() -> impl Strategy<Value = Limits> {
    (1..6_u64, 1_300..3_000_u64, 3..8_u64, proptest::option::of(900..2_000_u64)).prop_map(
        |(requests, bytes, inputs, tokens)| {
            let mut limits = Limits::default();
            limits.requests = requests;
            limits.bytes = bytes;
            limits.embedding_inputs = inputs;
            limits.tokens = tokens;
            limits
        },
    )
}

fn read(shard: &Shard, input: &str) -> String {
    let mut text = String::new();
    let mut reader = shard.reader(Cursor::new(input));
    assert_eq!(reader.total_len(), shard.byte_len());
    Read::read_to_string(&mut reader, &mut text).unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn splitting_and_merging_preserve_every_line(
        items in proptest::collection::vec(item(), 1..40),
        last_break: bool,
        limits in limits(),
    ) {
        let input = input(&items, last_break);
        let lines: Vec<&str> = input.lines().filter(|line| !line.trim().is_empty()).collect();
        let plan = Planner::new().limits(limits.clone()).plan(input.as_bytes()).unwrap();
        prop_assert!(plan.report.is_valid(), "{:?}", plan.report.problems());
        prop_assert_eq!(plan.ids.len(), lines.len());

        let mut merged = BTreeMap::new();
        for shard in &plan.shards {
            // The upload is itself a valid input within the limits.
            let text = read(shard, &input);
            let rules = batch_lines::Rules::new()
                .limits(limits.clone())
                .endpoint(shard.endpoint.as_str());
            let report = Validator::with_rules(rules).validate(text.as_bytes()).unwrap();
            prop_assert!(report.is_valid(), "{:?}", report.problems());
            prop_assert_eq!(report.summary.groups.len(), 1);
            let group = &report.summary.groups[0];
            prop_assert_eq!(&group.model, &shard.model);
            prop_assert_eq!(group.requests, shard.requests);
            prop_assert_eq!(group.tokens, shard.tokens);
            prop_assert_eq!(group.embedding_inputs, shard.embedding_inputs);
            prop_assert_eq!(shard.lines.total_len(), shard.requests);

            let of_shard = text.lines().filter(|line| !line.trim().is_empty());
            for (position, line) in shard.lines.positions().zip(of_shard) {
                prop_assert!(shard.lines.contains(position));
                prop_assert!(merged.insert(position, line.to_owned()).is_none());
            }
            // A journal keeps shards as JSON.
            let kept = serde_json::to_string(shard).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Shard>(&kept).unwrap(), shard);
        }
        prop_assert_eq!(merged.into_values().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn results_in_any_order_are_merged_in_input_order(
        items in proptest::collection::vec((item(), 0..5_u8, any::<u32>()), 1..30),
        cut in any::<prop::sample::Index>(),
    ) {
        let requests: Vec<Item> = items.iter().map(|(item, ..)| item.clone()).collect();
        let input = input(&requests, true);
        let plan = Planner::new().plan(input.as_bytes()).unwrap();

        // Answer each line: success, HTTP errors, expiry, or nothing.
        let mut answers: Vec<_> = plan.ids.iter().zip(&items).filter_map(|(id, (_, fate, order))| {
            let response = |status: u16| json!({"status_code": status, "body": {"of": id}});
            let answer = match fate {
                0 => json!({"custom_id": id, "response": response(200), "error": null}),
                1 => json!({"custom_id": id, "response": response(400), "error": null}),
                2 => json!({"custom_id": id, "response": response(503), "error": null}),
                3 => json!({"custom_id": id, "response": null, "error": {"code": "batch_expired"}}),
                _ => return None,
            };
            Some((*order, answer.to_string() + "\n"))
        }).collect();
        answers.sort();
        let (output, errors) = answers.split_at(cut.index(answers.len() + 1));
        let file = |part: &[(u32, String)]| part.iter().map(|(_, line)| line.as_str()).collect::<String>();
        let (output, errors) = (file(output), file(errors));

        let mut join = Join::new(plan.ids);
        join.read(0, output.as_bytes()).unwrap();
        join.read(1, errors.as_bytes()).unwrap();
        let counts = join.counts();
        let fates = |fate: u8| items.iter().filter(|item| item.1 == fate).count() as u64;
        prop_assert_eq!(counts.success, fates(0));
        prop_assert_eq!(counts.http_error, fates(1) + fates(2));
        prop_assert_eq!(counts.request_error, fates(3));
        prop_assert_eq!(counts.missing, fates(4));
        prop_assert_eq!(counts.may_resubmit, fates(2) + fates(3) + fates(4));
        prop_assert_eq!(join.bad_line_count() + join.unexpected_count() + join.duplicate_count(), 0);

        // One line for each request, in input order, each with its own answer.
        let mut merged = Vec::new();
        let mut sources = [Cursor::new(&output), Cursor::new(&errors)];
        join.write_in_order(&mut sources, &mut merged).unwrap();
        let outcomes = Outcomes::join(join.ids().iter(), [merged.as_slice()]);
        prop_assert_eq!(outcomes.report().unexpected_count(), 0);
        for (number, outcome) in outcomes.iter().enumerate() {
            let line = outcome.line.unwrap();
            prop_assert_eq!(join.ids().get(number as u32), Some(line.custom_id.as_ref()));
            if let Some(body) = line.body() {
                let body: serde_json::Value = body.parse().unwrap();
                prop_assert_eq!(&body["of"], outcome.custom_id);
            }
        }
        let in_file: Vec<_> = merged.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
        prop_assert_eq!(in_file.len(), items.len());

        // The requests that may be sent again are a valid input, as a file and as a plan.
        let mut again = Vec::new();
        let written = join.write_resubmission(input.as_bytes(), &mut again).unwrap();
        prop_assert_eq!(written, counts.may_resubmit);
        let plan = join.plan_resubmission(&Planner::new(), input.as_bytes()).unwrap();
        prop_assert_eq!(plan.summary().requests, written);
        if written > 0 {
            prop_assert!(plan.report.is_valid());
            prop_assert!(Planner::new().plan(again.as_slice()).unwrap().report.is_valid());
        }
        let planned: HashSet<u64> = plan.shards.iter().flat_map(|shard| shard.lines.positions()).collect();
        for position in 0..items.len() as u32 {
            prop_assert_eq!(planned.contains(&u64::from(position)), join.may_resubmit(position));
        }
    }

    #[test]
    fn lines_do_not_depend_on_where_chunks_are_cut(
        bytes in proptest::collection::vec(prop_oneof![3 => Just(b'\n'), 1 => Just(b'\r'), 8 => any::<u8>()], 0..200),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..10),
        max_line in 0..40_usize,
    ) {
        type Owned = (u64, u64, u64, u64, Vec<u8>, bool);
        let own = |line: RawLine<'_>| -> Owned {
            (line.number, line.ordinal, line.offset, line.span, line.bytes.to_vec(), line.overlong)
        };
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut whole = Vec::new();
        let mut framer = Framer::new(max_line);
        framer.feed(&bytes, |line| whole.push(own(line)));
        framer.finish(|line| whole.push(own(line)));
        let mut cut = Vec::new();
        for pair in cuts.windows(2) {
            framer.feed(&bytes[pair[0]..pair[1]], |line| cut.push(own(line)));
        }
        prop_assert_eq!(framer.position(), bytes.len() as u64);
        framer.finish(|line| cut.push(own(line)));
        prop_assert_eq!(&whole, &cut);

        // They are the lines that `split` finds.
        let mut offset = 0;
        let mut expected = Vec::new();
        for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            let text = line.strip_suffix(b"\r").unwrap_or(line);
            let span = (line.len() + 1).min(bytes.len() - offset);
            if !text.trim_ascii().is_empty() || text.len() > max_line {
                let kept = &text[..text.len().min(max_line)];
                expected.push((number as u64 + 1, expected.len() as u64, offset as u64, span as u64,
                    kept.to_vec(), text.len() > max_line));
            }
            offset += line.len() + 1;
        }
        prop_assert_eq!(whole, expected);
    }

    #[test]
    fn no_reader_panics_on_garbage_and_chunking_changes_nothing(
        pieces in proptest::collection::vec(prop_oneof![
            Just(b"{\"custom_id\":\"a\",\"response\":{\"status_code\":200}}".to_vec()),
            Just(b"{\"custom_id\":\"b\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"input\":[[".to_vec()),
            Just(b"\n".to_vec()), Just(b"\\u00".to_vec()), Just(b"\"}}\n".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..20),
        ], 0..30),
        size in 1..50_usize,
    ) {
        let bytes = pieces.concat();
        let decode = |size: usize| {
            let mut decoder = ResultDecoder::max_line(300);
            let mut seen = Vec::new();
            for chunk in bytes.chunks(size) {
                decoder.push(Bytes::copy_from_slice(chunk));
            }
            decoder.finish();
            while let Some(record) = decoder.pop() {
                seen.push(match record {
                    Ok(record) => format!("{:?}", (record.number(), record.line().custom_id)),
                    Err(bad) => format!("{bad} {:?}", bad.text),
                });
            }
            seen
        };
        prop_assert_eq!(decode(size), decode(bytes.len().max(1)));

        let whole = Validator::new().validate_bytes(&bytes).unwrap();
        let read = Validator::new().validate(Slow(&bytes, size)).unwrap();
        prop_assert_eq!(whole.problems(), read.problems());
        prop_assert_eq!(&whole.summary, &read.summary);
        let plan = Planner::new().endpoints(Endpoints::Any).plan(bytes.as_slice()).unwrap();
        let join = &mut Join::new(plan.ids);
        join.read(0, Slow(&bytes, size)).unwrap();
        prop_assert_eq!(join.kind(0).is_some(), !join.ids().is_empty());
    }

    #[test]
    fn an_id_index_is_a_map_from_id_to_first_position(ids in proptest::collection::vec("[a-c]{0,3}", 0..60)) {
        let mut index = IdIndex::new();
        let mut known = BTreeMap::new();
        for (at, id) in ids.iter().enumerate() {
            let at = at as u32;
            match index.insert(id).unwrap() {
                Ok(position) => {
                    prop_assert_eq!(position, at);
                    prop_assert_eq!(known.insert(id, at), None);
                }
                Err(first) => {
                    prop_assert_eq!(known.get(id), Some(&first));
                    index.skip().unwrap();
                }
            }
        }
        for (id, at) in &known {
            prop_assert_eq!(index.position(id), Some(*at));
            prop_assert_eq!(index.get(*at), Some(id.as_str()));
        }
        prop_assert_eq!(index.len(), ids.len());
        prop_assert_eq!(index.position("nowhere"), None);
    }

    #[test]
    fn spans_hold_what_was_pushed(pushed in proptest::collection::vec((0..5_u64, 0..5_u64), 0..30)) {
        let mut spans = Spans::new();
        let mut positions = Vec::new();
        let mut at = 0;
        for (gap, len) in pushed {
            at += gap;
            spans.push(at, len);
            positions.extend(at..at + len);
            at += len;
        }
        prop_assert_eq!(spans.positions().collect::<Vec<_>>(), positions.clone());
        prop_assert_eq!(spans.total_len(), positions.len() as u64);
        prop_assert!((0..at + 3).all(|at| spans.contains(at) == positions.contains(&at)));
        let json = serde_json::to_string(&spans).unwrap();
        prop_assert_eq!(serde_json::from_str::<Spans>(&json).unwrap(), spans);
    }
}

/// A reader that returns a few bytes at a time.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(buffer.len());
        Read::read(&mut self.0, &mut buffer[..size])
    }
}

fn alternating() -> (String, Plan) {
    let input: String = (0..10)
        .map(|n| {
            let body = json!({"model": format!("m{}", n % 2), "input": "x"});
            json!({"custom_id": n.to_string(), "method": "POST", "url": "/v1/responses", "body": body})
                .to_string()
                + "\n"
        })
        .collect();
    let plan = Planner::new().plan(input.as_bytes()).unwrap();
    (input, plan)
}

#[test]
fn an_input_that_shrank_is_an_error() {
    let (input, plan) = alternating();
    let shorter = &input.as_bytes()[..input.len() - 30];
    let shard = &plan.shards[1];
    let mut text = Vec::new();
    let error = Read::read_to_end(&mut shard.reader(Cursor::new(shorter)), &mut text).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn adjacent_lines_are_one_range() {
    let (input, _) = alternating();
    let one_model = input.replace("\"m1\"", "\"m0\"");
    let plan = Planner::new().plan(one_model.as_bytes()).unwrap();
    let [shard] = plan.shards.as_slice() else {
        panic!("{:?}", plan.shards);
    };
    for (spans, end) in [(&shard.bytes, one_model.len() as u64), (&shard.lines, 10)] {
        assert_eq!((spans.iter().len(), spans.start(), spans.end()), (1, Some(0), end));
    }
}

#[test]
fn refused_lines_are_in_no_shard_and_are_never_sent() {
    let (input, _) = alternating();
    let mut lines: Vec<&str> = input.lines().collect();
    lines[3] = "{}";
    let streaming = lines[5].replace("\"input\"", "\"stream\":true,\"input\"");
    lines[5] = &streaming;
    lines[7] = lines[6];
    let input = lines.join("\n");
    let plan = Planner::new().plan(input.as_bytes()).unwrap();
    assert_eq!(plan.report.problem_count(), 6);
    assert_eq!(plan.refused.positions().collect::<Vec<_>>(), [3, 5, 7]);
    assert_eq!(plan.shards.iter().map(|shard| shard.requests).sum::<u64>(), 7);

    let mut join = Join::new(plan.ids);
    join.refuse(&plan.refused);
    assert_eq!(join.kind(5), Some(OutcomeKind::NotSent));
    let mut again = Vec::new();
    assert_eq!(join.write_resubmission(input.as_bytes(), &mut again).unwrap(), 7);
    let report = Validator::with_rules(batch_lines::Rules::new().mixed(true))
        .validate(again.as_slice())
        .unwrap();
    assert!(report.is_valid(), "{:?}", report.problems());
}

#[test]
fn damaged_plans_are_refused() {
    for bad in
        ["[1]", "[1,2,3]", "[18446744073709551615,1]", "[0,-1]", "{}", "[1,18446744073709551615]"]
    {
        assert!(serde_json::from_str::<Spans>(bad).is_err(), "{bad}");
    }
}
