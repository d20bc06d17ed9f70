//! Foreign text, made safe for logs and terminals.

use http::HeaderMap;

/// Longer than any code, parameter or request id in use.
const MAX_WORD: usize = 80;

/// `text`, if it is a word: short, and of characters that are safe in a log. Anything else may
/// contain confidential data.
pub(crate) fn word(text: &str) -> Option<&str> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/[]".contains(&byte);
    ((1..=MAX_WORD).contains(&text.len()) && text.bytes().all(is_safe)).then_some(text)
}

/// `text` on one line, without control characters, cut after `max` characters.
pub(crate) fn printable(text: &str, max: usize) -> String {
    let mut chars = text.chars().map(|c| if is_control(c) { ' ' } else { c });
    let mut line: String = chars.by_ref().take(max).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Whether a character moves the cursor or reorders text rather than being shown.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The server's id of a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    word(headers.get("x-request-id")?.to_str().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_short_and_safe() {
        for text in ["req_1", "invalid_value", "messages[0].content", "8f14e45f-ceea-467f"] {
            assert_eq!(word(text), Some(text));
        }
        let longest = "x".repeat(80);
        assert_eq!(word(&longest), Some(longest.as_str()));
        for text in ["", "two words", "a\nb", "ünicode", "a=b", &"x".repeat(81)] {
            assert_eq!(word(text), None, "{text:?}");
        }
    }

    #[test]
    fn printable_text_is_one_bounded_line() {
        assert_eq!(printable("plain ünicode", 20), "plain ünicode");
        assert_eq!(printable("a\r\n\u{1b}[2Jb\u{202e}c\u{2028}d", 20), "a   [2Jb c d");
        assert_eq!(printable("abcdef", 6), "abcdef");
        assert_eq!(printable("abcdefg", 6), "abcdef…");
    }
}
