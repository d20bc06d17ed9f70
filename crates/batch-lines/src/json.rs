//! A fast JSON reader for the common case.
//!
//! Most of a line is the inside of strings, and most of that is plain text with an occasional
//! escaped line break or quote. The reader skips such text a block at a time, without a branch
//! per byte. On anything unusual it gives up (`None`), and the caller parses the line again with
//! serde_json, which decides and provides the error message. The reader may therefore reject
//! valid JSON but must never accept invalid JSON; a property test checks that.

use std::borrow::Cow;

use memchr::memchr2;

use crate::field::Field;

/// A reader of JSON values, from left to right.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Nesting depth that is followed; deeper nesting is left to serde_json.
const MAX_DEPTH: u32 = u64::BITS;

impl<'a> Reader<'a> {
    /// Creates a reader, unless the text has control characters. They are rare, because they may
    /// not occur within strings.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        let controls = |block: &[u8]| block.iter().fold(false, |any, &byte| any | (byte < b' '));
        let (blocks, tail) = text.as_bytes().as_chunks::<64>();
        let plain = !blocks.iter().any(|block| controls(block)) && !controls(tail);
        plain.then_some(Self { text, at: 0 })
    }

    /// Reads the next object; `each` must read one value per key.
    pub(crate) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a str) -> Option<()>,
    ) -> Option<()> {
        self.eat(b'{')?;
        if self.peek()? == b'}' {
            return self.eat(b'}');
        }
        loop {
            let key = self.key()?;
            each(self, key)?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Returns the text of the next value, which is checked to the last byte.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        // One bit per enclosing container, set for objects; the innermost is the lowest.
        let (mut objects, mut depth) = (0_u64, 0);
        self.peek()?;
        let start = self.at;
        loop {
            match self.peek()? {
                b'"' => drop(self.string()?),
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    if depth == MAX_DEPTH {
                        return None;
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
                    // The code of a closing bracket is two above that of its opening one.
                    if self.peek()? != open + 2 {
                        if open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                b'-' | b'0'..=b'9' => self.number()?,
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => return None,
            }
            // A value, or the inside of an empty container, has been read.
            loop {
                if depth == 0 {
                    return self.text.get(start..self.at);
                }
                let in_object = objects & 1 == 1;
                match self.next()? {
                    b',' if in_object => {
                        self.key()?;
                        break;
                    }
                    b',' => break,
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return None,
                }
                objects >>= 1;
                depth -= 1;
            }
        }
    }

    /// Reads the next value if it is a string, a boolean or null.
    pub(crate) fn field(&mut self) -> Option<Field<'a>> {
        Some(match self.value()? {
            "null" => Field::Null,
            "true" => Field::True,
            "false" => Field::False,
            text => Field::Text(unquote(text)?),
        })
    }

    /// Returns the text of the next value, or none if it is null.
    pub(crate) fn non_null(&mut self) -> Option<Option<&'a str>> {
        let text = self.value()?;
        Some((text != "null").then_some(text))
    }

    /// Whether only spaces are left.
    pub(crate) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    /// Returns the next byte that is not a space; other white space is control characters.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        (self.next()? == wanted).then_some(())
    }

    /// Reads a key without escapes and the colon after it.
    fn key(&mut self) -> Option<&'a str> {
        self.peek()?;
        let inside = self.string()?;
        self.eat(b':')?;
        (!inside.contains('\\')).then_some(inside)
    }

    /// Reads a string and returns its inside.
    fn string(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        if *bytes.get(self.at)? != b'"' {
            return None;
        }
        self.at += 1;
        let start = self.at;
        loop {
            self.at += quote_or_backslash(&bytes[self.at..])?;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return self.text.get(start..self.at - 1);
            }
            // Escapes come in groups, so a separate search for each would cost too much.
            self.escape()?;
            self.skip_blocks();
        }
    }

    /// Skips, within a string, several blocks of plain text and common escapes.
    fn skip_blocks(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if bytes[start - 1] == b'\\' {
            // It is the second of a pair and would be mistaken for the first.
            return;
        }
        for _ in 0..MAX_BLOCKS {
            match (bytes[self.at..].first_chunk(), bytes[self.at - 1..].first_chunk()) {
                (Some(block), Some(before)) if is_plain(block, before) => self.at += BLOCK,
                _ => break,
            }
        }
        if self.at > start && bytes[self.at - 1] == b'\\' {
            // The next byte belongs to this backslash.
            self.at -= 1;
        }
    }

    fn escape(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        self.at += match *bytes.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
            b'u' => {
                let hex = bytes.get(self.at + 2..self.at + 6)?;
                if !hex.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                6
            }
            _ => return None,
        };
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        if bytes[self.at] == b'-' {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// Reads one digit or more.
    fn digits(&mut self) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        (digits > 0).then_some(())
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(())
    }
}

/// Bytes that are examined together.
const BLOCK: usize = 32;

/// How many blocks are skipped after an escape at most.
const MAX_BLOCKS: usize = 8;

/// Whether a block of the inside of a string neither ends the string nor has escapes other than
/// the common ones. `before` is the same block, one byte earlier.
///
/// This must compile to vector code: no branches, and only bytes.
#[inline]
fn is_plain(block: &[u8; BLOCK], before: &[u8; BLOCK]) -> bool {
    let mut odd = 0_u8;
    for (&byte, &before) in block.iter().zip(before) {
        let quote = byte == b'"';
        let common = quote | (byte == b'n') | (byte == b't') | (byte == b'r');
        let escaped = before == b'\\';
        odd |= u8::from((escaped & !common) | (!escaped & quote));
    }
    odd == 0
}

/// Finds the next quote or backslash.
#[inline]
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    // Keys and many values are short; calling `memchr` pays off only for longer ones.
    const NEAR: usize = 4;
    const LOW: u64 = u64::MAX / 255;
    const HIGH: u64 = LOW << 7;
    let words = bytes.as_chunks::<8>().0;
    for (at, word) in words.iter().take(NEAR).enumerate() {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (LOW * b'"' as u64);
        let backslash = word ^ (LOW * b'\\' as u64);
        // The lowest byte that is zero gets its high bit set; bytes above it may be wrong.
        let zero = (quote.wrapping_sub(LOW) & !quote) | (backslash.wrapping_sub(LOW) & !backslash);
        if zero & HIGH != 0 {
            return Some(at * 8 + (zero & HIGH).trailing_zeros() as usize / 8);
        }
    }
    let near = words.len().min(NEAR) * 8;
    memchr2(b'"', b'\\', &bytes[near..]).map(|at| near + at)
}

/// The text of a JSON string.
fn unquote(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

#[cfg(test)]
mod tests;
