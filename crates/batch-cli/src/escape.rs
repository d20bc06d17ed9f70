//! Escapes that keep text from controlling a terminal.
//!
//! Ids, statuses, messages and file names come from a server. Control characters in them could
//! move the cursor, set the window title, or forge a line; bidirectional controls could reorder
//! what is read. [`escape`] renders them as JSON escapes, so that JSON stays the same JSON.

use std::borrow::Cow;
use std::io::{self, Write};

/// Replaces each character that could control a terminal by its JSON escape.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(controls_terminal) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if controls_terminal(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional controls, and
/// the invisible tag characters.
fn controls_terminal(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{206f}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A writer that escapes all but line feeds and tabs. Bytes that are not UTF-8 become U+FFFD.
#[derive(Debug)]
pub(crate) struct EscapingWriter<W> {
    inner: W,
    /// The beginning of a character whose end has not been written yet.
    incomplete: Vec<u8>,
}

impl<W: Write> EscapingWriter<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, incomplete: Vec::new() }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        for piece in text.split_inclusive(['\n', '\t']) {
            let end = piece.len() - usize::from(piece.ends_with(['\n', '\t']));
            self.inner.write_all(escape(&piece[..end]).as_bytes())?;
            self.inner.write_all(&piece.as_bytes()[end..])?;
        }
        Ok(())
    }
}

impl<W: Write> Write for EscapingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pending = std::mem::take(&mut self.incomplete);
        pending.extend_from_slice(bytes);
        let mut rest = &pending[..];
        while !rest.is_empty() {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.write_text(text)?;
                    break;
                }
                Err(error) => error,
            };
            let (valid, after) = rest.split_at(error.valid_up_to());
            self.write_text(&String::from_utf8_lossy(valid))?;
            let Some(invalid) = error.error_len() else {
                self.incomplete = after.to_vec();
                break;
            };
            self.write_text("\u{fffd}")?;
            rest = &after[invalid..];
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_controls_become_json_escapes() {
        for (text, escaped) in [
            ("plain, ünïcode, 日本, 👩‍💻", "plain, ünïcode, 日本, 👩‍💻"),
            ("\u{1b}[31mred", "\\u001b[31mred"),
            ("\u{1b}]0;title\u{7}", "\\u001b]0;title\\u0007"),
            ("\u{9b}2J", "\\u009b2J"),
            ("a\rb\nc\td\u{8}\u{7f}", "a\\rb\\nc\\td\\u0008\\u007f"),
            ("\u{202e}txt.exe\u{2066}\u{200f}", "\\u202etxt.exe\\u2066\\u200f"),
            ("\u{2028}\u{e0041}", "\\u2028\\udb40\\udc41"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn escaped_json_is_the_same_json() {
        let value = serde_json::json!({"id": "\u{1b}\u{9b}\u{202e}\u{7f}\u{e0041}\u{2028}"});
        let text = value.to_string();
        let escaped = escape(&text);
        assert!(!escaped.chars().any(controls_terminal));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }

    #[test]
    fn a_stream_is_escaped_wherever_it_is_cut() {
        let bytes = "é\u{1b}[1m\u{9b}\u{202e}日\n\tend\u{e0041}".as_bytes();
        let whole = "é\\u001b[1m\\u009b\\u202e日\n\tend\\udb40\\udc41";
        for cut in 0..=bytes.len() {
            let mut out = EscapingWriter::new(Vec::new());
            out.write_all(&bytes[..cut]).unwrap();
            out.write_all(&bytes[cut..]).unwrap();
            assert_eq!(String::from_utf8(out.inner).unwrap(), whole, "cut at {cut}");
        }
        let mut out = EscapingWriter::new(Vec::new());
        out.write_all(b"a\xff\x1b\xc3(b").unwrap();
        assert_eq!(String::from_utf8(out.inner).unwrap(), "a\u{fffd}\\u001b\u{fffd}(b");
    }
}
