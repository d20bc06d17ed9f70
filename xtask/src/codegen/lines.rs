//! The line of each place in a YAML or JSON document.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};

use super::at::At;

/// The lines of a document, by place.
pub(super) struct Lines(BTreeMap<At, usize>);

/// An object or array that is being read.
struct Open {
    at: At,
    /// The key whose value follows, if this is an object.
    key: Option<String>,
    /// The index of the next item, if this is an array.
    index: Option<usize>,
}

impl Lines {
    /// Reads the lines of a document. What comes after a syntax error has none.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = BTreeMap::new();
        let mut open: Vec<Open> = Vec::new();
        for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
            let line = span.start.line();
            match event {
                Event::MappingStart(..) => {
                    let at = enter(&mut open, &mut lines, line);
                    open.push(Open { at, key: None, index: None });
                }
                Event::SequenceStart(..) => {
                    let at = enter(&mut open, &mut lines, line);
                    open.push(Open { at, key: None, index: Some(0) });
                }
                Event::MappingEnd | Event::SequenceEnd => drop(open.pop()),
                Event::Scalar(text, ..) => match open.last_mut() {
                    Some(parent) if parent.index.is_none() && parent.key.is_none() => {
                        lines.insert(parent.at.key(&text), line);
                        parent.key = Some(text.into_owned());
                    }
                    _ => drop(enter(&mut open, &mut lines, line)),
                },
                Event::Alias(_) => drop(enter(&mut open, &mut lines, line)),
                _ => {}
            }
        }
        Self(lines)
    }

    /// Returns the line of a place, or of the closest place around it that the text contains, and
    /// that place.
    pub(super) fn find(&self, at: &At) -> (At, usize) {
        let mut at = at.clone();
        loop {
            if let Some(line) = self.0.get(&at) {
                return (at, *line);
            }
            match at.parent() {
                Some(parent) => at = parent,
                None => return (at, 1),
            }
        }
    }
}

/// Returns the place of the value that begins on `line`. The line of a member is that of its key.
fn enter(open: &mut [Open], lines: &mut BTreeMap<At, usize>, line: usize) -> At {
    let at = match open.last_mut() {
        None => At::root(),
        Some(parent) => match (&mut parent.index, parent.key.take()) {
            (Some(index), _) => {
                *index += 1;
                parent.at.index(*index - 1)
            }
            (None, key) => parent.at.key(&key.unwrap_or_default()),
        },
    };
    lines.entry(at.clone()).or_insert(line);
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_the_line_of_its_key_or_item() {
        let yaml = "a:\n  b: &x\n    c: 1\n  d:\n    - 1\n    - {e: 2,\n       f: 3}\ng: *x\n'h/i': |\n  text\n";
        let lines = Lines::of(yaml);
        for (pointer, line) in [
            ("", 1),
            ("/a", 1),
            ("/a/b", 2),
            ("/a/b/c", 3),
            ("/a/d", 4),
            ("/a/d/0", 5),
            ("/a/d/1", 6),
            ("/a/d/1/e", 6),
            ("/a/d/1/f", 7),
            ("/g", 8),
            ("/h~1i", 9),
        ] {
            let at = At::of_reference(&format!("#{pointer}")).unwrap();
            assert_eq!(lines.find(&at), (at, line), "{pointer}");
        }
        // What is behind an alias, or not in the text at all, has the line of what is around it.
        let around = |at: At| lines.find(&at);
        assert_eq!(around(At::root().key("g").key("c")), (At::root().key("g"), 8));
        assert_eq!(around(At::root().key("z")), (At::root(), 1));
    }

    #[test]
    fn json_has_lines_too() {
        let lines = Lines::of("{\n  \"a\": {\n    \"b\": [1,\n 2]}}");
        assert_eq!(lines.find(&At::root().key("a").key("b").index(1)).1, 4);
    }
}
