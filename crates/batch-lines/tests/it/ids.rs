//! The ids of an input or of one shard, and positions within it.

use std::io::{Cursor, Read};

use batch_lines::{IdIndex, Planner, Spans};

use crate::support::request;

#[test]
fn the_ids_of_one_shard_are_read_from_its_bytes_alone() {
    let input: String =
        (0..20).map(|n| request(&n.to_string(), ["m", "n"][n % 2]) + "\r\n\n").collect();
    let plan = Planner::new().plan(input.as_bytes()).unwrap();
    assert_eq!(plan.shards.len(), 2);
    for shard in &plan.shards {
        let ids = IdIndex::read_requests(shard.reader(Cursor::new(&input)), 1_000).unwrap();
        assert_eq!(ids.len() as u64, shard.requests);
        for (position, id) in shard.lines.positions().zip(ids.iter()) {
            assert_eq!(plan.ids.get(position as u32), Some(id));
        }
    }
}

#[test]
fn a_line_without_a_usable_id_takes_a_position() {
    let long = request(&"x".repeat(500), "m");
    let lines = [
        request("a", "m"),
        String::new(),
        "not json".to_owned(),
        "{\"custom_id\":7}".to_owned(),
        "{\"custom_id\":\"\"}".to_owned(),
        "[\"array\"]".to_owned(),
        long,
        request("a", "m"),
        "{\"custom_id\":\"first\",\"custom_id\":\"last\"}".to_owned(),
        "\t{\"x\":\"\\u0061\",\"custom_id\":\"b\\n\"}".to_owned(),
        "{\"custom_id\":\"torn\"".to_owned(),
    ];
    let input = lines.join("\n");
    let ids = IdIndex::read_requests(input.as_bytes(), 400).unwrap();
    assert_eq!(ids.iter().collect::<Vec<_>>(), ["a", "", "", "", "", "", "", "last", "b\n", ""]);
    assert_eq!((ids.position("a"), ids.position("b\n")), (Some(0), Some(8)));
    // Validation sees the same ids.
    let mut limits = batch_lines::Limits::default();
    limits.line_bytes = 400;
    let plan = Planner::new().limits(limits).plan(input.as_bytes()).unwrap();
    assert_eq!(plan.ids.iter().collect::<Vec<_>>(), ids.iter().collect::<Vec<_>>());
}

#[test]
fn a_reader_that_fails_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }
    let error = IdIndex::read_requests(Broken, 100).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[test]
fn positions_collect_into_spans_in_any_order() {
    let spans: Spans = [7, 3, 4, 3, 5, 0].into_iter().collect();
    assert_eq!(spans.iter().collect::<Vec<_>>(), [0..1, 3..6, 7..8]);
    assert_eq!(spans.total_len(), 5);
    assert!(Spans::from_iter([]).is_empty());
}

#[test]
fn a_selection_of_positions_is_planned_from_the_whole_input() {
    let input: String = (0..6).map(|n| request(&n.to_string(), "m") + "\n").collect();
    let selection: Spans = [1, 4].into_iter().collect();
    let plan = Planner::new()
        .plan_lines(input.as_bytes(), |at| selection.contains(u64::from(at)))
        .unwrap();
    let [shard] = plan.shards.as_slice() else { panic!("{:?}", plan.shards) };
    assert_eq!(shard.lines, selection);
    let mut text = String::new();
    shard.reader(Cursor::new(&input)).read_to_string(&mut text).unwrap();
    let lines: Vec<_> = input.split_inclusive('\n').collect();
    assert_eq!(text, [lines[1], lines[4]].concat());
}
