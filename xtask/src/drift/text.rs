//! The text of a value, equal for values that mean the same.

use serde_json::Value;

/// Returns the text of a value. The order of members does not matter, and `1.0` equals `1`.
///
/// A string stands for itself, unless it could be taken for another JSON value.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(string) if serde_json::from_str::<Value>(string).is_err() => string.clone(),
        value => json(value),
    }
}

fn json(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Every whole number up to 2^53 is exact in both representations.
            Some(float) if float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0 => {
                format!("{float:.0}").replace("-0", "0")
            }
            _ => number.to_string(),
        },
        Value::Array(items) => {
            format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), json(value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        value => value.to_string(),
    }
}

/// Replaces characters that a terminal would interpret, other than the ends of lines.
pub(super) fn printable(text: &str) -> String {
    let replace =
        |c: char| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(replace).collect()
}

/// Returns a copy without what is meant only for readers.
pub(super) fn without_prose(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_prose).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !is_prose(name))
            .map(|(name, value)| (name.clone(), without_prose(value)))
            .collect(),
        value => value.clone(),
    }
}

/// Returns whether a keyword is meant only for readers, or is an extension.
pub(super) fn is_prose(keyword: &str) -> bool {
    const PROSE: [&str; 13] = [
        "$anchor",
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "definitions",
        "description",
        "example",
        "examples",
        "externalDocs",
        "summary",
        "tags",
        "title",
    ];
    keyword.starts_with("x-") || PROSE.contains(&keyword)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_that_mean_the_same_have_the_same_text() {
        assert_eq!(text(&json!({"b": 1, "a": [1.0, 2]})), text(&json!({"a": [1, 2.0], "b": 1.0})));
        assert_eq!(text(&json!(-0.0)), "0");
        assert_eq!(text(&json!("24h")), "24h");
    }

    #[test]
    fn values_that_differ_have_different_texts() {
        let values = [
            json!(1),
            json!("1"),
            json!(1.5),
            json!(-10),
            json!(10),
            json!(null),
            json!("null"),
            json!([1]),
            json!("[1]"),
            json!(["1"]),
            json!({}),
            json!("{}"),
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992_u64),
        ];
        let texts: std::collections::BTreeSet<_> = values.iter().map(text).collect();
        assert_eq!(texts.len(), values.len(), "{texts:?}");
    }

    #[test]
    fn printable_text_cannot_control_a_terminal() {
        assert_eq!(printable("a\u{1b}[2J\r\n\u{9b}b"), "a\u{fffd}[2J\u{fffd}\n\u{fffd}b");
    }

    #[test]
    fn prose_is_dropped_at_any_depth() {
        let value = json!({"a": [{"title": "A", "b": 1}], "x-note": 1, "description": "D"});
        assert_eq!(without_prose(&value), json!({"a": [{"b": 1}]}));
    }
}
