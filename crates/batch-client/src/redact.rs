//! Removal of secrets from text that a server sent.
//!
//! Servers like to repeat a key that they reject, and URLs that they cannot find.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// The replacement for a secret.
const REDACTED: &str = "[redacted]";

/// The minimum length of a secret, in bytes. Shorter values, such as the `v1` of an `api-version`,
/// are likely to occur in text by chance.
const MIN_LENGTH: usize = 6;

/// The secrets to remove, longest first, so that a secret within another one does not split it.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Vec<SecretString>);

impl Redactor {
    pub(crate) fn add(&mut self, secret: &str) {
        let known = self.0.iter().any(|known| known.expose_secret() == secret);
        if secret.len() >= MIN_LENGTH && !known {
            self.0.push(secret.into());
            self.0.sort_by_key(|secret| std::cmp::Reverse(secret.expose_secret().len()));
        }
    }

    /// Replaces each secret in the text, even if it is percent-encoded or escaped as in JSON or HTML.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.0 {
            if let Some(clean) = replaced(&text, secret.expose_secret()) {
                text = Cow::Owned(clean);
            }
        }
        text
    }

    /// Replaces each secret in the values of the headers.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let text = String::from_utf8_lossy(value.as_bytes());
            if let Cow::Owned(clean) = self.redact(&text) {
                *value = HeaderValue::from_str(&clean)
                    .unwrap_or_else(|_| HeaderValue::from_static(REDACTED));
            }
        }
    }
}

/// Returns the text with all occurrences of a secret replaced, or `None` if there are none.
fn replaced(text: &str, secret: &str) -> Option<String> {
    let mut clean = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < text.len() {
        match occurrence(&text.as_bytes()[at..], secret.as_bytes()) {
            Some(length) if text.is_char_boundary(at) && text.is_char_boundary(at + length) => {
                clean.push_str(&text[copied..at]);
                clean.push_str(REDACTED);
                at += length;
                copied = at;
            }
            _ => at += 1,
        }
    }
    (copied > 0).then(|| clean + &text[copied..])
}

/// Returns the length of the occurrence of a secret at the start of the text.
fn occurrence(text: &[u8], secret: &[u8]) -> Option<usize> {
    if text.starts_with(secret) {
        return Some(secret.len());
    }
    let mut length = 0;
    for &byte in secret {
        length += spelling(&text[length..], byte)?;
    }
    Some(length)
}

/// Returns the length of a spelling of the byte at the start of the text.
fn spelling(text: &[u8], byte: u8) -> Option<usize> {
    let hex = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let html: &[u8] = match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\'' => b"&#39;",
        _ => b"",
    };
    match text {
        [b'%', a, b, ..] if hex(&[*a, *b]) == Some(byte.into()) => Some(3),
        [b'\\', b'u', a, b, c, d, ..]
            if byte.is_ascii() && hex(&[*a, *b, *c, *d]) == Some(byte.into()) =>
        {
            Some(6)
        }
        [b'\\', escaped, ..] if *escaped == byte && matches!(byte, b'"' | b'\\' | b'/') => Some(2),
        _ if !html.is_empty() && text.starts_with(html) => Some(html.len()),
        [b'+', ..] if byte == b' ' => Some(1),
        [first, ..] if *first == byte => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        let mut redactor = Redactor::default();
        secrets.iter().for_each(|secret| redactor.add(secret));
        redactor
    }

    #[test]
    fn a_secret_is_replaced_in_every_spelling() {
        let secret = "se&c r/\"é<>'\\";
        let spellings = [
            secret,
            "se%26c%20r%2F%22%C3%A9%3C%3E%27%5C",
            "se%26c+r%2f%22%c3%a9%3c%3e%27%5c",
            "%73%65%26%63%20%72%2F%22%C3%A9%3C%3E%27%5C",
            "se&c r\\/\\\"é<>'\\\\",
            "se\\u0026c r/\\\"é\\u003c\\u003E'\\\\",
            "se&amp;c r/&quot;é&lt;&gt;&#39;\\",
        ];
        for spelling in spellings {
            let text = format!("bad key {spelling}: {spelling}{spelling}");
            let clean = redactor(&[secret]).redact(&text).into_owned();
            assert_eq!(clean, "bad key [redacted]: [redacted][redacted]", "{spelling}");
        }
    }

    #[test]
    fn a_secret_that_looks_encoded_is_replaced_as_it_is() {
        assert_eq!(redactor(&["%25%25+"]).redact("x%25%25+y"), "x[redacted]y");
    }

    #[test]
    fn other_text_is_kept() {
        let redactor = redactor(&["secret-1"]);
        for text in ["", "secret-", "secret-2", "ecret-1", "s%65cret%2", "secret\\u002", "ünïcode%"]
        {
            assert!(matches!(redactor.redact(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        assert_eq!(redactor.redact("üsecret-1ü"), "ü[redacted]ü");
    }

    #[test]
    fn a_secret_within_another_one_does_not_split_it() {
        for secrets in [["secret", "my-secret-key"], ["my-secret-key", "secret"]] {
            let redactor = redactor(&secrets);
            assert_eq!(redactor.redact("my-secret-key secret"), "[redacted] [redacted]");
        }
    }

    #[test]
    fn values_shorter_than_six_bytes_are_not_secrets() {
        let redactor = redactor(&["12345", "123456"]);
        assert_eq!(redactor.redact("12345 123456"), "12345 [redacted]");
    }

    #[test]
    fn headers_are_redacted() {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("req secret-1"));
        headers.insert("x-binary", HeaderValue::from_bytes(b"\xffsecret-1").unwrap());
        headers.insert("x-other", HeaderValue::from_static("same"));
        redactor(&["secret-1"]).redact_headers(&mut headers);
        assert_eq!(headers["x-request-id"], "req [redacted]");
        assert_eq!(headers["x-binary"], "\u{fffd}[redacted]");
        assert_eq!(headers["x-other"], "same");
    }
}
