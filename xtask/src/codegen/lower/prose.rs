//! Descriptions, as rustdoc reads them.
//!
//! Both are Markdown, but rustdoc compiles code blocks as tests, and takes brackets for links to items
//! and angle brackets for HTML.

use serde_json::{Map, Value};

use crate::codegen::fault::Checked;
use crate::codegen::grammar::transform;

/// Rewrites every description and summary, except those in examples.
pub(super) fn lower(document: Value) -> Checked<Value> {
    transform(document, &mut |_, _, mut value| {
        if let Some(object) = value.as_object_mut() {
            rewrite(object);
        }
        Ok(value)
    })
}

fn rewrite(object: &mut Map<String, Value>) {
    for key in ["description", "summary"] {
        if let Some(Value::String(text)) = object.get_mut(key) {
            *text = prose(text);
        }
    }
}

fn prose(text: &str) -> String {
    let mut lines = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        let start = line.trim_start();
        if let Some(rest) = start.strip_prefix("```") {
            let opens = !in_block && !rest.contains("```");
            let closes = in_block && rest.trim().is_empty();
            in_block = (in_block || opens) && !closes;
            lines.push(if opens { "```text".to_owned() } else { start.to_owned() });
        } else if in_block {
            lines.push(line.to_owned());
        } else {
            // Four spaces would begin a block of code.
            let indent = (line.len() - start.len()).min(3);
            lines.push(format!("{}{}", &"   "[..indent], inline(start)));
        }
    }
    if in_block {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Rewrites a line outside blocks of code.
fn inline(line: &str) -> String {
    let mut out = String::new();
    // Every other part is between backticks, if they are balanced.
    let parts: Vec<_> = line.split('`').collect();
    let balanced = parts.len() % 2 == 1;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(if balanced { "`" } else { "\\`" });
        }
        if balanced && index % 2 == 1 {
            out.push_str(part);
        } else {
            let next = parts.get(index + 1).is_some();
            out.push_str(&plain(part, next));
        }
    }
    out
}

/// Rewrites text outside code. `goes_on` says whether code follows.
fn plain(text: &str, goes_on: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest.find([' ', ')', '>', ']', '"', ',']).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ';', ':']);
            let in_link = out.ends_with('(') || out.ends_with('<') || out.ends_with('[');
            out.push_str(&if in_link { url.to_owned() } else { format!("<{url}>") });
            rest = &rest[url.len()..];
            continue;
        }
        match c {
            '[' if !is_link(rest) && !goes_on => out.push_str("\\["),
            ']' if !out_has_open_link(&out) && !goes_on => out.push_str("\\]"),
            '<' if !rest.starts_with("<http") => out.push_str("\\<"),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Returns whether a text begins with a link to a URL: `[text](url)`.
fn is_link(text: &str) -> bool {
    text.find(']').is_some_and(|end| text[end + 1..].starts_with('('))
}

/// Returns whether a bracket was opened and not yet closed.
fn out_has_open_link(out: &str) -> bool {
    let opened = out.rfind('[').filter(|at| !out[..*at].ends_with('\\'));
    opened.is_some_and(|at| !out[at..].contains(']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_read_by_rustdoc_as_it_was_meant() {
        let table = [
            ("Plain text, `code`.", "Plain text, `code`."),
            ("One of [a, b].", "One of \\[a, b\\]."),
            ("See [the guide](https://example.com/a).", "See [the guide](https://example.com/a)."),
            ("See https://example.com/a.", "See <https://example.com/a>."),
            ("See <https://example.com/a>.", "See <https://example.com/a>."),
            ("A <model> name, `<model>`.", "A \\<model> name, `<model>`."),
            ("Code `[a]` and `b[0]`.", "Code `[a]` and `b[0]`."),
            ("An open ` backtick.", "An open \\` backtick."),
            ("```json\n{\"a\": [1]}\n```\nAfter.", "```text\n{\"a\": [1]}\n```\nAfter."),
            ("```\nnever closed", "```text\nnever closed\n```"),
            ("Before.\n\n      indented", "Before.\n\n   indented"),
            ("- a list\n  - of lists", "- a list\n  - of lists"),
        ];
        for (old, new) in table {
            assert_eq!(prose(old), new, "{old:?}");
        }
    }

    #[test]
    fn descriptions_and_summaries_are_rewritten_and_nothing_else() {
        let document = serde_json::json!({
            "components": {"schemas": {"A": {
                "description": "[a]",
                "example": {"description": "[a]"},
                "properties": {"description": {"type": "string", "description": "<b>"}},
            }}},
        });
        let schema = lower(document).unwrap()["components"]["schemas"]["A"].clone();
        assert_eq!(schema["description"], "\\[a\\]");
        assert_eq!(schema["example"]["description"], "[a]");
        assert_eq!(schema["properties"]["description"]["description"], "\\<b>");
    }
}
