//! The lines of a YAML text at which values are.
//!
//! The text is not parsed again: the indentation of keys and items tells where they belong. Within a
//! value in flow style, the line is that of the value.

use super::document::escape;

/// A key or an item of a text.
struct Entry<'t> {
    line: usize,
    indent: usize,
    text: &'t str,
}

/// Returns the number of the line of the value at a JSON pointer, or of the closest one around it.
pub(super) fn line(text: &str, pointer: &str) -> usize {
    let entries = entries(text);
    let mut block = &entries[..];
    let mut line = 1;
    // The root has no key, so its members are indented more than it.
    let mut parent = None;
    for segment in pointer.split('/').skip(1) {
        let Some(indent) = block.first().map(|entry| entry.indent) else {
            break;
        };
        if parent.is_some_and(|parent| indent < parent) {
            break;
        }
        let same = |entry: &&(usize, &Entry<'_>)| entry.1.indent == indent;
        let numbered: Vec<_> = block.iter().enumerate().collect();
        let found = match segment.parse::<usize>() {
            Ok(index) if block[0].text == "-" => {
                numbered.iter().filter(same).filter(|(_, entry)| entry.text == "-").nth(index)
            }
            _ => numbered.iter().filter(same).find(|(_, entry)| is_key(entry.text, segment)),
        };
        let Some((index, entry)) = found else {
            break;
        };
        line = entry.line;
        parent = Some(entry.indent);
        let rest = &block[index + 1..];
        let ends = |next: &Entry<'_>| {
            let own_item = entry.text != "-" && next.text == "-" && next.indent == entry.indent;
            next.indent <= entry.indent && !own_item
        };
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        block = &rest[..end];
    }
    line
}

fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut text = line.trim_start();
        let mut indent = line.len() - text.len();
        while let Some(rest) = text.strip_prefix("- ") {
            entries.push(Entry { line: index + 1, indent, text: "-" });
            indent += text.len() - rest.trim_start().len();
            text = rest.trim_start();
        }
        if !text.is_empty() && !text.starts_with('#') {
            entries.push(Entry { line: index + 1, indent, text });
        }
    }
    entries
}

/// Returns whether a line begins with the key that a segment of a JSON pointer names.
fn is_key(text: &str, segment: &str) -> bool {
    let key = match text.chars().next() {
        Some(quote @ ('\'' | '"')) => text[1..].split_once(quote).map(|(key, _)| key),
        _ => text.split_once(':').map(|(key, _)| key),
    };
    key.is_some_and(|key| escape(key) == segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_value_is_found() {
        let text = "\
# A comment.
paths:
  /things:
    get:
      description: |
        post: not a key
      parameters:
        - name: a
          schema: {type: string}
        - name: b

          schema:
            type: string
      responses:
        '2XX': {}
    post:
      tags:
      - a
      - b
";
        let table = [
            ("", 1),
            ("/paths", 2),
            ("/paths/~1things/get", 4),
            ("/paths/~1things/get/parameters/0/schema/type", 9),
            ("/paths/~1things/get/parameters/1", 10),
            ("/paths/~1things/get/parameters/1/schema/type", 13),
            ("/paths/~1things/get/responses/2XX", 15),
            ("/paths/~1things/post", 16),
            ("/paths/~1things/post/tags/1", 19),
            ("/paths/~1things/missing", 3),
        ];
        for (pointer, number) in table {
            assert_eq!(line(text, pointer), number, "{pointer}");
        }
    }
}
