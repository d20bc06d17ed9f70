//! What a server sends as a word, for programs and logs.

use http::HeaderMap;

/// Longer than any code, parameter or request id in use.
const MAX_WORD: usize = 80;

/// `text`, if it looks like a word: short, and of characters that are safe in a log. Anything else
/// may hold what was never meant for one.
pub(crate) fn word(text: &str) -> Option<&str> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/[]".contains(&byte);
    ((1..=MAX_WORD).contains(&text.len()) && text.bytes().all(is_safe)).then_some(text)
}

/// The server's name for a request.
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
        for text in ["", "two words", "a\nb", "ünicode", "a=b", &"x".repeat(81)] {
            assert_eq!(word(text), None, "{text:?}");
        }
    }
}
