//! The fast reader never accepts what serde_json rejects.

use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::*;

fn accepts(text: &str) -> bool {
    Reader::new(text).is_some_and(|mut reader| reader.value().is_some() && reader.end().is_some())
}

#[test]
fn common_json_is_read() {
    for text in [
        "{}",
        "[]",
        "0",
        "-0.5e+10",
        "\"\"",
        r#" { "a" : [ 1 , { } , [ ] , null ] } "#,
        r#"{"a":"x\"\\\u00e4\n","b":[[[true,false]]]}"#,
        "\"ж\u{2028}\"",
        "12",
        "[1,2]",
    ] {
        assert!(accepts(text), "{text}");
    }
}

#[test]
fn invalid_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "+1",
        "tru",
        "nulll",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "[}",
        "{]",
        "[1 2]",
        "{\"a\" 1}",
        "{1:2}",
        "1 1",
        "[[]",
        "{\"a\":1]",
        "[1}",
        "'a'",
    ] {
        assert!(!accepts(text), "{text}");
        assert!(serde_json::from_str::<IgnoredAny>(text).is_err(), "{text}");
    }
}

/// What a block holds decides only how fast a string is read, so it is tested here.
#[test]
fn a_block_is_plain_unless_it_ends_the_string_or_has_a_rare_escape() {
    let plain = |inside: &str| {
        let text = format!("x{inside:.<31}.");
        let bytes = text.as_bytes();
        is_plain(bytes[1..].first_chunk().unwrap(), bytes.first_chunk().unwrap())
    };
    for inside in ["", "text with spaces", r"line\nline", r#"a \"quote\" and \t\r"#, "ж\u{2028}"] {
        assert!(plain(inside), "{inside}");
    }
    for inside in ["\"", "text\"", r"\\", r"\u00e9", r"\/", r"\b", r"\x"] {
        assert!(!plain(inside), "{inside}");
    }
}

#[test]
fn json_nested_deeper_than_64_levels_is_left_to_serde() {
    assert!(!accepts(&("[".repeat(65) + &"]".repeat(65))));
    assert!(accepts(&("[".repeat(64) + &"]".repeat(64))));
}

/// Pieces of JSON, put together with little sense, so that some are good and most nearly.
fn nearly_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("1"),
        Just("-2.5e3"),
        Just("\"a\\n\""),
        Just("null"),
        Just("true"),
        Just("\"\""),
        Just("01"),
        Just("\"\\u00e9\""),
        Just("\"\\q\""),
        Just("nul"),
        Just("-"),
        Just("\t"),
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 5, |inner| {
        let space = prop_oneof![8 => Just(""), 1 => Just(" ")];
        let comma = prop_oneof![20 => Just(","), 1 => Just(""), 1 => Just(",,")];
        let colon = prop_oneof![20 => Just("\"k\":"), 1 => Just("\"k\""), 1 => Just("k:"), 1 => Just("\"\\u0061\":")];
        let list = proptest::collection::vec((inner.clone(), space, comma), 0..5);
        let map = proptest::collection::vec((colon, inner), 0..5);
        prop_oneof![
            list.prop_map(|items| {
                let mut text = "[".to_owned();
                for (n, (item, space, comma)) in items.iter().enumerate() {
                    text += if n == 0 { "" } else { comma };
                    text += item;
                    text += space;
                }
                text + "]"
            }),
            map.prop_map(|items| {
                let items: Vec<_> = items.iter().map(|(key, item)| format!("{key}{item}")).collect();
                format!("{{{}}}", items.join(", "))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn json_refused_by_serde_is_never_accepted(text in prop_oneof![nearly_json(), "[\\[\\]{}:,\"a1\\\\ nu]{0,12}"]) {
        let serde = serde_json::from_str::<IgnoredAny>(&text);
        if accepts(&text) {
            prop_assert!(serde.is_ok(), "{text}");
        }
    }

    #[test]
    fn long_strings_are_read_as_serde_reads_them(
        pieces in proptest::collection::vec(prop_oneof![
            20 => "[a-z ]{1,40}",
            6 => Just("\\n".to_owned()), 6 => Just("\\\"".to_owned()), 3 => Just("\\\\".to_owned()),
            2 => Just("\\u00e9".to_owned()), 2 => Just("ж".to_owned()), 1 => Just("\"".to_owned()),
            1 => Just("\\".to_owned()), 1 => Just("\t".to_owned()), 1 => Just("\\u12".to_owned()),
        ], 0..20),
    ) {
        let text = format!("[\"{}\"]", pieces.concat());
        let serde = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        prop_assert_eq!(accepts(&text), serde, "{}", text);
    }

    #[test]
    fn json_written_by_serde_is_accepted(value in nearly_json().prop_filter_map("JSON", |text| {
        serde_json::from_str::<serde_json::Value>(&text).ok()
    })) {
        prop_assert!(accepts(&value.to_string()));
    }
}
